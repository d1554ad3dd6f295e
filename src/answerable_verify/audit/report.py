"""The report of an audit in plain words, and the exit code that says the same."""

from datetime import UTC, datetime
from typing import Final

from answerable_verify import __version__, one_file
from answerable_verify.exits import (
    BROKEN,
    DAMAGED,
    FINE,
    OLDER,
    OUTGROWN,
    RETIRED,
    RULES,
    UNWITNESSED,
    VERDICTS,
)

from .findings import NEWER, Grade
from .run import AuditReport

_CODES: Final = {
    "damaged": DAMAGED, "key": RETIRED, "shrank": OLDER, "hidden": OLDER, "stale": UNWITNESSED, "quorum": UNWITNESSED,
}  # fmt: skip
"""Grave findings that prove nothing against the log, in the order in which one of several is told."""
_TITLES: Final = {
    Grade.BROKEN: "What is wrong:",
    Grade.RULE: "Acts that break the rules of the record:",
    Grade.NOTE: "Worth knowing:",
}


def exit_code(report: AuditReport) -> int:
    """The gravest of what was found, as `answerable-verify` tells it; see the list of codes there."""
    if report.findings.worst == Grade.NOTE and report.findings.counts[NEWER]:
        return OUTGROWN
    if report.findings.worst != Grade.BROKEN:
        return {Grade.NOTE: FINE, Grade.RULE: RULES}[report.findings.worst]
    grave = {one.code for one in report.findings.kept if one.grade == Grade.BROKEN}
    return BROKEN if grave - _CODES.keys() else next(code for name, code in _CODES.items() if name in grave)


def render(report: AuditReport) -> str:
    """The report as text."""
    lines = [_verdict(report)]
    if report.trusted_on_first_use:
        lines.append(
            "The log's keys were taken from the log itself, this once. Compare them with a copy from somebody else "
            "(a witness, a newspaper) before you rely on this."
        )
    for grade, title in _TITLES.items():
        found = [one for one in report.findings.kept if one.grade == grade]
        if found:
            lines += ["", title, *(f"  - {one.text}" for one in found)]
    lines += [
        f"  - and {count - kept} more of the kind '{code}'."
        for code, count in report.findings.counts.items()
        if count > (kept := len(report.findings.of(code)))
    ]
    if report.evidence:
        lines += ["", "Evidence that anybody can check (answerable-verify evidence FOLDER):"]
        lines += [f"  - {place}" for place in report.evidence]
    lines += ["", f"Checked by answerable-verify {__version__}, as one file SHA-256 {one_file.digest()}."]
    return "\n".join(lines) + "\n"


def _verdict(report: AuditReport) -> str:
    head = report.head
    if head is None:
        return f"{report.where}: {VERDICTS[exit_code(report)]}"
    times = head.times
    seen = (
        f"last seen by {len(times)} of the known witnesses, at "
        f"{datetime.fromtimestamp(times[-1], UTC).strftime('%Y-%m-%d %H:%M UTC')}"
        if times
        else "seen by no known witness"
    )
    what = f"{head.origin}: {head.size} entries, {seen}."
    if report.findings.worst == Grade.BROKEN:
        return f"{what}\n{VERDICTS[exit_code(report)]}"
    read = (
        f"{report.checked} entries read since the last check at {report.since}" if report.since else "all entries read"
    )
    held = f"{what}\nThe log holds: {read}, {report.cases} cases, nothing changed, removed or put in afterwards."
    newer = report.findings.counts[NEWER]
    if newer:
        held += (
            f"\n{newer} entries are newer than this verifier and were not judged: what they say is not checked. Get the "
            "newer verifier from a witness."
        )
    return held
