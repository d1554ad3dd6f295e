"""Saying something as a page by the Send API, and looking whether the page's token works.

A page may say something for a day after somebody wrote last, and no longer: then the next way is taken (`closed-window`). An
answer of the law is never dressed up as a message of another kind so that it may pass.
"""

from typing import Any, Final

from answerable.base.incoming import IncomingFile
from answerable.channels import calling
from answerable.channels.terms import (
    AccountFacts,
    AccountStoppedError,
    Outgoing,
    SendingError,
    SendingRefusedError,
    SendLaterError,
    Sent,
)

BASE: Final = "https://graph.facebook.com/v21.0"
MEDIA: Final = "fbcdn.net,fbsbx.com,facebook.com"
LONGEST: Final = 1900  # characters of one message; the platform takes 2000
STOPPED: Final = frozenset({190, 368, *range(200, 300)})  # no token, blocked for policy, a permission is missing
PASSING: Final = frozenset({1, 2, 4, 17, 32, 613})
WINDOW: Final = 2018278  # a day has passed since they wrote
COMMENT: Final = "comment"  # the address of a comment is `account/comment/ref`


def send(outgoing: Outgoing, account: AccountFacts | None) -> Sent:
    """Say it, in as many messages as it needs, the buttons below the last. Raises a SendingError."""
    if account is None:
        raise AccountStoppedError("no-account")
    peer = outgoing.address.partition("/")[2]
    if peer.startswith(f"{COMMENT}/"):
        said = call(account, f"{peer.partition('/')[2]}/comments", {"message": outgoing.text})
        return Sent(external=str(said.get("id", "")), proven=True)
    pieces, said = calling.split(outgoing.text, longest=LONGEST), {}
    for place, piece in enumerate(pieces):
        message: dict[str, Any] = {"text": piece, "metadata": f"notice/{outgoing.notice}/{place}"}
        if outgoing.buttons and place == len(pieces) - 1:
            message["quick_replies"] = [
                {"content_type": "text", "title": str(title)[:20], "payload": data}
                for data, title in outgoing.buttons.items()
            ]
        asked = {"recipient": {"id": peer}, "messaging_type": "RESPONSE", "message": message}
        said = call(account, f"{account.settings.get('page', '')}/messages", asked, begun=place > 0)
    return Sent(external=str(said.get("message_id", "")))


def call(account: AccountFacts, name: str, asked: dict[str, Any] | None, *, begun: bool = False) -> dict[str, Any]:
    """Ask Graph; what it gives. Raises a SendingError, by what it answered. `asked` None: only read."""
    said = account.settings
    headers = {"Authorization": f"Bearer {said.get('token', '')}"}
    method = "GET" if asked is None else "POST"
    answer = calling.ask(method, f"{said.get('base') or BASE}/{name}", begun=begun, headers=headers, json=asked)
    if answer.status_code == 429 or answer.status_code >= 500:
        raise SendLaterError(f"http-{answer.status_code}", calling.wanted_wait(answer))
    found = calling.object_in(answer)
    error = found.get("error")
    if not isinstance(error, dict):
        return found
    raise refusal(error.get("code"), error.get("error_subcode"))


def refusal(code: object, subcode: object) -> SendingError:
    """What an error of Graph means."""
    name = f"graph-{code}"
    if subcode == WINDOW:
        return SendingRefusedError("closed-window")
    if code in STOPPED:
        return AccountStoppedError(name)
    return SendLaterError(name) if code in PASSING else SendingRefusedError(name)


def fetch(file: IncomingFile, account: AccountFacts) -> bytes:
    """A file that somebody sent. Raises a SendingError; SendingRefusedError for what is too large, gone or elsewhere."""
    said = account.settings
    return calling.fetch(file.remote, base=said.get("base") or BASE, hosts=said.get("media") or MEDIA)


def check(account: AccountFacts) -> str:
    """Whether the page's token works: empty, or a code that says why not."""
    try:
        call(account, account.settings.get("page", ""), None)
    except SendingError as fault:
        return fault.code
    return ""
