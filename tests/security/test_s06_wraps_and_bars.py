"""S06, S07 whatever happens: no sequence of hand-overs leaves a key in a barred hand, or a right one for ever without.

A directorate lives: complaints come, are forwarded, merged, stepped back from, climb; people go on leave, stand in for
each other, get seats and lose them. After every step the list of wraps is compared with the policy.
"""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from answerable.appeals import actions as appeals_actions
from answerable.appeals import policy as appeals_policy
from answerable.appeals import queries as appeals_queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, ENROLLED, World, make_world
from answerable.base.actor import SYSTEM
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.people.actions import begin_absence, confirm_seat, end_absence, end_seat, grant_seat
from answerable.people.models import Absence, Seat
from answerable.people.queries import actor_for
from answerable.site.testing import hear_all
from answerable.vault import queries as vault_queries
from answerable.vault.models import Wanted, Wrap
from answerable.vault.terms import Holder

pytestmark = [pytest.mark.security, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
QUICK = settings(
    max_examples=60 if LONG else 5,
    stateful_step_count=30 if LONG else 14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not LONG,
    phases=[Phase.generate],  # each step works with a database: shrinking would take minutes
)
HOLDERS = {"koval": "dir", "olena": "mon", "petrenko": "dep", "bondar": "dep", "sydorenko": "ins", "shevchuk": "p1"}
STAFF = ("petrenko", "bondar", "ivanenko", "sydorenko", "shevchuk", "tkach", "hlushko")
NO = (RefusedError, InvalidError, NotNowError, MissingError)
SEEDS: dict[str, bytes] = {}
WORLD: list[World] = []
TIME = [AT + timedelta(days=3)]


class Directorate(RuleBasedStateMachine):
    """Sealed complaints, six people with keys, and everything that moves an appeal or a person."""

    sent = Bundle("sent")

    @initialize()
    def begin(self):
        self.world, self.at, self.refs, self.seats = WORLD[0], TIME[0], [], []
        self.heard()

    def actor(self, login):
        return self.world.actor(login, self.at)

    def heard(self):
        """What the system hears within seconds, and what it does every hour."""
        hear_all()
        appeals_actions.calendar_turned(at=self.at)

    @rule(target=sent, about=st.sampled_from([*STAFF, ""]), seal=st.booleans())
    def somebody_writes(self, about, seal):
        person = self.world.people[about] if about else None
        try:
            got = self.world.sent(
                at=self.at,
                kind="complaint" if about else "report",
                about_person=person,
                seal=seal or not about,
                addressed_to=self.world.bodies["dir"],
            )
        except NotNowError:
            return multiple()
        self.refs.append(got.appeal)
        return got.appeal

    @rule(
        ref=sent,
        by=st.sampled_from(sorted(HOLDERS)),
        to=st.sampled_from(["dir", "dep", "ins", "p1", "pro", "mon"]),
        opened=st.booleans(),
    )
    def it_is_forwarded(self, ref, by, to, opened):
        with self.world.reading(by, SEEDS[by] if opened else None, at=self.at):
            try:
                appeals_actions.forward_appeal(
                    by=self.actor(by),
                    at=self.at,
                    ref=ref,
                    to=self.world.bodies[to],
                    ground="other-competence",
                    text="x",
                )
            except NO:
                return

    @rule(ref=sent, by=st.sampled_from(sorted(HOLDERS)), opened=st.booleans())
    def somebody_steps_back(self, ref, by, opened):
        with self.world.reading(by, SEEDS[by] if opened else None, at=self.at):
            try:
                appeals_actions.recuse(by=self.actor(by), at=self.at, ref=ref, text="I know them.")
            except NO:
                return

    @rule(one=sent, two=sent, by=st.sampled_from(["koval", "petrenko", "olena"]), undo=st.booleans())
    def two_are_merged(self, one, two, by, undo):
        with self.world.reading(by, SEEDS[by], at=self.at):
            try:
                appeals_actions.merge(by=self.actor(by), at=self.at, ref=one, into=two, text="the same")
                if undo:
                    appeals_actions.unmerge(by=self.actor(by), at=self.at, ref=one, text="not the same")
            except NO:
                return

    @rule(ref=sent, to=st.sampled_from(["dir", "dep", "ins", "pro", "mon", "p1"]))
    def it_climbs(self, ref, to):
        try:
            appeals_actions.open_to(by=SYSTEM, at=self.at, ref=ref, body=self.world.bodies[to])
        except NO:
            return

    @rule(who=st.sampled_from(STAFF), instead=st.sampled_from(sorted(HOLDERS)), ahead=st.integers(0, 2))
    def somebody_goes_on_leave(self, who, instead, ahead):
        first = self.at.date() + timedelta(days=ahead)
        try:
            begin_absence(
                by=self.actor(who),
                at=self.at,
                account=self.world.people[who],
                substitute=self.world.people[instead],
                from_on=first,
                until_on=first + timedelta(days=2),
            )
        except NO:
            return
        self.heard()

    @rule()
    def everybody_comes_back(self):
        for absence in Absence.objects.filter(ended_at=None).select_related("account"):
            try:
                end_absence(by=self.actor(absence.account.login), at=self.at, absence=absence.id)
            except NO:
                continue
        self.heard()

    @rule(who=st.sampled_from(STAFF), body=st.sampled_from(["dir", "dep", "ins", "p1", "mon"]))
    def somebody_gets_a_seat_with_a_key(self, who, body):
        try:
            with transaction.atomic():
                seat = grant_seat(
                    by=self.actor("koval"),
                    at=self.at,
                    account=self.world.people[who],
                    body=self.world.bodies[body],
                    role="monitor",
                    from_on=self.at.date(),
                )
            confirm_seat(by=self.actor("olena"), at=self.at, seat=seat.id)
        except NO:
            return
        self.seats.append(seat.id)
        self.heard()

    @rule()
    def the_newest_seats_end(self):
        for seat in self.seats:
            if Seat.objects.filter(id=seat, ended_at=None).exists():
                end_seat(by=self.actor("koval"), at=self.at, seat=seat)
        self.seats = []
        self.heard()

    @rule(by=st.sampled_from(sorted(HOLDERS)))
    def somebody_comes_to_the_desk_with_an_open_key(self, by):
        with self.world.reading(by, SEEDS[by], at=self.at):
            appeals_actions.hand_over(by=self.actor(by), at=self.at)

    @rule(days=st.integers(1, 3))
    def days_go_by(self, days):
        self.at += timedelta(days=days)
        self.heard()

    @invariant()
    def no_barred_person_has_a_wrap(self):
        for appeal in Appeal.objects.filter(id__in=getattr(self, "refs", [])):
            facts = appeals_queries.standing(appeal)
            for owner in owners(appeal.id):
                assert not appeals_policy.is_barred(actor_for(owner, self.at), facts), (appeal.id, owner)

    @invariant()
    def whoever_may_has_a_wrap_or_it_waits_for_the_next_visit(self):
        for appeal in Appeal.objects.filter(id__in=getattr(self, "refs", [])):
            found = appeals_queries.holders(appeals_queries.standing(appeal), self.at)
            waits = Wanted.objects.filter(record=appeal.id).exists() or not owners(appeal.id)
            assert waits or set(found.people) == owners(appeal.id), (appeal.id, found.people, owners(appeal.id))

    @invariant()
    def the_server_keeps_a_key_only_while_nobody_of_the_body_has_one(self):
        for appeal in Appeal.objects.filter(id__in=getattr(self, "refs", [])):
            if vault_queries.is_kept(subject_of(appeal.id)):
                assert appeals_queries.holders(appeals_queries.standing(appeal), self.at).keep

    def teardown(self):
        if hasattr(self, "world"):
            self.the_newest_seats_end()
            self.everybody_comes_back()
            TIME[0] = self.at  # there is one calendar: the next life begins where this one ends


def owners(ref: int) -> set[int]:
    """The people who have a wrap."""
    return {pair.owner for pair in vault_queries.readers_of(subject_of(ref)) if pair.holder == Holder.ACCOUNT}


@pytest.fixture
def world(db: None) -> World:
    """The small world with six keys."""
    made = make_world()
    SEEDS.update(made.keys())
    for login in ("petrenko", "bondar", "sydorenko", "shevchuk"):
        with transaction.atomic():
            seat = grant_seat(
                by=made.actor("koval", ENROLLED),
                at=ENROLLED,
                account=made.people[login],
                body=made.bodies[HOLDERS[login]],
                role="monitor",
                from_on=ENROLLED.date(),
            )
        confirm_seat(by=made.actor("olena", ENROLLED), at=ENROLLED, seat=seat.id)
        SEEDS[login] = made.key(login, confirmed_by="olena")
    WORLD[:], TIME[0] = [made], AT + timedelta(days=3)
    return made


def test_s06_no_sequence_of_events_leaves_a_key_in_a_barred_hand(world: World):
    run_state_machine_as_test(Directorate, settings=QUICK)
    assert Wrap.objects.exists()
