"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: test_letters.py test_messages.py
held.py: tests/security/test_root_rows.py
jobs.py: test_letters.py
queries.py: test_messages.py test_letters.py
room.py: tests/architecture/test_rooms.py src/answerable/appeals/tests/test_undelivered.py
rows.py: test_messages.py
wording.py: test_letters.py
"""
