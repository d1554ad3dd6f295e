"""The rules of the record: every breach is flagged with its leaf, and the quick reader agrees with the strict one."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable_verify import (
    RejectedError,
    acts,
    parse_leaf,
    stats,
    write_leaf,
)
from answerable_verify.audit import Grade, Options, audit
from answerable_verify.audit.report import exit_code, render
from answerable_verify.leaf import CASE_KINDS
from answerable_verify.testing import DAY, NOON, SmallLog, act, config, plain_case

START = date(2026, 8, 20)
NOW = NOON + 600


def run(log: SmallLog, folder, state=None, **how):
    options = Options(str(folder), **{"now": NOW, "folder": state, "policy": log.policy, **how})
    return audit(options)


def codes(report) -> set[str]:
    return set(report.findings.counts)


def _judged(tmp_path, entries, *, anchor: int | None = None, **how):
    log = SmallLog(entries=list(entries))
    if anchor is not None:
        log.anchor(at=anchor)
    log.publish(tmp_path)
    return run(log, tmp_path, **how)


def test_case_23_back_dated_act_is_flagged_with_the_witnesses_time(tmp_path):
    log = SmallLog(entries=plain_case(0, START))
    log.anchor(at=NOON)
    log.entries += [act("registered", case=1, on=date(2026, 8, 27)), act("registered", case=2, on=date(2026, 8, 29))]
    log.anchor(at=NOON + DAY)
    log.publish(tmp_path)
    report = run(log, tmp_path, now=NOON + DAY)
    assert (exit_code(report), [(f.code, f.index) for f in report.findings.kept if f.grade == Grade.RULE]) == (
        3,
        [("back-dated", 4)],
    )
    (found,) = report.findings.of("back-dated")
    assert found.text == (
        "Leaf 4 carries the date 2026-08-27, but witnesses prove that it was not in the log until at least 2026-09-01: "
        "it is back-dated."
    )


def test_case_23_act_of_tomorrow_is_flagged_and_one_of_an_eastern_evening_is_not(tmp_path):
    entries = [act("registered", case=1, on=date(2026, 9, 2)), act("registered", case=2, on=date(2026, 9, 3))]
    report = _judged(tmp_path, entries, anchor=NOON)
    assert [(f.code, f.index) for f in report.findings.kept] == [("future", 1)]


def test_late_entry_is_noted_but_breaks_no_rule(tmp_path):
    report = _judged(tmp_path, [act("registered", on=date(2026, 8, 20))], anchor=NOON)
    assert (exit_code(report), codes(report)) == (0, {"late"})


D = date(2026, 8, 30)


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([act("answered", n=0, on=D)], [("order", 0)]),
        ([act("registered", on=D), act("answered", n=2, on=D)], [("order", 1)]),
        ([act("registered", on=D), act("answered", n=1, on=D), act("closed", n=1, on=D)], [("order", 2)]),
        ([act("registered", on=D), act("registered", on=D)], [("order", 1), ("order", 1)]),
        ([act("registered", on=D), act("registered", n=1, on=D)], [("order", 1)]),
        ([act("registered", on=D), act("closed", n=1, on=D - timedelta(1))], [("days", 1)]),
        ([act("registered", on=D, due=D), act("extended", n=1, on=D + timedelta(1))], [("extended-late", 1)]),
        ([act("registered", on=D), act("extended", n=1, on=D, due=D)], [("extended-not", 1)]),
        ([act("registered", on=D), act("extended", n=1, on=D, due=D + timedelta(40))], []),
        ([act("registered", on=D, due=D), act("reopened", n=1, on=D + timedelta(5))], []),
    ],
)
def test_case_24_broken_rule_of_a_case_is_flagged(tmp_path, entries, found):
    report = _judged(tmp_path, entries)
    assert [(f.code, f.index) for f in report.findings.kept] == found
    assert exit_code(report) == (3 if found else 0)


def _forged(entry: bytes, **change) -> bytes:
    forged = {**json.loads(entry), **change}
    return json.dumps(forged, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "entry",
    [
        _forged(act("registered", on=D), t="вул. Садова, 5"),
        _forged(act("registered", on=D), name="Petrenko"),
        _forged(act("answered", n=1, on=D), due="2026-12-01"),
        _forged(act("registered", on=D), k="praised"),
        b"just text",
        b"",
    ],
)
def test_case_25_free_text_and_unlawful_leaves_in_a_log_are_flagged(tmp_path, entry):
    report = _judged(tmp_path, [*plain_case(1, D), entry])
    assert [(f.code, f.index) for f in report.findings.kept] == [("leaf", 3)]
    assert "Садова" not in render(report)


def _statement(period: str, size: int, digest: str) -> bytes:
    extra = {"name": f"stats-v1/{period}", "size": size, "sha256": digest}
    return write_leaf({"v": 1, "k": "statement", "x": extra})


def test_case_29_published_numbers_are_computed_again(tmp_path):
    entries = plain_case(0, START) + plain_case(1, START)
    right = sha256(stats(entries, "2026-08", 5).as_json()).hexdigest()
    wrong = sha256(stats(entries, "2026-08", 4).as_json()).hexdigest()
    log = [*entries, _statement("2026-08", 5, right), _statement("2026-08", 5, wrong), _statement("2026-08", 99, right)]
    report = _judged(tmp_path, log)
    assert sorted((f.code, f.index) for f in report.findings.kept) == [
        ("numbers", 6),
        ("numbers-wrong", 7),
        ("statement", 8),
    ]
    assert exit_code(report) == 3


def test_case_29_changed_rules_are_reported(tmp_path):
    report = _judged(tmp_path, [config("calendar", "a"), config("keys", "k"), config("calendar", "b")])
    assert [(f.code, f.index) for f in report.findings.kept] == [("config", 2)]


texts = st.sampled_from(["d01", "r00", "a b", "", "Ї", "x" * 64, "x" * 65, "2026-02-30", "2026-09-01", "0001-01-01"])
numbers = st.one_of(st.integers(-1, 30), st.sampled_from([999_999, 1_000_000, 1 << 20, 1 << 60]))
extras = st.dictionaries(
    st.sampled_from(["rule", "rating", "from", "name", "a", "a", "to", "w", "src"]),
    st.one_of(texts, numbers, st.sampled_from(["own", "meeting", "solved"])),
    max_size=3,
)
NEW: list[str] = [
    "read",
    "commended",
    "forwarded",
    "paused",
    "promise-made",
    "promise-kept",
    "key-mended",
    "number-void",
]


@settings(max_examples=400)
@given(
    st.fixed_dictionaries(
        {"k": st.sampled_from([*CASE_KINDS, *NEW, "config", "x"]), "n": numbers, "v": st.sampled_from([1, 2])},
        optional={
            "b": texts,
            "g": texts,
            "t": texts,
            "ch": texts,
            "d": st.one_of(texts, st.dates().map(str)),
            "due": st.one_of(texts, st.dates().map(str)),
            "x": extras,
            "h": st.sampled_from(["A" * 43 + "=", "A" * 42 + "B=", ""]),
        },
    ),
    st.booleans(),
)
def test_quick_reader_agrees_with_the_strict_one(change, whole):
    entry = json.loads(act("registered", on=D)) if whole else {"c": "A" * 22, "h": "A" * 43 + "="}
    raw = json.dumps({**entry, **change}, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    quickly = acts.ActReader().read(raw)
    try:
        leaf = parse_leaf(raw)
    except RejectedError:
        assert quickly is None
        return
    if quickly is not None:
        assert leaf.case is not None
        assert quickly == (leaf.case.encode(), acts.act_of(leaf))
    else:
        assert leaf.case is None or acts.act_of(leaf) is None or leaf.n >= 1_000_000 or not leaf.on


@given(
    st.sampled_from(CASE_KINDS),
    st.integers(0, 999_999),
    st.dates(date(1970, 1, 2), date(2149, 1, 1)),
    st.integers(0, 99),
)
def test_quick_reader_takes_every_ordinary_act(kind, n, on, rating):
    entry = act(kind, n=n, on=on, rating=rating, rule="ext30")
    assert acts.ActReader().read(entry) == (parse_leaf(entry).case.encode(), acts.act_of(parse_leaf(entry)))
