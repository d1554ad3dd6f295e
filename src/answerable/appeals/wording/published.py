"""What everybody reads, as pages draw it: words and bars in the place of what was struck out, each with its reason."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from answerable.people.rules import guard
from answerable.people.rules.guard import HitKind, Overruled, Redaction

REDACTIONS: Final = {
    Redaction.NAME: pgettext_lazy("struck out", "name"),
    Redaction.PHONE: pgettext_lazy("struck out", "telephone number"),
    Redaction.MAIL: pgettext_lazy("struck out", "e-mail address"),
    Redaction.PLATE: pgettext_lazy("struck out", "number plate"),
    Redaction.ADDRESS: pgettext_lazy("struck out", "address"),
    Redaction.DOCUMENT: pgettext_lazy("struck out", "number of a document"),
    Redaction.BANK: pgettext_lazy("struck out", "bank card or account"),
    Redaction.HANDLE: pgettext_lazy("struck out", "profile or nickname"),
    Redaction.BIRTH: pgettext_lazy("struck out", "date of birth"),
    Redaction.PLACE: pgettext_lazy("struck out", "coordinates"),
    Redaction.INNER: pgettext_lazy("struck out", "inner address of a network"),
    Redaction.METADATA: pgettext_lazy("struck out", "data about a file"),
    Redaction.CHILD: pgettext_lazy("struck out", "about a child"),
    Redaction.HEALTH: pgettext_lazy("struck out", "about somebody's health"),
    Redaction.RECOGNISED: pgettext_lazy("struck out", "tells who somebody is"),
    Redaction.SECRET: pgettext_lazy("struck out", "kept back by law"),
}
OVERRULED: Final = {
    Overruled.NOBODY: gettext_lazy("It is nobody's: a place, a thing, a firm, a day"),
    Overruled.OFFICE: gettext_lazy("It is an office's own, or its holder's in that capacity"),
    Overruled.CONSENT: gettext_lazy("Whose it is has agreed"),
}


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A stretch of published words: what it says, or why it was struck out."""

    words: str = ""
    struck: str = ""


def shown(text: str) -> list[ShownPiece]:
    """Published words as a page draws them."""
    return [
        ShownPiece(struck=str(REDACTIONS[piece])) if isinstance(piece, Redaction) else ShownPiece(words=piece)
        for piece in guard.pieces(text)
    ]


def in_plain(text: str) -> str:
    """Published words where nothing can be drawn: what was struck out in brackets."""
    return "".join(piece.words or _("[struck out: %(reason)s]") % {"reason": piece.struck} for piece in shown(text))


def kind_name(kind: HitKind) -> str:
    """What the guard has found."""
    return str(REDACTIONS[Redaction(kind.value)])
