"""Where the tests of the bots' conversation are (tests/where.py).

wording.py: test_conversing.py
"""
