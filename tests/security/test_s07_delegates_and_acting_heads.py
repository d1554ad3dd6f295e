"""S07: bars follow the person and the command, not the desk: through substitution, acting, and after a return."""

from datetime import timedelta

import pytest
from django.db import transaction

from answerable.appeals import actions as appeals_actions
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.base.actor import Actor
from answerable.base.verdict import MissingError, RefusedError
from answerable.people.actions import begin_absence, confirm_seat, end_absence, grant_seat
from answerable.site.testing import hear_all
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.models import Wrap
from answerable.vault.terms import Holder

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
LATER = AT + timedelta(days=2)


@pytest.fixture
def world() -> World:
    made = make_world()
    made.keys()
    return made


def away(world: World, who: str, substitute: str, *, at=AT, days: int = 5) -> int:
    """Somebody is away and another stands in; returns the absence."""
    absence = begin_absence(
        by=world.actor(who, at),
        at=at,
        account=world.people[who],
        substitute=world.people[substitute],
        from_on=at.date(),
        until_on=at.date() + timedelta(days=days),
    )
    hear_all()
    return int(absence.id)


def complaint(world: World, about: str, *, at=AT) -> appeals_actions.Registered:
    return world.sent(
        at=at,
        kind="complaint",
        text="He took my phone.",
        category=world.categories["conduct"],
        about_person=world.people[about],
    )


def readers(world: World, ref: int) -> set[str]:
    """Who has a wrap, by sign-in names."""
    logins = {account: login for login, account in world.people.items()}
    return {logins[pair.owner] for pair in vault_queries.readers_of(subject_of(ref)) if pair.holder == Holder.ACCOUNT}


def sees(world: World, login: str, got: appeals_actions.Registered, *, at=AT) -> bool:
    try:
        appeals_queries.one_for(world.actor(login, at), got.number)
    except MissingError:
        return False
    return True


def test_s07_a_substitute_of_the_accused_is_refused_like_the_accused(world):
    got = complaint(world, "petrenko")
    away(world, "petrenko", "ivanenko")
    assert [sees(world, login, got) for login in ("petrenko", "ivanenko", "bondar", "koval")] == [
        False,
        False,
        False,
        True,
    ]


def test_s07_whoever_of_the_chairs_office_stands_in_for_the_accused_is_barred_and_loses_the_wrap(world):
    got = complaint(world, "petrenko")
    assert readers(world, got.appeal) == {"koval", "olena"}
    away(world, "petrenko", "koval")
    assert (sees(world, "koval", got), readers(world, got.appeal)) == (False, {"olena"})
    seed = vault_actions.open_pair(by=world.actor("koval"), password="the long password of koval")
    with pytest.raises(MissingError):
        vault_actions.open_record(
            by=world.actor("koval"), at=AT, subject=subject_of(got.appeal), section="case", purpose="handle", seed=seed
        )


def test_s07_a_new_complaint_while_somebody_stands_in_gets_no_wrap_for_them_either(world):
    away(world, "petrenko", "koval")
    got = complaint(world, "petrenko")
    assert "koval" not in readers(world, got.appeal)


def test_s07_an_absence_that_begins_by_the_calendar_takes_the_wrap_without_any_deed_of_that_day(world):
    got = complaint(world, "petrenko")
    begin_absence(
        by=world.actor("petrenko"),
        at=AT,
        account=world.people["petrenko"],
        substitute=world.people["koval"],
        from_on=LATER.date(),
        until_on=LATER.date() + timedelta(days=3),
    )
    hear_all()
    assert sees(world, "koval", got)
    assert not sees(world, "koval", got, at=LATER)  # pages refuse at once
    appeals_actions.calendar_turned(at=LATER)  # and the hourly job takes the wrap
    assert readers(world, got.appeal) == {"olena"}


def test_s07_after_the_return_a_colleague_lets_the_substitute_in_again(world):
    got = complaint(world, "petrenko")
    absence = away(world, "petrenko", "koval")
    end_absence(by=world.actor("petrenko", LATER), at=LATER, absence=absence)
    hear_all()
    seed = vault_actions.open_pair(by=world.actor("olena", LATER), password="the long password of olena")
    with world.reading("olena", seed, at=LATER):
        assert appeals_actions.hand_over(by=world.actor("olena", LATER), at=LATER) == 1
    assert readers(world, got.appeal) == {"koval", "olena"}


def test_s07_a_complaint_about_the_acting_head_goes_above_and_stays_barred_after_the_return(world):
    absence = away(world, "petrenko", "bondar")
    got = complaint(world, "bondar")
    appeal = Appeal.objects.get(id=got.appeal)
    assert appeal.body_id == world.bodies["dir"]
    assert {world.bodies["dep"], world.bodies["p1"], world.bodies["p2"]} <= set(appeal.barred_bodies)
    end_absence(by=world.actor("petrenko", LATER), at=LATER, absence=absence)
    hear_all()
    barred = ("bondar", "petrenko", "ivanenko", "marta", "shevchuk", "tkach")
    assert [sees(world, login, got, at=LATER) for login in barred] == [False] * 6
    assert readers(world, got.appeal) == {"koval", "olena"}


def test_s07_a_seat_given_later_in_the_chairs_office_opens_nothing_to_the_accused(world):
    got = complaint(world, "petrenko")
    with transaction.atomic():
        seat = grant_seat(
            by=world.actor("koval"),
            at=AT,
            account=world.people["petrenko"],
            body=world.bodies["dir"],
            role="monitor",
            from_on=AT.date(),
        )
    confirm_seat(by=world.actor("olena"), at=AT, seat=seat.id)
    world.key("petrenko", confirmed_by="olena", at=AT)
    hear_all()
    seed = vault_actions.open_pair(by=world.actor("olena", LATER), password="the long password of olena")
    with world.reading("olena", seed, at=LATER):
        appeals_actions.hand_over(by=world.actor("olena", LATER), at=LATER)
    assert not Wrap.objects.filter(pair__owner=world.people["petrenko"]).exists()
    assert not sees(world, "petrenko", got, at=LATER)


def test_s07_nobody_assigns_it_to_a_substitute_of_the_accused(world):
    got = complaint(world, "petrenko")
    with transaction.atomic():
        grant_seat(
            by=world.actor("koval"),
            at=AT,
            account=world.people["sydorenko"],
            body=world.bodies["dir"],
            role="handler",
            from_on=AT.date(),
        )
    away(world, "petrenko", "sydorenko")
    koval: Actor = world.actor("koval")
    with pytest.raises(RefusedError, match="they-are-barred"):
        appeals_actions.assign(by=koval, at=AT, ref=got.appeal, to=world.people["sydorenko"])
