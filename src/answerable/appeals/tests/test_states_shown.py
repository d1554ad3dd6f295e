"""Whatever has become of an appeal, its sender and everybody who may read it at a desk can open its page."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

import pytest
from django.test import Client

from answerable.appeals import actions, queries
from answerable.appeals.actions import Registered
from answerable.appeals.models import Appeal
from answerable.appeals.terms import State, subject_of
from answerable.appeals.testing import AT, World, at_desk, page, words
from answerable.appeals.tests.test_acts import answered
from answerable.base.actor import resident
from answerable.base.testing import standing_at
from answerable.vault import actions as vault_actions

FOLLOWED: Final = "/en/follow/message/"


def _accept(world: World, ref: int) -> None:
    actions.accept_appeal(by=world.actor("petrenko"), at=AT, ref=ref)


def _answer(world: World, ref: int) -> None:
    answered(world, ref, world.actor("petrenko"))


def _refuse(world: World, ref: int) -> None:
    actions.refuse_appeal(by=world.actor("petrenko"), at=AT, ref=ref, ground="no-signature", text="No name.")


def _dispute(world: World, ref: int) -> None:
    _answer(world, ref)
    actions.dispute(by=resident(ref), at=AT, ref=ref, text="No answer.", points=[], token=f"a-token-to-dispute-{ref}")


def _reopen(world: World, ref: int) -> None:
    _answer(world, ref)
    day = (AT + timedelta(days=5)).date()
    actions.reopen(by=world.actor("koval"), at=AT, ref=ref, to=world.bodies["dep"], due_on=day, instruction=1)


def _close(world: World, ref: int) -> None:
    _answer(world, ref)
    for point in queries.points_of(Appeal.objects.get(id=ref)):
        actions.rate(by=resident(ref), at=AT, ref=ref, point=point.id, rating="answered")


def _withdraw(world: World, ref: int) -> None:
    actions.withdraw(by=resident(ref), at=AT, ref=ref, text="Settled.")


def _merge(world: World, ref: int) -> None:
    _merged(world, ref)


def _merged(world: World, ref: int, **said: object) -> Registered:
    """Merge into one more sending; returns that one."""
    other = world.sent(category=None, territory=None, **said)
    actions.merge(by=world.actor("petrenko"), at=AT, ref=ref, into=other.appeal, text="The same.")
    return other


LIVED: Final[dict[State, Callable[[World, int], None]]] = {
    State.REGISTERED: lambda _world, _ref: None,
    State.ACCEPTED: _accept,
    State.ANSWERED: _answer,
    State.REFUSED: _refuse,
    State.DISPUTED: _dispute,
    State.REOPENED: _reopen,
    State.CLOSED: _close,
    State.WITHDRAWN: _withdraw,
    State.MERGED: _merge,
}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The day of the small world, for the pages too."""
    with standing_at(AT):
        yield


def following(client: Client, settings, ref: int) -> Client:
    """The browser of whoever has typed the code of an appeal."""
    root = Appeal.objects.get(id=ref).root
    client.cookies[settings.FOLLOW_COOKIE_NAME] = vault_actions.begin_follow(subject=subject_of(ref), root=root, at=AT)
    return client


def test_every_state_is_tried() -> None:
    assert set(LIVED) == set(State)


@pytest.mark.parametrize("state", list(State))
def test_its_sender_and_who_reads_it_open_it_in_every_state(world: World, client: Client, settings, state: State):
    sent = world.sent(category=None, territory=None, kind="request")
    LIVED[state](world, sent.appeal)
    assert Appeal.objects.get(id=sent.appeal).state == state
    shown = following(client, settings, sent.appeal).get(FOLLOWED)
    assert (shown.status_code, sent.number in words(shown)) == (200, True)
    for login in ("ivanenko", "petrenko", "koval"):
        assert at_desk(world, login).get(page("case", sent.number)).status_code == 200, login


def test_the_sender_of_a_merged_one_is_told_under_which_number_it_goes_on_in_the_end(
    world: World, client: Client, settings
):
    sent = world.sent(category=None, territory=None)
    last = _merged(world, _merged(world, sent.appeal).appeal)
    shown = words(following(client, settings, sent.appeal).get(FOLLOWED))
    assert f"That message is number {last.number}." in shown


@pytest.mark.parametrize("bent", ["ring", "gone"])
def test_a_bent_row_that_leads_round_in_a_ring_or_nowhere_takes_no_page_along(
    world: World, client: Client, settings, bent: str
):
    sent = world.sent(category=None, territory=None)
    other = _merged(world, sent.appeal)
    bends = {"ring": (other.appeal, sent.appeal), "gone": (sent.appeal, 999)}  # which row, and what it then names
    ref, into = bends[bent]
    Appeal.objects.filter(id=ref).update(merged_into=into)
    assert following(client, settings, sent.appeal).get(FOLLOWED).status_code == 200
    assert at_desk(world, "petrenko").get(page("case", sent.number)).status_code == 200
    Appeal.objects.filter(id=ref).update(merged_into=None)  # the test's own end asks the database whether all is well


def test_a_desk_is_told_where_a_merged_one_goes_on_only_where_that_exists_for_it(world: World):
    sent = world.sent(category=None, territory=None)
    other = _merged(world, sent.appeal)
    petrenko = at_desk(world, "petrenko")
    assert f"Merged into {other.number}, which goes on." in words(petrenko.get(page("case", sent.number)))
    words_of = {"ground": "other-competence", "text": "Theirs."}
    actions.forward_appeal(by=world.actor("petrenko"), at=AT, ref=other.appeal, to=world.bodies["pro"], **words_of)
    assert "Merged into another appeal, which goes on." in words(petrenko.get(page("case", sent.number)))
