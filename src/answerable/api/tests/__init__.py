"""What is proven of this room, and where.

test_rules.py       signatures, pauses, which deeds are events
test_reading.py     what a key shows, and what looks like what is not there
test_sending.py     appeals that come in, the same twice, the limit
test_webhooks.py    deliveries: signed, tried again, given up, sent again by a person
test_desk_pages.py  who gives and takes back keys, the second person, who sets webhooks
test_contract.py    the document is OpenAPI 3.1 and schemathesis finds nothing that it does not say
"""
