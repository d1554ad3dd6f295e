"""Tiles and bundles are read in one place, which proves them: a second reader would be a second thing to lie to."""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
READER, TILES = "answerable_verify/reader.py", "answerable_verify/tiles.py"
ALLOWED = {
    "parse_bundle": {READER, TILES},
    "parse_hashes": {READER, TILES},
    # the sequencer makes proofs from tiles of its own database, which it is about to publish
    "nodes_from_tiles": {TILES, "answerable/ledger/sequencing.py"},
}
SMALL = {"CHECKPOINT_LIMIT", "FIGURE_LIMIT", "limit"}
"""What else is read of a log is a checkpoint or a policy, and bounded like one; `limit` is a source's own.

A published figure is no part of a log but a claim about it: it is computed again before anything of it is said (0180)."""


def faults(tree: ast.AST, where: str) -> list[str]:
    """What a module reads of a log beside the reader."""
    found, of_logs = [], "answerable_verify.source" in ast.dump(tree) or where.startswith("answerable_verify/")
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        names = [name, *([alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else [])]
        found += [f"{where}: {one}" for one in names if one in ALLOWED and where not in ALLOWED[one]]
        if of_logs and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "read":
            limit = node.args[1:2]
            if limit and not (isinstance(limit[0], ast.Name) and limit[0].id in SMALL) and where != READER:
                found.append(
                    f"{where}: reads something that is neither checkpoint, policy nor figure, line {node.lineno}"
                )
    return found


def test_nothing_but_the_reader_reads_tiles_or_bundles():
    found = []
    for path in sorted(SRC.rglob("*.py")):
        if "/tests/" not in str(path):
            found += faults(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(SRC).as_posix())
    assert found == []


def test_second_reader_is_noticed():
    told = "from answerable_verify.source import Web\nfrom answerable_verify.tiles import parse_bundle\nsource.read(tile.path, 1 << 20)\n"
    assert len(faults(ast.parse(told), "answerable/ledger/other.py")) == 2
