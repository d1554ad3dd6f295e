"""Case 10: after a restore a mirror gives back what was forgotten: the cosigned root, receipts that hold, stubs that say so."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from answerable.ledger import files, freezing, keys, testing
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions import restoring
from answerable.ledger.models import Entry, PublicLeaf, Tree
from answerable_verify import build_receipt, verify_receipt
from answerable_verify.reader import Reader
from answerable_verify.source import FolderSource, open_source
from answerable_verify.strict import RejectedError
from answerable_verify.tree import consistency_proof, inclusion_proof, leaf_hash, verify_consistency
from tests.log.test_case09_a_database_from_an_old_backup import Back, grown_and_restored


def brought_back(mirror: Path) -> restoring.Recovered:
    return restoring.restore_tree(
        source=open_source(str(mirror)),
        policy=keys.log_policy(),
        origin=keys.origin(),
        at=testing.AT + timedelta(hours=1),
    )


def test_case10_the_tree_is_the_cosigned_one_again_and_goes_on(home: Path, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    one = grown_and_restored(home, mirror)
    newest = files.DurableFolder(mirror).head()
    assert newest is not None
    testing.record_public_act(3, "answered")  # meanwhile people went on working
    assert one.step(at=testing.AT + timedelta(minutes=5), everything=True) == 0
    done = brought_back(mirror)
    tree = Tree.objects.get()
    assert (tree.size, bytes(tree.root), tree.frozen) == (newest.size, newest.root, "")
    assert len(done.stubs) == 10
    assert {thing.partition("/")[0] for _, thing in done.stubs} == {"lost"}
    assert Entry.objects.filter(deed=restoring.LOST).count() == 10
    (home / freezing.HELD).unlink(missing_ok=True)
    again = testing.sequencer()
    assert again.step(at=testing.AT + timedelta(hours=2), everything=True) > 0
    assert testing.sound(testing.audited(home))
    assert ledger_queries.frozen() == ""
    hashes = [bytes(row) for row in PublicLeaf.objects.order_by("idx").values_list("leaf_hash", flat=True)]
    now = Tree.objects.get()
    proof = consistency_proof(hashes, newest.size)
    verify_consistency(old=newest.size, new=now.size, old_root=newest.root, new_root=bytes(now.root), proof=proof)


def test_case10_what_waits_here_is_matched_by_its_hash(home: Path, tmp_path: Path) -> None:
    one = testing.sequencer()
    for case in range(5):
        testing.record_public_act(case)
    with pytest.raises(Back), transaction.atomic():
        one.step(at=testing.AT, everything=True)
        shutil.copytree(home / "log", tmp_path / "mirror")
        raise Back
    acts = PublicLeaf.objects.count()
    done = brought_back(tmp_path / "mirror")
    assert (acts, done.placed, done.stubs) == (5, 5, [])
    assert testing.places() == list(range(done.size))


def test_case10_a_receipt_given_before_still_holds(home: Path, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    grown_and_restored(home, mirror)
    head = files.DurableFolder(mirror).head()
    assert head is not None
    entries = list(Reader(head, FolderSource(str(mirror))).entries())
    hashes = [leaf_hash(entry) for entry in entries]
    index = head.size - 1
    receipt = build_receipt(
        entry=entries[index],
        opening={},
        index=index,
        proof=inclusion_proof(hashes, index),
        checkpoint=(mirror / "checkpoint").read_bytes(),
    )
    brought_back(mirror)
    assert verify_receipt(receipt, keys.log_policy()).index == index
    assert PublicLeaf.objects.get(idx=index).leaf_hash == hashes[index]


def test_case10_an_act_under_a_number_that_is_taken_is_numbered_anew(home: Path, tmp_path: Path) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    with pytest.raises(Back), transaction.atomic():
        testing.record_public_act(1, "acknowledged")
        one.step(at=testing.AT + timedelta(minutes=2), everything=True)
        shutil.copytree(home / "log", tmp_path / "mirror")
        raise Back
    here = testing.record_public_act(1, "answered")
    done = brought_back(tmp_path / "mirror")
    assert done.renumbered == 1
    moved = PublicLeaf.objects.get(id=here)
    assert (moved.n, moved.salted, moved.idx) == (2, 1, None)
    again = testing.sequencer()
    again.step(at=testing.AT + timedelta(hours=1), everything=True)
    report = testing.audited(home)
    assert testing.sound(report), report.findings.kept


def test_case10_a_mirror_with_another_entry_is_refused(home: Path, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    grown_and_restored(home, mirror)
    for path in (mirror / "tile" / "entries").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b'"b":"dep"', b'"b":"dup"'))
    size = Tree.objects.get().size
    with pytest.raises(RejectedError, match="not the one that was signed"):
        brought_back(mirror)
    assert Tree.objects.get().size == size
