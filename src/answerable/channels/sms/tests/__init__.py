"""Where the tests of SMS are (tests/where.py).

hooks.py: test_hooks.py
conversing.py: test_conversing.py
"""
