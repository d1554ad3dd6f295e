"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: test_webhooks.py test_desk_pages.py
followers.py: test_webhooks.py
forms.py: test_desk_pages.py
interface.py: test_contract.py
jobs.py: test_webhooks.py
policy.py: test_rules.py
problems.py: test_sending.py test_reading.py
queries.py: test_webhooks.py
room.py: tests/architecture/test_rooms.py
urls.py: test_contract.py
views/desk.py: test_desk_pages.py
views/document.py: test_contract.py
views/keys.py: test_reading.py test_sending.py
views/messages.py: test_reading.py test_sending.py
views/open_data.py: test_reading.py
wording.py: test_desk_pages.py
"""
