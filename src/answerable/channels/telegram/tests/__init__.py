"""Where the tests of the way by Telegram are (tests/where.py).

hooks.py: test_hooks.py
polling.py: test_hooks.py
"""
