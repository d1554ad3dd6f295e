"""Leaves, commitments, receipts, promises and statistics against the reference data."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable_verify import (
    Policy,
    RejectedError,
    Signer,
    act_leaf,
    build_receipt,
    check_opening,
    commit,
    derive_salt,
    leaf_hash,
    parse_leaf,
    parse_policy,
    parse_vkey,
    sign_promise,
    stats,
    verify_promise,
    verify_receipt,
    write_leaf,
)
from answerable_verify.commitment import field_commitment, withhold
from answerable_verify.leaf import CASE_KINDS, WITH_DUE
from answerable_verify.strict import base64_of
from answerable_verify.tiles import parse_bundle

from . import vectors
from .vectors import HOME, cases, load, raw

ACT = {
    "v": 1,
    "k": "registered",
    "c": "MphzSSDNfJqLApiLW3dAXg",
    "n": 0,
    "d": "2026-09-01",
    "b": "d05",
    "t": "r01",
    "g": "g01",
    "h": "ni7qYgqs6+KanOqkJI2Ww+9FD3dtIL6tQ9gLLCbmskc=",
    "ch": "phone",
    "due": "2026-10-01",
}


def entries() -> list[bytes]:
    """The 887 entries of the published log."""
    found = []
    for path, width in (("000", 256), ("001", 256), ("002", 256), ("003.p/119", 119)):
        found += parse_bundle((HOME / "log" / "tile" / "entries" / path).read_bytes(), width)
    return found


@pytest.mark.parametrize("case", cases("leaves.json", "cases"))
def test_leaf_is_read_only_in_its_one_spelling(case):
    if case["valid"]:
        assert write_leaf(json.loads(case["leaf"])) == case["leaf"].encode()
    else:
        with pytest.raises(RejectedError):
            parse_leaf(case["leaf"].encode())


@vectors.needed
def test_leaf_of_the_published_log_is_read_and_written_alike():
    for entry in entries():
        assert write_leaf(json.loads(entry)) == entry


@pytest.mark.parametrize(
    "change",
    [
        {"b": "вул. Садова, 5"},
        {"t": "Ivan Petrenko"},
        {"g": ""},
        {"g": "x" * 65},
        {"b": "d05\n"},
        {"ch": "телефон"},
        {"c": "short"},
        {"c": "MphzSSDNfJqLApiLW3dAXh"},
        {"n": -1},
        {"n": True},
        {"n": 1.0},
        {"n": 1 << 60},
        {"v": True},
        {"v": 2},
        {"d": "2026-02-30"},
        {"d": "２026-02-03"},
        {"d": "2026-2-3"},
        {"due": None},
        {"h": "ni7qYgqs6+KanOqkJI2Ww+9FD3dtIL6tQ9gLLCbmskd="},
        {"h": ["x"]},
        {"k": "praised"},
        {"k": ["registered"]},
        {"k": "acknowledged"},
        {"text": "obviously"},
        {"x": {}},
        {"x": {"name": "Petrenko"}},
        {"x": {"rule": "he is known to us"}},
        {"x": {"rating": True}},
        {"x": {"rating": {"of": 5}}},
        {"x": ["ext30"]},
    ],
)
def test_case_25_leaf_with_anything_but_codes_is_refused_by_the_writer_and_the_reader(change):
    entry = {**ACT, **change}
    with pytest.raises(RejectedError):
        write_leaf(entry)
    with pytest.raises(RejectedError):
        parse_leaf(json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


@given(st.text(min_size=1, max_size=30), st.sampled_from(["b", "t", "g", "ch", "rule"]))
def test_case_25_no_writer_path_lets_text_through(text, where):
    entry = {**ACT, where: text} if where != "rule" else {**ACT, "x": {"rule": text}}
    coded = text.isascii() and all(c.isalnum() or c in "._:/+=-" for c in text)
    if coded:
        assert parse_leaf(write_leaf(entry)).kind == "registered"
    else:
        with pytest.raises(RejectedError):
            write_leaf(entry)


@given(st.binary(max_size=120))
def test_leaf_of_any_bytes_is_refused_and_nothing_else_is_raised(noise):
    with pytest.raises(RejectedError):
        parse_leaf(noise)


@pytest.mark.parametrize("noise", [b"[" * 20000, b'{"a":' * 20000, b'{"a":"\\ud800"}', b'{"a":' + b"9" * 5000 + b"}"])
def test_leaf_that_breaks_careless_readers_is_refused(noise):
    with pytest.raises(RejectedError):
        parse_leaf(noise)


def test_case_28_sensitive_category_differs_in_nothing_but_its_common_group():
    def leaf(group: str) -> bytes:
        return act_leaf(
            kind="registered",
            case=ACT["c"],
            n=0,
            on=date(2026, 9, 1),
            body="d05",
            territory="r00",
            group=group,
            h=ACT["h"],
            channel="phone",
            due=date(2026, 10, 1),
        )

    assert len(leaf("g01")) == len(leaf("g09"))
    assert leaf("g01").replace(b"g01", b"g09") == leaf("g09")


@pytest.mark.parametrize("case", cases("commitments.json", "cases"))
def test_commitment_is_the_published_one(case):
    key = bytes.fromhex(case["case_key_hex"])
    salts = {name: derive_salt(key, case["n"], name) for name in case["fields"]}
    assert {name: base64_of(salt) for name, salt in salts.items()} == case["salts"]
    assert {
        name: base64_of(field_commitment(name, value, salts[name])) for name, value in case["fields"].items()
    } == case["field_commitments"]
    h, opening = commit(key, case["n"], case["fields"])
    assert (base64_of(h), check_opening(h, opening)) == (case["h"], case["fields"])


@pytest.mark.parametrize("case", cases("commitments.json", "openings"))
def test_opening_is_accepted_or_refused_as_the_vectors_say(case):
    if case["accept"]:
        shown = {name: part["v"] for name, part in case["opening"].items() if "v" in part}
        assert check_opening(raw(case["h"]), case["opening"]) == shown
    else:
        with pytest.raises(RejectedError):
            check_opening(raw(case["h"]), case["opening"])


@given(st.dictionaries(st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True), st.text(max_size=30), min_size=1), st.data())
def test_case_22_commitment_opens_to_what_was_committed_and_to_nothing_else(fields, data):
    fields = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    h, opening = commit(b"k" * 32, 0, fields)
    name = data.draw(st.sampled_from(sorted(fields)))
    hidden = withhold(opening, name)
    assert check_opening(h, hidden) == {other: value for other, value in fields.items() if other != name}
    opening[name]["v"] += "!"
    with pytest.raises(RejectedError):
        check_opening(h, opening)


def test_case_26_without_the_case_key_no_guess_of_the_text_can_be_tested():
    h, _ = commit(b"k" * 32, 0, {"text": "yes"})
    other, _ = commit(b"K" * 32, 0, {"text": "yes"})
    assert h != other  # the same short text under another key: h alone confirms no guess


@pytest.mark.parametrize("case", cases("receipts.json", "cases"))
def test_case_21_receipt_is_accepted_or_refused_as_the_vectors_say(case):
    logs, witnesses = ([parse_vkey(key) for key in case[kind]] for kind in ("log_keys", "witness_keys"))
    policy = Policy.of(logs, witnesses, case["quorum"])
    if case["accept"]:
        receipt = verify_receipt(case["proof"].encode(), policy)
        assert (receipt.index, receipt.checkpoint.size) == (case["index"], case["size"])
        assert receipt.fields.get("text") == case.get("text")
    else:
        with pytest.raises(RejectedError):
            verify_receipt(case["proof"].encode(), policy)


@vectors.needed
def test_receipt_written_again_from_its_parts_is_the_same_file():
    policy = Policy.of([parse_vkey(load("keys.json")["log"]["vkey"])])
    for path in sorted((HOME / "receipts").iterdir()):
        receipt = verify_receipt(path.read_bytes(), policy)
        head, _, checkpoint = path.read_bytes().partition(b"\n\n")
        hashes = [raw(line) for line in head.decode().split("\n")[3:]]
        opening = json.loads(raw(head.decode().split("\n")[1].removeprefix("extra ")))["open"]
        again = build_receipt(
            entry=receipt.entry, opening=opening, index=receipt.index, proof=hashes, checkpoint=checkpoint
        )
        assert again == path.read_bytes()


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_case_21_receipt_with_any_one_byte_changed_is_refused(at, change):
    path = HOME / "receipts" / "121.tlog-proof"
    if not path.is_file():
        pytest.skip("the open vectors are not beside this checkout (../shared)")
    keys = load("keys.json")
    policy = Policy.of([parse_vkey(keys["log"]["vkey"])], [parse_vkey(w["vkey"]) for w in keys["witnesses"]], 2)
    receipt = bytearray(path.read_bytes())
    receipt[at % len(receipt)] ^= change
    with pytest.raises(RejectedError):
        verify_receipt(bytes(receipt), policy)


@given(st.binary(max_size=200), st.integers(0, 400))
def test_proof_and_promise_of_any_bytes_are_refused_and_nothing_else_is_raised(noise, at):
    key = Signer.from_seed("log.example.org/promise", b"p" * 32).key
    whole = b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\nlog\n1\n"
    for raw_ in (noise, whole[:at] + noise, whole[:at] + noise + whole[at:]):
        with pytest.raises(RejectedError):
            verify_receipt(raw_, Policy.of([key]))
        with pytest.raises(RejectedError):
            verify_promise(raw_, key)


@given(st.binary(max_size=200))
def test_policy_of_any_bytes_is_read_or_refused_and_nothing_else_is_raised(noise):
    for raw_ in (noise, b"log " + noise, b"quorum none\n" + noise, b"group g 1 " + noise):
        try:
            policy = parse_policy(raw_)
        except RejectedError:
            continue
        assert policy.quorum == "none"


@vectors.needed
def test_promise_is_the_published_one():
    data = load("promise.json")
    signer = Signer.from_seed(data["key"]["name"], bytes.fromhex(data["key"]["seed_hex"]))
    leaf = leaf_hash(data["entry"].encode())
    assert sign_promise(signer, leaf=leaf, issued=1790000000, by=1790086400) == data["note"].encode()
    promise = verify_promise(data["note"].encode(), parse_vkey(data["key"]["vkey"]))
    assert (promise.origin, promise.leaf, promise.issued, promise.by) == (
        "example.org/tlog/test",
        leaf,
        1790000000,
        1790086400,
    )


@pytest.mark.parametrize("case", cases("stats.json", "expected"))
def test_case_29_statistics_of_the_published_log_come_out(case):
    found = stats(entries(), case["period"], case["size"])
    assert json.loads(found.as_json()) == case


@vectors.needed
def test_case_33_statistics_over_two_shards_equal_those_over_one_log():
    whole = entries()
    shards = [*whole[:400], *whole[400:]]
    assert stats(shards, "2026-10") == stats(whole, "2026-10")


def test_statistics_of_more_leaves_than_there_are_is_refused():
    with pytest.raises(RejectedError):
        stats([], "2026-10", 1)


def test_overdue_counts_the_due_day_as_it_stood_at_the_end_of_the_month():
    def act(kind: str, n: int, on: str, due: str | None = None) -> bytes:
        entry = {**ACT, "k": kind, "n": n, "d": on}
        del entry["ch"], entry["due"]
        entry |= {"ch": "web"} if kind == "registered" else {}
        entry |= {"due": due} if due else {}
        return write_leaf(entry)

    log = [act("registered", 0, "2026-09-01", "2026-09-20"), act("reopened", 1, "2026-10-02", "2026-11-01")]
    assert [stats(log, period).overdue_at_end for period in ("2026-08", "2026-09", "2026-10", "2026-11")] == [
        0,
        1,
        0,
        1,
    ]


days = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@given(st.lists(st.tuples(st.sampled_from(CASE_KINDS[1:]), st.integers(0, 9), st.integers(0, 40)), max_size=12), days)
def test_answered_on_time_never_exceeds_answered(acts, start):
    log = [write_leaf({**ACT, "d": start.isoformat(), "due": (start + timedelta(30)).isoformat()})]
    on = start
    for n, (kind, wait, more) in enumerate(acts, 1):
        on += timedelta(wait)
        entry = {key: value for key, value in ACT.items() if key not in {"ch", "due"}}
        entry |= {"k": kind, "n": n, "d": on.isoformat()}
        entry |= {"due": (on + timedelta(more)).isoformat()} if kind in WITH_DUE else {}
        log.append(write_leaf(entry))
    found = [stats(log, f"2026-{month:02}") for month in range(1, 13)]
    assert sum(f.registered for f in found) == 1
    assert all(0 <= f.answered_on_time <= f.answered for f in found)
    assert all(f.overdue_at_end in (0, 1) for f in found)
