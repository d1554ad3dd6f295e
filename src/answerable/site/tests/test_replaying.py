"""What the book of erasures says is done again in a restored installation, by the rooms that declare it; what nobody declares stops."""

import pytest

from answerable.appeals.models import Appeal, Sender
from answerable.appeals.terms import State
from answerable.appeals.testing import AT, make_world
from answerable.base.follower import HeardDeed
from answerable.site import followers
from answerable.site.backups.replaying import replay
from answerable_host.backups import erasures
from answerable_host.backups.erasures import Erasure

pytestmark = pytest.mark.django_db


def _noted(deed: str, appeal: int, number: int) -> Erasure:
    return Erasure(entry=number, at=AT.isoformat(), deed=deed, thing=f"appeal/{appeal}")


def test_what_was_taken_back_is_taken_back_again_once() -> None:
    world = make_world()
    first, second = (world.sent(contact="olha@example.org", way="email").appeal for _ in range(2))
    book = [_noted("appeal.withdrawn", first, 1), _noted("appeal.contact_changed", second, 2)]
    assert replay(book) == (2, 0, [])
    assert Appeal.objects.get(id=first).state == State.WITHDRAWN
    assert Sender.objects.get(appeal=second).way == ""
    assert replay(book[:1]) == (0, 1, [])
    assert replay([_noted("appeal.erased", 7, 3)]) == (0, 1, [])  # younger than the backup
    assert replay([_noted("appeal.unheard_of", first, 4)]) == (0, 0, [f"appeal.unheard_of of appeal/{first}: KeyError"])


def test_a_changed_address_is_noted_only_where_none_is_left(settings, tmp_path) -> None:
    settings.ANSWERABLE = settings.ANSWERABLE.__class__(home=tmp_path)
    for number, facts in ((1, {"way": "email"}), (2, {"way": ""})):
        heard = HeardDeed(number, AT, "house", "appeal.contact_changed", "appeal/5", 1, facts)
        followers.note_an_erasure.hear(heard)
    assert [each.entry for each in erasures.read_erasures([tmp_path])] == [2]
