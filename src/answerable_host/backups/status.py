"""What operators are told of backups: one small file in the state folder, read by `/metrics` and by health."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

FILE: Final = "backup-status.json"
GRACE: Final = 3  # intervals that may be missed before an operator is called


def write_status(home: Path, **said: Any) -> None:
    """Note what was done; what is not named stays as it was."""
    known = {**read_status(home), **said}
    draft = home / f"{FILE}.{os.getpid()}"
    draft.write_text(json.dumps(known, indent=1), encoding="utf-8")
    draft.replace(home / FILE)


def read_status(home: Path) -> dict[str, Any]:
    """What was noted last; nothing where none was ever made."""
    try:
        found = json.loads((home / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def gauges(said: Mapping[str, Any], *, wanted: bool, at: datetime) -> dict[str, float]:
    """Numbers for Prometheus; an age of -1 says "never"."""
    ages = {f"backup_{name}_age_seconds": _age(said, f"{name}_at", at) for name in ("base", "covers", "keys", "drill")}
    return {
        "backup_wanted": float(wanted),
        "backup_failing": float(bool(said.get("fault"))),
        "backup_drill_held": float(bool(said.get("drill_held"))),
        **ages,
    }


def _age(said: Mapping[str, Any], name: str, at: datetime) -> float:
    try:
        return max((at - datetime.fromisoformat(said[name])).total_seconds(), 0.0)
    except (KeyError, TypeError, ValueError):
        return -1.0


def backup_faults(said: Mapping[str, Any], *, wanted: bool, rpo_minutes: int, at: datetime) -> list[str]:
    """Why an operator should look, in plain words."""
    if not wanted:
        return []
    if said.get("fault"):
        return [f"the last backup failed: {said['fault']}"]
    age = _age(said, "covers_at", at)
    if age < 0:
        return ["no backup was ever made"]
    if age > rpo_minutes * 60 * GRACE:
        return [f"the last backup is {age / 60:.0f} minutes old, the budget is {rpo_minutes}"]
    return []
