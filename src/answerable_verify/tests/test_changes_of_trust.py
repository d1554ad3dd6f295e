"""Trust changes and what was proven stays: witnesses stop, keys change, receipts were made early, addresses are wrong."""

from datetime import date
from hashlib import sha256

import pytest

from answerable_verify import (
    RejectedError,
    Signer,
    build_receipt,
    commit,
    leaf_hash,
    parse_policy,
    sign_note,
    verify_checkpoint,
    write_leaf,
)
from answerable_verify.audit import Options, audit
from answerable_verify.audit.report import exit_code
from answerable_verify.canonical import read_json
from answerable_verify.checkpoint import RetiredKeyError, UnwitnessedError
from answerable_verify.cli import main
from answerable_verify.exits import FINE, RETIRED, UNREACHABLE, UNWITNESSED
from answerable_verify.reader import read_head
from answerable_verify.source import FolderSource, UnreachableError
from answerable_verify.strict import base64_of
from answerable_verify.testing import NOON, SmallLog, act, plain_case, serving
from answerable_verify.tree import inclusion_proof, root

START = date(2026, 8, 20)


def small(**how) -> SmallLog:
    return SmallLog(entries=[entry for number in range(4) for entry in plain_case(number, START)], **how)


def policy_lines(log: SmallLog, *lines: str) -> bytes:
    return "\n".join([f"log {log.signer.key.vkey}", *lines, ""]).encode()


def test_receipts_live_on_when_a_witness_stops_and_its_later_word_counts_no_more():
    log = small()
    first, second = (seer.key.vkey for seer in log.seers)
    lines = (f"witness w0 {first}", "quorum w0")
    strict = parse_policy(policy_lines(log, f"witness w1 {second}", f"#: witness-until 12 w0 {first}", "quorum w1"))
    told = (f"witness w1 {second}", f"#: witness-until 12 w0 {first}", "quorum w1", "#: quorum-until 12 1 w0")
    kind = parse_policy(policy_lines(log, *told))
    note = log.note()
    text = note.decode().partition("\n\n")[0] + "\n\n"
    only_w0 = text + "".join(line for line in note.decode().splitlines(keepends=True) if "w1." not in line)[len(text) :]
    assert verify_checkpoint(only_w0.encode(), parse_policy(policy_lines(log, *lines))).size == 12
    assert verify_checkpoint(only_w0.encode(), kind).size == 12
    with pytest.raises(UnwitnessedError):
        verify_checkpoint(only_w0.encode(), strict)
    log.entries += plain_case(9, START)
    later = "".join(line for line in log.note().decode().splitlines(keepends=True) if "w1." not in line)
    with pytest.raises(UnwitnessedError):
        verify_checkpoint(later.encode(), kind)


@pytest.mark.parametrize(
    "line",
    [
        "#: witness-until x w0 {0}",
        "#: witness-until 12 w1 {0}",
        "#: witness-until 12 w0 {1}",
        "#: witness-until 12 w0",
        "#: quorum-until 12 1 nobody",
        "#: quorum-until 12 2 w1",
        "#: quorum-until 12 0 w1",
        "#: quorum-until 12 1 w1 w1",
        "#: quorum-until 12 1",
    ],
)
def test_line_of_a_retired_witness_that_means_nothing_is_refused(line):
    log = small()
    keys = [seer.key.vkey for seer in log.seers]
    with pytest.raises(RejectedError):
        parse_policy(policy_lines(log, f"witness w1 {keys[1]}", line.format(*keys), "quorum w1"))


def receipt_of(log: SmallLog, text: str, *, at: int | None) -> bytes:
    h, opening = commit(b"k" * 32, 0, {"text": text})
    raw = read_json(act("registered", case=77, on=START), "leaf")
    entry = write_leaf({**raw, "h": base64_of(h)})
    log.entries.append(entry)
    hashes = [leaf_hash(one) for one in log.entries]
    index = len(hashes) - 1
    proof = inclusion_proof(hashes, index)
    return build_receipt(entry=entry, opening=opening, index=index, proof=proof, checkpoint=log.note(at=at))


def test_receipt_made_before_the_witnesses_came_is_genuine_and_says_so(tmp_path, capsys):
    log = small()
    (tmp_path / "r").write_bytes(receipt_of(log, "x", at=None))
    log.publish(tmp_path / "log")
    given = ["receipt", str(tmp_path / "r"), "--language", "en", "--policy", str(tmp_path / "log" / "keys")]
    assert main(given) == UNWITNESSED
    said = capsys.readouterr().out
    assert said.startswith("The receipt is genuine.")
    assert "No witness has seen it there yet" in said
    assert main([*given, "--log", str(tmp_path / "log")]) == UNWITNESSED


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_senders_words_cannot_pass_for_a_line_of_the_tool(tmp_path, capsys, end):
    log = small()
    (tmp_path / "r").write_bytes(receipt_of(log, f"lamp{end}The receipt does NOT hold.", at=NOON))
    log.publish(tmp_path / "log")
    assert main(["receipt", str(tmp_path / "r"), "--policy", str(tmp_path / "log" / "keys")]) == FINE
    lines = capsys.readouterr().out.split("\n")
    assert "    | The receipt does NOT hold." in lines
    assert "The receipt does NOT hold." not in lines


def changed(log: SmallLog, *, old: Signer, new: Signer, text: bytes, both: bool) -> bytes:
    """The checkpoint after the log said which policy it serves, signed by both keys or by the new one."""
    log.entries.append(
        write_leaf({"v": 1, "k": "config", "x": {"name": "witnesses", "sha256": sha256(text).hexdigest()}})
    )
    size = len(log.entries)
    told = f"{log.name}\n{size}\n{base64_of(root([leaf_hash(one) for one in log.entries]))}\n"
    return sign_note(told, *([old, new] if both else [new]))


def test_auditor_follows_a_change_of_keys_by_the_signed_chain_and_no_other(tmp_path):
    log = small(witnesses=0)
    old, new = log.signer, Signer.from_seed(log.name, b"n" * 32)
    policy = parse_policy(policy_lines(log, "quorum none"))
    folder, state = tmp_path / "log", tmp_path / "state"

    def run(where=state):
        return audit(Options(str(folder), now=NOON, folder=where, policy=policy))

    log.publish(folder)
    assert exit_code(run()) == FINE
    assert exit_code(run(tmp_path / "late")) == FINE
    both = f"log {old.key.vkey}\nlog {new.key.vkey}\nquorum none\n".encode()
    note = changed(log, old=old, new=new, text=both, both=True)
    log.publish(folder)
    (folder / "checkpoint").write_bytes(note)
    (folder / "keys").write_bytes(both)
    report = run()
    assert (exit_code(report), report.findings.counts["new-key"]) == (FINE, 1)
    ended = f"log {new.key.vkey}\n#: log-until 1 {old.key.vkey}\nquorum none\n".encode()
    note = changed(log, old=old, new=new, text=ended, both=False)
    log.publish(folder)
    (folder / "checkpoint").write_bytes(note)
    (folder / "keys").write_bytes(ended)
    assert exit_code(run()) == FINE
    # whoever did not look while both keys signed is told that the key has changed, and accuses nobody
    late = run(tmp_path / "late")
    assert (exit_code(late), dict(late.findings.counts)) == (RETIRED, {"key": 1})
    # what the old key signed before its end was known stays its word: naming a small size takes nothing back
    shrunk = SmallLog(witnesses=0, entries=log.entries[:13])
    shrunk.entries[3] = log.entries[0]
    shrunk.publish(folder)
    told = run()
    assert set(told.findings.counts) & {"fork", "shrank", "rewritten"}


def test_served_policy_that_the_log_did_not_announce_is_not_followed(tmp_path):
    log = small(witnesses=0)
    thief = Signer.from_seed(log.name, b"t" * 32)
    folder, state = tmp_path / "log", tmp_path / "state"
    log.publish(folder)
    (folder / "keys").write_bytes(f"log {log.signer.key.vkey}\nlog {thief.key.vkey}\nquorum none\n".encode())
    policy = parse_policy(policy_lines(log, "quorum none"))
    first = audit(Options(str(folder), now=NOON, folder=state, policy=policy))
    assert (exit_code(first), first.findings.counts["new-key"]) == (FINE, 0)
    log.entries += plain_case(9, START)
    log.publish(folder)
    text = log.note().decode().partition("\n\n")[0] + "\n"
    (folder / "checkpoint").write_bytes(sign_note(text, thief))
    second = audit(Options(str(folder), now=NOON, folder=state, policy=policy))
    assert (exit_code(second), set(second.findings.counts)) == (RETIRED, {"key"})


def test_key_that_ended_is_a_word_of_its_own(tmp_path):
    log = small(witnesses=0)
    log.publish(tmp_path)
    new = Signer.from_seed(log.name, b"n" * 32)
    lines = f"log {new.key.vkey}\n#: log-until 5 {log.signer.key.vkey}\nquorum none\n".encode()
    (tmp_path / "policy").write_bytes(lines)
    with pytest.raises(RetiredKeyError):
        read_head(FolderSource(str(tmp_path)), parse_policy(lines))
    assert main(["log", str(tmp_path), "--policy", str(tmp_path / "policy")]) == RETIRED


@pytest.mark.parametrize("page", [None, b"<html>hello</html>", b"", b"another\n1\nx\n\n\xe2\x80\x94 x eA==\n"])
def test_wrong_address_is_no_broken_log(tmp_path, capsys, page):
    log, other = small(), tmp_path / "other"
    log.publish(tmp_path / "log")
    other.mkdir()
    if page is not None:
        (other / "checkpoint").write_bytes(page)
    policy = ["--policy", str(tmp_path / "log" / "keys")]
    with serving(other) as address:
        for command in (["audit", address], ["log", address], ["stats", address, "2026-08"], ["leaf", address, "0"]):
            assert main([*command, *policy]) == UNREACHABLE
    assert "changed its past" not in capsys.readouterr().out
    small(name="log.example.org/tlog/u").publish(other)
    with pytest.raises(UnreachableError, match="another log"):
        read_head(FolderSource(str(other)), log.policy)
