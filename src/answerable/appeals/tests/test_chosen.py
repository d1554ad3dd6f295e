"""What is chosen for a category's questions stays with the appeal, sealed, and is seen by handler and sender."""

import json

import pytest
from django.db import transaction
from django.test import Client

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World, at_desk, page, words
from answerable.appeals.tests.test_public_pages import begin, send, shown
from answerable.base.testing import now
from answerable.law.models import Category
from answerable.ledger.queries import history_of
from answerable.people.actions import loading as people

pytestmark = pytest.mark.instants

QUESTIONS = [
    {
        "code": "dark",
        "text": {"en": "How long has it been dark?", "uk": "Чи давно темно?", "ru": "Давно ли темно?"},
        "options": [
            {"code": "week", "text": {"en": "More than a week", "uk": "Понад тиждень", "ru": "Больше недели"}},
            {"code": "day", "text": {"en": "Since yesterday", "uk": "З учора", "ru": "Со вчера"}},
        ],
    }
]
SAID = (("How long has it been dark?", "More than a week"),)


def test_an_answer_given_on_the_form_is_kept_sealed_and_shown(world: World, client: Client) -> None:
    Category.objects.filter(id=world.categories["street"]).update(questions=QUESTIONS)
    with transaction.atomic():
        people.move_revision(people.locked_revision())
    page_two = begin(client, category=str(world.categories["street"]))
    assert "How long has it been dark?" in page_two
    answer = send(client, page_two, question_dark="week")
    appeal = Appeal.objects.get()
    assert (appeal.number in shown(answer), b"week" in bytes(appeal.chosen)) == (True, False)
    assert queries.case(world.actor("petrenko", now()), appeal, at=now()).chosen == list(SAID)
    desk = words(at_desk(world, "petrenko").get(page("case", appeal.number)))
    assert "How long has it been dark? More than a week" in desk


def test_what_was_not_asked_is_no_answer_and_costs_nothing(world: World, client: Client) -> None:
    send(client, begin(client, category=str(world.categories["street"])), question_dark="week")
    appeal = Appeal.objects.get()
    assert (appeal.chosen, queries.case(world.actor("petrenko", now()), appeal, at=now()).chosen) == (None, [])


def test_answers_of_a_sealed_appeal_are_sealed_with_it(world: World) -> None:
    sent = world.sent(category=None, territory=None, chosen=SAID, seal=True)
    appeal = Appeal.objects.get(id=sent.appeal)
    assert (appeal.tier, json.dumps(SAID).encode() in bytes(appeal.chosen), bytes(appeal.chosen)[0]) == ("S", False, 0)


def test_how_it_came_to_an_operator_stands_in_its_history(world: World) -> None:
    sent = actions.register(
        by=world.actor("marta"),
        at=AT,
        intake=world.intake(channel="desk", made_by="operator", came="letter", category=None, territory=None),
    )
    (first,) = [entry for entry in history_of(f"appeal/{sent.appeal}") if entry.deed == "appeal.registered"]
    assert first.facts["came"] == "letter"
    appeal = Appeal.objects.get(id=sent.appeal)
    told = queries.case(world.actor("petrenko"), appeal, at=AT).history[0].sentence
    assert told.endswith("It came as a letter.")


def test_the_slip_speaks_the_callers_language(world: World) -> None:
    client = at_desk(world, "marta")
    sent = client.post(
        page("entry"),
        {
            "token": "a-token-of-the-entry-form-nobody-guesses",
            "came": "visit",
            "kind": "report",
            "text": "Не світить ліхтар біля школи.",
            "language": "uk",
        },
    )
    slip = words(sent)
    assert ("Registered as" in slip, "Номер" in slip, "Відповідь" in slip) == (True, True, True)
    assert Appeal.objects.get().language == "uk"


def test_every_draft_goes_when_the_answer_is_signed(world: World) -> None:
    ref = world.sent(category=None, territory=None).appeal
    head, other = world.actor("petrenko"), world.actor("ivanenko")
    actions.set_points(by=head, at=AT, ref=ref, points=[(None, "When?")])
    for who in (head, other):
        actions.keep_draft(by=who, at=AT, ref=ref, typed={"text": "We looked."})
    appeal = Appeal.objects.get(id=ref)
    assert [one.name for one in queries.case(head, appeal, at=AT).others_writing] == ["Ivanenko"]
    (point,) = queries.points_of(appeal)
    actions.answer_appeal(
        by=head, at=AT, ref=ref, text="Done.", replies=[actions.PointReply(point.id, "answered", "Tomorrow.")]
    )
    assert queries.case(other, Appeal.objects.get(id=ref), at=AT).draft is None
    assert queries.case(head, Appeal.objects.get(id=ref), at=AT).others_writing == []


def test_an_incident_can_be_picked_by_whoever_sees_something_of_it(world: World) -> None:
    first, second = (world.sent(at=now(), category=None, territory=None) for _ in range(2))
    actions.group(by=world.actor("petrenko", now()), at=now(), refs=[first.appeal, second.appeal], title="Dark street")
    other = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "ivanenko")
    assert "Dark street" in words(client.get("/desk/"))
    incident = Appeal.objects.get(id=first.appeal).incident_id
    narrowed = words(client.get(f"/desk/?incident={incident}"))
    assert (first.number in narrowed, other.number in narrowed) == (True, False)
    assert "Dark street" not in words(at_desk(world, "hlushko").get("/desk/"))
