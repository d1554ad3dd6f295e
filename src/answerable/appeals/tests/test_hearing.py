"""What a sender writes later is looked through for people, too: by every way, in every text, with the names of files."""

import pytest
from django.test import Client

from answerable.appeals import actions, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import Taken
from answerable.appeals.testing import AT, World, make_world
from answerable.base.testing import now
from answerable.channels.models import Message
from answerable.channels.terms import Channel
from answerable.ledger.models import Entry
from answerable.vault import actions as vault_actions
from answerable.vault.rules import codes
from answerable.vault.sealing import is_sealed
from answerable.vault.testing import Given

pytestmark = pytest.mark.django_db
NAMES_HIM = "And Petrenko laughed when I said so."
ASKED = "Is it a complaint about how they acted?"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")
    return make_world()


def quiet(world: World, **words: object) -> actions.Registered:
    """An appeal to patrol 1 whose first text names nobody."""
    return world.sent(at=AT, **{"text": "The lamp at the school is dark.", "name": "Oksana", **words})


def replied(world: World, sent: actions.Registered, text: str = NAMES_HIM, **more: object) -> Appeal:
    actions.reply(by=world.sender(sent), at=AT, ref=sent.appeal, text=text, token="t" * 43, **more)
    return Appeal.objects.get(id=sent.appeal)


def held_outside(world: World, sent: actions.Registered) -> None:
    """It lies with the prosecutor, sealed, with the department and its units barred; the date stands."""
    found = Appeal.objects.get(id=sent.appeal)
    barred = sorted(world.bodies[code] for code in ("dep", "p1", "p2"))
    assert (found.body_id, found.tier, found.barred_bodies) == (world.bodies["pro"], "S", barred)
    assert (found.suspects["persons"], found.due_at) == ([world.people["petrenko"]], sent.due_at)
    seen = {login for login in world.people if queries.is_seen_by(world.actor(login), found)}
    assert seen == {"hlushko", "olena"}


def answered(world: World, sent: actions.Registered) -> None:
    who = world.actor("shevchuk")
    actions.set_points(by=who, at=AT, ref=sent.appeal, points=[(None, "When is it mended?")])
    replies = [PointReply(Point.objects.get(appeal=sent.appeal).id, "answered", "On Friday.")]
    actions.answer_appeal(by=who, at=AT, ref=sent.appeal, text="We looked.", replies=replies)


def test_a_reply_that_names_the_head_is_held_outside_with_all_words_sealed(world: World) -> None:
    sent = quiet(world)
    replied(world, sent)
    held_outside(world, sent)
    texts = Message.objects.filter(thing=f"appeal/{sent.appeal}").values_list("text", flat=True)
    assert {is_sealed(bytes(text)) for text in texts} == {True}
    assert [entry.facts["why"] for entry in Entry.objects.filter(deed="appeal.barred")] == ["named"]


def test_the_name_of_a_file_that_comes_later_is_read_too(world: World) -> None:
    sent = quiet(world)
    file = vault_actions.keep_draft(token="t" * 43, upload=Given("petrenko laughs.txt", b"A photograph."), at=AT)
    replied(world, sent, "See the file.", drafts=(file.id,))
    held_outside(world, sent)


def test_words_by_a_channel_are_looked_through(world: World) -> None:
    sent = quiet(world)
    replied(world, sent, channel=Channel.EMAIL)
    held_outside(world, sent)


def test_a_dispute_and_what_an_operator_takes_down_are_looked_through(world: World) -> None:
    first, second = quiet(world), quiet(world)
    for sent in (first, second):
        answered(world, sent)
    actions.dispute(by=world.sender(first), at=AT, ref=first.appeal, text=NAMES_HIM, token="d" * 43)
    held_outside(world, first)
    said = actions.TakenDown(how=Taken.CALL, what="dispute", token="e" * 43, text=NAMES_HIM)
    actions.take_down(by=world.actor("koval"), at=AT, ref=second.appeal, said=said)
    held_outside(world, second)


def test_the_reason_of_a_withdrawal_is_looked_through(world: World) -> None:
    sent = quiet(world)
    actions.withdraw(by=world.sender(sent), at=AT, ref=sent.appeal, text="Petrenko came and asked me to.")
    held_outside(world, sent)
    actions.take_up_again(by=world.sender(sent), at=AT, ref=sent.appeal)
    assert Appeal.objects.get(id=sent.appeal).body_id == world.bodies["pro"]


def test_the_sender_says_whether_it_is_about_them(world: World) -> None:
    only_mentioned, about_him = quiet(world), quiet(world)
    after = replied(world, only_mentioned, acted="none")
    assert (after.body_id, after.tier, after.suspects) == (world.bodies["p1"], "W", {})
    after = replied(world, about_him, acted=f"person-{world.people['petrenko']}")
    assert (after.body_id, after.kind, after.suspects) == (world.bodies["dir"], "complaint", {})
    assert (after.about_person_id, after.tier) == (world.people["petrenko"], "S")


def test_whom_somebody_outside_has_cleared_is_no_suspect_again_but_may_be_named_by_the_sender(world: World) -> None:
    sent = quiet(world)
    replied(world, sent)
    actions.settle_mentions(by=world.actor("hlushko"), at=AT, ref=sent.appeal, about=[], text="A namesake.")
    entry = Entry.objects.filter(deed="appeal.barred").latest("id")
    assert entry.facts["cleared_persons"] == [world.people["petrenko"]]
    actions.reply(by=world.sender(sent), at=AT, ref=sent.appeal, text=NAMES_HIM, token="u" * 43)
    after = Appeal.objects.get(id=sent.appeal)
    assert (after.body_id, after.suspects, after.barred_bodies) == (world.bodies["p1"], {}, [])
    about = f"person-{world.people['petrenko']}"
    actions.reply(by=world.sender(sent), at=AT, ref=sent.appeal, text=NAMES_HIM, token="v" * 43, acted=about)
    assert Appeal.objects.get(id=sent.appeal).body_id == world.bodies["dir"]


def test_a_second_name_joins_the_suspicion_of_the_first(world: World) -> None:
    sent = quiet(world, text="The lamp is dark, and Petrenko laughed.")
    after = replied(world, sent, "Tkach was with him.")
    assert after.suspects["persons"] == [world.people["petrenko"]]  # whom he commands is barred already
    after = replied(world, quiet(world, text="Tkach laughed."))
    assert after.suspects["persons"] == sorted(world.people[login] for login in ("petrenko", "tkach"))


def test_where_nobody_is_left_outside_the_words_are_kept_and_it_is_marked(world: World) -> None:
    sent = quiet(world)
    text = "Petrenko, Koval, Hlushko and Olena laughed."
    after = replied(world, sent, text)
    assert (after.body_id, after.suspected, after.replied_at) == (world.bodies["p1"], True, AT)
    assert Message.objects.filter(thing=f"appeal/{sent.appeal}").count() == 2


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("reply/", {"go": "send", "token": "t" * 43}),
        ("withdraw/", {"spoke": "nobody"}),
    ],
    ids=["a reply", "a withdrawal"],
)
def test_the_page_asks_before_it_sends_and_keeps_what_was_typed(world: World, path: str, form: dict[str, str]) -> None:
    sent = world.sent(at=now(), text="The lamp is dark.", name="Oksana")
    client = Client(headers={"accept-language": "en"})
    assert client.post("/en/follow/", {"code": sent.code}).status_code == 302
    where = f"/en/follow/message/{path}"
    first = client.get(where).content.decode()
    proof = first.split('name="proof" value="')[1].split('"')[0] if "proof" in first else ""
    said = form | {"text": NAMES_HIM, "proof": proof}
    asked = client.post(where, said).content.decode()
    assert (ASKED in asked, '<q dir="auto">Petrenko</q>' in asked, NAMES_HIM in asked) == (True, True, True)
    assert "It has not been sent yet." in asked
    shown = asked.split('name="asked" value="')[1].split('"')[0]
    assert client.post(where, said | {"asked": shown}).status_code == 302
    assert Appeal.objects.get(id=sent.appeal).body_id == world.bodies["pro"]
