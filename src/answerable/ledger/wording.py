"""What the pages of the log say: verdicts on receipts, names of acts and of fields, findings in plain words.

Placeholders are filled on the server or, by the same names, in the reader's browser (static/ledger/receipt-page.js).
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

VERDICTS: Final[Mapping[str, Words]] = {
    "registered": _("Registered. These are the words that were logged."),
    "genuine": _("The receipt is genuine. These are the words that were logged."),
    "hidden-text": _(
        "The receipt is genuine. It keeps the text to itself, so nobody can say here which text it is about."
    ),
    "type-text": _(
        "The signatures hold. Now type or paste the message that you sent: only when it has been compared can this "
        "page say what was registered."
    ),
    "false": _("This receipt does NOT hold."),
}
REASONS: Final[Mapping[str, Words]] = {
    "unreadable": _(
        "It is not a receipt of a message, or it was changed or cut on the way. Take the file itself, not a picture or "
        "a part of it."
    ),
    "newer": _(
        "It was made by a newer version than this page knows. Check it with a newer verifier, which any witness has."
    ),
    "not-signed": _(
        "The signature under it is not one of the log that is believed here, or was made over other words."
    ),
    "not-in-log": _("What it says is not in the log that was signed: its hashes do not lead there."),
    "other-contents": _("Its contents were changed: they are not the ones that were logged."),
    "other-text": _(
        "The words that you typed are not the words that were logged under this receipt. Compare them letter by "
        "letter. If they are exactly what you sent, something else was logged in your name: keep both, and show them "
        "to somebody you trust."
    ),
    "policy": _("These are not the keys of a log and its witnesses."),
}
FACTS: Final[Mapping[str, Words]] = {
    "act": _("The log %(log)s holds the act “%(kind)s”, dated %(day)s, as entry %(place)s of %(size)s."),
    "due": _("An answer is due by %(day)s."),
    "seen": _("Independent witnesses who saw it there: %(count)s. The first signed on %(time)s."),
    "unwitnessed": _(
        "Not witnessed: too few witnesses (%(count)s) have signed that they saw it there. So far it is the word of "
        "the log alone."
    ),
    "hidden": _("Not shown in this receipt, and proven to exist: %(names)s."),
}
DATED: Final = _("%(kind)s, dated %(day)s")
"""An entry of the log in one line."""
ALARMS: Final[Mapping[str, Words]] = {
    "frozen": _("The public log is frozen: somebody outside holds more of it than the database. Nothing is signed."),
    "unwitnessed": _("The public log is not witnessed: too few witnesses have signed it for an hour or longer."),
    "audit": _("Our own nightly check of the public log found something wrong."),
    "look": _("Our own short check of the public log found that something signed is missing or changed here."),
}
HOW: Final[Mapping[str, Words]] = {
    "checked-here": _("Checked in your browser; nothing was sent."),
    "checked-there": _("Checked by the server of this site."),
    "here": _("Your browser can do this by itself: what you choose and type here stays on your computer."),
    "unable": _(
        "This browser cannot check such signatures by itself, or this page did not come by a safe connection. The "
        "button sends the receipt and your text to the server of this site, which checks them and keeps nothing."
    ),
}
KINDS: Final[Mapping[str, Words]] = {
    "registered": pgettext_lazy("act in the log", "registered"),
    "acknowledged": pgettext_lazy("act in the log", "acknowledged"),
    "routed": pgettext_lazy("act in the log", "forwarded"),
    "extended": pgettext_lazy("act in the log", "deadline extended"),
    "answered": pgettext_lazy("act in the log", "answered"),
    "rated": pgettext_lazy("act in the log", "rated"),
    "disputed": pgettext_lazy("act in the log", "disputed"),
    "escalated": pgettext_lazy("act in the log", "passed upward"),
    "instructed": pgettext_lazy("act in the log", "instructed"),
    "measure": pgettext_lazy("act in the log", "measure taken"),
    "reopened": pgettext_lazy("act in the log", "reopened"),
    "withdrawn": pgettext_lazy("act in the log", "withdrawn"),
    "closed": pgettext_lazy("act in the log", "closed"),
    "erased": pgettext_lazy("act in the log", "contents erased"),
    "config": pgettext_lazy("act in the log", "rules put in force"),
    "statement": pgettext_lazy("act in the log", "figures published"),
    "anchor": pgettext_lazy("act in the log", "what the witnesses signed"),
    "sealed": pgettext_lazy("act in the log", "something sealed"),
    "private-root": pgettext_lazy("act in the log", "state of the private log"),
    "redaction": pgettext_lazy("act in the log", "entry emptied, openly"),
    "forwarded": pgettext_lazy("act in the log", "sent on to another authority"),
    "joined": pgettext_lazy("act in the log", "another body asked to take part"),
    "contributed": pgettext_lazy("act in the log", "a body that takes part has done its share"),
    "corrected": pgettext_lazy("act in the log", "corrected"),
    "contacted": pgettext_lazy("act in the log", "the sender was told how it stands"),
    "paused": pgettext_lazy("act in the log", "time stopped"),
    "resumed": pgettext_lazy("act in the log", "time runs again"),
    "read": pgettext_lazy("act in the log", "read by the head"),
    "commended": pgettext_lazy("act in the log", "commended"),
    "promise-made": pgettext_lazy("act in the log", "promise made"),
    "promise-moved": pgettext_lazy("act in the log", "promise moved to another day"),
    "promise-kept": pgettext_lazy("act in the log", "promise kept"),
    "promise-contested": pgettext_lazy("act in the log", "promise contested"),
    "promise-ended": pgettext_lazy("act in the log", "promise ended without being kept"),
    "recommendation-made": pgettext_lazy("act in the log", "recommendation made"),
    "recommendation-answered": pgettext_lazy("act in the log", "recommendation answered"),
    "review-opened": pgettext_lazy("act in the log", "joint review of a problem that comes again"),
    "review-ended": pgettext_lazy("act in the log", "joint review ended"),
    "certificate": pgettext_lazy("act in the log", "certificate given"),
    "certificate-ended": pgettext_lazy("act in the log", "certificate withdrawn"),
    "ballot-opened": pgettext_lazy("act in the log", "ballot opened"),
    "ballot-closed": pgettext_lazy("act in the log", "ballot closed and counted"),
    "draw-committed": pgettext_lazy("act in the log", "seed of a draw sealed"),
    "draw-framed": pgettext_lazy("act in the log", "list for a draw fixed"),
    "draw-seeded": pgettext_lazy("act in the log", "seed of a draw published"),
    "draw-drawn": pgettext_lazy("act in the log", "draw done"),
    "test-committed": pgettext_lazy("act in the log", "test letter sealed"),
    "test-opened": pgettext_lazy("act in the log", "test letter revealed"),
    "test-dropped": pgettext_lazy("act in the log", "test letter not sent"),
    "quorum-asked": pgettext_lazy("act in the log", "key holders asked to open"),
    "quorum-opened": pgettext_lazy("act in the log", "opened by the key holders"),
    "quorum-ended": pgettext_lazy("act in the log", "request to the key holders ended"),
    "key-enrolled": pgettext_lazy("act in the log", "key taken up"),
    "key-differs": pgettext_lazy("act in the log", "ALARM: a key is not the one that was taken up"),
    "key-mended": pgettext_lazy("act in the log", "a key is again the one that was taken up"),
    "key-ended": pgettext_lazy("act in the log", "key ended"),
    "key-unknown": pgettext_lazy("act in the log", "ALARM: a key that was never taken up"),
    "dataset-frozen": pgettext_lazy("act in the log", "data set fixed"),
    "dataset-corrected": pgettext_lazy("act in the log", "data set corrected"),
    "figure-frozen": pgettext_lazy("act in the log", "figure fixed"),
    "figure-corrected": pgettext_lazy("act in the log", "figure corrected"),
    "figure-ended": pgettext_lazy("act in the log", "figure retired"),
    "witness-retired": pgettext_lazy("act in the log", "witness retired"),
    "number-void": pgettext_lazy("act in the log", "number that was never given"),
    "row-differs": pgettext_lazy("act in the log", "ALARM: a record is not the one that was logged"),
    "clock-mended": pgettext_lazy("act in the log", "clock of the journal set right"),
    "moderated": pgettext_lazy("act in the log", "words taken out before publication"),
    "care-root": pgettext_lazy("act in the log", "weekly sum of the care log"),
}
REFUSALS: Final[Mapping[str, Words]] = {
    "clock.behind": _(
        "The clock of this server is wrong: independent witnesses have seen the public log at a later time already. Until "
        "it is set right, no act of an office can be dated. Messages of residents are taken all the same."
    ),
    "clock.ahead": _(
        "The clock by which this was dated is ahead of the database's. Nothing was done; try again in a minute."
    ),
    "clock.not-ahead": _("The log bears no instant later than the clock shows: there is nothing to set right."),
}
FIELDS: Final[Mapping[str, Words]] = {
    "at": pgettext_lazy("part of a receipt", "received"),
    "number": pgettext_lazy("part of a receipt", "number"),
    "text": pgettext_lazy("part of a receipt", "text"),
    "files": pgettext_lazy("part of a receipt", "files"),
    "cat": pgettext_lazy("part of a receipt", "matter"),
    "terr": pgettext_lazy("part of a receipt", "place"),
    "actor": pgettext_lazy("part of a receipt", "post"),
}


def refusal(reason: str) -> str:
    """The sentence for a reason of this room, which any act of any room may meet; empty for another's."""
    return str(REFUSALS.get(reason, ""))


def sentences() -> dict[str, str]:
    """Every sentence that the browser may need, by its code, in the language of the page."""
    said = {code: str(words) for part in (VERDICTS, REASONS, FACTS, HOW) for code, words in part.items()}
    said |= {f"kind-{code}": str(words) for code, words in KINDS.items()}
    return said | {f"field-{code}": str(words) for code, words in FIELDS.items()}
