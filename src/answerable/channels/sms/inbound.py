"""What is in a webhook of the provider: an SMS, or what became of one of ours.

What arrives is a form, kept word for word. A number proves nobody: anybody can write as any number, so the words are claimed.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs

from answerable.base.incoming import IncomingFile, Nothing, Read, Report, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts

STOPS: Final = frozenset({"stop", "stopall", "unsubscribe", "start", "unstop", "help", "info", "стоп", "старт"})
STATES: Final = {"delivered": "delivered", "read": "read", "undelivered": "returned", "failed": "returned"}
MOST_MEDIA: Final = 10
NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")  # E.164
Form = Mapping[str, Sequence[str]]


def form_of(raw: bytes) -> dict[str, list[str]]:
    """The fields of a form, each with all its values; bytes that are no UTF-8 stay what they are. Empty for no form."""
    try:
        return parse_qs(raw.decode(), keep_blank_values=True, errors="surrogateescape", max_num_fields=1000)
    except ValueError:
        return {}


def external_of(raw: bytes) -> str:
    """The name of a delivery: the message's and what is told of it, else (it is kept all the same) its own bytes."""
    form = {name: values[0] for name, values in form_of(raw).items()}
    ref = form.get("MessageSid") or form.get("SmsSid")
    return f"{ref}/{_state(form)}"[:120] if ref else f"raw/{hashlib.sha256(raw).hexdigest()}"


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """The one thing that a form tells. Raises UnreadableDeliveryError for what is no form of the provider."""
    form = {
        name: values[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for name, values in form_of(raw).items()
    }
    if not form:
        raise UnreadableDeliveryError("no-form")
    ref = form.get("MessageSid") or form.get("SmsSid") or ""
    if not ref:
        raise UnreadableDeliveryError("no-message")
    if (state := _state(form)) != "received":
        known = STATES.get(state)
        why = form.get("ErrorCode", "")
        return (Report(sent=f"sent/{ref}", state=known, why=why) if known else Nothing(why=f"status:{state}"[:40]),)
    return (_words(ref, form, account),)


def _state(form: Mapping[str, str]) -> str:
    return form.get("MessageStatus") or form.get("SmsStatus") or "received"


def _words(ref: str, form: Mapping[str, str], account: AccountFacts) -> Read:
    """An SMS. Words by which somebody switches messages off are no appeal."""
    text, sender = form.get("Body", ""), form.get("From", "")
    if form.get("OptOutType") or text.strip().casefold() in STOPS:
        return Nothing(why="consent")
    count = form.get("NumMedia", "0")
    media = range(min(int(count), MOST_MEDIA)) if count.isdecimal() else range(0)
    files = tuple(
        IncomingFile(name=f"media-{place}", remote=form[name])
        for place in media
        if (name := f"MediaUrl{place}") in form
    )
    return Words(
        external=ref,
        sender=f"{account.name}/{sender}" if NUMBER.fullmatch(sender) else "",
        text=text,
        refers=("chat",),
        files=files,
        facts={"from": sender[:40], "country": form.get("FromCountry", "")[:2]},
    )
