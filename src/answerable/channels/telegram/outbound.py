"""Saying something by the Bot API, fetching what somebody sent, and looking whether the bot still works.

The address of a method bears the token, so no address is ever logged: a fault is told by its code alone. Telegram has no key
by which a second try would be the same message: where the line breaks after the words went out, nobody knows.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from answerable.base.incoming import IncomingFile
from answerable.channels import calling
from answerable.channels.terms import (
    AccountFacts,
    AccountStoppedError,
    Outgoing,
    SendingError,
    SendingRefusedError,
    SendingUnknownError,
    SendLaterError,
    Sent,
)

BASE: Final = "https://api.telegram.org"
LONGEST: Final = 4000  # characters of one message; Telegram takes 4096 units of UTF-16
STOPPED: Final = frozenset({401, 404})  # the token is no bot's (any more)
GONE: Final = frozenset({400, 403})  # nobody there, or they have shut the bot out


def send(outgoing: Outgoing, account: AccountFacts | None) -> Sent:
    """Say it, in as many messages as it needs, the buttons below the last. Raises a SendingError."""
    if account is None:
        raise AccountStoppedError("no-account")
    chat = outgoing.address.partition("/")[2]
    if (press := outgoing.answers).startswith("query/"):
        with suppress(SendingError):  # a press that is not answered in time shows a clock, and hurts nobody
            call(account, "answerCallbackQuery", {"callback_query_id": press.removeprefix("query/")})
    pieces = split(outgoing.text)
    said: dict[str, Any] = {}
    for place, piece in enumerate(pieces):
        asked: dict[str, Any] = {"chat_id": chat, "text": piece, "link_preview_options": {"is_disabled": True}}
        if outgoing.buttons and place == len(pieces) - 1:
            rows = [[{"text": title, "callback_data": data}] for data, title in outgoing.buttons.items()]
            asked["reply_markup"] = {"inline_keyboard": rows}
        said = call(account, "sendMessage", asked, begun=place > 0)
    return Sent(external=f"{chat}/{said.get('message_id', '')}", proven=True)


def split(text: str) -> list[str]:
    """A long text in pieces that fit, cut where a paragraph, a line or a word ends; never within a sign."""
    pieces, left = [], text.strip() or "…"
    while len(left.encode("utf-16-le")) // 2 > LONGEST:
        head = left[: LONGEST // 2] if len(left) <= LONGEST else left[:LONGEST]
        while len(head.encode("utf-16-le")) // 2 > LONGEST:
            head = head[:-1]
        cut = next((at for mark in ("\n\n", "\n", " ") if (at := head.rfind(mark)) > len(head) // 2), len(head))
        pieces.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    return [*pieces, left]


def call(account: AccountFacts, method: str, asked: dict[str, Any], *, begun: bool = False) -> Any:
    """Call a method; what it gives. Raises a SendingError, by what the Bot API answered.

    begun  a part of the same thing is out already: a refusal then leaves half of it said
    """
    base, token = account.settings.get("base") or BASE, account.settings.get("token", "")
    try:
        answer = calling.ask("POST", f"{base}/bot{token}/{method}", begun=begun, json=asked)
        said = answer.json()
    except ValueError:
        raise SendingUnknownError("no-answer") from None
    if isinstance(said, dict) and said.get("ok"):
        return said.get("result") or {}
    _refused(answer.status_code, said if isinstance(said, dict) else {})
    raise SendLaterError(f"http-{answer.status_code}")


def _refused(status: int, said: dict[str, Any]) -> None:
    """Raise what the Bot API's refusal means; nothing for what may pass."""
    if status == 429:
        parameters = said.get("parameters")
        wanted = parameters.get("retry_after") if isinstance(parameters, dict) else None
        raise SendLaterError("too-many", timedelta(seconds=wanted) if isinstance(wanted, int) else None)
    if status in STOPPED:
        raise AccountStoppedError(f"http-{status}")
    if status in GONE:
        blocked = "blocked" in str(said.get("description", ""))
        raise SendingRefusedError("shut-out" if blocked else f"http-{status}")


def fetch(file: IncomingFile, account: AccountFacts) -> bytes:
    """A file that somebody sent: first its path, then its bytes. Raises a SendingError; SendingRefusedError for too large a one."""
    found = call(account, "getFile", {"file_id": file.remote})
    path = str(found.get("file_path", ""))
    base, token = account.settings.get("base") or BASE, account.settings.get("token", "")
    return calling.fetch(f"{base}/file/bot{token}/{path}", base=base)


def check(account: AccountFacts) -> str:
    """Whether the bot works: empty, or a code that says why not."""
    try:
        call(account, "getMe", {})
        info = call(account, "getWebhookInfo", {})
    except SendingError as fault:
        return fault.code
    if account.settings.get("mode") == "polling":
        return "webhook-set" if info.get("url") else ""
    return "" if info.get("url") else "no-webhook"
