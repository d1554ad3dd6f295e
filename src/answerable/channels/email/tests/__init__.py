"""Where the tests of e-mail are (tests/where.py).

authenticity.py: test_inbound.py
automatic.py: test_inbound.py
bounces.py: test_inbound.py
keeping.py: test_ways_in.py
listening.py: test_ways_in.py
polling.py: test_ways_in.py
mime.py: test_inbound.py test_samples.py
html_text.py: test_charsets.py
outbound.py: src/answerable/channels/tests/test_letters.py
smtp.py: src/answerable/appeals/tests/test_channel_faults.py
"""
