"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: test_a_find.py
followers.py: test_a_find.py
jobs.py: test_a_find.py
pack.py: test_a_find.py
queries.py: test_a_find.py
room.py: test_a_find.py
views/: test_a_find.py
"""
