"""Why a due date is that date, in the reader's language: "15 days from 3 March, article 20; 18 March is a Saturday ..."."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.base import dates, shapes
from answerable.law.rules.deadlines import Shift, TermUnit
from answerable.places.rules import name_in


def term(count: int, unit: str) -> str:
    """A length of time: "15 days", "1 month"."""
    words = {
        TermUnit.HOUR: ngettext("%(count)d hour", "%(count)d hours", count),
        TermUnit.CALENDAR_DAY: ngettext("%(count)d day", "%(count)d days", count),
        TermUnit.WORKING_DAY: ngettext("%(count)d working day", "%(count)d working days", count),
        TermUnit.WEEK: ngettext("%(count)d week", "%(count)d weeks", count),
        TermUnit.MONTH: ngettext("%(count)d month", "%(count)d months", count),
    }
    return words[TermUnit(unit)] % {"count": count}


def why(facts: Mapping[str, object]) -> str:
    """One sentence from the facts that `rules.deadlines.explain` wrote down; empty when there are none."""
    if shapes.is_damaged(facts):
        return shapes.damaged()
    if not facts:
        return ""
    if facts.get("instruction"):  # the chair set the day; no term of law was counted
        return _("the chair instructed an answer by %(day)s") % {"day": _said(facts["last"])}
    parts = [_head(facts)]
    if facts["extended"]:
        parts.append(_("extended until %(day)s") % {"day": _said(facts["nominal"])})
    if days := int(str(facts.get("stood", 0))):
        said = ngettext(
            "%(days)d day later, because it was withdrawn meanwhile",
            "%(days)d days later, because it was withdrawn meanwhile",
            days,
        )
        parts.append(said % {"days": days})
    if facts["shift"]:
        parts.append(_shift(facts))
    return "; ".join(parts)


def caveats(facts: Mapping[str, object]) -> list[str]:
    """What a careful reader should know about the date besides."""
    found = []
    if facts.get("status") == "house":
        found.append(_("This is a promise of this place, not a term of law."))
    if facts.get("status") == "unverified":
        found.append(_("Nobody has yet checked this term against the text of the law."))
    if facts.get("guessed"):
        found.append(_("The days off of that year are not known here yet: plain weekends were taken."))
    return found


def _head(facts: Mapping[str, object]) -> str:
    length = term(int(str(facts["count"])), str(facts["unit"]))
    start = _said(facts["start"])
    if basis := _basis(facts):
        return _("%(term)s from %(start)s, %(basis)s") % {"term": length, "start": start, "basis": basis}
    return _("%(term)s from %(start)s") % {"term": length, "start": start}


def _basis(facts: Mapping[str, object]) -> str:
    names = facts.get("basis_name")
    if isinstance(names, Mapping) and names:
        return name_in(names, dates.language())
    return str(facts.get("basis", ""))


def _shift(facts: Mapping[str, object]) -> str:
    """Why the nominal day would not do, and which day it is instead."""
    nominal, last = _day(facts["nominal"]), _day(facts["last"])
    words = {
        "nominal": dates.near(nominal),
        "nominal_weekday": dates.weekday(nominal),
        "last": dates.near(last),
        "weekday": dates.weekday(last),
    }
    if facts["off"] == "holiday":
        said = _("%(nominal)s is a public holiday, so %(weekday)s, %(last)s")
    else:
        said = _("%(nominal)s is a %(nominal_weekday)s, so %(weekday)s, %(last)s")
    if facts["shift"] == Shift.FIRST_AFTER.value:
        said += _(", the first working day")
    return said % words


def _day(written: object) -> date:
    return date.fromisoformat(str(written))


def _said(written: object) -> str:
    return dates.near(_day(written))
