"""The life of appeals under anybody's hands in any order: what may not be is refused and leaves nothing behind.

A state machine: three appeals (a plain one, one about a department, one addressed to the chair), everybody of the
small world and the senders try acts at random, time goes on. What must hold after every step is in `invariant`s.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from answerable.appeals import actions, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import OPEN, State
from answerable.appeals.testing import AT, PEOPLE, World
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.ledger.queries import history_of

LOGINS = tuple(row[0] for row in PEOPLE)
MOVES_THE_DATE = {"appeal.registered", "appeal.forwarded", "appeal.extended", "appeal.reopened", "appeal.unmerged"}
LONG = settings().max_examples > 100
QUICK = settings(
    max_examples=200 if LONG else 5,
    stateful_step_count=60 if LONG else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
pytestmark = [pytest.mark.django_db, pytest.mark.security]
which = st.integers(0, 2)
who = st.sampled_from(LOGINS)
WORLD: list[World] = []


class Life(RuleBasedStateMachine):
    """Three appeals and everybody."""

    @initialize()
    def begin(self):
        self.world, self.at, self.tokens = WORLD[0], AT, 0
        bodies = self.world.bodies
        sent = [
            self.world.sent(kind="request", category=None, territory=None, seal=False, name="Olena"),
            self.world.sent(kind="complaint", about_body=bodies["p1"], category=None, text="They shouted at me."),
            self.world.sent(kind="proposal", addressed_to=bodies["dir"], category=None, name="Taras"),
        ]
        self.refs = [one.appeal for one in sent]
        self.bars = {ref: self.barred(ref) for ref in self.refs}
        self.succeeded = 0

    def row(self, ref):
        return Appeal.objects.get(id=ref)

    def barred(self, ref):
        row = self.row(ref)
        return {*row.barred_bodies, *row.barred_persons}

    def picture(self):
        """Everything that a refused act must leave as it was."""
        rows = Appeal.objects.filter(id__in=self.refs).order_by("id").values()
        points = Point.objects.filter(appeal__in=self.refs).order_by("id").values_list("id", "outcome", "rating")
        return list(rows), list(points), [len(history_of(f"appeal/{ref}")) for ref in self.refs]

    def tried(self, act, **words):
        """Try an act: it succeeds with a deed more, or is refused in words and changes nothing."""
        before = self.picture()
        try:
            act(at=self.at, **words)
        except (RefusedError, NotNowError, MissingError, InvalidError):
            assert self.picture() == before
            return
        self.succeeded += 1
        assert sum(self.picture()[2]) > sum(before[2])

    def officer(self, login):
        return self.world.actor(login, self.at)

    def sender(self, place):
        from answerable.base.actor import resident

        return resident(self.refs[place])

    def token(self):
        self.tokens += 1
        return f"a-token-of-the-machine-{self.refs[0]}-{self.tokens}"

    @rule(place=which, by=who)
    def accept(self, place, by):
        self.tried(actions.accept_appeal, by=self.officer(by), ref=self.refs[place])

    @rule(place=which, by=who, to=who)
    def assign(self, place, by, to):
        self.tried(actions.assign, by=self.officer(by), ref=self.refs[place], to=self.world.people[to])

    @rule(place=which, by=who)
    def ask(self, place, by):
        self.tried(actions.ask_sender, by=self.officer(by), ref=self.refs[place], text="Which house?")

    @rule(place=which, by=who)
    def note(self, place, by):
        self.tried(actions.add_note, by=self.officer(by), ref=self.refs[place], text="Seen.")

    @rule(place=which, by=who)
    def points(self, place, by):
        given = [(None, "When?"), (None, "Who?")]
        self.tried(actions.set_points, by=self.officer(by), ref=self.refs[place], points=given)

    @rule(place=which, by=who, all_of_them=st.booleans())
    def answer(self, place, by, all_of_them):
        points = list(Point.objects.filter(appeal=self.refs[place]).order_by("id"))
        replies = [PointReply(point.id, "answered", "On Friday.") for point in points[: None if all_of_them else 1]]
        self.tried(actions.answer_appeal, by=self.officer(by), ref=self.refs[place], text="Thank you.", replies=replies)

    @rule(place=which, by=who, to=st.sampled_from(("dir", "ins", "dep", "p1", "p2", "pro", "mon")))
    def forward(self, place, by, to):
        body = self.world.bodies[to]
        words = {"to": body, "ground": "other-competence", "text": "Theirs."}
        self.tried(actions.forward_appeal, by=self.officer(by), ref=self.refs[place], **words)

    @rule(place=which, by=who, to=st.sampled_from(("dir", "ins", "dep", "p1", "p2", "pro")))
    def hand_on(self, place, by, to):
        words = {"to": self.world.bodies[to], "text": "Yours."}
        self.tried(actions.hand_on, by=self.officer(by), ref=self.refs[place], **words)

    @rule(place=which, by=who, days=st.integers(1, 60))
    def extend(self, place, by, days):
        until = (self.at + timedelta(days=days)).date()
        words = {"until": until, "ground": "needs-study", "text": "We study it."}
        self.tried(actions.extend_term, by=self.officer(by), ref=self.refs[place], **words)

    @rule(place=which, by=who)
    def refuse(self, place, by):
        words = {"ground": "no-signature", "text": "No name."}
        self.tried(actions.refuse_appeal, by=self.officer(by), ref=self.refs[place], **words)

    @rule(place=which, by=who)
    def step_back(self, place, by):
        self.tried(actions.recuse, by=self.officer(by), ref=self.refs[place], text="A cousin of mine.")

    @rule(place=which, into=which, by=who)
    def merge(self, place, into, by):
        words = {"into": self.refs[into], "text": "The same."}
        self.tried(actions.merge, by=self.officer(by), ref=self.refs[place], **words)

    @rule(place=which, by=who)
    def unmerge(self, place, by):
        self.tried(actions.unmerge, by=self.officer(by), ref=self.refs[place], text="Not the same.")

    @rule(by=who)
    def group(self, by):
        self.tried(actions.group, by=self.officer(by), refs=self.refs, title="One thing")

    @rule(place=which, by=who)
    def ungroup(self, place, by):
        self.tried(actions.ungroup, by=self.officer(by), ref=self.refs[place])

    @rule(place=which, by=who)
    def close(self, place, by):
        self.tried(actions.close_appeal, by=self.officer(by), ref=self.refs[place])

    @rule(place=which, other=which)
    def reply(self, place, other):
        """Also with the code of another appeal."""
        words = {"text": "Number 12.", "token": self.token()}
        self.tried(actions.reply, by=self.sender(other), ref=self.refs[place], **words)

    @rule(place=which, other=which)
    def dispute(self, place, other):
        words = {"text": "That is no answer.", "points": [], "token": self.token()}
        self.tried(actions.dispute, by=self.sender(other), ref=self.refs[place], **words)

    @rule(place=which, rating=st.sampled_from(("answered", "not_answered")))
    def rate(self, place, rating):
        points = list(Point.objects.filter(appeal=self.refs[place]).order_by("id"))
        if points:
            self.tried(actions.rate, by=self.sender(place), ref=self.refs[place], point=points[0].id, rating=rating)

    @rule(place=which, other=which)
    def withdraw(self, place, other):
        self.tried(actions.withdraw, by=self.sender(other), ref=self.refs[place], text="It is settled.")

    @rule(days=st.sampled_from([0, 1, 5, 20, 40]), hours=st.integers(0, 23))
    def time_passes(self, days, hours):
        self.at += timedelta(days=days, hours=hours)

    @invariant()
    def nothing_leaves_the_denominator(self):
        if hasattr(self, "refs"):
            assert Appeal.objects.filter(id__in=self.refs).count() == len(self.refs)
            assert all(history_of(f"appeal/{ref}")[0].deed == "appeal.registered" for ref in self.refs)

    @invariant()
    def bars_only_grow_and_nobody_barred_has_it(self):
        for ref in getattr(self, "refs", []):
            row, now = self.row(ref), self.barred(ref)
            assert self.bars[ref] <= now
            self.bars[ref] = now
            assert row.body_id not in row.barred_bodies
            assert row.assignee_id is None or row.assignee_id not in row.barred_persons
            for login in LOGINS:
                actor = self.officer(login)
                if actor.tied_to & set(row.barred_bodies) or actor.persons & set(row.barred_persons):
                    assert not queries.is_seen_by(actor, row)
                    assert not queries.seen_by(actor).filter(id=ref).exists()

    @invariant()
    def a_date_stands_and_moves_only_by_a_deed_that_says_so(self):
        for ref in getattr(self, "refs", []):
            row, deeds = self.row(ref), history_of(f"appeal/{ref}")
            assert row.due_at is not None
            assert row.safe_at is not None
            assert sum(entry.deed in MOVES_THE_DATE for entry in deeds) >= 1 + row.extended

    @invariant()
    def the_state_is_what_the_deeds_say(self):
        for ref in getattr(self, "refs", []):
            row, deeds = self.row(ref), [entry.deed for entry in history_of(f"appeal/{ref}")]
            if row.state in OPEN:
                assert row.closed_at is None or "appeal.reopened" in deeds or "appeal.unmerged" in deeds
            if row.state == State.WITHDRAWN:
                assert "appeal.withdrawn" in deeds
            if row.state in {State.ANSWERED, State.DISPUTED, State.REFUSED}:
                assert {"appeal.answered", "appeal.examination_refused"} & set(deeds)
            assert (row.state == State.MERGED) == (row.merged_into_id is not None)

    @invariant()
    def the_sender_finds_it_always(self):
        for place, ref in enumerate(getattr(self, "refs", [])):
            assert queries.is_seen_by(self.sender(place), self.row(ref))


def test_an_appeal_lives_by_its_rules_whatever_anybody_tries(world):
    WORLD[:] = [world]
    run_state_machine_as_test(Life, settings=QUICK)
    assert Appeal.objects.count() > 3
