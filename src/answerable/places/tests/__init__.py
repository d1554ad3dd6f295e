"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: tests/packs/test_awkward.py
pack.py: tests/packs/test_calendars.py tests/packs/test_faults.py
queries.py: tests/packs/test_raion.py
held.py: tests/security/test_root_rows.py
room.py: tests/architecture/test_rooms.py
"""
