"""What is in an event of a community: words, a button, a comment under a post, or nothing that anybody wrote to us.

The same whether it came by the Callback API or by Long Poll. Source: VK API 5.199; before 5.103 the message itself stood in
`object`. A person's name may be invented, and is asked of nobody: the account is what is known.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from answerable.base.incoming import IncomingFile, Nothing, Read, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts

CHATS: Final = 2_000_000_000  # peers above are chats of several people
LANGUAGES: Final[Mapping[object, str]] = {0: "ru", 1: "uk", 2: "be", 3: "en"}
_MENTION: Final = re.compile(r"\[(?:id|club|public)\d+\|([^\]]*)\]")


def event_in(raw: bytes) -> dict[str, Any]:
    """The event that a body holds. Raises UnreadableDeliveryError for what is none."""
    try:
        found = json.loads(raw.decode("utf-8", "replace"))  # a byte that is no text costs nobody the words
    except (ValueError, RecursionError):
        raise UnreadableDeliveryError("no-json") from None
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise UnreadableDeliveryError("no-event")
    return found


def external_of(raw: bytes) -> str:
    """The name of a delivery: of a new message its place in its conversation, by which history knows it, too; else the event's.

    What has neither is kept all the same, by its own bytes.
    """
    try:
        event = event_in(raw)
    except UnreadableDeliveryError:
        event = {}
    if name := _name_of_message(event):
        return name
    ref = event.get("event_id")
    return ref[:100] if isinstance(ref, str) and ref else f"raw/{hashlib.sha256(raw).hexdigest()}"


def _name_of_message(event: Mapping[str, Any]) -> str:
    """The name of a new message by its conversation and its place in it; empty for any other event."""
    if event.get("type") != "message_new":
        return ""
    found = _part(event, "object")
    message = _part(found, "message") or found
    peer, ref = _number(message.get("peer_id")), _number(message.get("conversation_message_id"))
    return f"message/{peer}/{ref}" if peer > 0 and ref > 0 else ""


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """The one thing that an event tells. Raises UnreadableDeliveryError."""
    event = event_in(raw)
    reads = _KINDS.get(event["type"])
    return (Nothing(why=event["type"][:40]) if reads is None else reads(_part(event, "object"), account),)


def _new(found: Mapping[str, Any], account: AccountFacts) -> Read:
    message = _part(found, "message") or found
    return _words(message, account, edited="", language=LANGUAGES.get(_part(found, "client_info").get("lang_id"), ""))


def _edited(found: Mapping[str, Any], account: AccountFacts) -> Read:
    message = _part(found, "message") or found
    return _words(message, account, edited=str(message.get("update_time") or message.get("version") or 0), language="")


def _words(message: Mapping[str, Any], account: AccountFacts, *, edited: str, language: str) -> Read:
    """A message, or another state of one. What the community itself says, and what is said among several, is nobody's word."""
    sender, peer = _number(message.get("from_id")), _number(message.get("peer_id"))
    if sender <= 0 or message.get("out"):
        return Nothing(why="own")
    if peer > CHATS:
        return Nothing(why="chat")
    ref = _number(message.get("conversation_message_id")) or _number(message.get("id"))
    name, press = f"{sender}/{ref}", _pressed(message.get("payload"))
    text = "" if press else _text(message)
    if press == "start":
        press, text = "", "/start"
    return Words(
        external=f"{name}/{edited}" if edited else name,
        sender=f"{account.name}/{sender}",
        text=text,
        language=language,
        refers=("chat",),
        files=tuple(_files(message)),
        proof="proven",
        at=_instant(message.get("date")),
        facts={**_place(message), **({"edited": edited} if edited else {}), **({"button": press} if press else {})},
    )


def _event(found: Mapping[str, Any], account: AccountFacts) -> Read:
    """A press of a button that writes no message."""
    sender, press = _number(found.get("user_id")), _pressed(found.get("payload"))
    if sender <= 0 or _number(found.get("peer_id")) != sender or not press:
        return Nothing(why="button")
    facts = {"button": press}
    name = f"event/{str(found.get('event_id', ''))[:60]}"
    return Words(
        external=name, sender=f"{account.name}/{sender}", text="", refers=("chat",), proof="proven", facts=facts
    )


def _comment(found: Mapping[str, Any], account: AccountFacts) -> Read:
    """A comment under a post: a person decides whether it is a message to us."""
    sender, ref = _number(found.get("from_id")), _number(found.get("id"))
    if sender <= 0 or not ref:
        return Nothing(why="own")
    post = _number(found.get("post_id"))
    return Words(
        external=f"wall/{post}/{ref}",
        sender=f"{account.name}/{sender}",
        text=_text(found),
        proof="proven",
        at=_instant(found.get("date")),
        facts={"comment": f"wall/{post}/{ref}"},  # where it is answered
    )


_KINDS: Final = {
    "message_new": _new,
    "message_edit": _edited,
    "message_event": _event,
    "wall_reply_new": _comment,
}


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _number(found: object) -> int:
    return found if isinstance(found, int) else 0


def _instant(found: object) -> datetime | None:
    return datetime.fromtimestamp(found, UTC) if isinstance(found, int) and 0 <= found < 2**33 else None


def _pressed(payload: object) -> str:
    """Which button of ours was pressed; `start` for the network's own."""
    try:
        found = json.loads(payload) if isinstance(payload, str) else payload
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    return "start" if found.get("command") == "start" else str(found.get("b") or "")[:64]


def _text(message: Mapping[str, Any]) -> str:
    """The words, names in place of mentions; what is forwarded quoted, what is no file by its kind and address."""
    lines = [_MENTION.sub(r"\1", str(message.get("text") or ""))]
    for forwarded in _list(message, "fwd_messages"):
        lines += [f"> {line}" for line in str(forwarded.get("text") or "").splitlines()]
    for attached in _list(message, "attachments"):
        kind = str(attached.get("type", ""))[:40]
        if not _address_of(kind, _part(attached, kind)):
            lines.append(_named(kind, _part(attached, kind)))
    return "\n".join(line for line in lines if line)


def _named(kind: str, found: Mapping[str, Any]) -> str:
    """What is attached and is no file that we keep, in words."""
    if kind == "link":
        return str(found.get("url", ""))[:500]
    owner, ref = found.get("owner_id"), found.get("id")
    where = f" https://vk.com/{kind}{owner}_{ref}" if isinstance(owner, int) and isinstance(ref, int) else ""
    return f"[{kind}{where}]"


def _files(message: Mapping[str, Any]) -> list[IncomingFile]:
    files = []
    for attached in _list(message, "attachments"):
        kind = str(attached.get("type", ""))
        found = _part(attached, kind)
        if address := _address_of(kind, found):
            files.append(IncomingFile(name=_name_of(kind, found), remote=address))
    return files


def _address_of(kind: str, found: Mapping[str, Any]) -> str:
    """Where the file of an attachment lies; of a picture the largest. Empty for what is no file."""
    if kind == "photo":
        sizes = [*_list(found, "sizes"), *_list(found, "images")]
        own = _part(found, "orig_photo")
        best = max([*sizes, own], key=lambda each: _number(each.get("width")) * _number(each.get("height")))
        return str(best.get("url", ""))
    if kind in {"doc", "graffiti"}:
        return str(found.get("url", ""))
    return str(found.get("link_mp3") or found.get("link_ogg") or "") if kind == "audio_message" else ""


def _name_of(kind: str, found: Mapping[str, Any]) -> str:
    if kind == "doc":
        return str(found.get("title") or f"document.{found.get('ext', 'bin')}")[:200]
    return {"photo": "photo.jpg", "graffiti": "drawing.png"}.get(kind, "voice.mp3")


def _list(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    each = found.get(name)
    return [one for one in each if isinstance(one, dict)] if isinstance(each, list) else []


def _place(message: Mapping[str, Any]) -> dict[str, str]:
    geo = _part(message, "geo")
    at = _part(geo, "coordinates")
    if "latitude" not in at or "longitude" not in at:
        return {}
    return {"place": f"{at['latitude']}, {at['longitude']} {_part(geo, 'place').get('title', '')}".strip()[:300]}
