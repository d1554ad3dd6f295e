"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_sealed.py
actions/access_records.py: test_sealed.py tests/security/test_view_audit.py
actions/erasing.py: tests/log/test_case26_erasure.py
actions/pairs.py: test_holders.py
actions/renewing.py: tests/security/test_root_keys.py
actions/senders.py: test_sealed.py
actions/slips.py: test_slips.py
actions/wrapping.py: tests/security/test_root_keys.py
clean_office.py: test_cleaning.py test_clean_hidden.py
file_store.py: test_keeping.py
forms.py: test_holders.py
hash_slots.py: test_opening.py
held.py: tests/security/test_root_rows.py
inward.py: test_sealed.py tests/security/test_root_keys.py
keys.py: test_opening.py
models.py: test_opening.py
queries/: test_sealed.py test_records.py
queries/enrolments.py: tests/security/test_root_keys.py
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
