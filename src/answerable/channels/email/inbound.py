"""A letter as it came, read: who wrote, what is new in it, to what it belongs; or that nobody wrote. Pure."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from answerable.base.incoming import Nothing, Read, Report, UnreadableDeliveryError, Words
from answerable.channels.email import authenticity, automatic, bounces, mime
from answerable.channels.email.quoting import new_part
from answerable.channels.terms import AccountFacts

LONGEST: Final = 26_214_400  # bytes of a letter, 25 MB
MOST_REFERENCES: Final = 100
_WAITS: Final = re.compile(r"\b(?:delay|warning|retry|still trying)", re.IGNORECASE)
_ENCRYPTED: Final = ("multipart/encrypted", "application/pgp-encrypted")


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """What is in a letter. Raises UnreadableDeliveryError for one without any header, and for an encrypted one."""
    letter = mime.parse(raw)
    if not letter.keys():
        raise UnreadableDeliveryError("no-letter")
    if came_home := bounces.own_names(mime.header(letter, "Message-ID").encode()):
        return (Report(sent=came_home[0], state="delivered", why="came-home"),)
    if bounces.is_report(letter):
        return _reports(letter, raw)
    if why := automatic.why_automatic(letter, own=own_addresses(account)):
        return (_returned(letter, raw) or Nothing(why=why),)
    if automatic.looks_returned(letter) or bounces.failed_addresses(raw):
        raise UnreadableDeliveryError("looks-returned")
    if _is_encrypted(letter):
        raise UnreadableDeliveryError("encrypted")
    return (_words(letter, raw, account),)


def own_addresses(account: AccountFacts) -> frozenset[str]:
    """The addresses of a mailbox, in small letters."""
    said = account.settings.get("address", "") + "," + account.settings.get("from", "")
    return frozenset(found.lower() for found in re.findall(r"[^\s<>,;]+@[^\s<>,;]+", said))


def _reports(letter: mime.Letter, raw: bytes) -> Sequence[Read]:
    """What a mail server reports of a letter of ours; of anybody else's it is nothing to us."""
    names = bounces.own_names(raw)
    states = [one for one in bounces.reported(letter) if one.state]
    if not names or not states:
        return (Nothing(why="report-of-nothing-ours"),)
    worst = next((one for one in states if one.state == "returned"), states[0])
    return (Report(sent=names[0], state=worst.state, why=f"smtp-{worst.status}" if worst.status else "smtp"),)


def _returned(letter: mime.Letter, raw: bytes) -> Report | None:
    """What a server that knows no standard says: it writes itself, names a letter of ours, and does not speak of waiting."""
    names = bounces.own_names(raw)
    if not names or not automatic.is_server(letter) or _WAITS.search(mime.header(letter, "Subject")):
        return None
    return Report(sent=names[0], state="returned", why="bounce")


def _is_encrypted(letter: mime.Letter) -> bool:
    kind = letter.get_content_type()
    enveloped = kind.endswith("pkcs7-mime") and "signed" not in str(letter.get_param("smime-type", "")).lower()
    return kind in _ENCRYPTED or enveloped


def _words(letter: mime.Letter, raw: bytes, account: AccountFacts) -> Words:
    found = mime.contents(letter)
    whole, heading = found.text, mime.header(letter, "Subject")
    results = authenticity.results(letter, authserv=account.settings.get("authserv", ""))
    name, address = _sender(letter)
    return Words(
        external=external_of(raw),
        sender=address,
        name=name,
        heading=heading,
        text=new_part(whole, heading=heading),
        whole=whole,
        refers=_refers(letter),
        files=tuple(found.files),
        proof=authenticity.proof_of(results),
        facts={**results, **({"left_out": str(found.left_out)} if found.left_out else {})},
    )


def _sender(letter: mime.Letter) -> tuple[str, str]:
    """Who wrote, and where an answer goes: to the address from which it came, never to another that a header names."""
    return next(iter(mime.addresses(letter, "From")), ("", ""))


def _refers(letter: mime.Letter) -> tuple[str, ...]:
    """Names of notices of ours that the letter answers: first by the address to which it went, then by what it replies to."""
    places = ("To", "Cc", "Delivered-To", "X-Original-To", "In-Reply-To")
    written = [value for place in places for value in mime.headers(letter, place)]
    written += [" ".join(reversed(value.split()[-MOST_REFERENCES:])) for value in mime.headers(letter, "References")]
    return tuple(
        dict.fromkeys(name for value in written for name in bounces.own_names(value.encode("utf-8", "replace")))
    )


def external_of(raw: bytes) -> str:
    """What a letter is known by, whichever mailbox it came to: its id and its words; headers of its way are left out.

    The id alone is forgeable, and may be missing or repeated.
    """
    letter = mime.parse(raw)
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    del head
    named = [mime.header(letter, name) for name in ("Message-ID", "From", "Date", "Subject")]
    said = "\n".join(named).encode("utf-8", "replace")
    return hashlib.sha256(len(said).to_bytes(4, "big") + said + body).hexdigest()
