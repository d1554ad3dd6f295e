"""Translated names of this room's terms, and what senders are told."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from answerable.base import dates
from answerable.law.terms import Cause
from answerable.oversight.terms import Ask, MeasureKind, ReaderAct
from answerable.people.queries import in_language

Words = dict[str, str | Promise]

CAUSES: Final[Words] = {
    Cause.OVERDUE: pgettext_lazy("cause", "overdue"),
    Cause.DISPUTED: pgettext_lazy("cause", "disputed"),
    Cause.INADEQUATE: pgettext_lazy("cause", "answer found wanting"),
    Cause.INSTRUCTION: pgettext_lazy("cause", "instruction not followed"),
    "": pgettext_lazy("cause", "addressed to you"),
}
EXPLAINED: Final = pgettext_lazy("cause", "explained")
BARRED: Final = pgettext_lazy("cause", "barred late")
CAUSES_COUNTED: Final[Words] = {
    Cause.OVERDUE: gettext_lazy("The date passed without an answer"),
    Cause.DISPUTED: gettext_lazy("The sender disputed the answer"),
    Cause.INADEQUATE: gettext_lazy("The sender said that a point was not answered"),
    Cause.INSTRUCTION: gettext_lazy("The date of an instruction passed"),
}
TAKEN_COUNTED: Final = gettext_lazy("Said to an operator and taken down at a desk: counted here, not above")
ACTS: Final[Words] = {
    ReaderAct.ACCEPTED: pgettext_lazy("act of a reader", "accepted"),
    ReaderAct.RETURNED: pgettext_lazy("act of a reader", "returned with a question"),
    ReaderAct.INSTRUCTED: pgettext_lazy("act of a reader", "instructed"),
    ReaderAct.MEASURED: pgettext_lazy("act of a reader", "measure taken"),
    ReaderAct.COMMENDED: pgettext_lazy("act of a reader", "commended"),
}
ASKS: Final[Words] = {
    Ask.ANSWER: pgettext_lazy("an instruction", "answer the sender"),
    Ask.EXPLAIN: pgettext_lazy("an instruction", "explain"),
}
MEASURES: Final[Words] = {
    MeasureKind.TALK: gettext_lazy("Talk with those concerned"),
    MeasureKind.TRAINING: gettext_lazy("Training"),
    MeasureKind.ORDER_CHANGED: gettext_lazy("Way of working changed"),
    MeasureKind.CHECK: gettext_lazy("Check or inquiry begun"),
    MeasureKind.WARNING: gettext_lazy("Warning"),
    MeasureKind.DISCIPLINE: gettext_lazy("Disciplinary measure"),
    MeasureKind.OTHER: gettext_lazy("Something else"),
}


def _named(name: Mapping[str, str]) -> str:
    return in_language(name, dates.language())


def _day(day: date) -> str:
    return dates.day(day)


def climbed(cause: str, to: Mapping[str, str]) -> str:
    """What a sender is told when the appeal goes before another decision-maker, in the active language."""
    sentences = {
        Cause.OVERDUE: _(
            "Your appeal was put before another decision-maker, because the date for an answer has passed: %(body)s."
        ),
        Cause.DISPUTED: _(
            "Your appeal was put before another decision-maker, because you disputed the answer: %(body)s."
        ),
        Cause.INADEQUATE: _(
            "Your appeal was put before another decision-maker, because you said that a point was not answered: %(body)s."
        ),
        Cause.INSTRUCTION: _(
            "Your appeal was put before another decision-maker, because an instruction was not followed in time: %(body)s."
        ),
    }
    return sentences[Cause(cause)] % {"body": _named(to)}


def instructed(of: Mapping[str, str], to: Mapping[str, str], due_on: date) -> str:
    """What a sender is told when a body is instructed, in the active language."""
    return _(
        "Your appeal was read by the leadership (%(reader)s). New instruction: %(body)s answers you by %(day)s."
    ) % {
        "reader": _named(of),
        "body": _named(to),
        "day": _day(due_on),
    }


def accepted(reader: Mapping[str, str], words: str) -> str:
    """What a sender is told when the reader finds the answer sufficient, in the active language."""
    said = _("Your appeal and the answer were read by the leadership (%(reader)s), who find the answer sufficient:") % {
        "reader": _named(reader)
    }
    return f"{said}\n\n{words}"
