"""Where the tests of Facebook are (tests/where.py).

hooks.py: test_hooks.py
"""
