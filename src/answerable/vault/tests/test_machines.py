"""Whatever the order of events: wraps follow the bars, and a code opens exactly when it should."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.base.sealed import SealedField
from answerable.base.subject import Subject
from answerable.base.verdict import NotNowError, RefusedError
from answerable.vault import actions, queries, sealing
from answerable.vault.models import FollowUpCode, KeyPair, Record
from answerable.vault.rules import codes
from answerable.vault.terms import Holder, MadeBy, RecordBar, SecretCode, UnreadableError
from answerable.vault.tests.cast import AT, LATER, officer, person

pytestmark = [pytest.mark.django_db, pytest.mark.security, pytest.mark.slow]
QUICK = settings(
    max_examples=8,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],  # each step works with a database and slow hashes: shrinking would take minutes
)
PEOPLE = [officer(n, body=n) for n in (101, 102, 103, 104)]
FIELD = SealedField(table="channels_message", column="text")


class WrapsAndBars(RuleBasedStateMachine):
    """One record, four key holders, bars that come at any time."""

    @initialize(readers=st.sets(st.integers(0, 3), min_size=1), barred=st.sets(st.integers(0, 3), max_size=2))
    def begin(self, readers, barred):
        self.pairs, self.seeds = [], []
        for one in PEOPLE:
            pair = KeyPair.objects.get(holder=Holder.ACCOUNT, owner=one.id, retired_at=None)
            self.pairs.append(pair.id)
            self.seeds.append(SEEDS[one.id])
        self.record, self.barred, self.texts = Subject("appeal", new_id()), set(barred), []
        fit = readers - barred or {min(set(range(4)) - barred)}
        if readers & barred:
            with pytest.raises(RefusedError, match="barred"):
                self.seal(readers)
        self.seal(fit)
        self.epochs = [set(fit)]  # who may open each epoch's key

    def seal(self, readers):
        wanted = [self.pairs[n] for n in readers]
        actions.seal_record(by=SYSTEM, at=LATER, subject=self.record, root=5, pairs=wanted, bar=self.bar)

    @property
    def bar(self):
        return RecordBar(accounts=frozenset(PEOPLE[n].id for n in self.barred))

    def keys(self, n):
        found = queries.wraps_for(PEOPLE[n].id, self.record)
        return queries.unwrapped(found, seed=self.seeds[n], account=PEOPLE[n].id)

    @precondition(lambda self: self.epochs and self.epochs[-1])
    @rule(to=st.integers(0, 3), data=st.data())
    def let_in(self, to, data):
        by = data.draw(st.sampled_from(sorted(self.epochs[-1])))
        keys = self.keys(by)
        try:
            actions.wrap_for(by=PEOPLE[by], at=LATER, subject=self.record, keys=keys, pair=self.pairs[to], bar=self.bar)
        except RefusedError:
            assert to in self.barred
        else:
            assert to not in self.barred
            for epoch in keys:
                self.epochs[epoch - 1].add(to)

    @precondition(lambda self: self.epochs)
    @rule(n=st.integers(0, 3))
    def a_bar_comes_late(self, n):
        self.barred.add(n)
        closed = actions.close_to_barred(by=SYSTEM, at=LATER, subject=self.record, bar=self.bar)
        had = self.pairs[n] in closed
        assert had == any(n in epoch for epoch in self.epochs)
        self.epochs = [epoch - self.barred for epoch in self.epochs]

    @precondition(lambda self: self.epochs and self.epochs[-1])
    @rule(data=st.data())
    def a_new_epoch_begins(self, data):
        by = data.draw(st.sampled_from(sorted(self.epochs[-1])))
        staying = set().union(*self.epochs) - self.barred
        try:
            actions.rekey(by=PEOPLE[by], at=LATER, subject=self.record, keys=self.keys(by), bar=self.bar)
        except NotNowError:
            assert not staying
        else:
            self.epochs.append(staying)

    @precondition(lambda self: self.epochs and len(self.texts) < 6)
    @rule()
    def somebody_writes(self):
        epoch = Record.objects.get(id=self.record.id).epoch
        assert epoch == len(self.epochs)
        self.texts.append((epoch, sealing.put_in(self.record, FIELD, f"text {len(self.texts)}", ref=1)))

    @invariant()
    def who_can_open_is_who_may(self):
        for n in range(4):
            mine = {number for number, epoch in enumerate(getattr(self, "epochs", []), 1) if n in epoch}
            assert set(self.keys(n) if mine or hasattr(self, "record") else ()) == mine

    @invariant()
    def no_wrap_of_the_barred_exists(self):
        if getattr(self, "epochs", []):
            owners = {pair.owner for pair in queries.readers_of(self.record) if pair.holder == Holder.ACCOUNT}
            assert owners & self.bar.accounts == set()

    def teardown(self):
        for n in range(4):
            for number, (epoch, sealed) in enumerate(getattr(self, "texts", [])):
                try:
                    text = sealing.take_out(self.keys(n), self.record.id, FIELD, sealed, ref=1)
                except UnreadableError:
                    assert n not in self.epochs[epoch - 1]
                else:
                    assert (text, n in self.epochs[epoch - 1]) == (f"text {number}", True)


SEEDS: dict[int, bytes] = {}


def test_s06_wraps_follow_the_bars_whatever_happens():
    for one in PEOPLE:
        SEEDS[one.id] = person(one, confirmed_by=PEOPLE[one.id % 4 - 2])[1]
    run_state_machine_as_test(WrapsAndBars, settings=QUICK)
    assert Record.objects.count() > 1


class Codes(RuleBasedStateMachine):
    """One code, somebody who knows it and somebody who guesses."""

    @initialize(by_operator=st.booleans())
    def begin(self, by_operator):
        self.at, self.failures, self.rests_until, self.last = AT, 0, None, AT
        self.appeal, self.must_change = Subject("appeal", new_id()), by_operator
        self.code = actions.code_for_form(f"machine {self.appeal}", 0)
        made_by = MadeBy.OPERATOR if by_operator else MadeBy.SENDER
        row = actions.code_row(code=self.code, subject=self.appeal, root=5, made_by=made_by, on=AT.date())
        FollowUpCode.objects.create(**row)
        self.old, self.slip = [], None  # what opens nothing; what an operator wrote and still reads

    def try_it(self, code):
        """The model's own count of failures, then the real try."""
        resting = self.rests_until is not None and self.rests_until > self.at
        if not resting:
            self.failures = 1 if self.at - self.last > timedelta(hours=1) else self.failures + 1
            self.last = self.at
            wait = codes.wait_after(self.failures)
            self.rests_until = self.at + timedelta(seconds=wait) if wait else None
        return resting, actions.enter_code(typed=codes.code_groups(code), at=self.at)

    @rule()
    def the_owner_comes(self):
        resting, entered = self.try_it(self.code)
        assert (entered is None) == resting
        if entered:
            self.failures, self.rests_until = 0, None
            assert (entered.subject, entered.must_change) == (self.appeal, self.must_change)
            self.new_code_was_used()
            assert queries.followed(entered.cookie, self.at) == self.appeal

    @rule(by=st.integers(1, 10**16 - 1), times=st.integers(1, 6))
    def somebody_guesses(self, by, times):
        for _ in range(times):
            wrong = SecretCode(self.code.locator, f"{(int(self.code.secret) + by) % 10**16:016d}")
            assert self.try_it(wrong)[1] is None

    @rule()
    def the_job_runs(self):
        actions.hash_one_code()

    @rule(seconds=st.sampled_from([1, 5, 31, 4000]))
    def time_passes(self, seconds):
        self.at += timedelta(seconds=seconds)

    @rule()
    def the_owner_changes_it(self):
        _, entered = self.try_it(self.code)
        if entered:
            self.new_code_was_used()
            if self.must_change:
                self.slip = self.code
            else:
                self.old.append(self.code)
            self.code = actions.change_code(cookie=entered.cookie, at=self.at)
            self.failures, self.rests_until, self.last, self.must_change = 0, None, self.at, False

    def new_code_was_used(self):
        """From another browser, for these have no cookies: the slip beside it ends."""
        if self.slip:
            self.old.append(self.slip)
            self.slip = None

    @precondition(lambda self: getattr(self, "slip", None))
    @rule()
    def the_slip_reads(self):
        assert actions.open_by_code(typed=self.slip.digits, at=self.at) == self.appeal

    @precondition(lambda self: getattr(self, "old", None))
    @rule()
    def an_old_slip_is_found(self):
        assert actions.open_by_code(typed=self.old[-1].digits, at=self.at) is None

    @invariant()
    def only_one_form_of_the_secret_is_kept(self):
        if hasattr(self, "appeal"):
            row = FollowUpCode.objects.get(subject_id=self.appeal.id)
            assert (row.hash is None) != (row.sealed is None)


def test_s04_a_code_opens_exactly_when_it_should_whatever_happens():
    run_state_machine_as_test(Codes, settings=QUICK)
    assert FollowUpCode.objects.count() > 1
