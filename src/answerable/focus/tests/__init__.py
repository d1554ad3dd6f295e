"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_study.py
agreeing.py: test_study.py
exchanging.py: test_study.py
forms.py: test_study.py
queries.py: test_study.py
reading_turns.py: test_study.py
refi/: test_refi.py
room.py: tests/architecture/test_rooms.py
terms.py: test_rules.py
views/: test_study.py
wording.py: test_study.py
held.py: tests/security/test_root_rows.py
"""
