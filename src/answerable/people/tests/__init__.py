"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_seats.py
actions/absences.py: test_seats.py test_people_pages.py
actions/accounts.py: test_seats.py test_sign_in.py
actions/describing.py: test_described.py
actions/factors.py: test_sign_in.py
actions/identities.py: test_outside.py
actions/loading.py: tests/packs/test_awkward.py
actions/locked_rows.py: test_seats.py
actions/sessions.py: test_sign_in.py
apps.py: test_seats.py
caller.py: test_actors.py
desk_marks.py: src/answerable/appeals/tests/test_own_word.py
checks.py: src/answerable/site/tests/test_ways_in.py
forms.py: test_sign_in.py test_people_pages.py
held.py: tests/security/test_root_rows.py
jobs.py: test_limits.py
keys.py: test_sign_in.py
morphology.py: test_mentions.py test_guard.py
management/: test_seats.py
models.py: src/answerable/site/tests/test_public_site.py
oidc.py: test_outside.py
pack.py: tests/packs/test_faults.py tests/packs/test_awkward.py
powers.py: test_seats.py
queries/: test_actors.py test_seats.py
queries/mentions.py: test_described.py
room.py: tests/architecture/test_rooms.py
rules/: test_mentions.py
rules/guard/: test_rules_guard.py
sealed_fields.py: tests/architecture/test_sealed_fields.py
sealing.py: test_sign_in.py
signing.py: test_sign_in.py
stepping.py: test_sign_in.py
templatetags/: test_people_pages.py
views/: test_sign_in.py test_people_pages.py
views/passkeys.py: tests/browser/test_sign_in.py
wording.py: test_people_pages.py
"""
