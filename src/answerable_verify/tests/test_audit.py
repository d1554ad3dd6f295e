"""The audit finds every way in which a log can be false, says where and what, and leaves evidence that convinces."""

import itertools
import json
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable_verify import (
    Policy,
    RejectedError,
    cosign_line,
    leaf_hash,
    parse_vkey,
    sign_note,
    sign_promise,
    verify_promise,
    write_leaf,
)
from answerable_verify.audit import Grade, Options, audit, evidence
from answerable_verify.audit.promises import judge
from answerable_verify.audit.report import exit_code, render
from answerable_verify.audit.state import AuditState, BusyStateError
from answerable_verify.checkpoint import verify_checkpoint, without_quorum
from answerable_verify.exits import DAMAGED, OLDER, RULES, UNWITNESSED
from answerable_verify.mirror import mirror
from answerable_verify.policy import NONE
from answerable_verify.reader import Reader
from answerable_verify.source import FolderSource
from answerable_verify.strict import base64_of
from answerable_verify.testing import DAY, NOON, SmallLog, act, config, plain_case, serving
from answerable_verify.tiles import build_tiles

from . import vectors
from .vectors import HOME

START = date(2026, 8, 20)
NOW = NOON + 600


def full_log(cases: int = 200) -> SmallLog:
    log = SmallLog(entries=[config("keys", "1")])
    for number in range(cases):
        log.entries += plain_case(number, START)
    return log


def run(log: SmallLog, folder, state=None, **how):
    options = Options(str(folder), **{"now": NOW, "folder": state, "policy": log.policy, **how})
    return audit(options)


def codes(report) -> set[str]:
    return set(report.findings.counts)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A log of 601 entries: full tiles, a partial one, and a level-1 tile."""
    log, folder = full_log(), tmp_path_factory.mktemp("log")
    log.publish(folder)
    return log, folder


def test_honest_log_passes_and_the_report_says_so(published):
    log, folder = published
    report = run(log, folder)
    assert (report.findings.worst, exit_code(report), report.checked, report.cases) == (Grade.NOTE, 0, 601, 200)
    assert "The log holds: all entries read, 200 cases" in render(report)


@vectors.needed
def test_published_log_of_the_vectors_passes_and_its_history_is_one(tmp_path):
    keys = json.loads((HOME / "keys.json").read_bytes())
    policy = Policy.of([vectors_key(keys["log"])], [vectors_key(w) for w in keys["witnesses"]], 1)
    work = tmp_path / "log"
    work.mkdir()
    head = verify_checkpoint((HOME / "log" / "checkpoint.887").read_bytes(), without_quorum(policy))
    entries, seen = list(Reader(head, FolderSource(str(HOME / "log"))).entries()), []
    for size in (1, 2, 255, 256, 257, 300, 511, 512, 513, 887):
        for path, raw in build_tiles(entries[:size]).items():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            (work / path).write_bytes(raw)
        shutil.copyfile(HOME / "log" / f"checkpoint.{size}", work / "checkpoint")
        options = Options(str(work), now=1790010000, folder=tmp_path / "state", policy=policy)
        report = audit(options)
        seen.append((report.since, report.checked, codes(report) - {"quorum"}))
    steps = [0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 887]
    assert seen == [(old, new - old, set()) for old, new in itertools.pairwise(steps)]


def vectors_key(entry):
    return parse_vkey(entry["vkey"])


def _files(folder):
    return sorted(str(path.relative_to(folder)) for path in (folder / "tile").rglob("*") if path.is_file())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_case_11_any_byte_changed_in_any_file_is_found_and_its_place_named(published, data):
    log, folder = published
    name = data.draw(st.sampled_from(_files(folder)))
    whole = (folder / name).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.sampled_from(["flip", "cut", "drop", "add", "remove"]))
    damaged = {
        "flip": whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :],
        "cut": whole[:at],
        "drop": whole[:at] + whole[at + 1 :],
        "add": whole[:at] + b"\x00" + whole[at:],
        "remove": None,
    }[change]
    try:
        (folder / name).unlink() if damaged is None else (folder / name).write_bytes(damaged)
        report = run(log, folder)
    finally:
        (folder / name).write_bytes(whole)
    assert exit_code(report) == DAMAGED
    assert any("leaf " in one.text or "tile/" in one.text or "root" in one.text for one in report.findings.kept)


def test_case_11_two_entries_swapped_with_their_hashes_are_found(published, tmp_path):
    log, _ = published
    liar = SmallLog(entries=list(log.entries))
    liar.entries[5], liar.entries[9] = liar.entries[9], liar.entries[5]
    liar.publish(tmp_path)
    (tmp_path / "checkpoint").write_bytes(log.note())
    report = run(log, tmp_path)
    assert (exit_code(report), codes(report)) == (DAMAGED, {"damaged"})


def test_audit_goes_on_where_it_stopped(published, tmp_path):
    log, _ = published
    folder, state = tmp_path / "log", tmp_path / "state"
    seen = []
    for size in (0, 1, 255, 256, 257, 511, 512, 600, 601, 601):
        log.publish(folder, size=size)
        report = run(log, folder, state)
        assert exit_code(report) == 0
        seen.append((report.since, report.checked, report.head.size))
    assert seen[-1] == (601, 0, 601)
    assert [since for since, *_ in seen] == [0, 0, 1, 255, 256, 257, 511, 512, 600, 601]
    assert run(log, folder, state, full=True).checked == 601


def test_audit_over_http_with_many_connections_finds_the_same(tmp_path):
    log = full_log(2000)
    log.entries[5000:5000] = [act("closed", case=3, n=7, on=START + timedelta(40))]
    log.publish(tmp_path)
    with serving(tmp_path) as address:
        here, there = run(log, tmp_path), run(log, address)
        (tmp_path / "tile" / "entries" / "019").unlink()
        broken = run(log, address)
    assert [(f.code, f.index) for f in here.findings.kept] == [("order", 5000)]
    assert (here.findings.kept, here.cases, here.checked) == (there.findings.kept, there.cases, there.checked)
    assert (exit_code(broken), broken.findings.kept[0].text) == (DAMAGED, "tile/entries/019: missing.")


def test_audit_of_many_cases_with_a_small_memory_finds_the_same(published, tmp_path, monkeypatch):
    log, folder = published
    monkeypatch.setattr("answerable_verify.audit.cases.HOT", 20)
    assert exit_code(run(log, folder, tmp_path / "state")) == 0


def test_case_12_rewritten_past_is_proven_even_when_the_witnesses_help(published, tmp_path):
    log, _ = published
    folder, state = tmp_path / "log", tmp_path / "state"
    log.publish(folder, size=400)
    assert exit_code(run(log, folder, state)) == 0
    liar = SmallLog(entries=log.entries[:100] + log.entries[101:])  # an appeal is made not to have happened
    shutil.rmtree(folder)
    liar.publish(folder, at=NOON + 60)
    report = run(log, folder, state)
    assert (exit_code(report), codes(report)) == (1, {"rewritten"})
    assert "changed its past" in render(report)
    (place,) = report.evidence
    assert "changed its past" in evidence.check_evidence(place, log.policy)
    again = run(log, folder, state)
    assert codes(again) == {"rewritten"}  # a broken log is never remembered as the good one


def test_case_13_fork_is_proven_and_the_evidence_convinces_a_third_party(published, tmp_path):
    log, _ = published
    folder, state = tmp_path / "log", tmp_path / "state"
    log.publish(folder)
    run(log, folder, state)
    liar = SmallLog(entries=[*log.entries[:-1], log.entries[0]])
    liar.publish(folder, at=NOON + 60)
    report = run(log, folder, state)
    assert (exit_code(report), codes(report)) == (1, {"fork"})
    (place,) = report.evidence
    assert evidence.check_evidence(place, log.policy) == (
        "The log log.example.org/tlog/t signed two different histories of 601 entries each. Both signatures are genuine: "
        "it showed one history to some and another to others (seen by 2 witnesses, 2026-09-01 12:00 UTC; seen by 2 "
        "witnesses, 2026-09-01 12:01 UTC)."
    )
    (place / "second.note").write_bytes((place / "first.note").read_bytes())
    with pytest.raises(RejectedError):
        evidence.check_evidence(place, log.policy)


@vectors.needed
def test_case_13_published_fork_is_recognised(tmp_path):
    keys = json.loads((HOME / "keys.json").read_bytes())
    policy = Policy.of([vectors_key(keys["log"])], [vectors_key(w) for w in keys["witnesses"]])
    for name, side in (("first", "fork_a"), ("second", "fork_b")):
        (tmp_path / f"{name}.note").write_bytes((HOME / side).read_bytes())
    assert "signed two different histories of 887 entries" in evidence.check_evidence(tmp_path, policy)


def test_case_14_rollback_is_noticed(published, tmp_path):
    log, _ = published
    folder, state = tmp_path / "log", tmp_path / "state"
    log.publish(folder)
    run(log, folder, state)
    log.publish(folder, size=300, at=NOON - 2 * DAY)
    assert codes(run(log, folder, state)) == {"shrank", "stale"}


def test_case_15_stale_view_is_refused(published):
    log, folder = published
    report = run(log, folder, now=NOON + 2 * DAY)
    assert (exit_code(report), codes(report)) == (UNWITNESSED, {"stale"})


def test_case_17_unwitnessed_checkpoint_is_said_to_be_one(published, tmp_path):
    log, _ = published
    log.publish(tmp_path, at=None)
    report = run(log, tmp_path)
    assert (exit_code(report), codes(report)) == (UNWITNESSED, {"quorum"})


def test_case_20_promise_not_kept_is_proven_from_promise_and_log(published):
    log, folder = published
    head = verify_checkpoint(log.note(at=NOON + 2 * DAY), log.policy)
    answers = []
    for entry in (log.entries[77], b"never put in"):
        note = sign_promise(log.promiser, leaf=leaf_hash(entry), issued=NOON, by=NOON + DAY)
        promise = verify_promise(note, log.promiser.key)
        for now in (NOON + 10, NOON + 2 * DAY):
            answers += [judge(promise, Reader(head, FolderSource(str(folder))), log.policy, now)]
    assert [(kept.kept, kept.index) for kept in answers] == [(True, 77), (True, 77), (None, None), (False, None)]
    assert answers[-1].words.startswith("The promise was broken.")


@pytest.mark.parametrize("shown", ["old", "stripped", "one of two", "no witnesses"])
def test_an_old_view_proves_no_promise_broken(published, shown):
    """What a server can show of an honest log, an older checkpoint with or without the witnesses' words, accuses nobody."""
    log, folder = published
    asked = replace(log.policy, quorum=NONE)
    head = verify_checkpoint(log.note(at=None if shown == "stripped" else NOON), asked)
    policy = asked if shown == "no witnesses" else log.policy
    if shown == "one of two":
        words = dict(verify_checkpoint(log.note(at=NOON + 2 * DAY), asked).cosignatures)
        first = next(iter(words))
        head = replace(head, cosignatures={**head.cosignatures, first: words[first]})
    promise = verify_promise(
        sign_promise(log.promiser, leaf=leaf_hash(b"put in later"), issued=NOON, by=NOON + DAY), log.promiser.key
    )
    kept = judge(promise, Reader(head, FolderSource(str(folder))), policy, NOON + 9 * DAY)
    assert (kept.kept, kept.index, kept.unwitnessed, "proves nothing" in kept.words) == (None, None, True, True)


def _emptied(log: SmallLog, folder, index: int) -> None:
    log.publish(folder)
    from answerable_verify.tiles import bundle

    path = folder / "tile" / "entries" / f"000.p/{len(log.entries)}"
    path.write_bytes(bundle([b"" if i == index else entry for i, entry in enumerate(log.entries)]))


def test_emptied_entry_is_lawful_only_when_a_leaf_names_it(tmp_path):
    redaction = write_leaf({"v": 1, "k": "redaction", "x": {"index": 1}})
    silent, open_ = SmallLog(entries=plain_case(0, START)), SmallLog(entries=[*plain_case(0, START), redaction])
    reports = []
    for name, log in (("silent", silent), ("open", open_)):
        _emptied(log, tmp_path / name, 1)
        reports.append(run(log, tmp_path / name))
    assert [exit_code(report) for report in reports] == [DAMAGED, RULES]
    assert [codes(report) & {"damaged", "redacted"} for report in reports] == [{"damaged"}, {"redacted"}]


def test_emptied_entry_named_in_an_earlier_run_stays_lawful(tmp_path):
    redaction = write_leaf({"v": 1, "k": "redaction", "x": {"index": 1}})
    log = SmallLog(entries=[*plain_case(0, START), redaction])
    _emptied(log, tmp_path / "log", 1)
    first = run(log, tmp_path / "log", tmp_path / "state")
    log.entries += plain_case(1, START)
    _emptied(log, tmp_path / "log", 1)
    second = run(log, tmp_path / "log", tmp_path / "state")
    assert [codes(report) & {"emptied", "redacted"} for report in (first, second)] == [{"redacted"}] * 2
    assert second.since == 4


@pytest.mark.parametrize("size", [1 << 40, (1 << 63) - 1])
def test_monstrous_size_is_refused_at_the_first_tile_that_is_not_there(published, tmp_path, size):
    log, _ = published
    log.publish(tmp_path / "log")
    text = f"{log.name}\n{size}\n{base64_of(leaf_hash(b'x'))}\n"
    lines = "".join(cosign_line(seer, text, NOON) for seer in log.seers)
    (tmp_path / "log" / "checkpoint").write_bytes(sign_note(text, log.signer) + lines.encode())
    report = run(log, tmp_path / "log", tmp_path / "state")
    assert (exit_code(report), codes(report)) == (DAMAGED, {"damaged"})
    assert report.findings.kept[0].text.endswith(": missing.")
    with pytest.raises(RejectedError):
        mirror(FolderSource(str(tmp_path / "log")), tmp_path / "copy", log.policy)


def test_second_audit_of_the_same_state_waits_its_turn(published, tmp_path):
    log, folder = published
    with AuditState(tmp_path), pytest.raises(BusyStateError):
        run(log, folder, tmp_path)
    assert exit_code(run(log, folder, tmp_path)) == 0


def test_state_that_is_no_state_is_refused(published, tmp_path):
    log, folder = published
    (tmp_path / "state.sqlite").write_bytes(b"not a database, really" * 99)
    with pytest.raises(RejectedError):
        run(log, folder, tmp_path)


def test_anchor_that_is_not_the_logs_own_past_is_proof_against_it(published, tmp_path):
    log, _ = published
    other = SmallLog(entries=log.entries[1:50])
    log = SmallLog(entries=list(log.entries))
    log.entries.append(write_leaf({"v": 1, "k": "anchor", "note": other.note().decode()}))
    log.publish(tmp_path / "log")
    report = run(log, tmp_path / "log", tmp_path / "state")
    assert (exit_code(report), codes(report)) == (1, {"anchor-fork", "rewritten"})
    assert "changed its past" in evidence.check_evidence(report.evidence[0], log.policy)


def test_case_33_new_log_may_begin_with_the_end_of_the_old_one(tmp_path):
    old = SmallLog(name="log.example.org/tlog/2026", entries=plain_case(0, START))
    new = SmallLog(name="log.example.org/tlog/2027")
    new.entries = [write_leaf({"v": 1, "k": "anchor", "note": old.note().decode()}), *plain_case(1, START)]
    new.publish(tmp_path)
    report = run(new, tmp_path)
    assert (exit_code(report), codes(report)) == (0, {"continues"})


def test_case_16_witness_that_is_down_or_babbles_is_noted_and_the_audit_goes_on(published, tmp_path):
    log, folder = published
    (tmp_path / "checkpoint").write_bytes(b"\xff garbage")
    with serving(tmp_path) as address:
        report = run(log, folder, others=(address, "http://127.0.0.1:9", str(tmp_path / "nowhere")))
    assert (exit_code(report), report.findings.counts["unasked"]) == (0, 3)


def test_audit_over_http_with_two_servers_of_which_one_lies(published, tmp_path):
    log, folder = published
    liar = SmallLog(entries=[*log.entries[:-1], log.entries[0]])
    liar.publish(tmp_path / "liar", at=NOON + 5)
    with serving(folder) as honest, serving(tmp_path / "liar") as lying:
        good = run(log, honest, tmp_path / "a", others=(str(folder),))
        caught = run(log, lying, tmp_path / "b", others=(honest,))
    assert (exit_code(good), codes(good)) == (0, {"agrees"})
    assert (exit_code(caught), codes(caught)) == (1, {"fork"})
    assert "two different histories" in evidence.check_evidence(caught.evidence[0], log.policy)


def test_other_view_that_is_ahead_of_ours_is_told(published, tmp_path):
    log, folder = published
    log.publish(tmp_path, size=500, at=NOON)
    old = run(log, tmp_path, others=(str(folder),), now=NOON + 2 * 3600)
    new = run(log, tmp_path, others=(str(folder),), now=NOON + 60)
    assert [(exit_code(report), codes(report)) for report in (old, new)] == [(OLDER, {"hidden"}), (0, {"hidden"})]


def test_keys_are_trusted_on_first_use_only_and_that_is_said(published, tmp_path):
    log, _ = published
    folder, state = tmp_path / "log", tmp_path / "state"
    log.publish(folder)
    first = run(log, folder, state, policy=None)
    assert (exit_code(first), first.trusted_on_first_use) == (0, True)
    thief = SmallLog(name="log.example.org/tlog/t", witnesses=0)
    thief.signer = SmallLog(name="thief.example.org/t").signer
    (folder / "keys").write_text(f"log {thief.signer.key.vkey}\nquorum none\n")
    second = run(log, folder, state, policy=None)
    assert (exit_code(second), second.trusted_on_first_use) == (0, False)
    assert "taken from the log itself" in render(first)
