"""`answerable report`: the report of a period as PDF, over everybody or over one authority."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("body", metavar="BODY|all")
@click.argument("period", metavar="2026-10|2026-Q4|2026")
@click.option("--language", default="", help="One of the languages of the place; the first of them by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
def command(body: str, period: str, language: str, out: Path | None) -> None:
    """Write the report of BODY (its code, or `all`) for a published PERIOD."""
    from django.conf import settings
    from django.utils.translation import override

    from answerable.base.verdict import MissingError
    from answerable.figures import reporting

    with override(language or settings.LANGUAGE_CODE):
        try:
            pdf = reporting.report(period, group=body)
        except MissingError:
            click.echo(f"Nothing is published of {body} for {period}.", err=True)
            sys.exit(1)
    where = out or Path(f"report-{body}-{period}.pdf")
    where.write_bytes(pdf)
    click.echo(f"{where}: {len(pdf)} bytes")
