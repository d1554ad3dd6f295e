"""What stands in published words for what was struck out: a mark that names the reason. Pure.

Whoever passes words strikes out by typing «[#name]», or lets the guard put it in. The mark stays in what is kept and is drawn
as a bar wherever it is shown, so anybody can count again what was struck out and why.
"""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from answerable.people.rules.guard.hits import GuardHit, HitKind

_MARK: Final = re.compile(r"\[#([\w-]+)\]")


class Redaction(StrEnum):
    """Why a stretch was struck out. The first are what the guard finds; the last four only a person sees."""

    NAME = HitKind.NAME.value
    PHONE = HitKind.PHONE.value
    MAIL = HitKind.MAIL.value
    PLATE = HitKind.PLATE.value
    ADDRESS = HitKind.ADDRESS.value
    DOCUMENT = HitKind.DOCUMENT.value
    BANK = HitKind.BANK.value
    HANDLE = HitKind.HANDLE.value
    BIRTH = HitKind.BIRTH.value
    PLACE = HitKind.PLACE.value
    INNER = HitKind.INNER.value
    METADATA = HitKind.METADATA.value
    CHILD = "child"
    HEALTH = "health"
    RECOGNISED = "recognised"  # what tells who somebody is, in other words than a name
    SECRET = "secret"  # noqa: S105 -- what the law keeps back: an inquiry that goes on, a secret of state


class Overruled(StrEnum):
    """Why a person publishes what the guard has found."""

    NOBODY = "nobody"  # it is nobody's: a place, a thing, a firm, a day
    OFFICE = "office"  # an office's own number or address, or its holder in that capacity
    CONSENT = "consent"  # whose it is has agreed


def strike_out(text: str, found: Iterable[GuardHit]) -> str:
    """The text with a mark in the place of each hit."""
    for hit in sorted(found, reverse=True):
        text = f"{text[: hit.start]}[#{hit.kind}]{text[hit.end :]}"
    return text


def redactions(text: str) -> Counter[Redaction]:
    """How often each reason stands in published words. What is no reason is no mark."""
    known = {each.value for each in Redaction}
    return Counter(Redaction(match[1]) for match in _MARK.finditer(text) if match[1] in known)


def unknown_marks(text: str) -> list[str]:
    """What looks like a mark and names no reason."""
    known = {each.value for each in Redaction}
    return [match[1] for match in _MARK.finditer(text) if match[1] not in known]


def without_marks(text: str) -> str:
    """The words alone, each at its place: what the guard reads."""
    return _MARK.sub(lambda match: " " * len(match[0]), text)


def pieces(text: str) -> list[str | Redaction]:
    """Words and what was struck out between them, in turn; an unknown mark stays a word."""
    known = {each.value for each in Redaction}
    found: list[str | Redaction] = []
    at = 0
    for match in _MARK.finditer(text):
        if match[1] in known:
            found += [text[at : match.start()], Redaction(match[1])]
            at = match.end()
    return [piece for piece in (*found, text[at:]) if piece]
