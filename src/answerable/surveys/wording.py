"""The sentences of this room, and the names of its terms."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.surveys.rules import FrameFault
from answerable.surveys.terms import Asker, Method, Source

ASKERS: Final[Mapping[str, str | Promise]] = {
    Asker.JUDGED: _(
        "Asked by the police, whom the answers are about. Such a survey gives no figure of confidence in them."
    ),
    Asker.AUTHORITY: _("Asked by an authority, not by the police."),
    Asker.INDEPENDENT: _("Asked by an independent body."),
}
METHODS: Final[Mapping[str, str | Promise]] = {
    Method.SIMPLE: _("Each unit with the same chance"),
    Method.SYSTEMATIC: _("In equal steps through the list as it stands"),
    Method.PPS: _("By size: the larger a unit, the greater its chance"),
}
SOURCES: Final[Mapping[str, str | Promise]] = {
    Source.DICE: _("Dice at a public table"),
    Source.LOTTERY: _("Numbers of a lottery"),
    Source.BEACON: _("A public randomness beacon"),
}
REASONS: Final[dict[str, str | Promise]] = {
    "survey.not-in-your-name": _("You may not make surveys in the name of this body."),
    "draw.fixed-before": _("This list was fixed with this design before: a second seed would be a second choice."),
    "draw.drawn-before": _("This sample is drawn. It cannot be drawn again."),
    "draw.not-witnessed-yet": _(
        "Witnesses have not seen this list in the public log yet. Throw the dice after they have, usually within minutes."
    ),
}
FAULTS: Final[Mapping[str, str | Promise]] = {
    "frame.columns": _("The first line must name the columns: unit, then stratum and size where there are any."),
    "frame.empty": _("There is no unit in the list."),
    "frame.too-many": _("The list is too long: 500,000 units at most."),
    "frame.cells": _("Line %(line)s has more or fewer cells than the first line."),
    "frame.no-code": _(
        "Line %(line)s: “%(value)s” is no code. Use Latin letters, digits and . _ : / + = - only, 64 at most, and no names of people."
    ),
    "frame.size": _("Line %(line)s: “%(value)s” is no whole number."),
    "frame.twice": _("Line %(line)s: the unit %(value)s stands in the list twice."),
    "frame.text": _("This is no text in UTF-8. Save the table as CSV (UTF-8)."),
    "design.line": _("Line %(line)s: write a stratum, how many, and the reserves: north 40 10 10."),
    "design.stratum": _("Line %(line)s: there is no stratum %(value)s in the list, or it is named twice."),
    "design.missing": _("Say how many of: %(value)s."),
    "design.does-not-fit": _("More is wanted than can be drawn: %(value)s."),
    "design.nothing": _("Nothing would be drawn."),
}


def said(fault: FrameFault) -> str:
    """A fault of a frame or a design, in the active language."""
    return str(FAULTS[fault.reason]) % {"line": fault.line, "value": fault.value}
