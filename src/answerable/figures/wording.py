"""The sentences of this room: what became of what is counted, why a figure is corrected.

What a figure is called and means stands in `answerable_verify.numbers.wording`, where the verifier has it, too.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.appeals.wording.terms import CHANNELS, ENDINGS
from answerable.base import dates
from answerable.figures.terms import AttestedBasis, Basis
from answerable.oversight.wording import ASKS, CAUSES_COUNTED, MEASURES
from answerable_verify.numbers.periods import Period

Words = Mapping[str, str | Promise]

REASONS: Final[Words] = {
    "figure.frozen-before": _("This figure is published already; what is wrong in it is corrected by an erratum."),
    "figure.not-frozen": _("This figure is not published, so there is nothing to correct."),
    "figure.same": _("It says the same as what is published."),
    "series.not-in-your-name": _("Only who signs for that body may attest its counts."),
    "series.target": _(
        "This sets a goal for a count of people. A series says how many there were, never how many there should be."
    ),
    "series.code-taken": _("There is a series of this code already."),
    "series.attested-before": _(
        "The count of this period is published already. Correct it: the old one stays beside the new."
    ),
    "series.nothing-to-correct": _("Nothing is published of this period, so there is nothing to correct."),
    "series.other-length": _("The periods of this series are of another length."),
    "series.period-runs": _("This period is not over yet."),
    "series.small-counts-open": _("A small count stands open in this table."),
}
BASES: Final[Words] = {
    Basis.LATE_ENTRIES: _("acts of this period came into the log after the figure was published"),
    Basis.GROUPING: _("bodies were counted with another authority"),
    Basis.CALENDAR: _("a calendar or a term of law was set right"),
    Basis.MISTAKE: _("we had made a mistake"),
}
REASONS_ATTESTED: Final[Words] = {
    AttestedBasis.MISTAKE: _("it was entered or counted wrongly"),
    AttestedBasis.SOURCE: _("the source itself was set right"),
    AttestedBasis.LATE_ENTRIES: _("more of this period came in afterwards"),
}
RECEIVED_WORDS: Final[Words] = {
    "title": _("Appeals received, by matter and place"),
    "means": _(
        "Appeals that were registered in the quarter, by what they are about and by the place that they speak of. Sensitive matters, those of children among them, are told as one number and in no place."
    ),
    "source": _(
        "The register of appeals of this installation, counted by its software. The log tells places and matters only where many wrote; this is finer, so it can't be computed from the log."
    ),
}
LENGTHS: Final[Mapping[int, str | Promise]] = {
    1: _("a month"),
    3: _("a quarter"),
    12: _("a year"),
}
_DATES: Final[Words] = {
    "on-time": pgettext_lazy("what became of a date", "answered by then"),
    "late": pgettext_lazy("what became of a date", "answered later"),
    "unanswered": pgettext_lazy("what became of a date", "no answer"),
    "withdrawn": pgettext_lazy("what became of a date", "withdrawn before"),
    "withdrawn-taken-down": pgettext_lazy("what became of a date", "withdrawn before, as an operator took it down"),
    "otherwise": pgettext_lazy("what became of a date", "ended otherwise"),
}
_WAITS: Final[Words] = {
    "answered": pgettext_lazy("waiting for an answer", "have an answer"),
    "waiting": pgettext_lazy("waiting for an answer", "still wait"),
    "otherwise": pgettext_lazy("waiting for an answer", "withdrew, or it ended otherwise"),
}
PARTS: Final[Mapping[str, Words]] = {
    "time-to-answer": _WAITS,
    "time-to-answer-sent": _WAITS,
    "on-time": _DATES,
    "outcome": {
        "solved": pgettext_lazy("the sender's word", "solved"),
        "answered": pgettext_lazy("the sender's word", "answered, but not solved"),
        "not-answered": pgettext_lazy("the sender's word", "not answered"),
        "silent": pgettext_lazy("the sender's word", "said nothing"),
        "taken-down": pgettext_lazy("the sender's word", "taken down by an operator"),
    },
    "heard": {
        "own": pgettext_lazy("the sender's word", "said how it ended"),
        "taken-down": pgettext_lazy("the sender's word", "taken down by an operator"),
        "silent": pgettext_lazy("the sender's word", "said nothing"),
    },
    "points": {
        "met": pgettext_lazy("a point of an answer", "met"),
        "promised": pgettext_lazy("a point of an answer", "promised"),
        "refused": pgettext_lazy("a point of an answer", "refused on a ground of law"),
    },
    "waiting": {
        "overdue": pgettext_lazy("waiting for an answer", "beyond the date"),
        "in-time": pgettext_lazy("waiting for an answer", "the date is still to come"),
    },
    "received": {f"ch.{code}": words for code, words in CHANNELS.items()},
    "extended": {
        "moved": pgettext_lazy("a date", "moved at least once"),
        "kept": pgettext_lazy("a date", "never moved"),
    },
    "forwarded": {
        "sent-on": pgettext_lazy("an appeal", "sent on"),
        "stayed": pgettext_lazy("an appeal", "stayed"),
    },
    "disputed": {
        "disputed": pgettext_lazy("an answer", "disputed"),
        "taken-down": pgettext_lazy("an answer", "disputed, as an operator took it down"),
        "not-disputed": pgettext_lazy("an answer", "not disputed"),
    },
    "closing": {
        "same-day": pgettext_lazy("when an answer came", "on the day that it was asked for"),
        "earlier": pgettext_lazy("when an answer came", "more than five days before the date"),
        "days-2-5": pgettext_lazy("when an answer came", "two to five days before"),
        "day-before": pgettext_lazy("when an answer came", "the day before"),
        "last-day": pgettext_lazy("when an answer came", "on the last day"),
        "late": pgettext_lazy("when an answer came", "later than the date"),
        "no-date": pgettext_lazy("when an answer came", "no date was set"),
    },
    "reopened": {
        "reopened": pgettext_lazy("after an answer", "reopened"),
        "not-reopened": pgettext_lazy("after an answer", "not reopened"),
    },
    "entered": {
        "desk": pgettext_lazy("who entered a matter", "written in at a desk"),
        "sent": pgettext_lazy("who entered a matter", "sent by the person"),
        "import": pgettext_lazy("who entered a matter", "carried over from an earlier register"),
    },
    "endings": ENDINGS,
    "escalated": CAUSES_COUNTED,
    "instructed": ASKS,
    "measures": MEASURES,
    "commended": {"commended": pgettext_lazy("an answer", "commended")},
    "chair-reading": {
        "within-a-day": pgettext_lazy("a letter before its reader", "read within a day"),
        "later": pgettext_lazy("a letter before its reader", "read later"),
        "unread": pgettext_lazy("a letter before its reader", "unread"),
    },
    "instructions-done": {
        "in-time": pgettext_lazy("an instruction", "followed by its day"),
        "late": pgettext_lazy("an instruction", "followed later"),
        "open": pgettext_lazy("an instruction", "not followed yet"),
        "ended": pgettext_lazy("an instruction", "the appeal was withdrawn or closed before"),
    },
    "promises": {
        "kept": pgettext_lazy("a promise", "kept by its day"),
        "kept-late": pgettext_lazy("a promise", "kept later"),
        "broken": pgettext_lazy("a promise", "given up"),
        "open": pgettext_lazy("a promise", "still open after its day"),
    },
}
UNTOLD: Final = _("not told")


def period_name(period: Period) -> str:
    """A period in words: "October 2026", "July – September 2026", "2026"."""
    if period.months == 1:
        return dates.month(period.first)
    if period.months == 12:
        return f"{period.first.year}"
    return f"{dates.month_alone(period.first)} – {dates.month(period.last)}"
