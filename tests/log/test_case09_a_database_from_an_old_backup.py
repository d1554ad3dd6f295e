"""Case 9: a database restored from an old backup signs nothing, whoever it is that remembers the newer tree."""

import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from answerable.ledger import freezing, testing, witness_file
from answerable.ledger import queries as ledger_queries
from answerable.ledger.models import PublicLeaf, Tree
from answerable.ledger.sequencing import Sequencer
from answerable.site import wellbeing
from answerable_verify.note import COSIGNATURE, Signer
from answerable_verify.testing import serving


class Back(Exception):  # noqa: N818 -- goes back to the backup
    """The database as it was."""


def grown_and_restored(home: Path, keep: Path | None = None) -> Sequencer:
    """Publish once, back up the database, publish again, restore the database; returns the sequencer that ran on."""
    one = testing.sequencer()
    for case in range(20):
        testing.record_public_act(case)
    one.step(at=testing.AT, everything=True)
    old = Tree.objects.get().size
    with pytest.raises(Back), transaction.atomic():
        for case in range(20, 30):
            testing.record_public_act(case)
        one.step(at=testing.AT + timedelta(minutes=2), everything=True)
        assert Tree.objects.get().size > old
        if keep is not None:
            shutil.copytree(home / "log", keep)
        raise Back
    assert Tree.objects.get().size == old
    return one


def nothing_is_signed(one: Sequencer, *, says: str) -> None:
    signed = bytes(Tree.objects.get().note)
    testing.record_public_act(77)
    assert one.step(at=testing.AT + timedelta(minutes=9), everything=True) == 0
    assert bytes(Tree.objects.get().note) == signed
    assert says in ledger_queries.frozen()
    assert ledger_queries.gauges([])["frozen"] == 1
    assert any("FROZEN" in one for one in wellbeing.red_lines(settings.ANSWERABLE, at=testing.AT))
    assert PublicLeaf.objects.filter(idx=None).exists()
    assert testing.sequencer().step(at=testing.AT + timedelta(minutes=10), everything=True) == 0


def test_case09_the_mark_in_its_own_folder_remembers(home: Path) -> None:
    one = grown_and_restored(home)
    shutil.rmtree(home / "log")  # the files came from the old backup, too
    nothing_is_signed(one, says=freezing.MARK)


def test_case09_the_published_folder_remembers(home: Path) -> None:
    one = grown_and_restored(home)
    shutil.rmtree(home / "log-highwater")
    nothing_is_signed(one, says="our own folder")


def test_case09_a_mirror_remembers(tmp_path: Path, db: None) -> None:
    del db
    keep = tmp_path / "elsewhere"
    with testing.at_home(tmp_path / "house", log_mirrors=(str(keep),)) as home:
        one = grown_and_restored(home, keep)
        shutil.rmtree(home / "log")
        shutil.rmtree(home / "log-highwater")
        nothing_is_signed(one, says="the mirror")


def test_case09_a_witness_remembers(home: Path, tmp_path: Path) -> None:
    memory = tmp_path / "witness"
    memory.mkdir()
    with serving(memory) as address:
        key = Signer.from_seed("w.example.org/w", b"w" * 32, COSIGNATURE).key
        witness_file.write_file(home, witness_file.Witnessing((("w", key, address),), 0))
        one = grown_and_restored(home, tmp_path / "newer")
        held = memory / sha256(one.origin.encode()).hexdigest()
        held.mkdir()
        shutil.copy(tmp_path / "newer" / "checkpoint", held / "checkpoint")
        shutil.rmtree(home / "log")
        shutil.rmtree(home / "log-highwater")
        nothing_is_signed(one, says="the witness w")


def test_case09_another_root_of_the_same_size_freezes(home: Path) -> None:
    one = testing.sequencer()
    with pytest.raises(Back), transaction.atomic():
        testing.record_public_act(1)
        one.step(at=testing.AT, everything=True)
        raise Back
    shutil.rmtree(home / "log")
    mark = home / "log-highwater" / freezing.MARK
    newest = mark.read_bytes()
    mark.unlink()
    testing.record_public_act(2)
    one.step(at=testing.AT, everything=True)
    mark.write_bytes(newest)
    nothing_is_signed(one, says="another tree")


def test_case09_a_lost_database_does_not_begin_the_log_anew(home: Path) -> None:
    with pytest.raises(Back), transaction.atomic():
        one = testing.sequencer()
        testing.record_public_act(1)
        one.step(at=testing.AT, everything=True)
        raise Back
    testing.sequencer()
    assert not Tree.objects.exists()
    assert "the database only 0" in (home / freezing.HELD).read_text()


def test_case09_a_file_holds_the_log_until_it_was_compared(home: Path) -> None:
    one = testing.sequencer()
    (home / freezing.HELD).write_text("restored from a backup\n")
    nothing_is_signed(one, says="restored from a backup")
