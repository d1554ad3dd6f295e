"""Who makes, confirms and retires keys, and to whom a record is opened: by tables, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.base.actor import SYSTEM, Actor, ActorKind, SeatHeld, resident
from answerable.vault import policy
from answerable.vault.terms import Holder, RecordBar

BODY, OTHER = 10, 20
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
NO = "key.not-yours"


def officer(*powers: str, ref: int = 7, acting_for: int | None = None) -> Actor:
    seat = SeatHeld(BODY, "role", frozenset(powers), acting_for)
    persons = frozenset({ref} if acting_for is None else {ref, acting_for})
    return Actor(kind=ActorKind.OFFICER, id=ref, seats=(seat,), tied_to=frozenset({BODY}), persons=persons)


def test_a_pair_is_made_by_who_holds_a_seat_for_sealed_things() -> None:
    people = (officer("keys"), officer("handle"), resident(7), SYSTEM)
    assert [policy.can_enrol(one).reason for one in people] == ["", NO, NO, NO]


@pytest.mark.parametrize(
    ("actor", "holder", "reason"),
    [
        (officer("keys"), Holder.ACCOUNT, ""),
        (officer("handle"), Holder.ACCOUNT, NO),
        (resident(7), Holder.ACCOUNT, NO),
        (officer("keys", ref=30), Holder.ACCOUNT, "key.own"),
        (officer("keys", acting_for=30), Holder.ACCOUNT, "key.own"),
        (officer("keys", ref=30), Holder.BODY, ""),  # a body with the number of a person
        (officer("keys", ref=8), Holder.BODY, "key.own"),  # who enrolled it
    ],
)
def test_a_pair_is_confirmed_by_a_second_key_holder(actor: Actor, holder: Holder, reason: str) -> None:
    assert policy.can_confirm(actor, holder=holder, owner=30, enrolled_by="officer/8").reason == reason


@pytest.mark.parametrize(
    ("actor", "in_office", "reason"),
    [
        (officer("keys", ref=30), True, ""),
        (officer("keys"), False, ""),
        (officer("keys"), True, "key.in-office"),
        (officer("handle", ref=30), False, NO),
    ],
)
def test_nobody_retires_the_key_of_who_still_works(actor: Actor, in_office: bool, reason: str) -> None:
    assert policy.can_retire(actor, owner=30, in_office=in_office).reason == reason


@pytest.mark.parametrize(
    ("holder", "owner", "confirmed_at", "retired", "two_agree", "reason"),
    [
        (Holder.ACCOUNT, 30, AT - DAY, False, False, ""),
        (Holder.ACCOUNT, 31, AT - DAY, False, False, "key.barred"),
        (Holder.BODY, OTHER, AT - DAY, False, False, "key.barred"),
        (Holder.BODY, 31, AT - DAY, False, False, ""),  # a body with the number of a barred person
        (Holder.ACCOUNT, 30, None, False, True, "key.not-confirmed"),
        (Holder.ACCOUNT, 30, AT - DAY, True, True, "key.not-confirmed"),
        (Holder.ACCOUNT, 30, AT - DAY / 2, False, False, "key.young"),
        (Holder.BODY, BODY, AT - DAY / 2, False, False, "key.young"),
        (Holder.ACCOUNT, 30, AT - DAY / 2, False, True, ""),
        (Holder.CODE, 5, AT, False, False, ""),  # the sender's own, made with the record
        (Holder.QUORUM, 0, AT, False, False, ""),
    ],
)
def test_a_record_is_opened_to_pairs_that_are_confirmed_living_not_barred_and_a_day_old(
    *, holder: Holder, owner: int, confirmed_at: datetime | None, retired: bool, two_agree: bool, reason: str
) -> None:
    verdict = policy.can_be_wrapped_to(
        holder=holder,
        owner=owner,
        confirmed_at=confirmed_at,
        retired=retired,
        bar=RecordBar(accounts=frozenset({31}), bodies=frozenset({OTHER})),
        at=AT,
        two_agree=two_agree,
    )
    assert verdict.reason == reason


def test_the_auditor_reads_who_looked() -> None:
    assert [policy.can_audit(one).reason for one in (officer("audit"), officer("keys"))] == ["", "look.not-yours"]


@pytest.mark.parametrize(
    ("actor", "is_holder", "bar", "reason"),
    [
        (officer(), True, RecordBar(), ""),
        (officer(), False, RecordBar(), "quorum.not-holder"),
        (resident(7), True, RecordBar(), "quorum.not-holder"),
        (officer(), True, RecordBar(accounts=frozenset({7})), "key.barred"),
        (officer(acting_for=30), True, RecordBar(accounts=frozenset({30})), "key.barred"),
        (officer(), True, RecordBar(bodies=frozenset({BODY})), "key.barred"),
        (officer(), True, RecordBar(bodies=frozenset({OTHER})), ""),
    ],
)
def test_a_holder_of_a_share_asks_the_quorum_unless_barred(
    actor: Actor, is_holder: bool, bar: RecordBar, reason: str
) -> None:
    assert policy.can_ask_quorum(actor, is_holder=is_holder, bar=bar).reason == reason
