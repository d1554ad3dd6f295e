"""The report of a period, to be laid before the council: the figures in a document of their own, as PDF/UA.

Set by Typst in a process that ends; everything goes in as data, so no word of anybody is ever markup. The same editions and
the same language give the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from answerable.base import dates, foreign
from answerable.base.verdict import MissingError
from answerable.figures import charts, presenting, queries, wording
from answerable.figures.queries import ReadEdition
from answerable.law.queries import standing_order
from answerable.vault.confinement import run_child
from answerable_verify.numbers.cells import ALL

TEMPLATE: Final = Path(__file__).with_name("report.typ")
PAPER: Final = {
    "var(--quiet)": "#525d69",
    "var(--rule)": "#d9d8d2",
    "var(--accent-soft)": "#cfe3e5",
    "var(--accent)": "#0f5a66",
    "var(--ink)": "#16202b",
}


def report(period: str, *, group: str = ALL) -> bytes:
    """The report of a period over everybody or over one authority, in the language of the moment.

    Raises MissingError where the period is not published, or nothing of the authority. Empty where it could not be set.
    """
    figures = list(queries.published_in(period).values())
    if not figures or not any(group in one.document["cells"] for one in figures):
        raise MissingError
    return typeset(json.dumps(_said(figures, group), sort_keys=True))


@lru_cache(maxsize=8)
def typeset(said: str) -> bytes:
    """The PDF of what is said, as JSON."""
    return run_child("answerable.figures.typesetting", str(TEMPLATE), given=said.encode()) or b""


def _said(figures: Sequence[ReadEdition], group: str) -> dict[str, Any]:
    """Everything that the report says."""
    first = figures[0]
    order = standing_order()
    names = presenting.group_names(order)
    return {
        "language": dates.language(),
        "title": _("Who answered whom"),
        "period": wording.period_name(first.period),
        "place": foreign.in_language(order.settings.get("place_name") or {}, dates.language()),
        "lead": names[group][0] if group in names else _("Everybody who answers here, together and each by name"),
        "figures": [_figure(one, group) for one in figures if group in one.document["cells"]],
        "again": _(
            "The same rows give the same number. The verifier reads the public log, proves every row, computes the figure and says whether it is equal."
        ),
        "foot": _(
            "Computed from the first %(size)d entries of the public log. What is corrected later stands at %(address)s."
        )
        % {"size": max(one.row.tree for one in figures), "address": settings.ANSWERABLE.address},
        "words": _words(),
    }


def _words() -> Mapping[str, str]:
    return {
        "part": _("What became of them"),
        "count": _("How many"),
        "authority": _("Authority"),
        "value": _("The figure"),
        "interval": _("interval, 95 %"),
        "again": _("Compute it again"),
    }


def _figure(one: ReadEdition, group: str) -> dict[str, Any]:
    said, words = presenting.said(one, group), presenting.words(one)
    rows = presenting.rows(one) if group == ALL else []
    under = [", ".join(filter(None, (said.share, said.between))), f"n = {said.n}"]
    if said.among:
        under = [
            said.spoke,
            _("of these solved: %(share)s, %(between)s") % {"share": said.share, "between": said.between},
        ][: 2 if said.n else 1]
    chart = one.row.chart if group == ALL else ""
    return {
        "title": said.title,
        "value": said.value,
        "under": " · ".join(filter(None, under)),
        "chart": on_paper(chart) if chart else None,
        "alt": _("The share that has an answer, by days since registration; the page of the figure has the table."),
        "parts": [[part.says, str(part.count)] for part in said.parts],
        "rows": [
            [
                row.name,
                row.said.value,
                ", ".join(filter(None, (row.said.share, row.said.between))) or presenting.NOTHING,
                str(row.said.n),
            ]
            for row in rows
        ],
        "errata": [f"{wording.BASES[one.row.basis]}"] if one.row.basis else [],
        "means": words.means,
        "of": words.of,
        "address": f"{settings.ANSWERABLE.address}/data/figures/{said.name}/{one.row.period}.json",
    }


def on_paper(svg: str) -> str:
    """A chart with colours and a type of its own, where no stylesheet gives them."""
    for token, colour in PAPER.items():
        svg = svg.replace(token, colour)
    svg = svg.replace('font-family="inherit"', f'font-family="{charts.FONT}"')
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
