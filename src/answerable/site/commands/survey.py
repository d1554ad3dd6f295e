"""`answerable survey`: the estimators from the shell."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from answerable.surveys.estimates.reference import compare


@click.group()
def command() -> None:
    """Estimates of surveys, held to another's."""


@command.command()
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--only", default="", metavar="TEXT", help="Cases whose name has this text.")
@click.option("--differing", is_flag=True, help="Only values that differ by more than the tolerance.")
def reference(cases: Path, data: Path, only: str, *, differing: bool) -> None:
    """Evaluate CASES (JSON) over the folder DATA: each value, the expected one, the difference."""
    from answerable.surveys.estimates.reference import compare

    designs, found = compare.read(cases)
    numbers = failed = unlike = 0
    for case in found:
        if only not in case["id"]:
            continue
        try:
            for each in compare.compared(case, designs, data):
                numbers, unlike = numbers + 1, unlike + (not each.agrees)
                if not (differing and each.agrees):
                    click.echo(_line(each))
        except (ValueError, KeyError) as fault:
            failed += 1
            click.echo(f"FAULT    {case['id']}: {fault!r}")
    click.echo(f"{numbers} values compared, {unlike} differ, {failed} cases could not be evaluated")
    sys.exit(1 if unlike or failed or not numbers else 0)


@command.command()
@click.argument("export", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--labels", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV: a label, the same otherwise."
)
@click.option("--once-by", default="", metavar="COLUMN", help="Of rows that say the same there, the last one alone.")
def tabulate(export: Path, labels: Path | None, once_by: str) -> None:
    """Tabulate EXPORT, the CSV (or .csv.gz) of ODK, KoboToolbox or Ona: counts and shares, each question by its label."""
    from answerable.surveys import exports

    try:
        given = exports.read(export.read_bytes())
        given = exports.once(given, once_by) if once_by else given
        found = exports.tables(given, exports.read_labels(labels.read_bytes()) if labels else None)
    except exports.ExportError as wrong:
        raise click.ClickException(str(wrong)) from None
    for table in found:
        click.echo(f"\n{table.label}   n = {table.count}")
        for choice, count in table.choices:
            click.echo(f"{count:>8} {100 * count / table.count:>6.1f} %  {choice}")
        if table.numbers:
            click.echo("         least {:g}, middle {:g}, most {:g}".format(*table.numbers))
        if table.kind is exports.AnswerKind.TEXT:
            click.echo(f"         written freely, {table.distinct} different")
    click.echo(
        f"\n{len(given.rows)} answers, {len(found)} questions. No intervals: an export does not say how people were drawn."
    )


def _line(each: "compare.Compared") -> str:
    verdict = "agrees" if each.agrees else "DIFFERS"
    name = f"{each.case}  {each.place}"
    return f"{verdict:<8} {name:<76} {each.value:>22.15g} {each.expected:>22.15g} {each.difference:>9.1e}"
