"""Logs of other implementations, kept as data: what they signed verifies here, tile for tile and leaf for leaf."""

import pytest

from answerable_verify import (
    Policy,
    build_tiles,
    leaf_hash,
    parse_vkey,
    root,
    verify_checkpoint,
    verify_consistency,
    verify_inclusion,
)
from answerable_verify.audit import Options, audit
from answerable_verify.reader import Reader
from answerable_verify.source import FolderSource

from . import vectors
from .vectors import HOME, load, raw, raws

TESSERA = HOME / "real" / "tessera-posix-log"


def tessera() -> Policy:
    return Policy.of([parse_vkey((TESSERA / "VKEY").read_text().removesuffix("\n"))])


@vectors.needed
@pytest.mark.parametrize("size", range(16))
def test_tessera_log_of_every_size_verifies_and_its_files_are_ours(size):
    head = verify_checkpoint((TESSERA / f"checkpoint.{size}").read_bytes(), tessera())
    entries = list(Reader(head, FolderSource(str(TESSERA))).entries())
    assert (head.size, head.root) == (size, root([leaf_hash(entry) for entry in entries]))
    assert build_tiles(entries) == {path: (TESSERA / path).read_bytes() for path in build_tiles(entries)}
    latest = verify_checkpoint((TESSERA / "checkpoint").read_bytes(), tessera())
    reader = Reader(latest, FolderSource(str(TESSERA)))
    assert (reader.beginning(15), reader.beginning(size)) == (latest.root, head.root)
    proof = reader.consistency(size)
    verify_consistency(old=size, new=15, old_root=head.root, new_root=latest.root, proof=proof)


@vectors.needed
def test_tessera_log_is_whole_and_its_leaves_are_not_ours():
    report = audit(Options(str(TESSERA), now=1_790_000_000, policy=tessera()))
    assert dict(report.findings.counts) == {"leaf": 15, "unwitnessed": 1}
    assert (report.head.size, report.checked) == (15, 15)


@vectors.needed
def test_rekor_entry_is_proven():
    data = load("real/rekor-v2-entry.json")
    head = verify_checkpoint(data["checkpoint"].encode(), Policy.of([parse_vkey(data["vkey"])]))
    verify_inclusion(
        leaf=leaf_hash(raw(data["entry_b64"])),
        index=data["index"],
        size=head.size,
        proof=raws(data["proof"]),
        root=head.root,
    )
    assert (head.origin, head.size) == ("log2025-alpha1.rekor.sigstage.dev", 646)
