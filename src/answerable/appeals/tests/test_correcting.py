"""Which kind a message is and whom it is about, set right at the desk: with a reason, and what follows from it at once."""

import pytest

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, at_desk, make_world, page, words
from answerable.base.testing import now
from answerable.base.verdict import InvalidError
from answerable.channels.models import Notice
from answerable.ledger.models import PublicLeaf
from answerable.ledger.queries import history_of
from answerable_verify.leaf import parse_leaf

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def sent(world: World, **said: object) -> Appeal:
    plain = {"contact": "oksana@example.org", "way": "email", "name": "Oksana", "acted": "none"}
    return Appeal.objects.get(id=world.sent(at=now(), **plain, **said).appeal)


def corrected(world: World, appeal: Appeal, kind: str, about: list[str], text: str = "She asks for more.") -> Appeal:
    actions.correct(by=world.actor("shevchuk", now()), at=now(), ref=appeal.id, kind=kind, about=about, text=text)
    return Appeal.objects.get(id=appeal.id)


def test_a_kind_is_set_right_on_its_page_and_the_sender_is_told_why(world: World) -> None:
    appeal = sent(world)
    said = {"kind": "proposal", "body": "", "officer": "", "text": "It proposes a lamp."}
    done = at_desk(world, "shevchuk").post(page("correct", appeal.number), said, follow=True)
    assert ("Set right. The sender is told." in words(done), Appeal.objects.get(id=appeal.id).kind) == (
        True,
        "proposal",
    )
    assert "Its kind was set right: Proposal instead of Report" in words(done)
    leaf = parse_leaf(bytes(PublicLeaf.objects.filter(case__isnull=False).latest("id").body))
    assert (leaf.kind, leaf.extra["basis"], leaf.due) == (
        "corrected",
        "kind",
        Appeal.objects.get(id=appeal.id).due_at.date(),
    )
    assert Notice.objects.filter(thing=f"appeal/{appeal.id}", kind="corrected").count() == 1


def test_whom_it_is_about_is_set_right_and_they_are_barred_and_it_is_sealed(world: World) -> None:
    appeal = sent(world)
    after = corrected(world, appeal, "report", [f"person-{world.people['shevchuk']}"], "It is about me.")
    assert (after.kind, after.tier, after.about_person_id, after.body_id) == (
        "complaint", "S", world.people["shevchuk"], world.bodies["dep"],
    )  # fmt: skip
    assert [entry.deed for entry in history_of(f"appeal/{appeal.id}")][1:4] == [
        "appeal.corrected", "appeal.barred", "appeal.handed_on",
    ]  # fmt: skip
    gone = at_desk(world, "shevchuk").get(page("case", appeal.number))
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("kind", "about", "text", "field"),
    [
        ("report", [], "Why not.", "kind"),  # nothing changes
        ("proposal", [], " ", "text"),
        ("no-such-kind", [], "Why not.", "kind"),
        ("proposal", ["nobody"], "Why not.", "about"),
    ],
)
def test_what_changes_nothing_or_says_no_reason_is_refused(
    world: World, kind: str, about: list[str], text: str, field: str
) -> None:
    appeal = sent(world)
    with pytest.raises(InvalidError) as refused:
        corrected(world, appeal, kind, about, text)
    assert list(refused.value.faults) == [field]
    assert len(history_of(f"appeal/{appeal.id}")) == 1


def test_a_complaint_about_somebody_stays_one(world: World) -> None:
    appeal = sent(world, kind="complaint", about_body=world.bodies["p2"])
    handler = "shevchuk" if appeal.body_id == world.bodies["p1"] else "petrenko"
    with pytest.raises(InvalidError, match=r"stays-a-complaint"):
        actions.correct(
            by=world.actor(handler, now()), at=now(), ref=appeal.id, kind="thanks", about=[], text="She thanks us."
        )


def test_category_and_place_are_set_right_with_a_reason_which_the_sender_is_told(world: World) -> None:
    appeal = sent(world)  # its sender said a category and a place
    tab = at_desk(world, "shevchuk")
    said = {"category": "", "territory": str(world.places["town"]), "text": ""}
    refused = tab.post(page("categorise", appeal.number), said)
    assert (refused.status_code, Appeal.objects.get(id=appeal.id).category_id) == (400, world.categories["street"])
    done = tab.post(page("categorise", appeal.number), said | {"text": "It is no street matter."}, follow=True)
    assert ("What it is about and where was set right." in words(done), "It is no street matter." in words(done)) == (
        True,
        True,
    )
    after = Appeal.objects.get(id=appeal.id)
    assert (after.category_id, after.territory_id, after.due_at) == (None, world.places["town"], appeal.due_at)
    assert Notice.objects.filter(thing=f"appeal/{appeal.id}", kind="corrected").count() == 1
    first = {"category": str(world.categories["street"]), "territory": str(world.places["town"])}
    assert (
        tab.post(page("categorise", appeal.number), first).status_code == 302
    )  # nothing said before: no reason needed
    assert Notice.objects.filter(thing=f"appeal/{appeal.id}", kind="corrected").count() == 1


def test_there_is_no_page_to_look_whom_it_is_about_where_nobody_is_suspected(world: World) -> None:
    appeal = sent(world)
    assert at_desk(world, "shevchuk").get(page("meant", appeal.number)).status_code == 404
