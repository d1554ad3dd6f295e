"""The bookmarks of followers become one a room, and back. Tests `migrations/0006_followers`."""

from importlib.resources import files

import pytest
from django.db import connection

from answerable.ledger.models import Bookmark
from answerable.ledger.tests.reading import AT, Room, poison, record

pytestmark = pytest.mark.django_db(transaction=True)
READ = {
    "appeals.followers.take_marks": 12,
    "appeals.followers.settle_a_persons_records": 7,
    "appeals.followers.give_what_waited_for_a_key": 9,
    "oversight.followers.put_before_the_chair": 12,
    "oversight.followers.escalate_a_dispute": 3,
    "oversight.followers.escalate_a_bad_answer": 12,
    "oversight.followers.end_an_instruction": 12,
    "site.followers.note_an_erasure": 12,
}


def _run(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute((files("answerable.ledger") / "migrations" / name).read_text("utf-8"))


def _old(rows: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO ledger_bookmark (follower, position) VALUES (%s, %s)", list(rows.items()))


def test_a_room_begins_where_the_follower_stands_that_has_read_least() -> None:
    _old(READ | {"oversight.followers.end_what_is_owed": 12})
    _run("room_bookmarks.sql")
    found = dict(Bookmark.objects.values_list("room", "position"))
    assert found == {"appeals": 7, "oversight": 3, "site": 12}


def test_a_follower_that_never_began_counts_from_the_beginning() -> None:
    _old(READ)
    _run("room_bookmarks.sql")
    assert Bookmark.objects.get(room="oversight").position == 0


def test_a_new_installation_begins_with_none() -> None:
    _run("room_bookmarks.sql")
    assert Bookmark.objects.count() == 0


def test_on_the_way_back_no_follower_passes_over_what_it_could_not_take() -> None:
    _old({"test.followers.listen": 0, "test.followers.beside": 0})
    room = Room(poison({1}))
    for n in range(4):
        record(n)
    room.read_on(at=AT)
    _run("room_bookmarks_back.sql")
    with connection.cursor() as cursor:
        cursor.execute("SELECT follower, position FROM ledger_bookmark ORDER BY 1")
        assert cursor.fetchall() == [
            ("test.followers.beside", Bookmark.objects.get(room="test").position),
            ("test.followers.listen", 1),
        ]
