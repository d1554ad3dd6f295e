"""One command computes every published figure again, and says of each whether it is equal."""

import json
from hashlib import sha256

import pytest

from answerable_verify import RejectedError, write_leaf
from answerable_verify.cli import main
from answerable_verify.commands.all_figures import read_index
from answerable_verify.exits import BROKEN, FINE, OLDER, OUTGROWN, UNWITNESSED, USAGE
from answerable_verify.numbers.definitions import DEFINITIONS, FIRST
from answerable_verify.numbers.document import Count, write_document
from answerable_verify.numbers.matters import FirstBook
from answerable_verify.stats import read_counted
from answerable_verify.testing import SmallLog, act, case_id, serving
from answerable_verify.tests.small_month import GROUPS, SEPTEMBER, H, came, day

ROWS = [came(1, day(1), day(20)), act("answered", case=1, n=1, on=day(3)), came(2, day(2), day(9))]


def frozen(case, name, digest, n=0):
    kind, said = ("figure-corrected", {"basis": "late-entries"}) if n else ("figure-frozen", {"name": name})
    said |= {"def": 1, "sha256": digest, "tree": 3} | ({} if n else {"period": "2026-09"})
    entry = {"v": 2, "k": kind, "c": case_id(case), "n": n, "d": "2026-10-02", "b": "d00", "t": "all", "g": "all"}
    return write_leaf(entry | {"h": H, "x": said})


@pytest.fixture
def published(tmp_path):
    """All figures of a small month, one of them by its first definition, as a server serves them: the log and the folder."""
    log = SmallLog(entries=[*ROWS])
    counts = {book: Count(SEPTEMBER, GROUPS, book) for book in (DEFINITIONS["on-time"].book, FirstBook)}
    for index, entry in enumerate(ROWS):
        for count in counts.values():
            count.add(read_counted(entry, f"leaf {index}"))
    index = []
    for case, name in enumerate(DEFINITIONS, 500):
        one = FIRST["on-time"] if name == "on-time" else DEFINITIONS[name]
        raw = write_document(counts[one.book].document(name, log.name, one.version))
        path = tmp_path / "data" / "figures" / name / "2026-09.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
        digest = sha256(raw).hexdigest()
        index.append({"figure": name, "period": "2026-09", "edition": 0, "sha256": digest})
        log.entries.append(frozen(case, name, digest))
    (tmp_path / "data" / "figures" / "index.json").write_text(json.dumps(index))
    log.publish(tmp_path / "log")
    return log, tmp_path


def check(folder) -> int:
    given = [str(folder / "data" / "figures"), "--log", str(folder / "log"), "--policy", str(folder / "log" / "keys")]
    return main(["figures", *given])


def changed(folder, name, change) -> None:
    """Publish another document, named rightly by the index."""
    path, index = folder / "data" / "figures" / name / "2026-09.json", folder / "data" / "figures" / "index.json"
    before = sha256(path.read_bytes()).hexdigest()
    path.write_bytes(write_document(change(json.loads(path.read_bytes()))))
    index.write_text(index.read_text().replace(before, sha256(path.read_bytes()).hexdigest()))


def test_every_published_figure_is_equal_in_one_pass(published, capsys):
    _, folder = published
    with serving(folder) as address:
        assert main(["figures", address]) == FINE
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "equal, leaf 3: time-to-answer 2026-09"
    number = len(DEFINITIONS)
    assert said[-1] == (
        f"{number} of {number} figures are equal to what the proven log gives, and their hashes are in it."
    )
    assert check(folder) == FINE
    assert main(["figures", str(folder / "data" / "figures")]) == USAGE


def test_a_polished_one_among_them_is_found_out(published, capsys):
    _, folder = published
    changed(folder, "waiting", lambda document: document | {"cells": {}})
    assert check(folder) == BROKEN
    assert "NOT EQUAL: waiting 2026-09" in capsys.readouterr().out


def test_what_is_newer_corrected_unlogged_or_unwitnessed_is_said(published, capsys):
    log, folder = published
    index = json.loads((folder / "data" / "figures" / "index.json").read_text())
    log.entries.append(frozen(500, "time-to-answer", "0" * 64, n=1))
    log.publish(folder / "log")
    assert check(folder) == OLDER
    assert "equal, and CORRECTED at leaf" in capsys.readouterr().out
    del log.entries[-2:]
    log.publish(folder / "log")
    assert check(folder) == UNWITNESSED
    assert f"its hash is NOT in the log yet: {index[-1]['figure']} 2026-09" in capsys.readouterr().out
    changed(folder, "received", lambda document: document | {"def": 7})
    assert check(folder) == OUTGROWN
    log.publish(folder / "log", at=None)
    check(folder)
    assert "NOT witnessed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [{"log": "log.example.com/other"}, {"tree": 10**6}, {"figure": "disputed"}, {"period": "2026-10"}],
)
def test_what_is_of_another_log_or_figure_is_refused(published, change):
    _, folder = published
    changed(folder, "waiting", lambda document: document | change)
    assert check(folder) not in {FINE, OUTGROWN}


def test_a_document_that_the_index_does_not_name_is_refused(published):
    _, folder = published
    path = folder / "data" / "figures" / "waiting" / "2026-09.json"
    path.write_bytes(path.read_bytes().replace(b'"tree":3', b'"tree":2'))
    assert check(folder) not in {FINE, OUTGROWN}


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"{}x",
        b"[1]",
        b'[{"figure":"a"}]',
        b'[{"figure":"../a","period":"2026-09","sha256":"0"}]',
        b'[{"figure":"a","period":"2026-9","sha256":"0"}]',
        b"[" + b",".join([b'{"figure":"a","period":"2026-09","sha256":"0"}'] * 10_001) + b"]",
    ],
)
def test_an_index_is_read_strictly(raw):
    with pytest.raises(RejectedError):
        read_index(raw)
