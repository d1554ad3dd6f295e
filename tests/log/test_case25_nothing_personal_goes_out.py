"""Case 25: whatever people type anywhere, leaves carry codes only; a writer that slips is refused, not published."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.appeals import actions as appeals_actions
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World, make_world
from answerable.base.actor import SYSTEM, resident
from answerable.ledger import leaves, testing
from answerable.ledger.models import PublicLeaf
from answerable.ledger.terms import PublicAct
from answerable_verify import RejectedError, parse_leaf

MARK = "Kvitka-на-Шевченка-12"
WORDS = st.text(min_size=1, max_size=80)


def everything_that_can_be_done(world: World) -> int:
    """Let everybody type the mark wherever somebody may type."""
    got = world.sent(
        text=MARK, name=MARK, address=MARK, where=MARK, about_words=MARK, contact=f"{MARK}@example.org", way="email",
        category=None, territory=None, kind="request",
    )  # fmt: skip
    ref, head = got.appeal, world.actor("petrenko")
    appeals_actions.accept_appeal(by=head, at=AT, ref=ref)
    appeals_actions.add_note(by=head, at=AT, ref=ref, text=MARK)
    appeals_actions.set_points(by=head, at=AT, ref=ref, points=[(None, MARK)])
    (point,) = Appeal.objects.get(id=ref).points.values_list("id", flat=True)
    appeals_actions.extend_term(by=head, at=AT, ref=ref, until=date(2026, 4, 10), ground="needs-study", text=MARK)
    appeals_actions.answer_appeal(
        by=head, at=AT + timedelta(days=1), ref=ref, text=MARK, replies=[PointReply(point, "answered", MARK)]
    )
    appeals_actions.dispute(by=resident(ref), at=AT + timedelta(days=2), ref=ref, text=MARK, token="t" * 20)
    appeals_actions.erase(by=SYSTEM, at=AT + timedelta(days=3), ref=ref, basis="law")
    return ref


def test_case25_no_word_that_somebody_typed_is_in_any_leaf_or_file(home: Path) -> None:
    world = make_world()
    everything_that_can_be_done(world)
    one = testing.sequencer()
    one.step(at=AT, everything=True)
    kinds = [parse_leaf(bytes(body)).kind for body in PublicLeaf.objects.values_list("body", flat=True)]
    assert {"registered", "acknowledged", "extended", "answered", "disputed", "erased"} <= set(kinds)
    for path in (home / "log").rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert MARK.encode() not in raw
            assert b"Kvitka" not in raw
            assert "Шевченк".encode() not in raw


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, name=st.sampled_from(["basis", "from", "rule", "to"]))
def test_case25_a_code_that_is_none_becomes_a_digest(words: str, name: str) -> None:
    act = PublicAct(kind="closed", on=testing.DAY, body=words, fields={"text": words}, extra={name: words})
    raw = leaves.leaf_of(act, code=b"c" * 16, n=1, place=testing.QUICK, key=b"k" * 32)
    read = parse_leaf(raw)
    assert leaves.token(words) == read.body == read.extra[name]
    if leaves.token(words) != words:
        assert read.body.startswith("x-")


@pytest.mark.parametrize("extra", [{"note": "x"}, {"why": "because"}])
def test_case25_an_extra_that_no_act_has_is_refused(extra: dict[str, str]) -> None:
    act = PublicAct(kind="closed", on=testing.DAY, body="dep", fields={"text": "x"}, extra=extra)
    with pytest.raises(RejectedError):
        leaves.leaf_of(act, code=b"c" * 16, n=1, place=testing.QUICK, key=b"k" * 32)
