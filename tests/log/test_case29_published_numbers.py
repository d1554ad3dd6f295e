"""Case 29: what the system publishes as a month's counts comes out of its own log again; a better number is told."""

from hashlib import sha256
from pathlib import Path

from django.test import Client

from answerable.ledger import keys, published, statements, testing
from answerable.ledger.actions.recording import add_to_log
from answerable.ledger.models import Announced
from answerable_verify.cli import main
from answerable_verify.leaf import write_leaf


def told(home: Path) -> dict[str, int]:
    return dict(testing.audited(home).findings.counts)


def test_case29_the_months_counts_come_out_of_the_log_again_and_false_ones_are_told(home: Path, capsys, client: Client):
    one = testing.sequencer()
    for case in range(5):
        testing.record_public_act(case)
    for case in range(3):
        testing.record_public_act(case, "answered")
    one.step(at=testing.AT, everything=True)
    testing.state_counts(period="2026-03", at=testing.AT)
    one.step(at=testing.AT, everything=True)
    (row,) = statements.stated()
    assert (row["registered"], row["answered"], row["answered_on_time"]) == (5, 3, 3)
    assert told(home)["numbers"] == 1
    trust = ["--policy", str(published.folder() / "keys")]
    assert main(["stats", str(published.folder()), "2026-03", "--size", str(row["size"]), *trust]) == 0
    again = capsys.readouterr().out.strip()
    assert Announced.objects.get(name="stats-v1/2026-03").digest == sha256(again.encode()).hexdigest()
    page = client.get("/en/log/").content.decode()
    assert f"answerable-verify stats http://127.0.0.1:8000/log 2026-03 --size {row['size']}" in page

    better = again.replace('"answered_on_time":3', '"answered_on_time":5')
    extra = {"name": "stats-v1/2026-03", "sha256": sha256(better.encode()).hexdigest(), "size": row["size"]}
    add_to_log(body=write_leaf({"v": 1, "k": "statement", "x": extra}))
    one.step(at=testing.AT, everything=True)
    found = testing.audited(home, "another").findings
    assert found.counts["numbers-wrong"] == 1
    assert '"answered_on_time":3' in found.of("numbers-wrong")[0].text


def test_case29_rules_changed_in_silence_are_told(home: Path):
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    before = told(home).get("config", 0)
    keys.rotate_keys(at=testing.AT)
    one = testing.sequencer()
    one.step(at=testing.AT, everything=True)
    assert told(home)["config"] > before
