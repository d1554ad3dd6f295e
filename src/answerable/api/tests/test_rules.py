"""A signature is Standard Webhooks' own, by its specification's example and by its library; pauses only grow."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from answerable.api import policy, rules
from answerable.base.actor import SYSTEM, Actor, ActorKind, SeatHeld

AT = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)


@given(st.binary(min_size=24, max_size=64), st.text(max_size=200))
def test_a_signature_is_what_the_standards_own_library_makes(chance: bytes, body: str) -> None:
    body = body.encode("utf-8", "replace").decode()
    secret = rules.new_secret(chance)
    assert rules.signature(secret, call="msg_1", at=AT, body=body) == Webhook(secret).sign("msg_1", AT, body)


def test_the_example_of_the_specification() -> None:
    secret, at = "whsec_plJ3nmyCDGBKInavdOK15jsl", datetime.fromtimestamp(1731705121, tz=UTC)
    body = '{"event_type":"ping","data":{"success":true}}'
    assert rules.signature(secret, call="msg_loFOjxBNrRLzqYUf", at=at, body=body) == (
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
    )


def test_what_is_no_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="no secret"):
        rules.signature("whsec_!", call="msg_1", at=AT, body="")


@pytest.mark.parametrize(
    ("status", "tries", "ends"),
    [
        (200, 1, rules.Ends.DELIVERED),
        (204, 9, rules.Ends.DELIVERED),
        (410, 1, rules.Ends.GONE),
        (302, 1, rules.Ends.AGAIN),
        (0, 1, rules.Ends.AGAIN),
        (500, 9, rules.Ends.AGAIN),
        (500, 10, rules.Ends.GIVEN_UP),
    ],
)
def test_what_an_answer_means(status: int, tries: int, ends: rules.Ends) -> None:
    assert rules.after_try(status, tries=tries) is ends


def test_pauses_grow_and_are_as_long_as_the_receiver_wants_up_to_a_day() -> None:
    pauses = [rules.pause_after(tries) for tries in range(1, 12)]
    assert pauses == sorted(pauses)
    assert rules.pause_after(1, timedelta(hours=1)) == timedelta(hours=1)
    assert rules.pause_after(1, timedelta(days=9)) == timedelta(days=1)


def test_a_webhook_that_named_nothing_is_told_of_everything() -> None:
    assert rules.is_heard("appeal.answered", [])
    assert rules.is_heard("appeal.answered", ["appeal.answered"])
    assert not rules.is_heard("appeal.answered", ["appeal.closed"])


def test_only_whoever_grants_seats_in_the_line_sets_a_webhook() -> None:
    head = Actor(kind=ActorKind.OFFICER, id=1, seats=(SeatHeld(7, "head", frozenset({"people"})),))
    assert policy.can_set_webhook(head, line=[8, 7])
    assert policy.can_set_webhook(SYSTEM, line=[])
    assert policy.can_set_webhook(head, line=[9]).reason == "webhook.not-yours"
