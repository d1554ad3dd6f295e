"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: test_promises.py
held.py: tests/security/test_root_rows.py
queries.py: test_promises.py
room.py: tests/architecture/test_rooms.py
"""
