-- Each follower where its room stands, or before the first deed that it could not take.
UPDATE ledger_bookmark b SET position = least(
    r.position,
    (SELECT min(p.position) FROM ledger_parked p WHERE p.follower = replace(b.follower, '.followers.', '.'))
)
FROM ledger_room_bookmark r WHERE r.room = split_part(b.follower, '.', 1);
