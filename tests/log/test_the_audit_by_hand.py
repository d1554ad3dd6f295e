"""The nightly audit run by hand: what an operator types after a repair."""

from pathlib import Path

from click.testing import CliRunner

from answerable.ledger import published, testing
from answerable.site.commands import log


def test_the_nightly_audit_can_be_run_by_hand(home: Path):
    testing.sequencer().step(at=testing.AT, everything=True)
    done = CliRunner().invoke(log.command, ["audit"])
    assert (done.exit_code, done.output) == (0, f"{published.head().checkpoint.size} entries: nothing wrong\n")
    path = next((published.folder() / "tile" / "entries").rglob("*.p/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    done = CliRunner().invoke(log.command, ["audit"])
    assert done.exit_code == 2
    assert done.output.startswith("damaged: leaf ")
