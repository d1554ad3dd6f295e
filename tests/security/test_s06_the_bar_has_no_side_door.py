"""S06: a complaint about the head exists for nobody whom it is about: not on a page, not in a number, not as a key."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.desk_urls import desk as cases
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, at_desk, make_world
from answerable.base.actor import SYSTEM, Actor
from answerable.base.testing import now
from answerable.base.verdict import MissingError, RefusedError
from answerable.law.terms import Cause
from answerable.oversight import actions as oversight_actions
from answerable.oversight.models import Item
from answerable.people.actions import confirm_seat, grant_seat
from answerable.promises.models import Promise
from answerable.site.testing import hear_all
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault import testing as small
from answerable.vault.models import File, Slot, Wrap
from answerable.vault.terms import Holder

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True), pytest.mark.instants]
BARRED = ("petrenko", "bondar", "ivanenko")
MARK = "mk06lamp"


@pytest.fixture
def world() -> World:
    """The small world, with keys in every hand that may hold one: the accused head's, too."""
    made = make_world()
    made.keys()
    for login in BARRED:
        keyed(made, login, "dep")
    return made


def keyed(world: World, login: str, body: str, *, at=None) -> bytes:
    """A seat that holds a key, and the key; returns the private half."""
    at = at or now() - timedelta(days=3)
    with transaction.atomic():
        seat = grant_seat(
            by=world.actor("koval", at),
            at=at,
            account=world.people[login],
            body=world.bodies[body],
            role="monitor",
            from_on=at.date(),
        )
    confirm_seat(by=world.actor("olena", at), at=at, seat=seat.id)
    return world.key(login, confirmed_by="olena", at=at)


def complaint(world: World) -> appeals_actions.Registered:
    """A2: nameless, about the head, with a file; taken up, answered with a promise, disputed, before the chair."""
    token, at = "a-token-of-the-complaint", now()
    file = vault_actions.keep_draft(token=token, upload=small.Given("proof.txt", MARK.encode()), at=at)
    got = world.sent(
        at=at,
        token=token,
        kind="complaint",
        text=f"{MARK} The head took my phone. Will it come back?",
        category=world.categories["conduct"],
        about_person=world.people["petrenko"],
        drafts=(file.id,),
    )
    koval = world.actor("koval", at)
    appeals_actions.accept_appeal(by=koval, at=at, ref=got.appeal)
    appeals_actions.set_points(by=koval, at=at, ref=got.appeal, points=[(None, MARK)])
    point = appeals_queries.points_of(Appeal.objects.get(id=got.appeal))[0].id
    said = appeals_actions.PointReply(point, "promised", MARK, due_on=at.date() + timedelta(days=3), owner=koval.id)
    appeals_actions.answer_appeal(by=koval, at=at, ref=got.appeal, text=MARK, replies=[said])
    appeals_actions.dispute(by=world.sender(got), at=at, ref=got.appeal, text=MARK, token="a-token-of-the-dispute")
    hear_all()
    return got


def bare(answer) -> tuple[int, str]:
    """Status and body without what differs between any two answers: nonces, tokens, the number that was asked for."""
    page = re.sub(r'(nonce|value|content)="[^"]*"', "", answer.content.decode())
    return answer.status_code, re.sub(r"[A-Z]{3}-\d{4}-\d{5}", "", page)


def doors(number: str) -> list[str]:
    """Every page of one appeal at the desk."""
    found = []
    for one in cases:
        names = dict.fromkeys(one.pattern.converters, 1)
        if "number" in names:
            found.append(reverse(f"desk:appeals:{one.name}", kwargs=names | {"number": number}))
    return found


def test_s06_every_door_answers_as_for_an_appeal_that_never_was(world):
    got = complaint(world)
    never, clients = "DIR-2026-99999", [at_desk(world, login) for login in BARRED]
    assert len(doors(got.number)) > 20
    for client in clients:
        for there, nowhere in zip(doors(got.number), doors(never), strict=True):
            for ask in (client.get, client.post):  # by HEAD and PUT, too: S11
                assert (there, bare(ask(there))) == (there, bare(ask(nowhere)))
            again = client.get(there)  # whoever asks for an original must first prove anew who they are, whatever it is
            assert again.status_code in {404, 405} or again.headers.get("Location", "").startswith("/desk/me/again/")


def test_s06_no_list_no_number_no_search_and_no_reading_shows_it(world):
    got = complaint(world)
    for login in BARRED:
        client, actor = at_desk(world, login), world.actor(login, now())
        for page in (
            "/desk/",
            client.post("/desk/search/", {"q": "lamp"}).headers["Location"],
            "/desk/promises/",
            "/desk/load/",
            "/desk/calls/",
            "/desk/line/",
            "/desk/keys/handover/",
            "/desk/looks/",
            "/chair/",
            "/chair/lists/instructed/",
        ):
            shown = client.get(page).content.decode()
            assert (login, page, got.number in shown, MARK in shown) == (login, page, False, False)
        asked = [
            bare(client.post("/desk/search/", {"q": number}, follow=True)) for number in (got.number, "DIR-2026-99999")
        ]
        assert asked[0] == asked[1]
        assert sum(appeals_queries.counts(actor, at=now()).values()) == 0
        assert list(appeals_queries.seen_by(actor)) == []
        with pytest.raises(MissingError):
            appeals_queries.one_for(actor, got.number)


def test_s06_no_key_of_theirs_opens_it_and_none_is_made_for_them(world):
    got = complaint(world)
    olena = world.actor("olena", now())
    keys = vault_actions.open_record(
        by=olena,
        at=now(),
        subject=subject_of(got.appeal),
        section="case",
        purpose="handle",
        seed=vault_actions.open_pair(by=olena, password="the long password of olena"),
    )
    bar = appeals_queries.readers_of(Appeal.objects.get(id=got.appeal), now()).bar
    for login in BARRED:
        account = world.people[login]
        assert vault_queries.wraps_for(account, subject_of(got.appeal)) == []
        assert not Wrap.objects.filter(pair__owner=account).exists()
        seed = vault_actions.open_pair(by=world.actor(login, now()), password=f"the long password of {login}")
        with pytest.raises(MissingError):
            vault_actions.open_record(
                by=world.actor(login, now()),
                at=now(),
                subject=subject_of(got.appeal),
                section="case",
                purpose="handle",
                seed=seed,
            )
        pair = vault_queries.pairs_of([account])[account].id
        with pytest.raises(RefusedError, match="barred"):
            vault_actions.wrap_for(by=olena, at=now(), subject=subject_of(got.appeal), keys=keys, pair=pair, bar=bar)


def test_s06_handling_sits_with_the_chair_and_the_monitor_and_they_hold_the_keys(world):
    got = complaint(world)
    appeal = Appeal.objects.get(id=got.appeal)
    assert appeal.body_id == world.bodies["dir"]
    assert world.bodies["mon"] in appeal.readers
    holders = {pair.owner for pair in vault_queries.readers_of(subject_of(got.appeal)) if pair.holder == Holder.ACCOUNT}
    assert holders == {world.people["koval"], world.people["olena"]}
    for login in ("koval", "olena"):
        assert appeals_queries.one_for(world.actor(login, now()), got.number).id == got.appeal


def test_s06_the_sender_was_told_who_will_read_it_and_who_is_barred_before_sending(world):
    client = Client(headers={"accept-language": "en"})
    fields = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', client.get("/en/write/").content.decode())
    )
    typed = {"text": "The head took my phone.", "kind": "complaint", "officer": str(world.people["petrenko"])}
    page = client.post("/en/write/", fields | typed | {"screen": "first", "go": "check"}).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Who will read it DIR , MON" in words
    assert re.search(r"Who is barred DEP .*Petrenko", words)
    assert "opened only by named people with keys of their own" in words
    assert Appeal.objects.count() == 0


def test_s06_nothing_that_happens_later_lets_them_in(world):
    got, at = complaint(world), now()
    koval = world.actor("koval", at)
    with pytest.raises(RefusedError):
        appeals_actions.forward_appeal(
            by=koval, at=at, ref=got.appeal, to=world.bodies["dep"], ground="other-competence", text="x"
        )
    with pytest.raises(RefusedError):
        appeals_actions.assign(by=koval, at=at, ref=got.appeal, to=world.people["bondar"])
    with pytest.raises(RefusedError):
        appeals_actions.open_to(by=SYSTEM, at=at, ref=got.appeal, body=world.bodies["p1"])
    item = Item.objects.filter(appeal=got.appeal).first()
    assert item is not None
    assert item.body_id not in {world.bodies[code] for code in ("dep", "p1", "p2")}
    oversight_actions.escalate(by=SYSTEM, at=at, ref=got.appeal, cause=Cause.DISPUTED, occasion="again", since=at)
    assert not set(Item.objects.values_list("body", flat=True)) & {world.bodies[code] for code in ("dep", "p1", "p2")}
    assert not Wrap.objects.filter(pair__owner__in=[world.people[login] for login in BARRED]).exists()


def test_s06_files_and_promises_of_it_are_sealed_to_its_readers_as_well(world):
    got = complaint(world)
    file, promise = File.objects.get(thing=f"appeal/{got.appeal}"), Promise.objects.get()
    while vault_actions.clean_one_file():
        pass
    file.refresh_from_db()
    assert (file.epoch, bytes(promise.text)[:1], Slot.objects.filter(pair__owner=got.appeal).get().kind) == (
        1,
        b"\0",
        "code",
    )
    assert MARK.encode() not in bytes(file.name) + bytes(promise.text)


def test_s06_who_is_tied_to_the_accused_body_by_a_second_seat_gets_no_wrap(world):
    with transaction.atomic():
        grant_seat(
            by=world.actor("koval", now()),
            at=now(),
            account=world.people["ivanenko"],
            body=world.bodies["dir"],
            role="handler",
            from_on=now().date(),
        )
    hear_all()
    got = complaint(world)
    assert isinstance(world.actor("ivanenko", now()), Actor)
    assert not Wrap.objects.filter(record=got.appeal, pair__owner=world.people["ivanenko"]).exists()
    with pytest.raises(MissingError):
        appeals_queries.one_for(world.actor("ivanenko", now()), got.number)
