"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

backups/: tests/security/test_s40_restore_drill.py
children.py: test_deaths.py test_serving.py
cluster/: test_cluster.py
commands/: tests/security/test_s40_restore_drill.py
commands/demo_reset.py: test_demo_reset.py
commands/serve.py: test_serving.py test_listening.py
second_place.py: tests/security/test_second_place.py
"""
