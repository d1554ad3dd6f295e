"""Where the tests of VK are (tests/where.py).

hooks.py: test_hooks.py
polling.py: test_hooks.py
"""
