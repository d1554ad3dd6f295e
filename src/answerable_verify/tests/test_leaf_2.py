"""Leaves of version 2: the vectors, the one table, and what is written is what is read, whatever it is."""

import json
from base64 import b64decode
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable_verify import (
    NewerLeafError,
    RejectedError,
    act_leaf,
    acts,
    commit,
    kinds,
    leaf_hash,
    log_leaf,
    parse_leaf,
    stats,
    write_leaf,
)
from answerable_verify.commitment import lock
from answerable_verify.kinds import KINDS
from answerable_verify.leaf import CASE_KINDS, LOG_KINDS, MOST, TOKEN, contradictions, version_of
from answerable_verify.strict import base64_of
from answerable_verify.testing import act, case_id

VECTORS = json.loads(Path(__file__).with_name("leaves_2.json").read_text(encoding="utf-8"))
H = base64_of(b"h" * 32)
D = date(2026, 9, 5)


def named(name: str) -> list[object]:
    """The vectors of one list, by what they show."""
    return [pytest.param(one, id=one["why"]) for one in VECTORS[name]]


@pytest.mark.parametrize("one", named("accepted"))
def test_leaf_of_the_vectors_is_read_and_written_in_its_one_spelling(one):
    raw = one["leaf"].encode()
    assert (write_leaf(json.loads(raw)), leaf_hash(raw).hex()) == (raw, one["hash"])
    assert (parse_leaf(raw).version, parse_leaf(raw).subject) == (2, KINDS[json.loads(raw)["k"]].subject)


@pytest.mark.parametrize("one", named("refused"))
def test_leaf_that_the_table_does_not_know_is_refused(one):
    with pytest.raises(RejectedError) as refused:
        parse_leaf(one["leaf"].encode())
    assert refused.type is RejectedError


@pytest.mark.parametrize("one", named("newer"))
def test_leaf_of_a_later_version_is_called_newer_and_nothing_else(one):
    with pytest.raises(NewerLeafError) as refused:
        parse_leaf(one["leaf"].encode())
    assert (refused.value.why, refused.value.leaf.version > 2) == ("newer than this verifier", True)


def test_vectors_speak_of_every_kind_and_of_every_field_that_it_needs():
    said = {json.loads(one["leaf"])["k"] for one in VECTORS["accepted"]}
    assert said == set(KINDS)
    refused = {one["why"] for one in VECTORS["refused"]}
    wanted = {f"{name}: without {field}" for name, kind in KINDS.items() for field in kind.needs}
    assert wanted - refused == set()


def test_table_is_in_itself_sound():
    types = {kinds.CODE, kinds.DAY, kinds.WEEK, kinds.NUMBER, kinds.FLAG, kinds.SEVERAL, kinds.SIZE, kinds.SHA256}
    types |= {kinds.HASH, kinds.CASE}
    for name, kind in KINDS.items():
        told = {**kind.needs, **kind.may}
        lists = [one for one in told.values() if not isinstance(one, str)]
        assert {one for one in told.values() if isinstance(one, str)} <= types, name
        assert all(TOKEN.fullmatch(code) for one in lists for code in one), name
        assert {*kind.follows} - {""} <= {other for other, row in KINDS.items() if row.subject == kind.subject}, name
        assert kind.needs.keys() & kind.may.keys() == set(), name
        assert {*kind.one_of} <= kind.may.keys(), name
        assert {kind.unlocks, kind.unlike} - {""} <= kind.needs.keys(), name
        said = {one for other in KINDS.values() if other.subject == kind.subject for one in other.needs | other.may}
        assert {*kind.once} <= (said if kind.subject else kind.needs.keys()), name
        terms = {term.split(".")[-1] for one in kind.holds for term in (*one.left.split("+"), *one.right.split("+"))}
        assert {term for term in terms if term and not term.startswith("'")} <= said | {"on", "due"}, name
        assert (kind.of in {*kinds.SUBJECTS}, "of" in told) in {(True, True), (False, False)}, name
        assert not (kind.subject and (kind.hidden or kind.weekly)), name


def test_children_have_no_line_of_their_own():
    """Case 27: the work with a child is never a case of this log; its weekly sum says the same in every week."""
    assert not {"child", "plan", "referral", "consent", "placement", "care"} & {*kinds.SUBJECTS}
    care = KINDS["care-root"]
    assert (care.subject, care.hidden, [*care.needs], [*care.may]) == (kinds.LOG, True, ["week"], [])
    weeks = [log_leaf(kind="care-root", on=D, extra={"week": f"2026-W{n}"}, h=H) for n in (36, 37)]
    assert weeks[0].replace(b"W36", b"W37") == weeks[1]


def test_kind_is_written_in_the_first_version_that_has_it():
    assert {version_of(kind) for kind in (*CASE_KINDS, *LOG_KINDS)} == {1}
    assert {version_of(kind) for kind in KINDS if kind not in CASE_KINDS} == {2}


values = {
    kinds.CODE: st.from_regex(TOKEN, fullmatch=True),
    kinds.DAY: st.dates(date(1900, 1, 1)).map(date.isoformat),
    kinds.WEEK: st.integers(1, 52).map(lambda n: f"2026-W{n:02}"),
    kinds.NUMBER: st.integers(0, MOST - 1),
    kinds.FLAG: st.sampled_from([0, 1]),
    kinds.SEVERAL: st.integers(2, 40),
    kinds.SIZE: st.integers(0, MOST - 1),
    kinds.SHA256: st.binary(min_size=32, max_size=32).map(bytes.hex),
    kinds.HASH: st.binary(min_size=32, max_size=32).map(base64_of),
    kinds.CASE: st.integers(0, 99).map(case_id),
}


@st.composite
def said(draw):
    """A kind with extras that it may have."""
    name = draw(st.sampled_from(sorted(KINDS)))
    kind = KINDS[name]
    fields = set(kind.needs) | set(draw(st.lists(st.sampled_from(sorted(kind.may)), unique=True)) if kind.may else ())
    if kind.one_of:
        fields = fields - {*kind.one_of} | {draw(st.sampled_from(kind.one_of))}
    table = {**kind.needs, **kind.may}
    types = {field: table[field] for field in sorted(fields)}
    extra = {field: draw(values[one] if isinstance(one, str) else st.sampled_from(one)) for field, one in types.items()}
    due = kind.due == kinds.MUST or (kind.due == kinds.MAY and draw(st.booleans()))
    return name, kind, extra, draw(st.dates(date(1970, 1, 2), date(2149, 1, 1))) if due else None


def written(name, kind, extra, due) -> bytes:
    if not kind.subject:
        return log_leaf(kind=name, on=D, extra=extra, h=H if kind.hidden else None)
    return act_leaf(
        kind=name, case=case_id(1), n=1, on=D, body="d05", territory="all", group="all", h=H, due=due, extra=extra,
        version=2,
    )  # fmt: skip


@given(said())
def test_what_the_writer_writes_the_reader_reads(given_):
    name, kind, extra, due = given_
    raw = written(*given_)
    leaf = parse_leaf(raw)
    assert (leaf.kind, leaf.subject, leaf.on, leaf.extra, leaf.due) == (name, kind.subject, D, extra, due)
    quickly = kind.subject == kinds.APPEAL and not contradictions(leaf, {})
    assert acts.ActReader().read(raw) == ((case_id(1).encode(), acts.act_of(leaf)) if quickly else None)


@given(said(), st.data())
def test_case_25_no_field_of_any_kind_takes_a_word_that_somebody_typed(given_, data):
    name, kind, extra, due = given_
    field = data.draw(st.sampled_from(sorted(extra) or ["basis"]))
    typed = data.draw(st.sampled_from(["Ivan Petrenko", "вул. Садова, 5", "", "a\nb", "x" * 65, " ", '"', "+380 67"]))
    with pytest.raises(RejectedError):
        written(name, kind, {**extra, field: typed}, due)


def test_stats_v1_is_untouched_by_leaves_of_later_versions():
    log = [act("registered", on=D), act("answered", n=1, on=D)]
    more = [one["leaf"].encode() for name in ("accepted", "newer") for one in VECTORS[name]]
    old, new = stats(log, "2026-09"), stats([*log, *more], "2026-09")
    assert new.size == old.size + len(more)
    new.size = old.size
    assert new == old


def test_lock_opens_to_its_value_and_to_no_other():
    salt, other = b"s" * 32, b"t" * 32
    assert lock("seed", "a", salt) == lock("seed", "a", salt)
    assert (
        len({lock("seed", "a", salt), lock("seed", "b", salt), lock("seed", "a", other), lock("sha", "a", salt)}) == 4
    )
    h, opening = commit(b"k" * 32, 0, {"seed": "a"})
    assert h == lock("seed", "a", b64decode(opening["seed"]["s"]))
