"""The columns of this room's tables that a hot statement may write: the only spelling of them, a function a table.

The registration in one statement and the import write what these say. Words come sealed; nothing is read.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.appeals.terms import State, Tier
from answerable.base.statement import FilledValue

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppeal:
    """What is known of an appeal about to be written.

    due        the law's instant and the safe one
    closed_at  of one that was closed elsewhere before it came
    """

    ref: int
    root: int
    number: str | FilledValue
    kind: str
    channel: str
    language: str
    tier: Tier
    state: State
    body: int
    category: int | None
    territory: int | None
    registered_at: datetime
    profile: int | None
    due: tuple[datetime | None, datetime | None]
    due_facts: Mapping[str, object]
    gist: bytes
    whereabouts: bytes | None
    addressed_to: int | None = None
    about_body: int | None = None
    about_person: int | None = None
    barred_bodies: Collection[int] = ()
    barred_persons: Collection[int] = ()
    readers: Collection[int] = ()
    routed: Sequence[Mapping[str, object]] = ()
    care: Sequence[str] = ()
    suspected: bool = False
    suspects: Mapping[str, Sequence[int]] = field(default_factory=dict)
    closed_at: datetime | None = None
    chosen: bytes | None = None
    matter: str = ""


def appeal(new: NewAppeal) -> Columns:
    """`appeals_appeal`: the narrow row of an appeal."""
    return {
        "id": new.ref,
        "root": new.root,
        "number": new.number,
        "kind": new.kind,
        "matter": new.matter,
        "channel": new.channel,
        "language": new.language,
        "tier": new.tier.value,
        "state": new.state.value,
        "body": new.body,
        "category": new.category,
        "territory": new.territory,
        "addressed_to": new.addressed_to,
        "about_body": new.about_body,
        "about_person": new.about_person,
        "barred_bodies": sorted(new.barred_bodies),
        "barred_persons": sorted(new.barred_persons),
        "readers": sorted(new.readers),
        "routed": json.dumps(list(new.routed)),
        "care": list(new.care),
        "registered_at": new.registered_at,
        "profile": new.profile,
        "due_at": new.due[0],
        "safe_at": new.due[1],
        "due_facts": json.dumps(new.due_facts),
        "extended": 0,
        "answered_at": new.closed_at,
        "closed_at": new.closed_at,
        "suspected": new.suspected,
        "suspects": json.dumps(new.suspects),
        "gist": new.gist,
        "whereabouts": new.whereabouts,
        "chosen": new.chosen,
    }


def tokens(*, appeal: int, root: int, found: Sequence[int]) -> Columns:
    """`appeals_tokens`: what a search finds it by."""
    return {"appeal": appeal, "root": root, "tokens": list(found)}


def sender(
    *, appeal: int, root: int, name: bytes | None, address: bytes | None, contact: bytes | None, way: str
) -> Columns:
    """`appeals_sender`: who wrote, as far as they said it; each part sealed. `way` of the contact."""
    return {"appeal": appeal, "root": root, "name": name, "address": address, "contact": contact, "way": way}


def program_appeal(*, appeal: int, key: int) -> Columns:
    """`appeals_program`: by the key of which program an appeal came."""
    return {"appeal": appeal, "key": key}


def public_appeal(
    *, appeal: int, root: int, number: str | FilledValue, wished_at: datetime, point: tuple[float, float] | None
) -> Columns:
    """`appeals_public`: that the sender wishes it to be read by everybody; nobody does before somebody passes its words.

    `point` is coarse already: latitude and longitude.
    """
    lat, long = point or (None, None)
    return {"appeal": appeal, "root": root, "number": number, "wished_at": wished_at, "lat": lat, "long": long}
