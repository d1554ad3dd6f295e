"""The list of adversarial cases, which tests hold each of them, and what is written where one cannot hold yet."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
REASONS: Final = Path(__file__).with_name("reasons.toml")
FOLDERS: Final = ("src/answerable", "tests/security", "tests/scale", "tests/walks", "tests/log")
NAME: Final = re.compile(r"test_s(\d\d)_\w+")
CASES: Final[dict[str, str]] = {
    "S01": "one guess must not test all receipts",
    "S02": "database thief",
    "S03": "no trace of the anonymous reporter",
    "S04": "guessing codes",
    "S05": "without JavaScript",
    "S06": "the bar has no side door",
    "S07": "delegates and acting heads",
    "S08": "no all-seeing account",
    "S09": "deletion is noticed",
    "S10": "edits, back-dating, audit",
    "S11": "oracle matrix",
    "S12": "foreign ids inside bodies",
    "S13": "the database backstop",
    "S14": "pooled connections",
    "S25": "second factor",
    "S26": "sessions",
    "S27": "script and formula injection",
    "S28": "caches and errors",
    "S29": "the upload zoo",
    "S30": "hidden data",
    "S31": "forged webhooks",
    "S32": "duplicate and disordered deliveries",
    "S33": "server-side requests",
    "S34": "campaign",
    "S35": "kill -9 of the web process",
    "S36": "kill -9 of PostgreSQL",
    "S37": "kill -9 of the worker",
    "S38": "full disk",
    "S39": "clocks",
    "S40": "restore drill",
}
"""S15-S24 are casework and come with its issue."""


def case_of(test: str) -> str:
    """The case whose number a test bears in its name; "" for a test of no case."""
    found = NAME.match(test)
    return f"S{found.group(1)}" if found else ""


def tests() -> dict[str, list[str]]:
    """The tests of each case, as `file::function`."""
    found: dict[str, list[str]] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and (case := case_of(node.name)):
                    found.setdefault(case, []).append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def reasons() -> dict[str, str]:
    """What is written for cases that cannot hold yet, or only in part."""
    said = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {case: str(words) for case, words in said.items()}
