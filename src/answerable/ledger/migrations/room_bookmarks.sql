-- One bookmark a room: where the one of its followers stands that has read least. They may hear a deed twice; none may
-- miss one, so a follower that never began counts from the beginning. The old table stays for the release before.
INSERT INTO ledger_room_bookmark (room, position)
SELECT split_part(known.name, '.', 1), min(coalesce(b.position, 0))
FROM (VALUES ('appeals.followers.take_marks'), ('appeals.followers.settle_a_persons_records'),
    ('appeals.followers.give_what_waited_for_a_key'), ('oversight.followers.put_before_the_chair'),
    ('oversight.followers.escalate_a_dispute'), ('oversight.followers.escalate_a_bad_answer'),
    ('oversight.followers.end_an_instruction'), ('oversight.followers.end_what_is_owed'),
    ('site.followers.note_an_erasure')) AS known (name)
LEFT JOIN ledger_bookmark b ON b.follower = known.name
WHERE EXISTS (SELECT 1 FROM ledger_bookmark)
GROUP BY 1;
