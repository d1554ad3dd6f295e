"""What the book of erasures says is done again in a restored installation, by the rooms that declare it; what nobody declares stops."""

import pytest
from django.test import Client

from answerable.appeals.models import Appeal, Sender
from answerable.appeals.terms import State, subject_of
from answerable.appeals.testing import AT, make_world
from answerable.base.follower import HeardDeed
from answerable.people.models import Account, Seat, Session
from answerable.site import followers
from answerable.site.backups.replaying import end_all_sessions, replay
from answerable.vault.actions import begin_follow
from answerable.vault.models import FollowSession, KeyPair
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


def test_who_was_dismissed_stays_dismissed_and_every_session_is_over() -> None:
    """Seat, account and key that ended after the backup end again; whoever was signed in then, or followed, is not now."""
    world = make_world()
    world.keys()
    seat = Seat.objects.get(account=world.people["petrenko"]).id
    pair = KeyPair.objects.get(owner=world.people["koval"]).id
    account = world.people["ivanenko"]
    things = (("seat.ended", f"seat/{seat}"), ("account.closed", f"account/{account}"), ("key.retired", f"key/{pair}"))
    book = [Erasure(entry=n, at=AT.isoformat(), deed=deed, thing=thing) for n, (deed, thing) in enumerate(things)]
    assert replay(book) == (3, 0, [])
    assert Seat.objects.get(id=seat).ended_at == AT
    assert (Account.objects.get(id=account).is_active, KeyPair.objects.get(id=pair).retired_at) == (False, AT)
    assert replay(book) == (0, 3, [])
    Client().force_login(Account.objects.get(id=world.people["bondar"]))
    begin_follow(subject=subject_of(world.sent().appeal), root=1, at=AT)
    assert (end_all_sessions(), Session.objects.count(), FollowSession.objects.count()) == (2, 0, 0)


def test_a_changed_address_is_noted_only_where_none_is_left(settings, tmp_path) -> None:
    settings.ANSWERABLE = settings.ANSWERABLE.__class__(home=tmp_path)
    for number, facts in ((1, {"way": "email"}), (2, {"way": ""})):
        heard = HeardDeed(number, AT, "house", "appeal.contact_changed", "appeal/5", 1, facts)
        followers.note_an_erasure.hear(heard)
    assert [each.entry for each in erasures.read_erasures([tmp_path])] == [2]
