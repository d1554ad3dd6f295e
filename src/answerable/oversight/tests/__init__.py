"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_reading.py
actions/digest.py: test_reading.py
actions/telling.py: test_climbing.py
actions/telling_senders.py: test_climbing.py test_reading.py
actions/asking.py: test_hotline.py
actions/hotline.py: test_hotline.py
followers.py: test_climbing.py test_at_once.py
forms.py: test_pages.py
hearing.py: test_hotline.py
held.py: tests/security/test_root_rows.py
hotline_forms.py: test_hotline.py
jobs.py: test_climbing.py test_at_once.py
queries/hotline.py: test_hotline.py
queries/: test_reading.py test_pages.py
room.py: tests/architecture/test_rooms.py
terms.py: test_reading.py
views/hotline.py: test_hotline.py
views/: test_pages.py
wording/hotline.py: test_hotline.py
wording/: test_pages.py
"""
