"""The sentences of this room, and the names of its terms."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.surveys.calling import CallOutcome
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.rules import FrameFault
from answerable.surveys.terms import Asker, BackCheckOutcome, Method, Mode, ResultBasis, SeedSource

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
BASES: Final[Mapping[str, str | Promise]] = {
    ResultBasis.ANSWERS: _("answers were left out, or should not have been counted"),
    ResultBasis.WEIGHTS: _("the weights were wrong"),
    ResultBasis.MISTAKE: _("a mistake in what was worked out or said"),
}
SOURCES: Final[Mapping[str, str | Promise]] = {
    SeedSource.DICE: _("Dice at a public table"),
    SeedSource.LOTTERY: _("Numbers of a lottery"),
    SeedSource.BEACON: _("A public randomness beacon"),
}
MODES: Final[Mapping[str, str | Promise]] = {
    Mode.WEB: _("answered by themselves, on the web"),
    Mode.INTERVIEW: _("interviewed"),
    Mode.TELEPHONE: _("asked by telephone"),
    Mode.PAPER: _("answered on paper"),
}
DISPOSITIONS: Final[Mapping[str, str | Promise]] = {
    Disposition.INTERVIEW: _("Interview"),
    Disposition.PARTIAL: _("Interview in part"),
    Disposition.REFUSED: _("Refused"),
    Disposition.NO_CONTACT: _("Nobody was reached"),
    Disposition.OTHER: _("Could not: illness, language, something else"),
    Disposition.UNKNOWN_HOUSEHOLD: _("Not known whether anybody lives there"),
    Disposition.UNKNOWN_OTHER: _("Somebody lives there; not known whether anybody fits"),
    Disposition.NOT_ELIGIBLE: _("Nobody there fits: no dwelling, nobody of age"),
}
CALLS: Final[Mapping[str, str | Promise]] = {
    CallOutcome.NO_ANSWER: _("Nobody answered, or a machine"),
    CallOutcome.BUSY: _("Busy"),
    CallOutcome.CALL_BACK: _("Call again later, as agreed"),
    CallOutcome.REFUSED: _("Refused"),
    CallOutcome.UNABLE: _("Could not: illness, language, something else"),
    CallOutcome.DEAD: _("The number does not exist, or is no household’s"),
    CallOutcome.NOT_ELIGIBLE: _("Nobody there fits"),
}
FLAGS: Final[Mapping[str, str | Promise]] = {
    "answer.missing": _("was not answered"),
    "answer.type": _("is no number, day or time"),
    "answer.no-choice": _("is none of the choices"),
    "answer.constraint": _("does not fit what the questionnaire asks of it"),
    "answer.not-in-the-form": _("is not in the questionnaire"),
    "answer.not-drawn": _("the address was not drawn: these answers are not counted"),
    "answer.unit-twice": _("the address has answered before: these answers are not counted"),
    "answer.quota-full": _("as many as wanted have answered so: was not asked any further"),
    "answer.not-held": _("asked again, nobody was interviewed there: these answers are not counted"),
    "answer.replaced": _("was sent again, mended: these answers are not counted"),
}
SENT: Final[Mapping[str, str | Promise]] = {
    "taken": _("Thank you. The interview has arrived."),
    "same": _("This interview has arrived before; nothing was lost."),
    "other": _("Another interview has arrived under this number. It was not changed. Tell whoever runs the survey."),
    "unknown": _("This version of the questionnaire is not asked here. Update the form on the telephone."),
    "unreadable": _("This could not be read as an interview."),
    "ended": _("This telephone may not send any more. Ask whoever runs the survey for a new code."),
}
CHECKS: Final[Mapping[str, str | Promise]] = {
    BackCheckOutcome.CONFIRMED: _("The interview was held, as it was sent"),
    BackCheckOutcome.DIFFERS: _("It was held, and some of it is told otherwise"),
    BackCheckOutcome.NONE: _("Nobody was interviewed there: its answers are not counted"),
    BackCheckOutcome.NOT_REACHED: _("Nobody was reached"),
}
ROWS: Final[Mapping[str, str | Promise]] = {
    "select_one": _("One of several answers"),
    "select_multiple": _("Several of several answers"),
    "text": _("Own words"),
    "integer": _("A whole number"),
    "decimal": _("A number"),
    "date": _("A day"),
    "note": _("A note, nothing is asked"),
    "group": _("A group of questions"),
    "calculate": _("Worked out, asked of nobody"),
    "geopoint": _("A place on the map"),
    "repeat": _("A group that is asked several times"),
}
"""The kinds of rows that the editor makes, by the type of XLSForm."""
CELLS: Final[Mapping[str, str | Promise]] = {
    "auto": _("By stratum where each has answers enough, else by the whole sample"),
    "stratum": _("By stratum, and not at all where one has too few answers"),
    "one": _("By the whole sample"),
}
BREAKS: Final[Mapping[str, str | Promise]] = {
    "population": _("another population is meant"),
    "modes": _("people were asked in other ways"),
}
"""Why a wave is not compared with the one before it."""
SHEET: Final[Mapping[str, str | Promise]] = {
    "sponsor": _("Who paid, who asked, and how they stand to the police"),
    "coverage": _("Who is missing in the list that was drawn from"),
    "selection": _("Who was asked at an address, and what they got for it"),
    "modes": _("How, in which languages, and from when to when"),
    "processing": _("What was checked and corrected afterwards"),
    "limits": _("What these figures do not say"),
}
"""The lines of AAPOR's disclosure (Code, April 2021, III.A) that only people know; the others are worked out."""
REFUSALS: Final[Mapping[str, str | Promise]] = {
    "few-persons": _("fewer than ten people answered"),
    "few-answers": _("fewer than thirty people answered"),
    "few-effective": _("the answers are worth fewer than thirty"),
    "wide": _("the interval is as wide as thirty points"),
    "wide-for-its-size": _("the interval is wide for so small a share"),
    "few-clusters": _("too few places were drawn"),
    "protects-another": _("it would give another hidden figure back"),
}
REASONS: Final[dict[str, str | Promise]] = {
    "survey.not-in-your-name": _("You may not make surveys in the name of this body."),
    "survey.not-your-calls": _("You may not ask people by telephone in surveys of this body."),
    "calls.not-yours-now": _("You have not taken this number, or its time has passed. Take the next one."),
    "paper.not-yours": _("Two people have begun to type this questionnaire, or you have typed it already."),
    "paper.left-open": _("Say of each difference what stands on the paper."),
    "paper.not-typed-twice": _("This questionnaire was not typed by two people yet."),
    "calls.not-drawn": _("Among the codes is one of no drawn address. Nothing was kept."),
    "calls.no-such-answer": _("The questionnaire has no such question, or it has no such answer."),
    "result.too-few": _("There are too few answers to work anything out."),
    "result.not-worked-out": _("The results could not be worked out: %(said)s"),
    "result.asked-by-the-judged": _(
        "This survey was asked by those whom the answers are about. It gives no figure of confidence in them."
    ),
    "result.not-published-yet": _("Answers leave once the results are published."),
    "result.somebody-is-alone": _("Somebody could be recognised by these answers. Choose fewer of them."),
    "result.published-before": _("These results are published."),
    "result.not-to-be-corrected": _("Only published results that stand uncorrected are corrected, with a reason."),
    "result.nothing-corrected": _("These results say what the published ones say. Nothing is corrected by them."),
    "result.sheet-has-gaps": _("Every line of the sheet is needed before anything is published."),
    "fieldwork.no-reserve": _("Every reserve that was drawn is open."),
    "check.done": _("This interview was asked about again before."),
    "round.in-the-past": _("Say a time that is still to come."),
    "fieldwork.not-ready": _("A survey goes into the field once, with a drawn sample and a released questionnaire."),
    "fieldwork.no-such-question": _("The questionnaire has no question of such a name."),
    "fieldwork.points-do-not-fit": _(
        "Each drawn sampling point must be a stratum of the sample, and no stratum may be anything else."
    ),
    "survey.no-such-wave": _("This survey has its next wave already, or another body asked it."),
    "fieldwork.not-drawn": _("No address of this code was drawn. Nobody is replaced by somebody else."),
    "fieldwork.answered": _("This address has answered."),
    "questionnaire.released-before": _(
        "This version is released: answers may refer to it. Upload a new version instead."
    ),
    "questionnaire.version-used": _(
        "A version with this number is released already. Write another version into the sheet “settings”."
    ),
    "sketch.changed-meanwhile": _(
        "Somebody changed the questionnaire meanwhile. Look at it as it is now, then do this again."
    ),
    "sketch.too-long": _("The editor takes 1,000 rows at most. Use a workbook for what is longer."),
    "draw.of-volunteers": _("Volunteers are not drawn: they came by themselves."),
    "panel.full": _("All places of this panel are taken, or it has ended."),
    "panel.closed": _("This panel has ended. Nobody is on it any more."),
    "panel.not-ready": _("A panel is asked once, with a released questionnaire."),
    "panel.too-few": _("Counts are published once ten people have answered."),
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
    "totals.line": _("Line %(line)s: write a question, an answer and a number: sex F 10400."),
    "numbers.line": _("Line %(line)s: write the code of an address, a comma, and a telephone number."),
    "choices.line": _("Line %(line)s: write a code without blanks, a line |, and the words: yes | Yes | Так."),
    "design.line": _("Line %(line)s: write a stratum, how many, and the reserves: north 40 10 10."),
    "design.stratum": _("Line %(line)s: there is no stratum %(value)s in the list, or it is named twice."),
    "design.missing": _("Say how many of: %(value)s."),
    "design.does-not-fit": _("More is wanted than can be drawn: %(value)s."),
    "design.nothing": _("Nothing would be drawn."),
}
WORKBOOK_FAULTS: Final[Mapping[str, str | Promise]] = {
    "workbook.unreadable": _("This file could not be read. Save it once more as an Excel workbook (.xlsx)."),
    "workbook.none": _("This is no Excel workbook (.xlsx)."),
    "workbook.large": _("This workbook is too large: 5 MB and 5,000 rows at most."),
    "workbook.macros": _("This workbook has macros in it. Save it as .xlsx, without them."),
    "workbook.formula": _("A cell holds the formula %(word)s. Paste its value instead."),
    "workbook.no-survey": _("There is no sheet “survey”, or nothing in it."),
    "workbook.type": _("The type %(word)s cannot be asked here. See the list of types below."),
    "workbook.list": _("There is no list %(word)s in the sheet “choices”."),
    "workbook.name": _("“%(word)s” is no name. Begin with a letter; letters, digits, _ - and . only, no blanks."),
    "workbook.twice": _("The name %(word)s stands there twice. Give each its own."),
    "workbook.choice": _("“%(word)s” is no code for a choice. No blanks, 60 characters at most, never empty."),
    "workbook.version": _("Write a version into the sheet “settings”, for instance 2026120101."),
    "workbook.pyxform": _("The form cannot be made. The reader of XLSForm says: %(word)s"),
    "form.function": _("The function %(word)s is not one of those that may be used. See the list below."),
    "form.pattern": _(
        "The pattern %(word)s could take for ever on some answer, or is not written out. Leave out repetitions of what repeats."
    ),
    "form.path": _("This expression refers to other questions in a way that is not read here: %(word)s"),
    "form.syntax": _("This expression cannot be read, near: %(word)s"),
    "form.type": _("The type %(word)s cannot be asked here. See the list of types below."),
    "form.choices": _("These choices come from somewhere that is not read here: %(word)s"),
    "form.repeat-without-count": _("Say in repeat_count how many times the group %(word)s is asked."),
}


def said_of_workbook(reason: str, word: str) -> str:
    """A fault of a workbook with its cure, in the active language."""
    return str(WORKBOOK_FAULTS[reason]) % {"word": word}


def said(fault: FrameFault) -> str:
    """A fault of a frame or a design, in the active language."""
    return str(FAULTS[fault.reason]) % {"line": fault.line, "value": fault.value}
