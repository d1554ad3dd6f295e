"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actor.py: src/answerable/people/tests/test_actors.py
clock.py: test_testing.py tests/security/test_s39_clocks.py
dates.py: test_saying.py
doors.py: tests/architecture/test_doors.py
follower.py: src/answerable/ledger/tests/test_following.py
held.py: tests/security/test_root_rows.py
incoming.py: src/answerable/channels/tests/test_letterbox.py src/answerable/appeals/tests/test_letters.py
ids.py: test_testing.py src/answerable/site/tests/test_postgresql.py
packs/: tests/packs/test_faults.py tests/packs/test_awkward.py
place_slot.py: src/answerable/site/tests/test_places.py
prepared.py: src/answerable/appeals/tests/test_round_trips.py
request.py: tests/architecture/test_doors.py
room.py: tests/architecture/test_rooms.py tests/architecture/test_a_toy_room.py
row_policy.py: tests/security/test_s13_the_database_backstop.py
row_scope.py: tests/security/test_s13_the_database_backstop.py tests/security/test_s14_pooled_connections.py
searching.py: src/answerable/appeals/tests/test_searching.py
sealed.py: tests/architecture/test_sealed_fields.py
statement.py: src/answerable/appeals/tests/test_round_trips.py
verdict.py: src/answerable/site/tests/test_errors.py
working.py: src/answerable/law/tests/test_deadlines.py
"""
