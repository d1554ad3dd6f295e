"""What everybody reads: passed by who may sign, taken back at the desk, by a late bar, by an erasure."""

import pytest
from django.test import Client

from answerable.appeals import actions, policy
from answerable.appeals.models import PublicAppeal, PublicUpdate, RedactionLine
from answerable.appeals.queries import published
from answerable.appeals.terms import Deed
from answerable.appeals.testing import World, at_desk, hear_all, page, words
from answerable.appeals.tests.test_open311 import LAMP, got, publish, sent
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.base.verdict import InvalidError, NotNowError, RefusedError
from answerable.ledger.models import Entry


def test_who_may_not_sign_passes_nothing_and_no_number_to_ring_gets_out(
    world: World, program: Client, api_key: str
) -> None:
    appeal, plain = sent(program, api_key), world.sent(at=now())
    with pytest.raises(InvalidError):
        publish(world, appeal, "Ring 050 111 22 33")
    with pytest.raises(NotNowError):
        actions.publish(by=world.actor("petrenko", now()), at=now(), ref=plain.appeal, text="x")
    with pytest.raises(RefusedError):
        actions.publish(by=world.actor("ivanenko", now()), at=now(), ref=appeal.id, text="x")
    assert got(program, "requests") == []
    assert policy.can_publish is policy.can_sign


def test_it_is_passed_and_taken_back_at_the_desk(world: World, program: Client, api_key: str) -> None:
    appeal, desk = sent(program, api_key), at_desk(world, "petrenko")
    assert "Publish" in words(desk.get(page("case", appeal.number)))
    form = desk.get(page("publish", appeal.number))
    assert LAMP in words(form)
    assert desk.post(page("publish", appeal.number), {"text": "mail a@example.org"}).status_code == 400
    assert desk.post(page("publish", appeal.number), {"text": "A dark lamp."}).status_code == 302
    assert [each["description"] for each in got(program, "requests")] == ["A dark lamp."]
    assert "It is published." in words(desk.get(page("publish", appeal.number)))
    assert desk.post(page("unpublish", appeal.number)).status_code == 302
    assert (got(program, "requests"), PublicAppeal.objects.get().text) == ([], "")
    assert desk.post(page("unpublish", appeal.number)).status_code == 409
    other = world.sent(at=now())
    assert desk.get(page("publish", other.number)).status_code == 404


def test_what_turns_out_to_be_about_somebody_or_is_erased_is_nobodys_to_read(
    world: World, program: Client, api_key: str
) -> None:
    about, erased = (sent(program, api_key, description=f"Lamp {place}") for place in range(2))
    for appeal in (about, erased):
        publish(world, appeal)
    actions.say_about(
        by=world.actor("petrenko", now()), at=now(), ref=about.id, about=[f"person-{world.people['tkach']}"], text="so"
    )
    hear_all()
    actions.erase(by=SYSTEM, at=now(), ref=erased.id)
    assert got(program, "requests") == []
    assert (PublicUpdate.objects.count(), PublicAppeal.objects.filter(published_at__isnull=False).count()) == (0, 0)


def test_what_the_guard_finds_is_shown_struck_out_or_passed_for_a_reason(
    world: World, program: Client, api_key: str
) -> None:
    appeal, desk = sent(program, api_key), at_desk(world, "petrenko")
    typed = {"text": "The lamp is dark. I am Hannah Graham.", "answer": "Sergeant Hargreaves came."}
    stopped = desk.post(page("publish", appeal.number), typed)
    assert stopped.status_code == 400
    assert b"<mark>Hannah Graham</mark>" in stopped.content
    assert b"<mark>Hargreaves</mark>" in stopped.content
    struck = desk.post(page("publish", appeal.number), {**typed, "strike": "1"})
    assert b"I am [#name].</textarea>" in struck.content
    assert PublicAppeal.objects.get().published_at is None
    passed = {"text": "The lamp is dark. I am [#name].", "answer": "Sergeant Hargreaves came.", "overruled": "office"}
    assert desk.post(page("publish", appeal.number), {**passed, "text": "[#mood]"}).status_code == 400
    assert desk.post(page("publish", appeal.number), passed).status_code == 302
    entry = Entry.objects.filter(deed=Deed.PUBLISHED).get()
    assert entry.facts == {"struck": 1, "found": 1, "overruled": "office"}
    assert [each["description"] for each in got(program, "requests")] == ["The lamp is dark. I am [struck out: name]."]
    assert list(RedactionLine.objects.values_list("entry", "part", "reason", "times", "until")) == [
        (entry.id, "asked", "name", 1, None)
    ]
    publish(world, appeal, "A dark lamp.")
    assert PublicAppeal.objects.get().overruled == ""
    assert RedactionLine.objects.exclude(until=None).count() == 1


def test_the_form_begins_with_the_words_of_the_answer(world: World, program: Client, api_key: str) -> None:
    appeal = sent(program, api_key)
    assert published.words_of_answer(appeal) == ""
    actions.set_points(by=world.actor("petrenko", now()), at=now(), ref=appeal.id, points=[(None, "Light")])
    (point,) = appeal.points.all()
    reply = actions.PointReply(point=point.id, outcome="answered", text="It will be lit.")
    actions.answer_appeal(
        by=world.actor("petrenko", now()), at=now(), ref=appeal.id, replies=[reply], text="Thank you."
    )
    assert published.words_of_answer(appeal) == "It will be lit.\n\nThank you."
