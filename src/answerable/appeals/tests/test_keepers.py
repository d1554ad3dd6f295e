"""Three keepers and one sealed appeal, through their pages: asked, agreed, waited for, opened, and the sender told."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from answerable.appeals import followers
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, hear_all
from answerable.base.testing import later, now
from answerable.people import signing
from answerable.people.models import Account, Body
from answerable.people.testing import give_seat, make_account
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.models import AccessRecord, KeyPair, QuorumRequest
from answerable.vault.queries import holders as who
from answerable.vault.terms import Holder, RecordBar

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.security, pytest.mark.instants]
HERE = "/desk/keys/keepers/"
WORDS = "The head took my phone."


@pytest.fixture
def keepers(world: World) -> World:
    """The chair, the monitor and an ombudsman hold keys; the ombudsman serves with the prosecutor, outside the tree."""
    world.keys()
    omb = make_account("omb")
    give_seat(omb, Body.objects.get(code="pro"), "read", "keys")
    world.people["omb"] = omb.id
    world.key("omb", confirmed_by="olena")
    return world


def at_desk(world: World, login: str) -> Client:
    """Somebody with an open key, who has just proved who they are."""
    client = Client(headers={"accept-language": "en"})
    account = Account.objects.get(id=world.people[login])
    client.force_login(account)
    proved(client, account)
    client.post("/desk/keys/open/", {"password": f"the long password of {login}"})
    return client


def proved(client: Client, account: Account) -> None:
    request = SimpleNamespace(session=client.session, user=account)
    signing.prove(request, now())  # type: ignore[arg-type] # what it needs of a request
    request.session.save()


def founded(world: World) -> None:
    """Koval sets the three up; Olena compares what he reads out."""
    koval, olena = at_desk(world, "koval"), at_desk(world, "olena")
    pairs = [
        KeyPair.objects.get(holder=Holder.ACCOUNT, owner=world.people[login]).id for login in ("koval", "olena", "omb")
    ]
    assert "Choose exactly three" in koval.post(f"{HERE}new/", {"keepers": pairs[:2]}).content.decode()
    assert koval.post(f"{HERE}new/", {"keepers": pairs}).status_code == 302
    page = koval.get(HERE).content.decode()
    fingerprint = re.search(r"\d{4}(?: \d{4}){5}", page)[0]  # type: ignore[index] # or the test fails
    asked = olena.get(HERE).content.decode()
    address = re.search(r"/desk/keys/confirm/\d+/", asked)[0]  # type: ignore[index] # as above
    assert fingerprint not in asked
    assert koval.get(address).status_code == 404
    assert olena.post(address, {"fingerprint": fingerprint}).status_code == 302
    pair = who.quorum_pair()
    assert pair is not None
    assert pair.confirmed_at


def orphaned(world: World) -> tuple[Appeal, str]:
    """A sealed appeal that none of its readers can open any more; its code."""
    sent = world.sent(at=now(), kind="complaint", text=WORDS, about_person=world.people["petrenko"])
    bar = RecordBar(accounts=frozenset({world.people["koval"], world.people["olena"]}))
    vault_actions.close_to_barred(by=world.actor("koval", now()), at=now(), subject=subject_of(sent.appeal), bar=bar)
    return Appeal.objects.get(id=sent.appeal), sent.code


def test_two_of_three_open_together_after_three_days_and_the_sender_is_told(keepers: World) -> None:
    founded(keepers)
    appeal, code = orphaned(keepers)
    omb, olena = at_desk(keepers, "omb"), at_desk(keepers, "olena")
    assert omb.get(f"/desk/appeals/{appeal.number}/").status_code == 404  # no reader of it, and not of its bodies
    assert "no sealed appeal" in omb.post(f"{HERE}ask/", {"number": "DIR-2026-9", "reason": "x"}).content.decode()
    assert (
        omb.post(f"{HERE}ask/", {"number": appeal.number.lower(), "reason": "Both lost their keys."}).status_code == 302
    )
    request = QuorumRequest.objects.get()
    assert "Both lost their keys." in olena.get(HERE).content.decode()
    assert omb.post(f"{HERE}{request.id}/agree/").status_code == 302  # one's own: refused with a word
    assert "must be somebody else" in omb.get(HERE).content.decode()
    assert olena.post(f"{HERE}{request.id}/agree/").status_code == 302
    omb.post(f"{HERE}{request.id}/open/")
    assert "72 hours is not over" in omb.get(HERE).content.decode()
    with later(timedelta(hours=73)):
        omb = at_desk(keepers, "omb")
        assert "Open it now" in omb.get(HERE).content.decode()
        opened = omb.post(f"{HERE}{request.id}/open/")
        assert opened.headers["Location"] == f"/desk/appeals/{appeal.number}/"
        omb.post(f"/desk/appeals/{appeal.number}/purpose/", {"purpose": "oversee"})
        assert WORDS in omb.get(f"/desk/appeals/{appeal.number}/").content.decode()
        sender = Client(headers={"accept-language": "en"})
        sender.post("/en/follow/", {"code": code})
        told = sender.get("/en/follow/message/").content.decode()
        assert ("keepers were asked" in told, "Opened by two keepers together" in told) == (True, True)
        again = sender.get("/en/follow/message/").content.decode()
        assert ("keepers were asked" in again, "Opened by two keepers together" in again) == (False, True)
    told_at = QuorumRequest.objects.get().told_at
    assert told_at is not None
    assert (told_at.minute, told_at.second, told_at.microsecond) == (0, 0, 0)


def test_a_keeper_refuses_and_whom_it_is_about_neither_asks_nor_agrees(keepers: World) -> None:
    founded(keepers)
    sent = keepers.sent(at=now(), kind="complaint", text=WORDS, about_person=keepers.people["koval"])
    appeal = Appeal.objects.get(id=sent.appeal)
    koval, olena, omb = (at_desk(keepers, login) for login in ("koval", "olena", "omb"))
    assert "no sealed appeal" in koval.post(f"{HERE}ask/", {"number": appeal.number, "reason": "x"}).content.decode()
    assert omb.post(f"{HERE}ask/", {"number": appeal.number, "reason": "Needed."}).status_code == 302
    request = QuorumRequest.objects.get()
    assert appeal.number not in koval.get(HERE).content.decode()
    assert koval.post(f"{HERE}{request.id}/agree/").status_code == 404
    assert koval.post(f"{HERE}{request.id}/refuse/").status_code == 404
    assert olena.post(f"{HERE}{request.id}/refuse/").status_code == 302
    assert QuorumRequest.objects.get().ended_at
    assert "Nothing is asked" in omb.get(HERE).content.decode()


def test_whoever_is_no_keeper_sees_who_they_are_and_nothing_of_what_is_asked(keepers: World) -> None:
    founded(keepers)
    other = make_account("other")
    give_seat(other, Body.objects.get(code="mon"), "read", "keys")
    keepers.people["other"] = other.id
    client = at_desk(keepers, "other")
    page = client.get(HERE).content.decode()
    assert ("Olena" in page, "What is asked now" in page) == (True, False)
    assert client.get(f"{HERE}ask/").status_code == 404
    assert not vault_queries.holds_share(other.id)


def test_a_colleague_who_has_a_key_now_is_let_in_when_a_reader_comes_to_the_desk(world: World) -> None:
    world.keys()
    assert followers.settle_a_persons_records  # the system hears of new keys by it
    sent = world.sent(at=now(), kind="complaint", text=WORDS, about_person=world.people["petrenko"])
    case = f"/desk/appeals/{Appeal.objects.get(id=sent.appeal).number}/"
    new = make_account("new")
    give_seat(new, Body.objects.get(code="mon"), "read", "keys")
    world.people["new"] = new.id
    world.key("new", confirmed_by="olena")
    hear_all()
    client, olena = at_desk(world, "new"), at_desk(world, "olena")
    client.post(f"{case}purpose/", {"purpose": "review"})
    assert "there is no key for you" in client.get(case).content.decode()
    handover = olena.get("/desk/keys/handover/").content.decode()
    assert "1 sealed appeal waits" in handover
    assert olena.post("/desk/keys/handover/").status_code == 302
    assert "Nothing waits" in olena.get("/desk/keys/handover/").content.decode()
    assert WORDS in client.get(case).content.decode()
    assert AccessRecord.objects.filter(purpose="handover", actor=f"officer/{world.people['olena']}").exists()
