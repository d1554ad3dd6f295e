"""The sentences of this room, and the names of its terms."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.focus.masking import MaskKind
from answerable.focus.terms import Consent, Recording

CONSENTS: Final[Mapping[str, str | Promise]] = {
    Consent.TAKE_PART: _("to take part"),
    Consent.RECORDING: _("that the talk is recorded"),
    Consent.QUOTATION: _("to be quoted under a pseudonym"),
    Consent.ARCHIVE: _("that the masked transcript is kept in an archive"),
    Consent.CONTACT: _("to be told the results"),
}
RECORDINGS: Final[Mapping[str, str | Promise]] = {
    Recording.NONE: _("There is none"),
    Recording.KEPT: _("It is kept, locked away, until the day below"),
    Recording.DELETED: _("It is deleted"),
}
MASKS: Final[Mapping[str, str | Promise]] = {
    MaskKind.PERSON: _("a person"),
    MaskKind.PLACE: _("a place"),
    MaskKind.NUMBER: _("a number or date"),
    MaskKind.CONTACT: _("a telephone or address"),
}
JUDGED: Final[Mapping[str, str | Promise]] = {
    "good": _("good"),
    "tentative": _("only for tentative conclusions"),
    "poor": _("too low: mend the codebook and code again"),
    "none": _("cannot be told"),
}
REASONS: Final[dict[str, str | Promise]] = {
    "focus.not-yours": _("You may not run focus groups of this body."),
    "focus.not-by-the-judged": _(
        "The police run no focus groups here: nobody speaks freely before those whom it is about."
    ),
    "focus.not-your-own-quote": _("You chose this quote. Somebody else releases it."),
    "focus.quota-is-used": _("People were recruited by this quota already. It stays as it was written."),
    "focus.cell-line": _("Line %(line)s: write a cell, a colon and how many: women of 18 to 35: 4."),
    "focus.cell-twice": _("Line %(line)s: this cell stands there twice, or there are too many."),
    "focus.cell-is-full": _("This cell of the quota is full."),
    "focus.no-such-cell": _("The quota has no such cell."),
    "focus.did-not-agree": _("Nobody sits at the table who has not agreed to take part."),
    "focus.pseudonym-twice": _("Somebody in this group has this pseudonym already."),
    "focus.say-when-deleted": _("Say on which day the recording is deleted."),
    "focus.somebody-said-no": _("Somebody in this group has not agreed to be recorded."),
    "focus.text-is-final": _("The text of this group is final: it is coded."),
    "focus.no-text": _("There is no transcript yet."),
    "focus.not-final-yet": _("The text is not final yet: mask it first, and read it whole."),
    "focus.no-such-code": _("There is no such code in this study, or it is a folder."),
    "focus.beyond-the-text": _("This stretch is none, or lies beyond the text."),
    "focus.not-to-be-quoted": _("Choose words of one speaker who has agreed to be quoted."),
    "focus.not-whole": _(
        "Before it is published, a study needs its guide, how people were found, what it cannot say, a theme, and the day and moderator of each group."
    ),
    "focus.not-empty": _("This study has codes or texts already. Open another one for what comes from outside."),
    "focus.try-again": _("Somebody was faster. Try again."),
    "transcript.no-text": _("This is no text in UTF-8. Save the transcript as plain text, VTT or SRT."),
    "transcript.empty": _("There is nothing in it."),
    "transcript.too-long": _("The transcript is too long: a million characters at most."),
    "refi.no-zip": _("This is no QDPX project."),
    "refi.no-project": _("There is not exactly one project in it."),
    "refi.no-xml": _("The project cannot be read: %(word)s"),
    "refi.path": _("A file in it leads out of its folder: %(word)s"),
    "refi.too-large": _("It is too large, or grows too much when unpacked."),
    "refi.text-missing": _("A text is missing in it: %(word)s"),
    "refi.text-unreadable": _("A text in it is not in UTF-8: %(word)s"),
    "refi.position": _("Positions in it lie beyond the text, or quotations are not where it says: %(word)s"),
    "refi.guid": _("An identifier in it is none: %(word)s"),
    "refi.guid-twice": _("Two things in it have the same identifier: %(word)s"),
    "refi.no-such-code": _("A coding in it names a code that is not there: %(word)s"),
}
NO_SHARE: Final = _(
    "This is no share of the population: nobody here was drawn by chance, and nothing says how many think so."
)
"""What no finding is cited without."""


def said(reason: str, *, line: int = 0, word: str = "") -> str:
    """A sentence, in the active language."""
    return str(REASONS[reason]) % {"line": line, "word": word}
