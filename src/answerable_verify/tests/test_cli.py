"""The command as people use it: words, exit codes, and no escape sequences of strangers."""

import json
import re
import subprocess
import sys
from datetime import date

import pytest

from answerable_verify import build_receipt, commit, leaf_hash, sign_promise, words, write_leaf
from answerable_verify.cli import main
from answerable_verify.exits import BROKEN, OLDER, OUTGROWN, UNREACHABLE, UNWITNESSED
from answerable_verify.kinds import KINDS
from answerable_verify.leaf import CASE_KINDS
from answerable_verify.strict import base64_of
from answerable_verify.testing import NOON, SmallLog, act, plain_case, serving
from answerable_verify.tree import inclusion_proof
from answerable_verify.voice import harmless

YEARS = "--max-age=999999999"


@pytest.fixture
def log(tmp_path):
    small = SmallLog()
    for number in range(100):
        small.entries += plain_case(number, date(2026, 8, 20))
    small.publish(tmp_path / "log")
    return small


def receipt_of(log: SmallLog, text: str) -> bytes:
    """A receipt for a new last entry of the log, with this text."""
    h, opening = commit(b"k" * 32, 0, {"at": "2026-09-01T10:00:00Z", "text": text})
    entry = write_leaf({**json.loads(act("registered", case=777, on=date(2026, 9, 1))), "h": base64_of(h)})
    log.entries.append(entry)
    hashes = [leaf_hash(one) for one in log.entries]
    place = len(hashes) - 1
    return build_receipt(
        entry=entry, opening=opening, index=place, proof=inclusion_proof(hashes, place), checkpoint=log.note()
    )


def test_receipt_of_a_later_version_is_called_newer_and_not_false(log, tmp_path, capsys):
    log.entries.append(act("registered", case=777, on=date(2026, 9, 1)).replace(b'"v":1', b'"v":3'))
    hashes, place = [leaf_hash(one) for one in log.entries], len(log.entries) - 1
    proof = inclusion_proof(hashes, place)
    raw = build_receipt(entry=log.entries[-1], opening={}, index=place, proof=proof, checkpoint=log.note())
    (tmp_path / "r").write_bytes(raw)
    given = ["receipt", str(tmp_path / "r"), "--language", "en", "--policy", str(tmp_path / "log" / "keys")]
    assert main(given) == OUTGROWN
    said = "The receipt is newer than this verifier. Get the newer one from a witness.\n"
    assert "".join(capsys.readouterr()) == said


def test_receipt_is_checked_offline_and_said_in_plain_words(log, tmp_path, capsys):
    (tmp_path / "r.tlog-proof").write_bytes(receipt_of(log, "Горить ліхтар\x1b[2J"))
    policy = ["--policy", str(tmp_path / "log" / "keys")]
    assert main(["receipt", str(tmp_path / "r.tlog-proof"), "--language", "en", *policy]) == 0
    said = capsys.readouterr().out
    assert said.startswith("The receipt is genuine.\n")
    assert "An answer is due by 2026-10-01." in said
    assert ("Горить ліхтар" in said, "\x1b" in said) == (True, False)

    (tmp_path / "r.tlog-proof").write_bytes(
        (tmp_path / "r.tlog-proof").read_bytes().replace(b"index 300", b"index 299")
    )
    assert main(["receipt", str(tmp_path / "r.tlog-proof"), "--language", "en", *policy]) == 1
    assert capsys.readouterr().out.startswith("The receipt does NOT hold.\ninclusion proof: ")


def test_receipt_without_a_policy_asks_for_one(log, tmp_path, capsys):
    (tmp_path / "r").write_bytes(receipt_of(log, "x"))
    assert main(["receipt", str(tmp_path / "r")]) == 2
    assert "whom to believe cannot come from the receipt" in capsys.readouterr().err


@pytest.mark.parametrize("noise", [b"", b"\0\xff" * 50, b"c2sp.org/tlog-proof@v1\n" * 9, b"x" * 3_000_000])
def test_receipt_of_noise_is_refused_without_a_traceback(log, tmp_path, noise, capsys):
    (tmp_path / "r").write_bytes(noise)
    assert main(["receipt", str(tmp_path / "r"), "--language=en", "--policy", str(tmp_path / "log" / "keys")]) == 1
    assert capsys.readouterr().out.startswith("The receipt does NOT hold.\n")


def test_a_receipt_and_a_rewritten_log_together_prove_it(log, tmp_path, capsys):
    (tmp_path / "r").write_bytes(receipt_of(log, "x"))
    log.publish(tmp_path / "log")
    policy = ["--policy", str(tmp_path / "log" / "keys")]
    check = ["receipt", str(tmp_path / "r"), "--language=en", *policy, "--log", str(tmp_path / "log")]
    keep = ["--evidence", str(tmp_path / "evidence")]
    assert main(check) == 0
    assert "still holds it there" in capsys.readouterr().out
    whole = list(log.entries)
    for entries, sentence, code in (
        ([*whole[:-1], whole[0]], "signed two different histories of 301 entries", BROKEN),
        ([*whole[1:], *whole[:9]], "changed its past", BROKEN),
        (whole[:-1], "It went back", OLDER),
    ):
        log.entries = entries
        log.publish(tmp_path / "log")
        assert main([*check, *keep]) == code
        assert sentence in capsys.readouterr().out
    for place in (tmp_path / "evidence").iterdir():
        convinces = main(["evidence", str(place), *policy]) == 0
        assert convinces == (not place.name.endswith("rollback"))


def test_exit_codes_tell_a_broken_log_from_one_that_cannot_be_reached(log, tmp_path, capsys):
    state = ["--state", str(tmp_path / "state"), YEARS]
    with serving(tmp_path / "log") as address:
        assert main(["audit", address, *state]) == 0
        assert main(["audit", address, *state, "--full"]) == 0
    assert "this once" in capsys.readouterr().out
    assert main(["audit", address, *state]) == 4
    assert main(["audit", str(tmp_path / "log"), *state]) == 0
    log.entries.insert(5, act("answered", case=888, n=3, on=date(2026, 8, 20)))
    log.publish(tmp_path / "log")
    assert main(["audit", str(tmp_path / "log"), *state]) == 1
    assert main(["audit", str(tmp_path / "log"), "--policy", str(tmp_path / "log" / "keys"), YEARS]) == 3
    assert main(["audit", str(tmp_path / "log"), "--policy", str(tmp_path / "nothing")]) == 4
    assert main(["audit", str(tmp_path / "log"), "--log-key", "nonsense"]) == 2
    said = capsys.readouterr()
    assert "changed its past" in said.out
    assert "Traceback" not in said.err
    (place,) = (tmp_path / "state" / "evidence").iterdir()
    assert main(["evidence", str(place), "--policy", str(tmp_path / "log" / "keys")]) == 0
    assert "changed its past" in capsys.readouterr().out
    assert (tmp_path / "state" / "report.txt").read_text().startswith("log.example.org/tlog/t: 301 entries")


def test_case_20_broken_promise_ends_the_audit_with_one(log, tmp_path, capsys):
    for name, entry in (("kept", log.entries[9]), ("broken", b"never")):
        note = sign_promise(log.promiser, leaf=leaf_hash(entry), issued=NOON - 99, by=NOON - 9)
        (tmp_path / name).write_bytes(note)
    audit = ["audit", str(tmp_path / "log"), "--policy", str(tmp_path / "log" / "keys"), YEARS, "--promise"]
    assert [main([*audit, str(tmp_path / name)]) for name in ("kept", "broken")] == [0, 1]
    said = capsys.readouterr().out
    assert "The promised entry is in the log, at place 9." in said
    assert "The promise was broken." in said


def test_log_leaf_stats_and_mirror_say_what_the_log_holds(log, tmp_path, capsys):
    trust = ["--policy", str(tmp_path / "log" / "keys")]
    place = str(tmp_path / "log")
    assert main(["log", place, *trust]) == 0
    assert "300 entries" in capsys.readouterr().out
    assert main(["leaf", place, "7", *trust]) == 0
    assert capsys.readouterr().out.encode() == log.entries[7] + b"\n"
    assert main(["leaf", place, "300", *trust]) == 2
    assert main(["mirror", place, str(tmp_path / "copy"), *trust]) == 0
    capsys.readouterr()
    assert main(["stats", str(tmp_path / "copy"), "2026-08", "2026-09", "--size", "299", *trust]) == 0
    august, september = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (august["registered"], august["answered"], september["registered"], august["size"]) == (100, 99, 0, 299)
    assert main(["stats", place, "2026-13", *trust]) == 2


def test_what_too_few_witnesses_saw_is_said_so_beside_the_answer(log, tmp_path, capsys):
    place, asked, alone = str(tmp_path / "log"), tmp_path / "log" / "keys", tmp_path / "alone"
    alone.write_text(asked.read_text().splitlines()[0] + "\nquorum none\n")
    log.publish(tmp_path / "log", at=None)
    for policy, code, sentence in ((asked, UNWITNESSED, "NOT witnessed"), (alone, 0, "No witness is asked for")):
        for asking in (["log"], ["leaf", "7"], ["mirror", str(tmp_path / "m")], ["stats", "2026-08"]):
            assert main([asking[0], place, *asking[1:], "--policy", str(policy)]) == code
            said = capsys.readouterr()
            assert sentence in (said.out if asking == ["log"] else said.err)


def test_command_starts_as_a_program(tmp_path):
    told = subprocess.run(
        [sys.executable, "-m", "answerable_verify.cli", "log", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (UNREACHABLE, "")
    assert told.stderr.endswith("there is no log at this address (no keys).\n")


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2066", "\ud800", "\u2028", "\t"])
def test_said_text_moves_no_cursor_and_turns_no_direction(char):
    assert harmless(f"a{char}b\n") == "a\ufffdb\n"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("uk_UA.UTF-8", ("Квитанція справжня.", "Відповідь має бути до 2026-10-01.")),
        ("ru_RU.UTF-8", ("Квитанция подлинная.", "Ответ должен быть до 2026-10-01.")),
        ("fr_FR.UTF-8", ("The receipt is genuine.", "An answer is due by 2026-10-01.")),
    ],
)
def test_receipt_speaks_the_language_of_the_terminal(log, tmp_path, capsys, monkeypatch, *, lang, told):
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", lang)
    (tmp_path / "r").write_bytes(receipt_of(log, "x"))
    assert main(["receipt", str(tmp_path / "r"), "--policy", str(tmp_path / "log" / "keys")]) == 0
    said = capsys.readouterr().out.split("\n")
    assert (said[0], told[1] in said) == (told[0], True)


def test_every_sentence_has_every_language_and_the_same_places():
    templates = [value for key, value in vars(words).items() if key.isupper() and isinstance(value, str)]
    places = {template: set(re.findall(r"{(\w+)}", template)) for template in templates}
    for table in words._SENTENCES.values():
        assert {key: set(re.findall(r"{(\w+)}", value)) for key, value in table.items()} == places
    assert set(words._NAMES) >= {*CASE_KINDS, *KINDS}
