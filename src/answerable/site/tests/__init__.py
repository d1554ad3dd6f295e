"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

accounts.py: test_ways_in.py src/answerable/people/tests/test_sign_in.py
alone.py: test_demo.py
apps.py: test_wsgi.py
checks.py: test_roles.py test_ways_in.py
cli.py: test_account_command.py tests/packs/test_commands.py
backups/numbers.py: tests/security/test_second_place.py
commands/: tests/log/test_the_witness_command.py tests/security/test_s40_restore_drill.py
commands/account.py: test_account_command.py
commands/channel.py: test_channel_command.py
commands/check.py: tests/security/test_s36_start_is_refused_unless_durable.py
commands/db.py: test_other_server.py
commands/erase.py: test_replaying.py
commands/import_.py: tests/scale/test_import.py
commands/mail.py: test_mail_command.py
commands/pack.py: tests/packs/test_commands.py
commands/prepare.py: src/answerable_host/tests/test_serving.py
commands/processes.py: src/answerable_host/tests/test_serving.py
commands/replay.py: test_replaying.py
commands/sequencer.py: src/answerable_host/tests/test_serving.py
commands/translations.py: tests/architecture/test_translations.py tests/packs/test_a_pack_in_another_language.py
commands/web.py: src/answerable_host/tests/test_serving.py src/answerable_host/tests/test_listening.py
commands/worker.py: src/answerable_host/tests/test_serving.py
databases.py: test_roles.py test_other_server.py
demo/: test_demo.py test_demo_letters.py
doors.py: tests/architecture/test_doors.py
followers.py: test_scheduling.py
health.py: test_observing.py
logs.py: test_observing.py
management/: test_roles.py
opening.py: tests/security/test_view_audit.py
packs/: tests/packs/test_faults.py tests/packs/test_awkward.py tests/packs/test_raion.py
pages.py: src/answerable/base/tests/test_foreign.py tests/packs/test_a_pack_in_another_language.py
place.py: tests/packs/test_commands.py
postgresql/: test_postgresql.py test_pool.py
postgresql/reaching.py: tests/security/test_s14_pooled_connections.py
postgresql/rows.py: tests/security/test_s13_the_database_backstop.py
room.py: tests/architecture/test_rooms.py
security_forged.py: test_errors.py
sessions.py: src/answerable/people/tests/test_sign_in.py
steady.py: tests/security/test_s28_caches_and_errors.py
templatetags/: test_tags.py
timekeeping.py: tests/security/test_s39_clocks.py
translations.py: tests/architecture/test_translations.py test_catalogues.py
urls.py: tests/architecture/test_doors.py
typed.py: test_typed.py
place_page.py: test_places.py
views/parked.py: test_parked_page.py
views/places.py: test_places.py
views/public.py: test_public_site.py
wellbeing.py: test_observing.py tests/log/test_case09_a_database_from_an_old_backup.py
"""
