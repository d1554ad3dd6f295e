"""What is in an update of the Bot API: words, a press of a button, or nothing that anybody wrote to us.

Only private chats are read; in a group the bot says once that it does not listen there. What somebody forwards is quoted,
because it is not their own word. Contract: Bot API 10.1, Update and Message.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from answerable.base.incoming import IncomingFile, Nothing, Read, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts

# A message's part -> what its file is called where Telegram gives no name.
_FILES: Final[Mapping[str, str]] = {
    "document": "document",
    "video": "video.mp4",
    "audio": "audio.mp3",
    "voice": "voice.ogg",
    "video_note": "video.mp4",
    "animation": "animation.mp4",
}


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """The one thing that an update holds. Raises UnreadableDeliveryError for what is no update."""
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnreadableDeliveryError("no-json") from None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise UnreadableDeliveryError("no-update")
    for kind, found in update.items():
        if isinstance(found, dict) and (reads := _KINDS.get(kind)) is not None:
            return (reads(found, account),)
    return (Nothing(why=next((str(kind)[:40] for kind in update if kind != "update_id"), "empty")),)


def _message(found: Mapping[str, Any], account: AccountFacts) -> Read:
    return _words(found, account, edited="")


def _edited(found: Mapping[str, Any], account: AccountFacts) -> Read:
    return _words(found, account, edited=str(found.get("edit_date", "0")))


def _words(found: Mapping[str, Any], account: AccountFacts, *, edited: str) -> Read:
    """A message, or another state of one: the first stays, and whoever works on it is shown both."""
    chat, sender = _part(found, "chat"), _part(found, "from")
    ref = chat.get("id")
    if not isinstance(ref, int):
        return Nothing(why="no-chat")
    kind = str(chat.get("type") or ("private" if ref > 0 else "group"))  # people have ids above nought
    if kind == "channel" or sender.get("is_bot"):
        return Nothing(why=kind)
    facts = _facts(found) | ({"edited": edited} if edited else {}) | ({} if kind == "private" else {"group": kind})
    name = f"{ref}/{found.get('message_id')}"
    return Words(
        external=f"{name}/{edited}" if edited else name,
        sender=f"{account.name}/{ref}",
        name=_name(sender),
        text=_text(found),
        language=str(sender.get("language_code", ""))[:11].lower(),
        refers=("chat",),
        files=tuple(_files(found)),
        proof="proven",
        at=_instant(found.get("date")),
        facts=facts,
    )


def _pressed(found: Mapping[str, Any], account: AccountFacts) -> Read:
    """A button. It counts only for the person to whom it was shown: in a private chat both have one id."""
    sender, chat = _part(found, "from"), _part(_part(found, "message"), "chat")
    if chat.get("type") != "private" or chat.get("id") != sender.get("id") or not found.get("data"):
        return Nothing(why="button")
    return Words(
        external=f"button/{found.get('id')}",
        sender=f"{account.name}/{chat['id']}",
        name=_name(sender),
        text="",
        language=str(sender.get("language_code", ""))[:11].lower(),
        refers=("chat",),
        proof="proven",
        facts={"button": str(found["data"])[:64], "query": str(found.get("id", ""))[:64]},
    )


def _member(found: Mapping[str, Any], account: AccountFacts) -> Read:
    """Somebody let the bot in, or shut it out."""
    del account
    return Nothing(why="shut-out" if _part(found, "new_chat_member").get("status") == "kicked" else "let-in")


_KINDS: Final = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _member,
}


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _name(sender: Mapping[str, Any]) -> str:
    return " ".join(str(sender[part]) for part in ("first_name", "last_name") if sender.get(part))[:120]


def _instant(found: object) -> datetime | None:
    if not isinstance(found, int) or not 0 <= found < 2**33:
        return None
    return datetime.fromtimestamp(found, UTC)


def _text(found: Mapping[str, Any]) -> str:
    """The words, or those below a picture; a shared place and a card of somebody in words. Forwarded ones are quoted."""
    said = str(found.get("text") or found.get("caption") or "")
    if contact := _part(found, "contact"):
        card = (contact.get(part) for part in ("first_name", "last_name", "phone_number"))
        said = " ".join(str(part) for part in card if part)
    if "forward_origin" in found or "forward_date" in found:
        said = "\n".join(f"> {line}" for line in said.splitlines())
    return said


def _facts(found: Mapping[str, Any]) -> dict[str, str]:
    """What else the message says: a place, a proven number, the album that it is a part of, what is no words at all."""
    facts = {}
    venue = _part(found, "venue")
    place = _part(found, "location") or _part(venue, "location")
    if "latitude" in place and "longitude" in place:
        named = " ".join(str(venue[part]) for part in ("title", "address") if venue.get(part))
        facts["place"] = f"{place['latitude']}, {place['longitude']} {named}".strip()[:300]
    contact = _part(found, "contact")
    if contact.get("user_id") is not None and contact["user_id"] == _part(found, "from").get("id"):
        facts["phone"] = str(contact.get("phone_number", ""))[:30]
    if found.get("media_group_id"):
        facts["album"] = str(found["media_group_id"])[:64]
    if "sticker" in found:
        facts["odd"] = "sticker"
    return facts


def _files(found: Mapping[str, Any]) -> list[IncomingFile]:
    """The files, by the names under which the bot can fetch them; of a picture the largest."""
    files = []
    pictures = found.get("photo")
    sizes = [each for each in pictures if isinstance(each, dict)] if isinstance(pictures, list) else []
    if sizes:
        largest = max(sizes, key=lambda each: _number(each.get("width")) * _number(each.get("height")))
        files.append(IncomingFile(name="photo.jpg", remote=str(largest.get("file_id", ""))))
    for part, usual in _FILES.items():
        if (file := _part(found, part)) and file.get("file_id"):
            files.append(IncomingFile(name=str(file.get("file_name") or usual)[:200], remote=str(file["file_id"])))
    return files


def _number(found: object) -> int:
    return found if isinstance(found, int) else 0
