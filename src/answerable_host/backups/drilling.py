"""The drill: a backup is restored into a scratch folder and looked at. Green only when everything held.

Red are: a damaged or old backup, a restore that took too long, rows or files that are fewer than they were, sealed
fields that do not open, and a public log that is shorter than, or different from, what its witnesses have signed; the
missing leaves are named by their numbers.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg

from answerable_host.backups import restoring, sets, taking
from answerable_host.backups.restoring import RestoreOrder
from answerable_host.backups.sealing import DamagedError
from answerable_host.cluster import processes, roles, server
from answerable_host.config import Config, secret_folder
from answerable_verify.checkpoint import Checkpoint, parse_checkpoint
from answerable_verify.strict import RejectedError
from answerable_verify.tree import CompactRange

SAMPLE: Final = 50
CLOCK_MAY_DIFFER: Final = 5.0  # seconds
Say = Callable[[str], None]


@dataclass(frozen=True)
class DrillLine:
    """One thing that was looked at: what, whether it held, and the figures."""

    what: str
    held: bool
    figures: str


@dataclass
class DrillOutcome:
    """Everything a drill found."""

    lines: list[DrillLine] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Green?"""
        return all(line.held for line in self.lines)

    def note(self, what: str, figures: str, *, held: bool) -> None:
        """Add one line."""
        self.lines.append(DrillLine(what, held, figures))


def witnessed(note: str) -> Checkpoint:
    """Read the checkpoint of a signed note; whoever drills vouches for where it came from. Raises Damaged."""
    try:
        return parse_checkpoint(note.split("\n\n", 1)[0] + "\n")
    except RejectedError as error:
        raise DamagedError(f"the checkpoint cannot be read: {error}") from None


def drill(config: Config, order: RestoreOrder, *, at: datetime, checkpoint: Checkpoint | None) -> DrillOutcome:
    """Restore into a scratch folder below `order.home`, look, and remove it again. `at` is the present instant."""
    outcome, began = DrillOutcome(), time.monotonic()
    scratch = Path(tempfile.mkdtemp(prefix="drill-", dir=order.home))
    try:
        here = RestoreOrder(
            place=order.place,
            home=scratch / "home",
            opened_by=order.opened_by,
            keys_from=order.keys_from,
            name=order.name,
            say=order.say,
            told=order.told,
        )
        if order.keys_from is None:
            _lend_keys(config.home, here.home)
        kept = _restored(here, outcome)
        if kept is not None:
            _age(config, kept, outcome, at=at)
            _look(here, kept, outcome, checkpoint=checkpoint)
        _took(config, time.monotonic() - began, outcome)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return outcome


def _lend_keys(living: Path, home: Path) -> None:
    """Without a backup of keys: the running system's own, so that a sample can be opened."""
    for path in secret_folder(living).glob("*.key"):
        shutil.copy2(path, secret_folder(home) / path.name)


def _restored(order: RestoreOrder, outcome: DrillOutcome) -> sets.Set | None:
    """Restore; a fault is a red line, and for an old set its age is told all the same."""
    try:
        done = restoring.restore_backup(order)
    except (DamagedError, restoring.RestoreError, server.StuckError, processes.AlreadyRunsError) as error:
        for words in str(error).splitlines():
            outcome.note("restore", words.strip(" -"), held=False)
        return None
    outcome.note("restore", f"{done.kept.name}: {len(done.kept.parts)} parts verified, {done.files} files", held=True)
    outcome.note("erasures", done.replayed.strip(), held=True)
    return done.kept


def _age(config: Config, kept: sets.Set, outcome: DrillOutcome, *, at: datetime) -> None:
    """RPO: how much work would be lost if the disaster were now."""
    minutes = (at - sets.instant(kept.covers)).total_seconds() / 60
    fresh = -CLOCK_MAY_DIFFER / 60 <= minutes <= config.rpo_minutes
    outcome.note("RPO", f"{minutes:.1f} minutes of work would be lost, budget {config.rpo_minutes}", held=fresh)


def _took(config: Config, seconds: float, outcome: DrillOutcome) -> None:
    """RTO: how long it took until the restored installation could open."""
    budget = config.rto_minutes
    outcome.note("RTO", f"{seconds / 60:.1f} minutes to restore, budget {budget}", held=seconds <= budget * 60)


def _look(order: RestoreOrder, kept: sets.Set, outcome: DrillOutcome, *, checkpoint: Checkpoint | None) -> None:
    """Count, open a sample, compare the log."""
    with processes.hold(order.home), restoring.opened_database(order.home) as place:
        said: dict[str, Any] = json.loads(restoring.run_in_home(order.home, "replay", "--report", str(SAMPLE)))
        with server.connect(place, dbname=roles.DATABASE) as boss:
            counts, log = taking.counts(boss, also=kept.counts), grown(boss, checkpoint.size if checkpoint else None)
    fewer = [
        f"{name}: {counts.get(name, 0)} of {count}"
        for name, count in kept.counts.items()
        if counts.get(name, 0) < count
    ]
    rows = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    outcome.note("counts", "; ".join(fewer) or rows, held=not fewer)
    shut = said["fields_shut"] + said["files_shut"]
    opened = f"{said['fields_opened']} fields and {said['files_opened']} files open, {shut} do not"
    outcome.note("sample", opened, held=not shut)
    missing = f"{said['files_missing']} missing {' '.join(said['missing'])}".strip()
    outcome.note("files", missing, held=not said["files_missing"])
    _log(*log, outcome, checkpoint)


def grown(boss: "psycopg.Connection[Any]", size: int | None) -> tuple[int, str]:
    """How many leaves the restored public log has, and its root over the first `size` of them (all when not given)."""
    if boss.execute("SELECT to_regclass('ledger_public_leaf')").fetchone() == (None,):
        return 0, ""
    tree, count, whole = CompactRange(), 0, True
    with boss.transaction(), boss.cursor(name="leaves") as rows:
        rows.execute("SELECT idx, leaf_hash FROM ledger_public_leaf WHERE idx IS NOT NULL ORDER BY idx")
        for place, leaf in rows:
            whole = whole and place == count
            if whole and (size is None or count < size):
                tree.append(bytes(leaf))
            count += 1
    return count, tree.root().hex() if whole and tree.size == (count if size is None else size) else ""


def _log(size: int, root: str, outcome: DrillOutcome, checkpoint: Checkpoint | None) -> None:
    """The restored log against what was witnessed."""
    if checkpoint is None:
        outcome.note(
            "log", f"{size} leaves; no witnessed checkpoint was given to compare with (--checkpoint)", held=True
        )
    elif size < checkpoint.size:
        lost = f"{size}" if size == checkpoint.size - 1 else f"{size} to {checkpoint.size - 1}"
        outcome.note("log", f"leaves {lost} are missing: {checkpoint.size} were witnessed, {size} restored", held=False)
    elif root != checkpoint.root.hex():
        outcome.note("log", f"the root over {checkpoint.size} leaves is not the witnessed one", held=False)
    else:
        outcome.note("log", f"{size} leaves, the root over {checkpoint.size} is the witnessed one", held=True)
