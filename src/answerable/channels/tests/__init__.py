"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_letters.py test_messages.py
actions/accounts.py: test_letterbox.py
actions/chats.py: test_chats.py
actions/letterbox.py: test_letterbox.py src/answerable/appeals/tests/test_letters.py
calling.py: test_calling.py
numbers.py: src/answerable/channels/voice/tests/test_spoken.py
queries/calls.py: src/answerable/appeals/tests/test_voice.py
actions/calls.py: src/answerable/appeals/tests/test_voice.py
codes.py: test_sending.py src/answerable/appeals/tests/test_letters.py
email/: src/answerable/channels/email/tests/test_inbound.py
forms.py: test_accounts.py
held.py: tests/security/test_root_rows.py
integration.py: test_sending.py
jobs/: test_letters.py test_sending.py
jobs/checking.py: test_accounts.py
jobs/polling.py: src/answerable/channels/email/tests/test_ways_in.py
jobs/taking.py: test_letterbox.py src/answerable/appeals/tests/test_letters.py
queries/: test_messages.py test_letters.py
queries/accounts.py: test_letterbox.py
queries/health.py: test_accounts.py
queries/deliveries.py: test_letterbox.py src/answerable/appeals/tests/test_letters.py
reading.py: test_letterbox.py
sending.py: test_letters.py test_sending.py
terms.py: test_sending.py
room.py: tests/architecture/test_rooms.py src/answerable/appeals/tests/test_undelivered.py
rows.py: test_messages.py
views/: test_accounts.py
wording.py: test_letters.py
"""
