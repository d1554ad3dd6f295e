"""`make security`: runs the cases and the gates, and prints which of them hold.

    python -m tests.security.standing [--no-tests] [words for pytest]

A case *holds* when it has tests and all of them pass; *in part* when they pass and `reasons.toml` says what is missing;
*cannot yet* when a reason stands in the place of tests or every test was skipped; *does not hold* when a test fails.
Ends with 1 when a case does not hold or is without a word, or when a gate is shut. A gate that could not be asked is
"not audited", which is no success either.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET  # written by our own pytest a moment ago

from tests.security import cases

BIN: Final = Path(sys.executable).parent
GATES: Final = {
    "bandit": ["bandit", "-q", "-r", "src", "-c", "pyproject.toml", "-ll"],
    "advisories": ["pip-audit", "--strict", "--require-hashes", "--disable-pip", "-r", "requirements/run.txt"],
    "licences": [sys.executable, "-m", "tests.security.licences"],
    "secrets": [sys.executable, "-m", "tests.security.secrets_scan"],
    "SBOM": ["cyclonedx-py", "requirements", "requirements/run.txt", "--pyproject", "pyproject.toml",
             "--output-reproducible", "-o", "build/sbom.cdx.json"],
}  # fmt: skip
UNREACHED: Final = (
    "could not be audited",
    "ConnectionError",
    "Max retries",
    "not found on PyPI",
    "HTTPError",
    "timed out",
)


@dataclass
class Ran:
    """What became of the tests of one case."""

    passed: int = 0
    failed: int = 0
    skipped: str = ""


def ran(words: list[str]) -> dict[str, Ran]:
    """Run the tests that bear a number; returns what became of each case."""
    files = sorted({test.partition("::")[0] for tests in cases.tests().values() for test in tests})
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        order = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "--dist",
            "loadfile",
            f"--junitxml={report}",
            *files,
            *words,
        ]
        subprocess.run(order, cwd=cases.ROOT, check=False)
        return read(report.read_text(encoding="utf-8"))


def read(report: str) -> dict[str, Ran]:
    """Sort what pytest reported by case."""
    found: dict[str, Ran] = {}
    for each in ET.fromstring(report).iter("testcase"):
        case = cases.case_of(each.get("name", "").partition("[")[0])
        if not case:
            continue
        mine = found.setdefault(case, Ran())
        skipped = each.find("skipped")
        if each.find("failure") is not None or each.find("error") is not None:
            mine.failed += 1
        elif skipped is not None:
            mine.skipped = skipped.get("message", "skipped")
        else:
            mine.passed += 1
    return found


def verdict(mine: Ran | None, reason: str) -> tuple[str, str]:
    """Whether a case holds, and why or why not."""
    if mine is not None and mine.failed:
        return "does not hold", f"{mine.failed} of its tests fail"
    if mine is None or not mine.passed:
        why = reason or (mine.skipped if mine else "")
        return ("cannot yet", why) if why else ("NO WORD", "neither a test nor a reason")
    counted = f"{mine.passed} tests"
    if reason or mine.skipped:
        return "in part", f"{counted}; missing: {reason or mine.skipped}"
    return "holds", counted


def gate(name: str) -> tuple[str, str]:
    """Ask one gate."""
    first, *rest = GATES[name]
    program = first if first == sys.executable else str(BIN / first)
    (cases.ROOT / "build").mkdir(exist_ok=True)
    done = subprocess.run([program, *rest], cwd=cases.ROOT, capture_output=True, text=True, check=False, timeout=600)
    said = (done.stdout + done.stderr).strip()
    last = said.splitlines()[-1] if said else ""
    if name == "advisories" and any(word in said for word in UNREACHED):
        return "NOT AUDITED", "the advisory service is out of reach; nothing is known about known holes"
    if done.returncode:
        return "SHUT", said[-1500:]
    if name == "SBOM":
        parts = json.loads((cases.ROOT / "build" / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
        return "open", f"{len(parts)} parts in build/sbom.cdx.json"
    return "open", last or "nothing found"


def main(words: list[str]) -> int:
    """Print the table; returns 1 when something does not hold."""
    results = {} if "--no-tests" in words else ran(words)
    reasons, wrong = cases.reasons(), 0
    wide = max(map(len, cases.CASES.values()))
    print(f"\n{'case':5} {'what':{wide}}  {'stands':13}  why")
    for case, what in cases.CASES.items():
        stands, why = verdict(results.get(case), reasons.get(case, ""))
        wrong += stands in {"does not hold", "NO WORD"}
        print(f"{case:5} {what:{wide}}  {stands:13}  {why}")
    print()
    for name in GATES:
        stands, why = gate(name)
        wrong += stands == "SHUT"
        unasked = stands == "NOT AUDITED" and "ANSWERABLE_UNAUDITED" not in os.environ
        wrong += unasked
        print(f"gate  {name:{wide}}  {stands:13}  {why}")
    print(f"\n{wrong} of these forbid a release." if wrong else "\nNothing of this forbids a release.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
