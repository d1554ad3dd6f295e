"""`answerable witness`, as docs/operating/witness.md says it: a line from a volunteer, one command, and the log relies on it."""

import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.ledger import keys, published, testing, witness_file
from answerable.ledger.models import PublicLeaf
from answerable.site.commands import witness
from answerable_verify.leaf import parse_leaf
from tests.log import seers


@pytest.fixture
def say(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANSWERABLE_HOME", str(home))

    def said(*words: str) -> Result:
        return CliRunner().invoke(witness.command, list(words))

    return said


def _acts():
    """Every act of the log, read."""
    return [parse_leaf(bytes(body)) for body in PublicLeaf.objects.order_by("id").values_list("body", flat=True)]


def test_a_witness_is_added_by_its_line_listed_and_removed(home: Path, tmp_path: Path, say):
    keys.ensure(at=testing.AT)
    press, ngo = (seers.born(tmp_path / "outside" / name) for name in ("press", "ngo"))
    with seers.listening(tmp_path / "outside" / "press", at=int(testing.AT.timestamp())) as url:
        assert say("add", press.vkey, url).exit_code == 0
        assert "1 of them must have seen" in say("quorum", "1").output
        assert say("list").exit_code == 1  # it has not signed yet
        one = testing.sequencer()
        testing.record_public_act(1)
        one.step(at=testing.AT, everything=True)
        assert published.head().enough
        listed = say("list")
        assert listed.exit_code == 0
        assert "press.example.org  press.example.org/w+" in listed.output
        assert "signed" in listed.output
    assert "2 witnesses; 2 of them" in say("add", ngo.vkey, "--name", "ngo").output
    assert "never signed" in say("list").output
    refused = say("add", ngo.vkey)
    assert refused.exit_code == 1
    assert "in the policy already" in refused.output
    assert say("quorum", "3").exit_code == 1
    assert say("add", keys.log_keys()[0].vkey).exit_code == 1
    assert say("remove", "ngo").exit_code == 0
    assert [name for name, _, _ in witness_file.read_file(home).witnesses] == ["press.example.org"]
    assert say("remove", "ngo").exit_code == 1
    assert say("add", ngo.vkey, "--name", "again").exit_code == 1  # a retired key does not come back
    retired = [read for read in _acts() if read.kind == "witness-retired"]
    assert [read.extra for read in retired] == [
        {"sha256": sha256(ngo.vkey.encode()).hexdigest(), "size": published.head().checkpoint.size}
    ]
    one.step(at=testing.AT + timedelta(minutes=2), everything=True)
    assert testing.sound(testing.audited(home))
    shutil.rmtree(tmp_path / "outside")
