"""Saying something as a community, asking VK for what we need of it, and looking whether the community works.

`random_id` is the same at every try of one notice, so that a second try after a lost answer is no second message.
"""

import hashlib
import json
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
    SendLaterError,
    Sent,
)

BASE: Final = "https://api.vk.ru"
VERSION: Final = "5.199"
MEDIA: Final = "userapi.com,vk.com,vk.ru,vkuser.net,vkuserphoto.ru"  # where VK keeps pictures, documents and voices
LONGEST: Final = 4000  # characters of one message; VK takes 4096
STOPPED: Final = frozenset({5, 7, 14, 15, 17, 20, 24, 27, 28})  # no token, no right, or a person is wanted
WAITS: Final = {6: timedelta(seconds=1), 9: timedelta(hours=1), 29: timedelta(hours=1), 32: timedelta(hours=1)}
PASSING: Final = frozenset({1, 10, 36})
WALL: Final = "wall"  # the address of a comment is `account/wall/post/comment`


def send(outgoing: Outgoing, account: AccountFacts | None) -> Sent:
    """Say it, in as many messages as it needs, the buttons below the last. Raises a SendingError."""
    if account is None:
        raise AccountStoppedError("no-account")
    peer = outgoing.address.partition("/")[2]
    if peer.startswith(f"{WALL}/"):
        return _comment(outgoing, account, peer.split("/"))
    pieces, said = calling.split(outgoing.text, longest=LONGEST), None
    for place, piece in enumerate(pieces):
        asked = {
            "peer_id": peer,
            "random_id": str(random_id(outgoing.notice, place)),
            "message": piece,
            "dont_parse_links": "1",
            "disable_mentions": "1",
        }
        if outgoing.buttons and place == len(pieces) - 1:
            asked["keyboard"] = keyboard(outgoing.buttons)
        said = call(account, "messages.send", asked, begun=place > 0)
    return Sent(external=f"{peer}/{said}", proven=True)


def _comment(outgoing: Outgoing, account: AccountFacts, place: list[str]) -> Sent:
    """Answer a comment under a post, where everybody reads."""
    _wall, post, comment = (*place, "", "")[:3]
    asked = {
        "owner_id": f"-{account.settings.get('group', '')}",
        "from_group": account.settings.get("group", ""),
        "post_id": post,
        "reply_to_comment": comment,
        "message": outgoing.text[:LONGEST],
        "guid": str(outgoing.notice),
    }
    said = call(account, "wall.createComment", asked)
    return Sent(external=f"wall/{said.get('comment_id', '') if isinstance(said, dict) else ''}", proven=True)


def random_id(notice: int, place: int) -> int:
    """The same number for one piece of one notice at every try, never nought; VK takes 31 bits."""
    return int.from_bytes(hashlib.sha256(f"{notice}/{place}".encode()).digest()[:4], "big") % (2**31 - 1) + 1


def keyboard(buttons: Any) -> str:
    """Buttons below a message: a press writes what stands on it, with what it means beside."""
    rows = [
        [{"action": {"type": "text", "label": str(title)[:40], "payload": json.dumps({"b": data})}}]
        for data, title in buttons.items()
    ]
    return json.dumps({"inline": True, "buttons": rows}, ensure_ascii=False)


def call(account: AccountFacts, method: str, asked: dict[str, str], *, begun: bool = False) -> Any:
    """Call a method; what it gives. Raises a SendingError, by what VK answered."""
    said = account.settings
    form = {**asked, "access_token": said.get("token", ""), "v": said.get("version") or VERSION}
    answer = calling.ask("POST", f"{said.get('base') or BASE}/method/{method}", begun=begun, data=form)
    if answer.status_code == 429 or answer.status_code >= 500:
        raise SendLaterError(f"http-{answer.status_code}", calling.wanted_wait(answer))
    found = calling.object_in(answer)
    if "response" in found:
        return found["response"]
    error = found.get("error")
    raise refusal(error.get("error_code") if isinstance(error, dict) else None)


def refusal(code: object) -> SendingError:
    """What an error of VK means."""
    name = f"vk-{code}"
    if code in STOPPED:
        return AccountStoppedError(name)
    if isinstance(code, int) and (code in WAITS or code in PASSING):
        return SendLaterError(name, WAITS.get(code))
    return SendingRefusedError(name)


def confirmation_of(account: AccountFacts) -> str:
    """The word by which VK knows our address: as it is set, else as VK says it now, because it changes."""
    if known := account.settings.get("confirmation"):
        return known
    if not account.settings.get("token"):
        return ""
    found = call(account, "groups.getCallbackConfirmationCode", {"group_id": account.settings.get("group", "")})
    return str(found.get("code", "")) if isinstance(found, dict) else ""


def fetch(file: IncomingFile, account: AccountFacts) -> bytes:
    """A file that somebody sent. Raises a SendingError; SendingRefusedError for what is too large, gone or elsewhere."""
    said = account.settings
    return calling.fetch(file.remote, base=said.get("base") or BASE, hosts=said.get("media") or MEDIA)


def check(account: AccountFacts) -> str:
    """Whether the community's token works: empty, or a code that says why not."""
    try:
        call(account, "groups.getCallbackConfirmationCode", {"group_id": account.settings.get("group", "")})
    except SendingError as fault:
        return fault.code
    return ""
