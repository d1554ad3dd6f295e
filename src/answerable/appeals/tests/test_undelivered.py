"""News that could not be delivered: who is shown it, which way is left, what was done, and that it is done once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals import actions
from answerable.appeals.queries import undelivered
from answerable.appeals.rules import telling
from answerable.appeals.terms import Deed, NextWay, Otherwise, subject_of
from answerable.appeals.testing import AT, World, at_desk, page, words
from answerable.base.actor import resident
from answerable.base.testing import later, standing_at
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.channels import actions as channels_actions
from answerable.channels.models import Notice
from answerable.ledger.queries import history_of

LIST = "/desk/undelivered/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The day of the small world, for the pages too."""
    with standing_at(AT):
        yield


def lost(world: World, **said: object) -> actions.Registered:
    """Somebody whom no news reaches: the letter that says that it is registered was not taken, or the number is wrong."""
    said = {"category": None, "territory": None, "contact": "anna@example.org", "way": "email"} | said
    sent = world.sent(**said)
    if said["way"] == "phone":  # nobody rings to say that it is registered
        actions.ask_sender(by=world.actor("petrenko"), at=AT, ref=sent.appeal, text="Which lamp is it?")
    for notice in Notice.objects.filter(thing=f"appeal/{sent.appeal}"):
        if notice.way == "email":
            channels_actions.mark_failed(notice=notice.id, at=AT, code="smtp-550", for_good=True)
        else:
            subjects = [subject_of(sent.appeal)]
            assert channels_actions.mark_unanswered(at=AT, notice=notice.id, subjects=subjects, for_good=True)
    return sent


def notices(sent: actions.Registered) -> list[int]:
    return list(Notice.objects.filter(thing=f"appeal/{sent.appeal}").order_by("id").values_list("id", flat=True))


def said_of(sent: actions.Registered) -> list[dict[str, object]]:
    return [entry.facts for entry in history_of(f"appeal/{sent.appeal}") if entry.deed == Deed.TOLD_OTHERWISE]


@given(
    tried=st.sets(st.tuples(st.sampled_from(["email", "phone"]), st.sampled_from("abc"))),
    contact=st.one_of(st.just(("", "")), st.tuples(st.sampled_from(["email", "phone"]), st.sampled_from("abc"))),
    has_address=st.booleans(),
)
def test_the_next_way_is_one_that_was_named_and_not_tried(tried, contact, has_address) -> None:
    found = telling.next_way(tried, way=contact[0], contact=contact[1], has_address=has_address)
    untried = bool(contact[0]) and contact not in tried
    assert found is (NextWay.CONTACT if untried else NextWay.POST if has_address else NextWay.NONE)


def test_what_was_given_up_stands_at_the_desk_with_the_postal_address(world: World) -> None:
    sent = lost(world, name="Anna Koval", address="12 Myru street")
    client = at_desk(world, "marta")
    assert "Not reached 1" in words(client.get("/desk/"))
    shown = words(client.get(LIST))
    assert (sent.number in shown, "Anna Koval 12 Myru street" in shown) == (True, True)
    answer = client.post(page("told-otherwise", sent.number), {"notice": notices(sent), "how": "told"}, follow=True)
    assert ("Written down." in words(answer), "Everybody could be reached." in words(answer)) == (True, True)
    assert said_of(sent) == [{"how": "told"}]
    assert "was told in another way" in words(client.get(page("case", sent.number)))
    again = client.post(page("told-otherwise", sent.number), {"notice": notices(sent), "how": "left"}, follow=True)
    assert "Somebody has seen to this already." in words(again)
    assert len(said_of(sent)) == 1


def test_what_others_have_does_not_hide_what_is_ones_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undelivered, "READ", 2)
    for _ in range(3):
        lost(world, addressed_to=world.bodies["dir"])
    lost(world)
    assert (undelivered.count(world.actor("marta")), Notice.objects.exclude(gave_up_at=None).count()) == (1, 4)


def test_a_contact_left_since_is_the_next_way_and_the_news_is_sent_there_once(world: World) -> None:
    sent = lost(world)
    actions.change_contact(by=resident(sent.appeal), at=AT, ref=sent.appeal, contact="+380501112233", way="phone")
    client = at_desk(world, "marta")
    shown = words(client.get(LIST))
    assert ("They have left another contact since" in shown, "anna@" in shown, "1112233" in shown) == (
        True,
        False,
        False,
    )
    client.post(page("told-otherwise", sent.number), {"notice": notices(sent), "how": "sent"})
    assert [notice.way for notice in Notice.objects.filter(thing=f"appeal/{sent.appeal}", gave_up_at=None)] == ["phone"]
    assert "People to ring 1" in words(client.get(LIST))
    assert said_of(sent) == [{"how": "sent"}]


def test_where_nothing_is_left_the_page_says_so_and_nothing_can_be_sent(world: World) -> None:
    sent = lost(world, contact="+380501112233", way="phone")
    client = at_desk(world, "marta")
    assert "They named no other way." in words(client.get(LIST))
    bent = client.post(page("told-otherwise", sent.number), {"notice": notices(sent), "how": "sent"}, follow=True)
    assert "The sender has left no other contact." in words(bent)
    assert "Say what was done." in words(
        client.post(page("told-otherwise", sent.number), {"notice": notices(sent), "how": "x"}, follow=True)
    )
    assert said_of(sent) == []
    actions.tell_otherwise(by=world.actor("marta"), at=AT, ref=sent.appeal, notices=notices(sent), how=Otherwise.LEFT)
    assert undelivered.count(world.actor("marta")) == 0


def test_the_address_of_a_sealed_one_is_not_opened_for_a_list(world: World) -> None:
    world.keys()
    lost(world, seal=True, address="12 Myru street", addressed_to=world.bodies["dir"])
    shown = words(at_desk(world, "koval").get(LIST))
    assert ("It is sealed: open the appeal with your key." in shown, "Myru" in shown) == (True, False)


def test_whoever_it_is_about_another_body_and_who_may_not_enter_calls_see_nothing(world: World) -> None:
    sent = lost(world)
    about = lost(world, kind="complaint", about_body=world.bodies["p1"])
    assert at_desk(world, "ivanenko").get(LIST).status_code == 403
    with pytest.raises(RefusedError):
        actions.tell_otherwise(by=world.actor("ivanenko"), at=AT, ref=sent.appeal, notices=notices(sent), how="told")
    barred = world.actor("shevchuk")
    assert undelivered.undelivered(barred) == []
    with pytest.raises(MissingError):
        actions.tell_otherwise(by=barred, at=AT, ref=about.appeal, notices=notices(about), how="told")


def test_a_notice_of_another_appeal_is_not_taken_off_the_list(world: World) -> None:
    sent, other = lost(world), lost(world)
    with pytest.raises(NotNowError):
        actions.tell_otherwise(by=world.actor("marta"), at=AT, ref=sent.appeal, notices=notices(other), how="told")
    assert undelivered.count(world.actor("marta")) == 2


def test_whoever_runs_the_server_is_told_by_number_and_in_words(world: World, client: Client) -> None:
    lost(world)
    assert "answerable_channels_letters_undelivered 1.0" in client.get("/metrics").content.decode().splitlines()
    red = "1 letters and calls could not be delivered"
    assert red not in client.get("/healthz").content.decode()
    with later(timedelta(days=4)):
        answer = client.get("/healthz")
    assert (answer.status_code, red in answer.content.decode()) == (503, True)
