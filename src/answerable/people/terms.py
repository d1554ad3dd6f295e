"""The words of this room: kinds of bodies and the powers of a seat."""

from enum import StrEnum
from typing import Final


class BodyKind(StrEnum):
    """What sort of body answers."""

    POLICE = "police"
    PROSECUTOR = "prosecutor"
    COUNCIL = "council"
    MONITOR = "monitor"
    SERVICE = "service"
    CHAIR = "chair"


class Power(StrEnum):
    """What a seat lets its holder do in its body. A pack's role is a set of these."""

    READ = "read"  # the body's appeals
    ENTER = "enter"  # register what came by phone, visit or letter
    HANDLE = "handle"  # accept, note, ask, answer as a draft
    SIGN = "sign"  # send an answer (law: head, deputy or authorised person)
    ASSIGN = "assign"  # give an appeal to a person of the body
    FORWARD = "forward"  # send to the competent body
    EXTEND = "extend"  # the law's one who may extend
    REFUSE = "refuse"  # refuse to examine on a lawful ground
    OVERSEE = "oversee"  # read the work of every body below
    CHAIR = "chair"  # the daily reading, instruct, measure, commend
    MONITOR = "monitor"  # review a sample of answers
    PEOPLE = "people"  # grant and end seats in the body
    AUDIT = "audit"  # who looked at what
    KEYS = "keys"  # holds a key for sealed things


class KnownBy(StrEnum):
    """What people recognise somebody by besides name and post; each a list, empty where nothing is known."""

    OTHERS = "known_as"  # nicknames; abbreviations of a body's name
    BADGES = "badges"
    PLATES = "plates"  # of cars in service
    PROFILES = "profiles"  # addresses in social networks


class Deed(StrEnum):
    """Deeds of this room."""

    PACK_LOADED = "pack.loaded"
    ACCOUNT_MADE = "account.made"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_DESCRIBED = "account.described"  # how people write the name, call the person
    BODY_DESCRIBED = "body.described"
    SEAT_GRANTED = "seat.granted"
    SEAT_CONFIRMED = "seat.confirmed"
    SEAT_ENDED = "seat.ended"
    SEAT_SUSPENDED = "seat.suspended"  # waits for a second person again, after a reset
    ABSENCE_BEGUN = "absence.begun"
    ABSENCE_ENDED = "absence.ended"
    PASSWORD_RESET = "password.reset"  # noqa: S105 -- the name of a deed
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 -- the name of a deed
    LANGUAGE_CHANGED = "language.changed"
    SESSIONS_ENDED = "sessions.ended"
    FACTOR_ADDED = "factor.added"
    IDENTITY_LINKED = "identity.linked"  # with the organisation's own sign-in
    IDENTITY_UNLINKED = "identity.unlinked"
    FACTOR_REMOVED = "factor.removed"
    API_KEY_ISSUED = "api_key.issued"
    API_KEY_CONFIRMED = "api_key.confirmed"  # by a second person
    API_KEY_REVOKED = "api_key.revoked"


class ApiScope(StrEnum):
    """What another's program may do with its key, for the one body of the key."""

    OPEN311 = "open311"  # send requests by GeoReport v2
    SEND = "messages.send"  # register appeals by /api/v1
    READ = "messages.read"  # numbers, states and dates of what lies with the body, of the working tier
    WORDS = "messages.words"  # and what was written there, never who wrote it
    SEALED = "sealed.read"  # numbers, states and dates of what is sealed there: two persons


SCOPES_OF_TWO: Final = frozenset({ApiScope.SEALED})
"""A key with one of these works only when a second person has agreed."""


class Factor(StrEnum):
    """What a person signs in with besides the password."""

    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


# A seat with one of these, or that heads its body, should sign in with a passkey.
NEEDS_PASSKEY: Final = frozenset({Power.CHAIR, Power.KEYS})

# Powers that stay with the person: no substitute gets them.
NEVER_LENT: Final = frozenset({Power.KEYS, Power.AUDIT})

# Powers whose grant needs a second person, because they open sealed things (issue of confidentiality).
NEEDS_TWO: Final = frozenset({Power.CHAIR, Power.MONITOR, Power.KEYS, Power.AUDIT})
