"""The quick way to a first leaf is the plain way: same salts, same commitment, same bytes. What a room may write."""

import base64
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.actor import SYSTEM
from answerable.base.leaf_kind import LeafKind
from answerable.base.room import Room, installed
from answerable.ledger import leaves, wording
from answerable.ledger.actions import note, record
from answerable.ledger.models import PublicLeaf
from answerable.ledger.terms import PublicAct, PublicNote, PublicPlace
from answerable.ledger.testing import AT, DAY, QUICK, at_home, audited, record_public_act, sequencer, sound
from answerable_verify import act_leaf, check_opening, commit, parse_leaf
from answerable_verify.kinds import KINDS
from answerable_verify.leaf import CASE_KINDS, LOG_KINDS
from answerable_verify.turns import OutOfTurnError

SAYS = {"a": "dep", "m": "crime", "w": "own"}
TEXTS = st.text(max_size=60)


@given(
    text=TEXTS, at=TEXTS, place=st.none() | TEXTS, number=st.from_regex(r"[A-Z]{3}-20[0-9]{2}-[0-9]{5}", fullmatch=True)
)
def test_a_first_leaf_is_what_the_verifier_would_write(text: str, at: str, place: str | None, number: str) -> None:
    fields = {"text": text, "at": at, "actor": "sender"} | ({} if place is None else {"terr": place})
    code, key = b"c" * 16, b"k" * 32
    quick = leaves.first_leaf(
        code=code, key=key, on=DAY, due=None, body="dep", channel="web", place=QUICK, fields=fields
    ).finished(number)
    said = {name: leaves.committed(value) for name, value in fields.items()} | {"number": number}
    h, opening = commit(key, 0, said)
    plain = act_leaf(
        kind="registered",
        case=leaves.code_text(code),
        n=0,
        on=DAY,
        body="dep",
        territory="all",
        group="all",
        h=base64.b64encode(h).decode(),
        channel="web",
        due=leaves.NO_TERM,
    )
    assert quick == plain
    assert check_opening(parse_leaf(quick).h, opening) == said


@given(st.text(max_size=40))
def test_a_code_is_itself_or_its_digest(code: str) -> None:
    assert leaves.token(leaves.token(code)) == leaves.token(code)


@given(number=st.from_regex(r"[A-Z]{3}-20[0-9]{2}-[0-9]{5}", fullmatch=True), group=st.sampled_from(["all", "g01"]))
def test_a_first_leaf_of_version_2_is_what_the_verifier_would_write(number: str, group: str) -> None:
    code, key, extra = b"c" * 16, b"k" * 32, {"a": "dep", "m": "crime", "w": "taken"}
    place = PublicPlace(territory="r01", group=group)
    for due in (None, DAY):
        quick = leaves.first_leaf(
            code=code, key=key, on=DAY, due=due, body="dep", channel="web", place=place, fields={}, extra=extra
        ).finished(number)
        act = PublicAct(
            kind="registered",
            on=DAY,
            body="dep",
            fields={"number": number},
            due=due,
            channel="web",
            extra=extra,
            version=2,
        )
        assert quick == leaves.leaf_of(act, code=code, n=0, place=place, key=key)
        assert (parse_leaf(quick).version, parse_leaf(quick).due) == (2, due)


def test_a_kind_of_matter_is_told_only_where_its_group_is() -> None:
    act = PublicAct(kind="registered", on=DAY, body="dep", fields={"x": "y"}, channel="web", version=2, extra=SAYS)
    told = [
        parse_leaf(leaves.leaf_of(act, code=b"c" * 16, n=0, place=PublicPlace(group=group), key=b"k" * 32)).extra["m"]
        for group in ("g01", "all")
    ]
    assert told == ["crime", "all"]


def test_a_leaf_waits_as_its_body_does_unless_its_kind_says_otherwise() -> None:
    kinds = ("registered", "config", "promise-made", "test-committed", "key-differs")
    assert [[leaves.waits(kind, slow=slow) for kind in kinds] for slow in (False, True)] == [
        [False, False, False, True, False],
        [True, True, True, True, False],
    ]


def test_a_room_declares_kinds_of_the_closed_list_and_no_two_rooms_the_same() -> None:
    """But for draws and data sets, which are made in one way for every room that draws or publishes."""
    declared = [kind for room in installed() for kind in room.leaves]
    several = {kind for kind in declared if declared.count(kind) > 1}
    assert several == {"draw-framed", "draw-seeded", "draw-drawn", "dataset-frozen", "dataset-corrected"}
    assert {*declared} - {*CASE_KINDS, *LOG_KINDS, *KINDS} == set()


def test_the_type_of_a_kind_is_the_closed_list() -> None:
    assert {*get_args(LeafKind)} == {*CASE_KINDS, *LOG_KINDS, *KINDS}


def test_each_kind_of_leaf_has_its_name_on_the_pages() -> None:
    assert {*wording.KINDS} == {*CASE_KINDS, *LOG_KINDS, *KINDS}


@pytest.mark.django_db
def test_a_kind_that_no_room_declares_is_not_written() -> None:
    with transaction.atomic(), pytest.raises(ValueError, match="no room declares"):
        note(public=PublicNote(kind="moderated", on=DAY, extra={"basis": "insult", "src": "comment"}))
    assert PublicLeaf.objects.count() == 0


PROMISE = (
    ("promise-made", {"src": "answer"}, DAY), ("promise-moved", {"basis": "tender"}, DAY), ("promise-kept", {}, None),
)  # fmt: skip


def in_a_case(kind: str, extra: dict[str, str | int], due: date | None, *, opens: bool) -> None:
    """An act on promise/7, recorded in a transaction of its own."""
    act = PublicAct(
        kind=kind, on=DAY, body="dep", fields={"text": kind}, due=due, extra=extra,
        place=PublicPlace() if opens else None,
    )  # fmt: skip
    with transaction.atomic():
        record(by=SYSTEM, at=AT, deed="test.act", thing="promise/7", public=act)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stands", "act", "why"),
    [
        (0, ("promise-kept", {}, None), "can't begin a case"),
        (0, ("read", {"a": "dep", "to": "chair"}, None), "can't begin a case"),
        (3, ("promise-kept", {}, None), "can't follow 'promise-kept'"),
        (3, ("promise-moved", {"basis": "tender"}, DAY), "can't follow 'promise-kept'"),
        (1, ("promise-made", {"src": "answer"}, DAY), "can't follow 'promise-made'"),
        (1, ("quorum-opened", {"shares": 2, "institutions": 2}, None), r"another subject \(quorum\)"),
        (1, ("read", {"a": "dep", "to": "chair"}, None), r"another subject \(appeal\)"),
        (1, ("promise-moved", {"basis": "tender"}, DAY - timedelta(1)), "must be at least"),
        (0, ("promise-made", {"src": "answer"}, DAY - timedelta(1)), "must be at least"),
    ],
)
def test_leaf_that_an_auditor_would_convict_is_not_written(
    settings: Any, stands: int, act: tuple[str, dict[str, str | int], date | None], why: str
) -> None:
    declared = ("promise-made", "promise-moved", "promise-kept", "quorum-opened", "read")
    settings.ROOMS = (*settings.ROOMS, Room(name="toy", leaves=declared))
    for i, (name, says, until) in enumerate(PROMISE[:stands]):
        in_a_case(name, says, until, opens=i == 0)
    before = PublicLeaf.objects.filter(case__isnull=False).count()
    with pytest.raises(OutOfTurnError, match=why):
        in_a_case(*act, opens=stands == 0)
    assert (before, PublicLeaf.objects.filter(case__isnull=False).count()) == (stands, stands)


@pytest.mark.django_db
def test_note_that_contradicts_itself_is_not_written(settings: Any) -> None:
    settings.ROOMS = (*settings.ROOMS, Room(name="toy", leaves=("clock-mended",)))
    with transaction.atomic(), pytest.raises(OutOfTurnError, match="must be at most"):
        note(public=PublicNote("clock-mended", DAY, {"basis": "host", "from": "2026-03-01", "until": "2026-03-02"}))
    assert PublicLeaf.objects.filter(case__isnull=True, id__gt=0).count() == 0


@pytest.mark.django_db
def test_acts_of_both_versions_are_written_and_audited_in_one_log(tmp_path: Path, settings: Any) -> None:
    """A room that declares kinds writes them through `record` and `note` alone; an auditor finds nothing wrong."""
    settings.ROOMS = (*settings.ROOMS, Room(name="toy", leaves=("promise-made", "promise-kept", "read", "number-void")))
    with at_home(tmp_path):
        one = sequencer()
        record_public_act(1)
        read = PublicAct(kind="read", on=DAY, body="dep", fields={"at": "now"}, extra={"a": "dep", "to": "chair"})
        made = PublicAct(
            kind="promise-made", on=DAY, body="dep", fields={"text": "a lamp"}, due=DAY, extra={"src": "answer"},
            place=PublicPlace(),
        )  # fmt: skip
        kept = PublicAct(kind="promise-kept", on=DAY, body="dep", fields={"text": "it burns"})
        for deed, thing, public in (
            ("test.read", "test/1", read), ("promise.made", "promise/7", made), ("promise.kept", "promise/7", kept),
        ):  # fmt: skip
            with transaction.atomic():
                record(by=SYSTEM, at=AT, deed=deed, thing=thing, public=public)
        note(public=PublicNote(kind="number-void", on=DAY, extra={"number": "K-2026-00131"}))
        one.step(at=AT, everything=True)
        report = audited(tmp_path)
        kinds = sorted(parse_leaf(bytes(row.body)).kind for row in PublicLeaf.objects.filter(id__gt=0) if row.case)
        assert kinds == ["promise-kept", "promise-made", "read", "registered"]
        assert (sound(report), report.cases) == (True, 2)
