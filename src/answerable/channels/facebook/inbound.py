"""What is in a delivery of a page: messages, presses, comments under posts, and what became of what we sent.

Source: Messenger platform and page webhooks. One delivery holds many things; each is a part of its own.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from answerable.base.incoming import IncomingFile, Nothing, Read, Report, UnreadableDeliveryError, Words
from answerable.channels.terms import AccountFacts

FILES: Final[Mapping[str, str]] = {"image": "photo.jpg", "video": "video.mp4", "audio": "voice.mp4", "file": "document"}


def deliveries_in(raw: bytes) -> list[tuple[str, bytes]]:
    """What a delivery holds, each thing by the name by which it is one however it is sent again, with its bytes.

    Meta puts what it repeats together anew, so that a delivery has no name of its own. One thing stays word for word as it
    came; of several each is written alone. What is no delivery is kept by its bytes.
    """
    found = _object_in(raw)
    things = [(entry, each) for entry in _list(found, "entry") for each in _things(entry)]
    if not things:
        return [(hashlib.sha256(raw).hexdigest(), raw)]
    if len(things) == 1:
        return [(_name_of(things[0][1][1]), raw)]
    return [
        (
            _name_of(thing),
            json.dumps({"object": found.get("object"), "entry": [{"id": entry.get("id"), kind: [thing]}]}).encode(),
        )
        for entry, (kind, thing) in things
    ]


def _things(entry: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(kind, thing) for kind in ("messaging", "changes") for thing in _list(entry, kind)]


def _name_of(thing: Mapping[str, Any]) -> str:
    """A message by its id, a comment by its own with what was done to it, anything else by its bytes."""
    for kind in ("message", "postback"):
        if mid := _part(thing, kind).get("mid"):
            return f"{kind}/{mid}/{_part(thing, kind).get('is_deleted', '')}"[:200]
    value = _part(thing, "value")
    if ref := value.get("comment_id"):
        return f"comment/{ref}/{value.get('verb')}/{value.get('created_time')}"[:200]
    return hashlib.sha256(json.dumps(thing, sort_keys=True).encode()).hexdigest()


def _object_in(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """Everything that a delivery tells. Raises UnreadableDeliveryError."""
    found = _object_in(raw)
    if not found:
        raise UnreadableDeliveryError("no-json")
    parts = [part for entry in _list(found, "entry") for part in _parts(entry, account)]
    return parts or (Nothing(why="empty"),)


def _parts(entry: Mapping[str, Any], account: AccountFacts) -> Iterator[Read]:
    for item in _list(entry, "messaging"):
        yield _item(item, account, page=str(entry.get("id", "")))
    for change in _list(entry, "changes"):
        value = _part(change, "value")
        yield (
            _comment(value, account, page=str(entry.get("id", "")))
            if change.get("field") == "feed"
            else Nothing(why="change")
        )


def _item(item: Mapping[str, Any], account: AccountFacts, *, page: str) -> Read:
    sender = str(_part(item, "sender").get("id") or "")
    for kind in ("message", "postback"):
        if found := _part(item, kind):
            return (
                _words(found, item, account) if sender and sender != page and not found.get("is_echo") else _echo(found)
            )
    if found := _part(item, "delivery"):
        mids = found.get("mids")
        last = str(mids[-1]) if isinstance(mids, list) and mids else ""
        return Report(sent=f"sent/{last}", state="delivered") if last else Nothing(why="delivery")
    return Nothing(
        why=next((str(kind)[:40] for kind in item if kind not in {"sender", "recipient", "timestamp"}), "empty")
    )


def _echo(found: Mapping[str, Any]) -> Read:
    """What the page itself said: of ours it proves that it arrived."""
    return Report(sent=f"sent/{found['mid']}", state="delivered") if found.get("mid") else Nothing(why="echo")


def _words(found: Mapping[str, Any], item: Mapping[str, Any], account: AccountFacts) -> Read:
    press = str(_part(found, "quick_reply").get("payload") or found.get("payload") or "")[:64]
    if found.get("is_deleted"):
        return Nothing(why="deleted")  # it was written, and what was written stays
    attached = _list(found, "attachments")
    text = "" if press else "\n".join(line for line in (str(found.get("text") or ""), *map(_named, attached)) if line)
    return Words(
        external=str(found.get("mid") or f"{item.get('timestamp')}/{press}")[:200],
        sender=f"{account.name}/{_part(item, 'sender')['id']}",
        text="/start" if press == "start" else text,
        refers=("chat",),
        files=tuple(
            _file(each) for each in attached if each.get("type") in FILES and _part(each, "payload").get("url")
        ),
        proof="proven",
        at=_instant(item.get("timestamp"), 1000),
        facts={**_place(attached), **({"button": press} if press and press != "start" else {})},
    )


def _comment(value: Mapping[str, Any], account: AccountFacts, *, page: str) -> Read:
    """A comment under a post: a person decides whether it is a message to us."""
    sender, ref = _part(value, "from"), str(value.get("comment_id") or "")
    if value.get("item") != "comment" or value.get("verb") != "add" or not ref:
        return Nothing(why=f"feed:{value.get('item')}:{value.get('verb')}"[:40])
    if not sender.get("id") or str(sender["id"]) == page:
        return Nothing(why="own")
    return Words(
        external=f"comment/{ref}",
        sender=f"{account.name}/{sender['id']}",
        name=str(sender.get("name", ""))[:120],
        text=str(value.get("message") or ""),
        proof="proven",
        at=_instant(value.get("created_time"), 1),
        facts={"comment": f"comment/{ref[:100]}"},  # where it is answered
    )


def _named(attached: Mapping[str, Any]) -> str:
    """What is attached and is no file, in words: a shared link by its address, anything else by its kind."""
    kind = str(attached.get("type", ""))[:40]
    if kind in {*FILES, "location"}:
        return ""
    return str(_part(attached, "payload").get("url") or attached.get("url") or f"[{kind}]")[:500]


def _file(attached: Mapping[str, Any]) -> IncomingFile:
    return IncomingFile(name=FILES[str(attached["type"])], remote=str(_part(attached, "payload")["url"]))


def _place(attached: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    for each in attached:
        at = _part(_part(each, "payload"), "coordinates")
        if "lat" in at and "long" in at:
            return {"place": f"{at['lat']}, {at['long']}"[:300]}
    return {}


def _part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _list(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    each = found.get(name)
    return [one for one in each if isinstance(one, dict)] if isinstance(each, list) else []


def _instant(found: object, scale: int) -> datetime | None:
    return datetime.fromtimestamp(found / scale, UTC) if isinstance(found, int) and 0 <= found / scale < 2**33 else None
