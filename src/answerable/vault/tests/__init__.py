"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_sealed.py
actions/access_records.py: test_sealed.py tests/security/test_view_audit.py
actions/erasing.py: tests/log/test_case26_erasure.py
actions/pairs.py: test_holders.py
actions/senders.py: test_sealed.py
clean_office.py: test_cleaning.py test_clean_hidden.py
file_store.py: test_keeping.py
forms.py: test_holders.py
hash_slots.py: test_opening.py
keys.py: test_opening.py
models.py: test_opening.py
queries/: test_sealed.py test_records.py
remembered.py: test_sealed.py
room.py: tests/architecture/test_rooms.py
rows.py: test_opening.py
rules/damm.py: test_codes.py
rules/subkeys.py: test_codes.py
sealing.py: test_sealed.py test_fields.py
terms.py: test_codes.py
unlocked_keys.py: test_reading.py
views/: test_holders.py
"""
