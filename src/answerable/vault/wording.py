"""Sentences of the vault: about codes, files, keys and looks. Plain and kind, and the same for known and unknown."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from answerable.ledger import wording as ledger_wording
from answerable.vault.rules import files
from answerable.vault.terms import CodeMisreadError, FileState, Scan

MEGABYTE: Final = 1024 * 1024

CODE_DID_NOT_OPEN: Final = _(
    "These numbers did not open an appeal. Please compare all six groups with your slip. After many tries in a row we "
    "wait up to half a minute between tries, even for the right code."
)
CODE_BUSY: Final = _("Many people are opening their appeals right now. Nothing is lost; please try again in a minute.")
CODE_MUST_CHANGE: Final = _(
    "Somebody wrote this code down for you, so they know it too. Please take a new one that only you know; then you "
    "can rate, dispute or withdraw."
)
_MISREADS: Final = {
    "empty": _("Please type the 24 digits from your slip, six groups of four."),
    "long": _("That is much longer than a code. Please type only the 24 digits from your slip."),
    "check": _(
        "One digit is different from the slip, or two have changed places. Please compare the six groups one by one."
    ),
}


def misread(fault: CodeMisreadError) -> str:
    """Say kindly what is wrong with a typed code; nothing here depends on whether such a code exists."""
    if fault.reason == "letter":
        return _("In group %(group)d there is a sign that is not a digit.") % {"group": fault.group}
    if fault.reason == "group":
        return _("Group %(group)d should have four digits. Please look at it again.") % {"group": fault.group}
    if fault.reason == "count":
        said = ngettext(
            "We found %(found)d digit; a code has 24, in six groups of four.",
            "We found %(found)d digits; a code has 24, in six groups of four.",
            fault.digits,
        )
        return said % {"found": fault.digits}
    return str(_MISREADS[fault.reason])


FILE_REFUSALS: Final[dict[str, Promise]] = {
    "empty": _("The file is empty. Perhaps it was still being copied; please choose it again."),
    "big": _("The file is larger than 20 MB. A smaller photo or a shorter recording will do."),
    "many": _("There are already 10 files. You can add more after sending, on the page of your appeal."),
    "together": _("The files together are larger than 60 MB. You can add the rest after sending."),
    "type": _("We cannot take this kind of file. Photos, PDF, Word and ODT documents, text, sound and MP4 video work."),
    "archive": _("We cannot take archives. Please send the files in it one by one."),
    "program": _("This is a program, not a document. We do not take programs."),
    "markup": _("We do not take web pages or drawings made of code. A photo or a PDF of it will do."),
    "double": _("Something else is hidden in this file. A screenshot or a new photo of it will do."),
    "mismatch": _("The file is not what its name says. Please save it again in its program and choose it once more."),
    "bomb": _("The picture or document would unfold to an enormous size. A smaller copy will do."),
    "locked": _("The file is locked with a password, so nobody here could read it. Please send it unlocked."),
    "broken": _("The file is damaged and cannot be opened. Please choose it again or send a photo of it."),
}

FILE_STATES: Final[dict[FileState, Promise]] = {
    FileState.PENDING: _("A copy without hidden details is being made."),
    FileState.DERIVED: _("Copy without hidden details"),
    FileState.KEPT: _("Not cleaned: may hold hidden details or worse"),
    FileState.REFUSED: _("Not kept: found harmful"),
}
SCANS: Final[dict[Scan, Promise]] = {
    Scan.NOT_YET: _("not checked for viruses"),
    Scan.CLEAN: _("no virus found"),
    Scan.FOUND: _("VIRUS FOUND in the original"),
}
NOT_CLEANED: Final = _(
    "This file could not be cleaned. It may tell where and by whom it was made, and opening it may be unsafe. Open it "
    "only where that does no harm, and pass it on to nobody."
)
DAMAGED: Final = _("[Damaged or changed since: this can't be read.]")
LIMITS: Final = _(
    "Up to %(files)d files, %(one)d MB each, %(all)d MB together: photos (JPEG, PNG, WebP, HEIC), PDF, Word (docx), ODT, "
    "plain text, sound (MP3, M4A, WAV, OGG, AMR) and MP4 video. From photos, PDF and documents we make a copy without "
    "hidden details such as the place; only that copy is shown."
)


def limits() -> str:
    """Say what files are taken, for the page on which they are chosen."""
    words = {
        "files": files.MOST_FILES,
        "one": files.MOST_BYTES // MEGABYTE,
        "all": files.MOST_TOGETHER // MEGABYTE,
    }
    return str(LIMITS) % words


PURPOSES: Final[dict[str, Promise]] = {
    "handle": _("to handle it"),
    "answer": _("to answer it"),
    "oversee": _("to oversee the work on it"),
    "review": _("to review the answer"),
    "quorum": _("by the oversight quorum"),
    "court": _("for a court"),
    "own": _("the sender's own"),
    "handover": _("to open it to a colleague"),
}

OF_GIVEN_DIGITS: Final = frozenset({"code.heard-spent", "code.heard-wrong", "code.heard-waits"})
REASONS: Final[dict[str, Promise]] = {
    "code.busy": CODE_BUSY,
    "sealed.damaged": _(
        "This is damaged, or somebody changed it since it was recorded, so it can't be shown. Whoever sent it holds a receipt "
        "that proves what it was; tell the monitor."
    ),
    "code.gone": _(
        "This code is right. A message with it was registered on %(day)s, and its record is now missing here: somebody "
        "took it out of the database. If you have the promise or the receipt, it proves what stood here. Show it to "
        "somebody you trust and who does not run this site."
    ),
    "code.none-free": _("No free code could be found. Please try again."),
    "code.must-change": CODE_MUST_CHANGE,
    "code.slip-reads": _(
        "This slip opens the message to read and to write back. To decide, use the new code that was made since, or say it "
        "to an operator, who takes it down."
    ),
    "code.contested": _(
        "It is contested whose code is the sender's, so nobody decides with either. Go with yours to an operator of another "
        "body: they take down what you say, and give you a way to a new code."
    ),
    "code.slip-ended": _(
        "This slip was replaced by a new code, and opens nothing since %(day)s, when that was used in another browser. Use the "
        "new code. Did you not make it? Go in person, with the slip, to an operator of another body than the one that has the "
        "message: they give you a way back."
    ),
    "code.nothing-to-settle": _("No other code was made for this message: its slip opens it as before."),
    "code.not-heard": _(
        "Nobody was heard in person with this code, or somebody with the other one was heard after you. Go to an operator of "
        "another body again, with your slip or code."
    ),
    "code.heard-waits": _(
        "These digits are taken from %(day)s: until then whoever has the other code can say something, too. Nobody decides "
        "meanwhile."
    ),
    "code.heard-spent": _("There were too many wrong digits. Go to the operator again, and you get new ones."),
    "code.heard-wrong": _("These are not the digits that were given. Please compare them with your paper."),
    "file.disk": _("The file could not be stored. Nothing is lost; please try again later or send without it."),
    "key.not-confirmed": _("This key has not been confirmed yet: a second person must compare its fingerprint."),
    "key.young": _("This key is less than a day old; a second person must agree before anything is opened to it."),
    "key.barred": _("This person is barred from the appeal, so it can never be opened to them."),
    "key.not-yours": _("Only people who hold a key for sealed appeals can do this."),
    "key.fingerprint-differs": _(
        "The fingerprints differ. Do not confirm: compare them again by voice, and if they still differ, tell the monitor."
    ),
    "key.differs": _(
        "This key is not the one that was taken up and logged: somebody changed it in the database. Nothing is opened to it. "
        "Tell the monitor."
    ),
    "key.own": _("Somebody else must confirm your key."),
    "key.wrong": _("That password or code does not open the key."),
    "key.exists": _("There is a living key already."),
    "key.in-office": _(
        "This person still works here. Only they can take their key out of use, or their seat ends first."
    ),
    "key.last-reader": _("Nobody would be left who can read the appeal. Open it to somebody else first."),
    "quorum.three": _("A quorum is three different people whose keys are confirmed."),
    "quorum.one-institution": _("Two keepers of one institution can't do this alone: one must be of another."),
    "quorum.not-logged": _(
        "The request is not in the public log yet, and no share is taken before everybody can see it. Try again in a minute."
    ),
    "quorum.bent": _("A share is damaged or was changed, so the two don't fit together. Tell the third keeper."),
    "quorum.changed": _("This request was changed past the journal, so nothing is opened by it. Tell the monitor."),
    "quorum.own": _("The second person must be somebody else."),
    "quorum.not-holder": _("Only the holders of the three shares can do this."),
    "quorum.not-approved": _("A second holder has not agreed yet."),
    "quorum.wait": _("The waiting time of 72 hours is not over."),
    "quorum.over": _("This request is closed."),
    "quorum.reason": _("Please give the reason in a sentence or two."),
    "look.not-yours": _("Who looked at what is shown to the auditor, and to each person what concerns them."),
    "look.purpose": _("Please say for what purpose you open this."),
}


def sentence_for(reason: str, **words: object) -> str:
    """The sentence for a reason that an act here may meet; empty for another room's."""
    found = REASONS.get(reason, "") or ledger_wording.refusal(reason)
    return str(found) % words if words and "%(" in str(found) else str(found)
