"""What is in a webhook of the provider: an SMS, or what became of one of ours.

What arrives is a form, kept word for word. A number proves nobody: anybody can write as any number, so the words are claimed.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs

from answerable.base.incoming import IncomingFile, Nothing, Read, Report, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts

STOPS: Final = frozenset({"stop", "stopall", "unsubscribe", "start", "unstop", "help", "info", "стоп", "старт"})
STATES: Final = {"delivered": "delivered", "read": "read", "undelivered": "returned", "failed": "returned"}
MOST_MEDIA: Final = 10
_NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """The one thing that a form tells. Raises UnreadableDeliveryError for what is no form of the provider."""
    del account
    try:
        form = {name: values[0] for name, values in parse_qs(raw.decode(), keep_blank_values=True).items()}
    except ValueError:
        raise UnreadableDeliveryError("no-form") from None
    ref = form.get("MessageSid") or form.get("SmsSid") or ""
    if not ref:
        raise UnreadableDeliveryError("no-message")
    state = form.get("MessageStatus") or form.get("SmsStatus") or "received"
    if state != "received":
        known = STATES.get(state)
        why = form.get("ErrorCode", "")
        return (Report(sent=f"sent/{ref}", state=known, why=why) if known else Nothing(why=f"status:{state}"[:40]),)
    return (_words(ref, form),)


def _words(ref: str, form: dict[str, str]) -> Read:
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
        sender=sender if _NUMBER.fullmatch(sender) else "",
        text=text,
        files=files,
        facts={"from": sender[:40], "country": form.get("FromCountry", "")[:2]},
    )
