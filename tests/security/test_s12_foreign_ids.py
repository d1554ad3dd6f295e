"""S12: whoever puts the ids of another tree into a form is refused, nothing is written, and nobody there is told.

Each case names one writable relation, as the desk, the chair and the sender's page have them. T1 is the directorate, T2
a prosecutor who is a tree of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.appeals import actions as appeals_actions
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base import row_scope
from answerable.base.actor import SYSTEM, Actor, resident
from answerable.base.testing import undone
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.channels.models import Notice
from answerable.oversight import actions as oversight_actions
from answerable.people import actions as people_actions
from answerable.people.models import Role
from answerable.people.queries import row_scope_of
from answerable.promises import actions as promises_actions
from answerable.vault import actions as vault_actions
from answerable.vault.models import File

pytestmark = [pytest.mark.security, pytest.mark.django_db]
NO: Final = (MissingError, RefusedError, InvalidError, NotNowError)


@dataclass
class Two:
    """An appeal in each tree, with what hangs on it."""

    world: World
    mine: int
    foreign: int
    my_point: int
    foreign_point: int
    foreign_incident: int
    my_item: int
    foreign_item: int
    foreign_draft: int
    foreign_promise: int

    def body(self, code: str) -> int:
        """A body's id."""
        return self.world.bodies[code]

    def person(self, login: str) -> int:
        """A person's id."""
        return self.world.people[login]


def _pointed(ref: int, by: Actor) -> int:
    appeals_actions.accept_appeal(by=by, at=AT, ref=ref)
    appeals_actions.set_points(by=by, at=AT, ref=ref, points=[(None, "When?")])
    return Appeal.objects.get(id=ref).points.get().id


@pytest.fixture(scope="module")
def two(module_db: None) -> Two:
    """Both trees, once; what each attempt does is undone."""
    world = make_world()
    mine = world.sent(addressed_to=world.bodies["dep"], contact="me@example.org", way="email").appeal
    foreign = world.sent(addressed_to=world.bodies["pro"], category=None, contact="you@example.org", way="email").appeal
    theirs = world.actor("hlushko")
    my_item, foreign_item = (
        oversight_actions.put_into_reading(by=SYSTEM, at=AT, appeal=Appeal.objects.get(id=ref), body=world.bodies[body])
        for ref, body in ((mine, "dir"), (foreign, "pro"))
    )
    assert my_item
    assert foreign_item
    upload = SimpleUploadedFile("theirs.txt", b"of another form")
    made = promises_actions.make_promise(
        by=theirs, at=AT, root=world.bodies["pro"], subject=subject_of(foreign), body=world.bodies["pro"], owner=None,
        text="We will look.", due_on=date(2026, 12, 1),
    )  # fmt: skip
    return Two(
        world=world,
        mine=mine,
        foreign=foreign,
        my_point=_pointed(mine, world.actor("ivanenko")),
        foreign_point=_pointed(foreign, theirs),
        foreign_incident=appeals_actions.group(by=theirs, at=AT, refs=[foreign], title="Theirs"),
        my_item=my_item.id,
        foreign_item=foreign_item.id,
        foreign_draft=vault_actions.keep_draft(token="another-form-nobody-guesses", upload=upload, at=AT).id,
        foreign_promise=made.id,
    )


Attempt = Callable[[Two], Any]
DAY: Final = AT.date() + timedelta(days=9)


def _answer(two: Two, point: int, **said: Any) -> Any:
    """An answer by the head of the department."""
    reply = PointReply(**({"point": point, "outcome": "answered", "text": "On Friday."} | said))
    return appeals_actions.answer_appeal(
        by=two.world.actor("petrenko"), at=AT, ref=two.mine, text="Words.", replies=[reply]
    )


def _as(two: Two, login: str) -> dict[str, Any]:
    return {"by": two.world.actor(login), "at": AT}


ATTEMPTS: Final[dict[str, tuple[str, Attempt]]] = {  # what is tried -> (as whom, how)
    "read another's appeal by its id": ("petrenko", lambda t: appeals_actions.accept_appeal(**_as(t, "petrenko"), ref=t.foreign)),
    "assign to their officer": (
        "petrenko", lambda t: appeals_actions.assign(**_as(t, "petrenko"), ref=t.mine, to=t.person("hlushko")),
    ),
    "note on theirs": ("petrenko", lambda t: appeals_actions.add_note(**_as(t, "petrenko"), ref=t.foreign, text="x")),
    "points of theirs": (
        "petrenko", lambda t: appeals_actions.set_points(**_as(t, "petrenko"), ref=t.mine, points=[(t.foreign_point, "x")]),
    ),
    "answer to their point": ("petrenko", lambda t: _answer(t, t.foreign_point)),
    "a promise owned by their officer": (
        "petrenko",
        lambda t: _answer(t, t.my_point, outcome="promised", due_on=DAY, owner=t.person("hlushko")),
    ),
    "keep their promise": (
        "petrenko", lambda t: promises_actions.end_promise(**_as(t, "petrenko"), promise=t.foreign_promise, kept=True, evidence="x"),
    ),
    "merge into theirs": ("petrenko", lambda t: appeals_actions.merge(**_as(t, "petrenko"), ref=t.mine, into=t.foreign, text="x")),
    "merge theirs into mine": (
        "petrenko", lambda t: appeals_actions.merge(**_as(t, "petrenko"), ref=t.foreign, into=t.mine, text="x"),
    ),
    "group theirs with mine": (
        "petrenko", lambda t: appeals_actions.group(**_as(t, "petrenko"), refs=[t.mine, t.foreign], title="x"),
    ),
    "into their incident": (
        "petrenko", lambda t: appeals_actions.add_to_incident(**_as(t, "petrenko"), ref=t.mine, incident=t.foreign_incident),
    ),
    "answer their incident": (
        "petrenko", lambda t: appeals_actions.answer_incident(**_as(t, "petrenko"), incident=t.foreign_incident, text="x"),
    ),
    "forward theirs to me": (
        "petrenko",
        lambda t: appeals_actions.forward_appeal(
            **_as(t, "petrenko"), ref=t.foreign, to=t.body("dep"), ground="other-competence", text="x"
        ),
    ),
    "instruct a body of theirs": (
        "koval",
        lambda t: oversight_actions.instruct(**_as(t, "koval"), item=t.my_item, to=t.body("pro"), due_on=DAY, text="x"),
    ),
    "instruct by their item": (
        "koval",
        lambda t: oversight_actions.instruct(**_as(t, "koval"), item=t.foreign_item, to=t.body("dep"), due_on=DAY, text="x"),
    ),
    "a measure in a body of theirs": (
        "koval",
        lambda t: oversight_actions.measure(**_as(t, "koval"), item=t.my_item, to=t.body("pro"), kind="talk", text="x"),
    ),
    "commend their officer": (
        "koval",
        lambda t: oversight_actions.commend(
            **_as(t, "koval"), item=t.my_item, to=t.body("dep"), person=t.person("hlushko"), text="x"
        ),
    ),
    "read their item": ("koval", lambda t: oversight_actions.read_item(**_as(t, "koval"), item=t.foreign_item)),
    "a seat in their body": (
        "koval",
        lambda t: people_actions.grant_seat(
            **_as(t, "koval"), account=t.person("ivanenko"), body=t.body("pro"), role=Role.objects.get(code="handler").id,
            from_on=DAY,
        ),
    ),
    "their officer as substitute": (
        "petrenko",
        lambda t: people_actions.begin_absence(
            **_as(t, "petrenko"), account=t.person("petrenko"), substitute=t.person("hlushko"), from_on=DAY, until_on=DAY
        ),
    ),
    "the password of their officer": (
        "koval", lambda t: people_actions.reset_account(**_as(t, "koval"), account=t.person("hlushko")),
    ),
    "a sender rates another's point": (
        "", lambda t: appeals_actions.rate(by=resident(t.mine), at=AT, ref=t.mine, point=t.foreign_point, rating="answered"),
    ),
    "a sender disputes another's point": (
        "", lambda t: appeals_actions.dispute(
            by=resident(t.mine), at=AT, ref=t.mine, text="x", points=[t.foreign_point], token="t" * 40
        ),
    ),
    "a sender writes to another's appeal": (
        "", lambda t: appeals_actions.reply(by=resident(t.mine), at=AT, ref=t.foreign, text="x", token="t" * 40),
    ),
}  # fmt: skip


def _state() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the rooms, as the system sees them; looks, which record denials, apart."""
    with row_scope.as_system():
        return {
            model._meta.db_table: sorted(map(repr, model._base_manager.values_list()))
            for model in apps.get_models()
            if model.__module__.startswith("answerable.")
            and model._meta.db_table not in {"vault_look", "people_revision"}
        }


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("walls", [True, False], ids=["walls", "rooms alone"])
def test_s12_a_foreign_id_in_a_writable_relation_is_refused(attempt: str, walls: bool, two: Two) -> None:
    """Refused by the rooms alone, with the database looking everywhere; and the same within the actor's own reach."""
    login, attempted = ATTEMPTS[attempt]
    mine = row_scope_of(two.world.actor(login)) if login else row_scope.sender(subject_of(two.mine))
    before = _state()
    with row_scope.within(mine if walls else row_scope.EVERYWHERE), pytest.raises(NO), undone():
        attempted(two)
    assert _state() == before


def test_s12_another_forms_file_is_not_attached(two: Two) -> None:
    """A file id of another form is left where it is: the appeal is registered without it."""
    before = File.objects.get(id=two.foreign_draft)
    made = two.world.sent(drafts=(two.foreign_draft,))
    assert File.objects.filter(thing=f"appeal/{made.appeal}").count() == 0
    after = File.objects.get(id=two.foreign_draft)
    assert (after.thing, after.draft) == (before.thing, before.draft)


def test_s12_letters_about_an_event_go_to_its_own_sender_only(two: Two) -> None:
    Notice.objects.all().delete()
    _answer(two, two.my_point)
    appeals_actions.ask_sender(by=two.world.actor("hlushko"), at=AT, ref=two.foreign, text="Where exactly?")
    told = {(notice.root, notice.thing) for notice in Notice.objects.all()}
    world = two.world
    assert told == {
        (world.bodies["dir"], f"appeal/{two.mine}"),
        (world.bodies["pro"], f"appeal/{two.foreign}"),
    }
