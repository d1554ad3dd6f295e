"""A map is taken whole or refused with every fault; a row becomes an appeal, or says which column is wrong."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals.rules import importing
from answerable.appeals.rules.importing import RegisterMap, UnfitRowError, UnmappedError

KNOWN = {"body": frozenset({"p1", "p2"}), "category": frozenset({"street"}), "territory": frozenset({"town"})}
COLUMNS = ["id", "opened", "closed", "what", "street", "unit", "reply", "kind"]
MAP = {
    "register": "paper", "key": "id", "prefix": "PAP", "language": "en", "zone": "Europe/Kyiv",
    "kind": {"column": "kind", "values": {"c": "complaint"}, "default": "report"}, "text": "{what}: {street}",
    "where": "{street}", "registered": {"column": "opened", "format": "%d.%m.%Y %H:%M"}, "closed": {"column": "closed"},
    "answer": "reply", "body": {"column": "unit", "values": {"one": "p1", "two": "p2"}},
    "category": {"value": "street"},
}  # fmt: skip
ROW = {
    "id": "7", "opened": "01.02.2026 10:00", "closed": "2026-02-03T10:00:00+00:00", "what": "Dark lamp", "street": "Main 1",
    "unit": "one", "reply": " It shines. ", "kind": "c",
}  # fmt: skip


def mapped(**changed: object) -> RegisterMap:
    return importing.read_map({**MAP, **changed}, columns=COLUMNS, known=KNOWN)


def faults(**changed: object) -> list[str]:
    with pytest.raises(UnmappedError) as refused:
        mapped(**changed)
    return refused.value.faults


def unfit(row: dict[str, str], **changed: object) -> str:
    with pytest.raises(UnfitRowError) as refused:
        importing.read_row({**ROW, **row}, mapped(**changed))
    return str(refused.value)


def test_a_row_becomes_an_appeal() -> None:
    got = importing.read_row(ROW, mapped(due={"column": "closed"}, territory={"value": "town"}))
    assert (got.key, got.number, got.kind, got.text, got.where) == (
        "7",
        "PAP-7",
        "complaint",
        "Dark lamp: Main 1",
        "Main 1",
    )
    assert (got.answer, got.body, got.category, got.territory) == ("It shines.", "p1", "street", "town")
    assert got.registered_at == datetime(2026, 2, 1, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
    assert got.closed_at == got.due_at == datetime(2026, 2, 3, 10, tzinfo=UTC)


def test_what_a_row_or_a_map_does_not_say_is_empty() -> None:
    bare = {name: said for name, said in MAP.items() if name not in {"answer", "closed", "category", "where"}}
    got = importing.read_row(
        {**ROW, "kind": "other", "street": ""}, importing.read_map(bare, columns=COLUMNS, known=KNOWN)
    )
    assert (got.kind, got.answer, got.closed_at, got.due_at, got.category, got.where) == (
        "report",
        "",
        None,
        None,
        "",
        "",
    )
    assert got.text == "Dark lamp"  # without what the empty cell leaves behind
    assert importing.read_row({**ROW, "unit": " "}, mapped()).body == ""


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": ""}, "id: '' isn't a key"),
        ({"id": "a b"}, "id: 'a b' isn't a key"),
        ({"what": "", "street": ""}, "text: empty"),
        ({"what": "x" * 100_001}, "text: longer"),
        ({"opened": ""}, "opened: empty"),
        ({"opened": "yesterday"}, "opened: 'yesterday' isn't an instant"),
        ({"closed": "2026-01-01"}, "closed: closed before"),
        ({"unit": "three"}, "unit: the map says no body for 'three'"),
    ],
)
def test_an_unfit_row_names_its_column(row: dict[str, str], says: str) -> None:
    assert unfit(row).startswith(says)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"colour": "red"}, ["colour: unknown"]),
        ({"key": "ident"}, ["key: the file has no column 'ident'"]),
        ({"prefix": "papers"}, ["prefix: one to five"]),
        ({"language": "English"}, ["language: the code"]),
        ({"zone": "Kyiv"}, ["zone: no such"]),
        ({"zone": "Europe"}, ["zone: no such"]),
        ({"text": "{what"}, ["text: a brace"]),
        ({"text": "{}"}, ["text: the file has no column ''"]),
        ({"text": "{what:>9}"}, ["text: 'what': only the name"]),
        ({"registered": {"column": "opened", "format": "%a%a"}}, ["registered: format: '%a%a' names"]),
        ({"where": "{place}"}, ["where: the file has no column 'place'"]),
        ({"registered": "opened"}, ["registered: write {column"]),
        ({"registered": {"format": "iso"}}, ["registered: write {column"]),
        ({"closed": {"column": "ended"}}, ["closed: the file has no column 'ended'"]),
        ({"body": "p1"}, ["body: write {value"]),
        ({"body": {"column": "team", "values": {"a": "p3"}, "default": "p4"}}, ["body: the file has no", "body: 'p3'", "body: 'p4'"]),
        ({"kind": {"value": "gossip"}}, ["kind: 'gossip' isn't known here"]),
    ],
)  # fmt: skip
def test_a_faulty_map_names_each_fault(changed: dict[str, object], said: list[str]) -> None:
    found = faults(**changed)
    assert [fault.startswith(each) for fault, each in zip(found, said, strict=True)] == [True] * len(said)


def test_what_is_missing_is_named_at_once() -> None:
    with pytest.raises(UnmappedError) as refused:
        importing.read_map({}, columns=COLUMNS, known=KNOWN)
    missing = [fault.partition(":")[0] for fault in refused.value.faults if fault.endswith("missing")]
    assert missing == list(importing.NEEDED)
    with pytest.raises(UnmappedError, match="list of fields"):
        importing.read_map([], columns=COLUMNS, known=KNOWN)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30)))
def test_any_row_is_taken_or_says_why(cells: dict[str, str]) -> None:
    try:
        got = importing.read_row({**dict.fromkeys(COLUMNS, ""), **cells}, mapped())
    except UnfitRowError as fault:
        said = str(fault)
    else:
        said = got.text
    assert said
