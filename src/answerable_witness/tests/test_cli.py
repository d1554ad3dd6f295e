"""The witness's command, as its volunteer types it."""

from datetime import date

import pytest

from answerable_verify import one_file
from answerable_verify.testing import SmallLog, plain_case
from answerable_witness.cli import main


@pytest.fixture
def log(tmp_path):
    small = SmallLog(entries=[entry for number in range(100) for entry in plain_case(number, date(2026, 8, 20))])
    small.publish(tmp_path / "log")
    return small


def test_witness_is_born_looks_and_is_shown(log, tmp_path, capsys):
    home = str(tmp_path / "w")
    assert main(["init", home, "--name", "ngo.example.org/w"]) == 0
    vkey = capsys.readouterr().out.split("\n")[2].strip()
    assert main(["run", home, "--once"]) == 2
    assert main(["add-log", home, "--log", log.signer.key.vkey, "--url", str(tmp_path / "log")]) == 0
    assert [main(["run", home, "--once"]) for _ in range(2)] == [0, 0]
    assert main(["show", home]) == 0
    said = capsys.readouterr().out
    assert "300 entries cosigned" in said
    assert "300 entries, nothing new" in said
    assert vkey in said
    assert main(["clear-time", home]) == 0
    assert main(["init", home, "--name", "again"]) == 1
    (tmp_path / "w" / "witness.sqlite").unlink()
    assert main(["run", home, "--once"]) == 1
    assert "retire the key" in capsys.readouterr().err


def test_witness_says_which_verifier_it_vouches_for(tmp_path, capsys):
    home = str(tmp_path / "w")
    assert main(["init", home, "--name", "ngo.example.org/w"]) == 0
    assert main(["verifier", home]) == 0
    (tmp_path / "other.pyz").write_bytes(b"another one")
    capsys.readouterr()
    assert main(["verifier", home, str(tmp_path / "other.pyz")]) == 1
    assert "NOT" in capsys.readouterr().out
    assert main(["show", home]) == 0
    assert f"{one_file.digest()}  {one_file.NAME}" in capsys.readouterr().out
