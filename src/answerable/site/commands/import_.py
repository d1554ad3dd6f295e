"""`answerable import appeals FILE --map MAP`: take over a register that was kept elsewhere."""

import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self, TextIO

import click
import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

BATCH: Final = 1000  # rows of one transaction: what a broken run repeats at most
LARGEST_CELL: Final = 1_000_000


@click.group(name="import")
def command() -> None:
    """Take over what was kept elsewhere."""


@dataclass
class ImportReport:
    """What became of the rows."""

    taken: int = 0
    before: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """Rows that could not be taken over."""
        return sum(self.reasons.values())


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "map_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option(
    "--rejected", type=click.Path(path_type=Path), help="Where to write rejected rows (CSV: line, key, reason)."
)
def appeals(file: Path, map_file: Path, *, dry_run: bool, rejected: Path | None) -> None:
    """Take over the appeals of FILE (CSV, also .gz), each row once: a broken or repeated run goes on where it was."""
    from answerable.appeals.rules.importing import UnmappedError

    rejected = rejected or Path(f"{file.name.removesuffix('.gz').removesuffix('.csv')}-rejected.csv")
    try:
        report = _run(file, map_file, rejected, dry_run=dry_run)
    except UnmappedError as unmapped:
        for fault in unmapped.faults:
            click.echo(f"{map_file.name}: {fault}", err=True)
        click.echo("nothing was changed", err=True)
        sys.exit(1)
    verb = "would be taken over" if dry_run else "taken over"
    click.echo(f"{report.taken} {verb}, {report.before} were here before, {report.rejected} rejected")
    for reason, count in report.reasons.most_common(10):
        click.echo(f"  {count} x {reason}")
    if report.rejected:
        click.echo(f"rejected rows, by line: {rejected}")


def _run(file: Path, map_file: Path, rejected: Path, *, dry_run: bool) -> ImportReport:
    """Read, check and write, batch by batch."""
    from answerable.appeals.rules.importing import Imported, UnfitRowError, read_map, read_row

    report, seen = ImportReport(), set[str]()
    with _opened(file) as source, _rejects(rejected) as out, _bar() as bar:
        rows = csv.DictReader(source)
        by = read_map(_yaml(map_file), columns=list(rows.fieldnames or []), known=_known())
        task = bar.add_task(file.name, total=_lines(file))
        batch: list[tuple[int, Imported]] = []
        for row in rows:
            bar.advance(task)
            try:
                found = _once(read_row({name: cell or "" for name, cell in row.items() if name is not None}, by), seen)
            except UnfitRowError as unfit:
                out.reject(rows.line_num, row.get(by.key) or "", str(unfit), report)
                continue
            batch.append((rows.line_num, found))
            if len(batch) == BATCH:
                _write(batch, by, report, out, dry_run=dry_run)
                batch = []
        _write(batch, by, report, out, dry_run=dry_run)
    return report


def _once(row: Any, seen: set[str]) -> Any:
    """The row, unless its key stood in the file before."""
    from answerable.appeals.rules.importing import UnfitRowError

    if row.key in seen:
        raise UnfitRowError("key: stands twice in the file")
    seen.add(row.key)
    return row


def _write(batch: list[Any], by: Any, report: ImportReport, out: "_Rejects", *, dry_run: bool) -> None:
    """Write the rows of a batch that aren't here yet, in one transaction."""
    from answerable.appeals.actions import importing
    from answerable.base.clock import now

    rows = [row for _, row in batch]
    here = importing.already_here(rows, by)
    taken = importing.numbers_taken([row for row in rows if row.key not in here])
    fresh = []
    for line, row in batch:
        if row.key in here:
            report.before += 1
        elif row.number in taken:
            out.reject(line, row.key, "key: its number is taken by another appeal", report)
        else:
            fresh.append(row)
    report.taken += len(fresh) if dry_run else importing.take_over(at=now(), rows=fresh, by=by)


@dataclass
class _Rejects:
    """Rejected rows, by line and reason; the file is made with the first of them."""

    path: Path
    file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()

    def reject(self, line: int, key: str, reason: str, report: ImportReport) -> None:
        """Write one down."""
        if self.file is None:
            self.file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self.file).writerow(["line", "key", "reason"])
        safe = "'" + key if key[:1] in "=+-@\t" else key  # a cell must not be a formula
        csv.writer(self.file).writerow([line, safe[:60], reason])
        report.reasons[reason.partition(":")[0] + ":" + reason.partition(":")[2][:60]] += 1


def _rejects(path: Path) -> _Rejects:
    return _Rejects(path)


def _opened(file: Path) -> TextIO:
    """The file as text; .gz is unpacked as it is read."""
    csv.field_size_limit(LARGEST_CELL)
    if file.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(file, "rb"), encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")


def _lines(file: Path) -> int:
    """How many rows there are about, for the bar."""
    with _opened(file) as source:
        return sum(1 for _ in _chunks(source)) - 1


def _chunks(source: TextIO) -> Iterator[object]:
    yield from csv.reader(source)


def _yaml(file: Path) -> object:
    from answerable.appeals.rules.importing import UnmappedError

    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnmappedError([f"it isn't YAML ({str(error).splitlines()[0]})"]) from None


def _known() -> dict[str, frozenset[str]]:
    """The codes that a map may name."""
    from answerable.law.models import Category
    from answerable.law.queries import standing_order
    from answerable.places.queries import codes

    order = standing_order()
    return {
        "body": frozenset(order.by_code),
        "category": frozenset(Category.objects.values_list("code", flat=True)),
        "territory": frozenset(codes()),
    }


def _bar() -> Progress:
    """A bar on standard error: what a script reads from standard output is the report alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, transient=True, console=Console(stderr=True))
