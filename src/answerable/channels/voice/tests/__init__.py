"""Where the tests of the voice line are (tests/where.py).

hooks.py: src/answerable/appeals/tests/test_voice.py
"""
