"""Case 11: one byte changed, cut, dropped, swapped or missing in any published file; the audit fails and names the place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from answerable.ledger import testing


@pytest.fixture
def published(home: Path) -> Path:
    one = testing.sequencer()
    for case in range(270):
        testing.record_public_act(case)
    one.step(at=testing.AT, everything=True)
    assert testing.sound(testing.audited(home, "before"))
    return home / "log"


def paths(log: Path) -> list[Path]:
    return sorted(path for path in (log / "tile").rglob("*") if path.is_file())


def changed(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "the first byte": lambda raw: changed(raw, 0),
    "the last byte": lambda raw: changed(raw, len(raw) - 1),
    "a byte in the middle": lambda raw: changed(raw, len(raw) // 2),
    "a byte near the end": lambda raw: changed(raw, len(raw) * 7 // 8),
    "cut by one": lambda raw: raw[:-1],
    "cut in half": lambda raw: raw[: len(raw) // 2],
    "one byte more": lambda raw: raw + b"\x00",
    "empty": lambda raw: raw[:0],
    "halves swapped": lambda raw: raw[len(raw) // 2 :] + raw[: len(raw) // 2],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_case11_a_damaged_file_is_named(published: Path, damage: str) -> None:
    whole = published.parent / "whole"
    shutil.copytree(published, whole)
    for number, path in enumerate(paths(published)):
        raw = path.read_bytes()
        path.write_bytes(DAMAGES[damage](raw))
        report = testing.audited(published.parent, f"state{number}")
        named = {finding.text for finding in report.findings.kept if finding.grade >= testing.Grade.BROKEN}
        assert named, f"{path.relative_to(published)}: {damage} went by unseen"
        path.write_bytes(raw)
    assert testing.sound(testing.audited(published.parent, "after"))


def test_case11_a_missing_file_is_named(published: Path) -> None:
    for number, path in enumerate(paths(published)):
        raw = path.read_bytes()
        path.unlink()
        report = testing.audited(published.parent, f"state{number}")
        place = path.relative_to(published).as_posix()
        assert any(place.partition(".p/")[0] in finding.text for finding in report.findings.kept), place
        path.write_bytes(raw)
