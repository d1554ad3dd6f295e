"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: tests/packs/test_awkward.py
pack/: tests/packs/test_faults.py tests/packs/test_awkward.py
queries/: test_asking.py
room.py: tests/architecture/test_rooms.py
rules/kinds.py: test_steps.py tests/packs/test_raion.py
rules/phrases.py: test_urgent.py test_targets.py
rules/weighing.py: test_urgent.py
learned.py: test_urgent_sample.py test_targets_sample.py
held.py: tests/security/test_root_rows.py
shapes.py: tests/security/test_bent_columns.py
"""
