"""Why something can't be done: the sentence for each reason that this room gives."""

from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from answerable.ledger import wording as ledger_wording

REASONS: Final[dict[str, str | Promise]] = {
    "reading.of-another-body": _("This is in another body's reading."),
    "reading.write-something": _("Write a few words: whoever reads this should understand why."),
    "reading.too-long": _("This is too long: 20,000 characters at most."),
    "reading.nothing-answered-yet": _("There is no answer yet that could be accepted."),
    "instruction.to-a-barred-body": _("The appeal is about this body or its chief, so it can't be told to handle it."),
    "instruction.to-a-body-not-below": _("This body neither has the appeal nor stands below you."),
    "instruction.of-another-body": _("This instruction is for another body."),
    "instruction.choose-a-body": _("Choose a body."),
    "instruction.day-ahead": _("Choose a day after today, within a year."),
    "instruction.volume-target": _(
        "This seems to say how many people should be stopped, fined, registered or placed. No such number may be a goal. "
        "Say what should become better instead, or say below that this sets none."
    ),
    "instruction.nothing-to-explain": _("This was answered already, or no explanation was asked for."),
    "measure.choose-a-kind": _("Choose what was done."),
    "hotline.of-the-monitor": _("People are asked by those who watch, and by nobody else."),
    "hotline.choose-marks": _("Choose a mark for each of the three questions."),
    "hotline.say-outcome": _("Say how the call went."),
    "hotline.say-words": _("Write what is not solved, in their own words: it is read back to them."),
    "hotline.only-what-is-not-solved": _("Only what is not solved is disputed."),
    "hotline.said-or-over": _("This was said already, or the week for asking is over."),
    "hotline.seed-comes-first": _("The seed of a week is fixed before the week begins, once."),
    "hotline.week-not-over": _("The week is not over, or its list is fixed already."),
    "hotline.not-witnessed-yet": _("No witness has seen it in the public log yet."),
    "hotline.not-framed": _("Its list is not fixed yet, or it is drawn already."),
    "hotline.still-asking": _("People may still be asked."),
    "commendation.not-of-that-body": _("This person doesn't serve in that body."),
}


def sentence_for(reason: str, **words: object) -> str:
    """The sentence of a reason in the active language; the reason itself when it isn't one that an act here may meet."""
    found = REASONS.get(reason)
    return ledger_wording.refusal(reason) or reason if found is None else str(found) % words if words else str(found)


lazily: Final = lazy(sentence_for, str)  # for forms, which are written before the language is known
