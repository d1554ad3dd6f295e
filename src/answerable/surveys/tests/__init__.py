"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: test_draws.py
forms.py: test_draws.py
planning.py: test_draws.py
queries.py: test_draws.py
room.py: tests/architecture/test_rooms.py
terms.py: test_rules.py
views/: test_draws.py
wording.py: test_draws.py
"""
