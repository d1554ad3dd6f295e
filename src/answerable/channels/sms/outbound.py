"""Sending by the provider of SMS (Twilio's REST interface and its imitators), fetching media, and looking whether it works.

The provider has no key by which a second try would be the same message: where the line breaks after the words went out,
nobody knows. What arrives is told later by its webhook.
"""

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from answerable.base.incoming import IncomingFile
from answerable.channels import calling
from answerable.channels.sms.inbound import NUMBER
from answerable.channels.terms import (
    AccountFacts,
    AccountStoppedError,
    Outgoing,
    SendingError,
    SendingRefusedError,
    SendLaterError,
    Sent,
)

if TYPE_CHECKING:
    import httpx

BASE: Final = "https://api.twilio.com"
MEDIA: Final = "twilio.com,twiliocdn.com"  # where the provider keeps what was sent with a message
LONGEST: Final = 1500  # characters of one message; the provider takes 1600
STOPPED: Final = frozenset({20003, 20005, 20403})  # who we are is not known, or not active (any more)
TOO_MANY: Final = frozenset({20429, 14107, 30001, 30022})


def send(outgoing: Outgoing, account: AccountFacts | None) -> Sent:
    """Say it, in as many messages as it needs. Raises a SendingError."""
    if account is None:
        raise AccountStoppedError("no-account")
    number = outgoing.address.rpartition("/")[2]
    if not NUMBER.fullmatch(number):
        raise SendingRefusedError("no-number")
    said = account.settings
    sender = {"MessagingServiceSid": said["service"]} if said.get("service") else {"From": said.get("number", "")}
    back = f"{settings.ANSWERABLE.address}/hooks/sms/{account.name}/"
    refs = []
    for place, piece in enumerate(calling.split(outgoing.text, longest=LONGEST)):
        form = {**sender, "To": number, "Body": piece, "StatusCallback": back}
        refs.append(_call(account, "POST", "Messages.json", data=form, begun=place > 0).get("sid", ""))
    return Sent(external=str(refs[-1]))


def _call(account: AccountFacts, method: str, name: str, *, begun: bool = False, **said: Any) -> dict[str, Any]:
    """Call the REST interface; what it gives. Raises a SendingError, by what it answered."""
    sid, token = account.settings.get("account", ""), account.settings.get("token", "")
    address = f"{_base(account)}/2010-04-01/Accounts/{sid}{f'/{name}' if name else '.json'}"
    answer = calling.ask(method, address, begun=begun, auth=(sid, token), **said)
    found = calling.object_in(answer)
    if answer.status_code < 300:
        return found
    raise _refusal(answer, found.get("code"))


def _refusal(answer: "httpx.Response", code: object) -> SendingError:
    """What a refusal means."""
    status = answer.status_code
    if status == 429 or code in TOO_MANY:
        return SendLaterError("too-many", calling.wanted_wait(answer))
    if status == 401 or code in STOPPED:
        return AccountStoppedError(f"http-{status}")
    if 400 <= status < 500:
        return SendingRefusedError(f"sms-{code}" if isinstance(code, int) else f"http-{status}")
    return SendLaterError(f"http-{status}", calling.wanted_wait(answer))


def _base(account: AccountFacts) -> str:
    return account.settings.get("base") or BASE


def fetch(file: IncomingFile, account: AccountFacts) -> bytes:
    """What was sent with a message. Raises a SendingError; SendingRefusedError for what is too large, gone or elsewhere."""
    said = account.settings
    hosts = said.get("media") or MEDIA
    return calling.fetch(
        file.remote, base=_base(account), hosts=hosts, auth=(said.get("account", ""), said.get("token", ""))
    )


def check(account: AccountFacts) -> str:
    """Whether the provider knows us: empty, or a code that says why not."""
    try:
        found = _call(account, "GET", "")
    except SendingError as fault:
        return fault.code
    return "" if found.get("status", "active") == "active" else "not-active"
