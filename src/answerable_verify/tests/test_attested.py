"""What is attested: read strictly, its totals held to their parts, its hash looked for in the log."""

import json
from hashlib import sha256

import pytest

from answerable_verify import RejectedError, write_leaf
from answerable_verify.cli import main
from answerable_verify.commands.attested import read_attested_index
from answerable_verify.exits import BROKEN, FINE, OLDER, UNWITNESSED
from answerable_verify.numbers.attested import read_attested, sums, write_attested
from answerable_verify.testing import SmallLog, case_id
from answerable_verify.tests.small_month import H

TABLE = [
    [["all", "all"], 45], [["all", "n"], 30], [["all", "s"], 15],
    [["noise", "all"], 25], [["noise", "n"], "*"], [["noise", "s"], "*"],
    [["theft", "all"], 20], [["theft", "n"], "*"], [["theft", "s"], "*"],
]  # fmt: skip


def said(**other):
    one = {
        "basis": "", "body": "dir", "cells": [[[], 1500]], "edition": 0, "least": 0, "of": [], "period": "2026-09",
        "series": "probes", "v": 1, "words": {"title": {"en": "Probes"}, "source": {"en": "The register"}},
    }  # fmt: skip
    return write_attested(one | other)


def table(**cells):
    return said(of=["matter", "place"], least=10, cells=cells["cells"])


def test_what_is_attested_is_read_as_it_was_written():
    assert read_attested(said())["cells"] == [[[], 1500]]
    assert read_attested(table(cells=TABLE))["cells"] == TABLE


def test_a_total_is_known_with_its_parts_in_each_direction():
    keys = [tuple(key) for key, _ in TABLE]
    assert list(sums(keys)) == [
        (("all", "all"), [("noise", "all"), ("theft", "all")]),
        (("all", "all"), [("all", "n"), ("all", "s")]),
        (("all", "n"), [("noise", "n"), ("theft", "n")]),
        (("all", "s"), [("noise", "s"), ("theft", "s")]),
        (("noise", "all"), [("noise", "n"), ("noise", "s")]),
        (("theft", "all"), [("theft", "n"), ("theft", "s")]),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        said(v=2), said(edition=1), said(basis="mistake"), said(edition=-1), said(of="matter"), said(series="two words"),
        said(cells=[[["order"], 3]]), said(cells=[[[], -1]]), said(cells=[[[], "few"]]), said(cells=[[[], 4]], least=10),
        said(cells=[[[], 1], [[], 2]]), said(cells=7), said(words={"goal": {"en": "2000"}}), said(words={"title": "Probes"}),
        said(words=[]), said(period="2026-13"), said(cells=[5]),
        table(cells=[*TABLE[:4], TABLE[3]]),
        table(cells=[[["all", "all"], 46], *TABLE[1:]]),
        table(cells=[*TABLE[:4], [["noise", "n"], 40], *TABLE[5:]]),
    ],
)  # fmt: skip
def test_what_no_server_of_ours_would_publish_is_refused(raw):
    with pytest.raises(RejectedError):
        read_attested(raw)


def leaf(n, digest, **extra):
    kind = "dataset-corrected" if n else "dataset-frozen"
    entry = {"v": 2, "k": kind, "c": case_id(7), "n": n, "d": "2026-10-02", "b": "dir", "t": "all", "g": "all", "h": H}
    return write_leaf(entry | {"x": {"sha256": digest, "size": 1, **extra}})


def published(folder, raw, *, later=()):
    """A server's folder with one attested count, and a log with its leaf."""
    place = folder / "data" / "figures"
    (place / "attested" / "probes").mkdir(parents=True)
    (place / "index.json").write_text("[]")
    (place / "attested" / "probes" / "2026-09.json").write_bytes(raw)
    digest = sha256(raw).hexdigest()
    index = [{"series": "probes", "period": "2026-09", "edition": 0, "sha256": digest}]
    (place / "attested" / "index.json").write_text(json.dumps(index))
    log = SmallLog(entries=[leaf(0, digest, name="probes", period="2026-09"), *later])
    log.publish(folder / "log")
    return digest


def check(folder) -> int:
    given = [str(folder / "data" / "figures"), "--log", str(folder / "log"), "--policy", str(folder / "log" / "keys")]
    return main(["figures", *given])


def test_an_attested_count_is_found_in_the_log(tmp_path, capsys):
    published(tmp_path, said())
    assert check(tmp_path) == FINE
    assert capsys.readouterr().out.splitlines() == [
        "0 of 0 figures are equal to what the proven log gives, and their hashes are in it.",
        "attested, leaf 0: probes 2026-09",
        "1 of 1 attested counts have their hashes in the log; nobody can compute them again.",
    ]


def test_a_count_that_was_corrected_says_so(tmp_path, capsys):
    published(tmp_path, said(), later=[leaf(1, "00" * 32, basis="mistake")])
    assert check(tmp_path) == OLDER
    assert "attested, and CORRECTED at leaf 1: probes 2026-09" in capsys.readouterr().out


def test_a_count_that_was_never_fixed_is_found_out(tmp_path, capsys):
    published(tmp_path, said())
    raw = said(cells=[[[], 1700]])
    place = tmp_path / "data" / "figures" / "attested"
    (place / "probes" / "2026-09.json").write_bytes(raw)
    assert check(tmp_path) == BROKEN  # not the one that the index names
    index = (place / "index.json").read_text()
    (place / "index.json").write_text(index.replace(sha256(said()).hexdigest(), sha256(raw).hexdigest()))
    assert check(tmp_path) == UNWITNESSED
    assert "attested, and its hash is NOT in the log yet: probes 2026-09" in capsys.readouterr().out
    (place / "index.json").write_text(index.replace("2026-09", "2026-08"))
    (place / "probes" / "2026-08.json").write_bytes(said())
    assert check(tmp_path) == BROKEN  # of another period


@pytest.mark.parametrize(
    "raw",
    [
        b"{", b"[1]", b'[{"series": "../x", "period": "2026-09", "sha256": "00"}]',
        b'[{"series": "a/b", "period": "2026-09", "sha256": "00"}]', b'[{"series": "a", "period": "soon", "sha256": "00"}]',
        json.dumps([{"series": "a", "period": "2026-09", "sha256": "00"}] * 10_001).encode(),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(raw):
    with pytest.raises(RejectedError):
        read_attested_index(raw)
