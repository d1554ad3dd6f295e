"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_following.py test_guard.py
actions/appending.py: test_leaves.py tests/log/test_case02_a_late_commit_is_in_the_next_batch.py
actions/clocks.py: tests/security/test_root_clocks.py
actions/restoring.py: tests/log/test_case10_recovery_from_a_mirror.py
auditing.py: tests/log/test_case11_every_byte_is_guarded.py tests/log/test_the_log_at_the_desk.py
casekeys.py: tests/log/test_case26_erasure.py
checking.py: test_pages.py tests/browser/test_receipt_page.py
files.py: tests/log/test_case01_a_crash_at_every_step.py test_serving.py
follow.py: test_following.py test_parking.py
forms.py: test_pages.py
freezing.py: tests/log/test_case09_a_database_from_an_old_backup.py
jobs.py: test_following.py tests/log/test_case29_published_numbers.py
models.py: test_guard.py
places.py: tests/security/test_root_seals.py
published.py: test_serving.py test_pages.py
queries/: test_following.py
queries/clocks.py: tests/security/test_root_clocks.py
queries/held.py: tests/security/test_root_rows.py
room.py: tests/architecture/test_rooms.py
rows.py: test_leaves.py
seals.py: tests/security/test_root_rows.py
sequencing.py: tests/log/test_case01_a_crash_at_every_step.py tests/log/test_case06_two_sequencers.py
statements.py: tests/log/test_case29_published_numbers.py
views/: test_pages.py test_serving.py
views/witnesses.py: test_witnessing.py tests/log/test_case16_witnesses_that_fail.py
waking.py: test_following.py src/answerable/site/tests/test_scheduling.py
witness_file.py: test_witnessing.py tests/log/test_the_witness_command.py
wording.py: test_pages.py
actions/holding.py: tests/security/test_root_rows.py
"""
