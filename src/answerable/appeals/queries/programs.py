"""What other people's programs see of appeals, and which two sendings of theirs are one.

A program reads what lies with the one body of its key, never what is about anybody of it. Who wrote is nobody's to read by a
program. Contract: docs/operating/channels/api.md.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from answerable.appeals import policy
from answerable.appeals.models import Answer, Appeal, ProgramAppeal
from answerable.appeals.queries.public import was_delivered
from answerable.appeals.queries.scope import standing, unbarred
from answerable.appeals.sealed_fields import ANSWER_TEXT
from answerable.appeals.terms import State, Tier, subject_of
from answerable.base import row_scope
from answerable.base.verdict import MissingError
from answerable.channels import queries as channels_queries
from answerable.channels.terms import Channel
from answerable.law.queries import standing_order
from answerable.people.queries import api_keys
from answerable.people.queries.api_keys import ApiProgram
from answerable.people.terms import ApiScope
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealing import read_text

SAME: Final = timedelta(hours=24)  # the same request again within this is the same request
MOST: Final = 500  # rows of one answer


def row_scope_of(program: ApiProgram) -> row_scope.RowScope:
    """How far a program reaches into the database: its body's own things only where its key shows sealed ones."""
    bodies = {program.body} if program.may(ApiScope.SEALED) else set()
    return row_scope.officer(roots={program.root}, bodies=bodies)


def seen_by_program(program: ApiProgram) -> QuerySet[Appeal]:
    """Every appeal that exists for a program. The same rule as `policy.can_be_shown`, over rows; a test holds them equal."""
    tiers = [
        tier.value
        for tier, scope in ((Tier.WORKING, ApiScope.READ), (Tier.SEALED, ApiScope.SEALED))
        if program.may(scope)
    ]
    return Appeal.objects.filter(body=program.body, tier__in=tiers).filter(unbarred(program.as_barred))


def is_shown(program: ApiProgram, appeal: Appeal) -> bool:
    """Say whether an appeal exists for a program."""
    return bool(policy.can_be_shown(program.as_barred, standing(appeal), body=program.body, scopes=program.scopes))


def one_for_program(program: ApiProgram, number: str) -> Appeal:
    """The appeal of that number, if it exists for the program; Missing otherwise."""
    found = seen_by_program(program).filter(number=number).first() if number.isprintable() else None
    if found is None:
        raise MissingError
    return found


def page_for_program(
    program: ApiProgram, *, state: State | None, since: datetime | None, after: int, size: int
) -> list[Appeal]:
    """The next appeals in the order in which they came, one more than `size` where there are more."""
    rows = seen_by_program(program).filter(id__gt=after)
    if state is not None:
        rows = rows.filter(state=state)
    if since is not None:
        rows = rows.filter(registered_at__gte=since)
    return list(rows.order_by("id")[: size + 1])


@dataclass(frozen=True, slots=True)
class ToldPrograms:
    """Of which bodies' programs something on an appeal is the business, and what they are told."""

    bodies: frozenset[int]
    data: Mapping[str, str]


def told_of(ref: int, *, before: object) -> ToldPrograms | None:
    """Whose programs are told of a deed on an appeal, and what; None where no program may know of it.

    before  the body that had it until this very deed, where it changed hands
    """
    appeal = Appeal.objects.filter(id=ref).first()
    if appeal is None or appeal.tier != Tier.WORKING:
        return None
    concerned = {appeal.body_id, *([before] if isinstance(before, int) else [])}
    free = {each for each in concerned if not policy.is_barred(api_keys.as_barred(each), standing(appeal))}
    code = standing_order().bodies[appeal.body_id].code
    return (
        ToldPrograms(frozenset(free), {"number": appeal.number, "state": appeal.state, "body": code}) if free else None
    )


def words_for_program(appeal: Appeal) -> tuple[list[tuple[datetime, bool, str, str]], list[tuple[datetime, str]]]:
    """The messages of an appeal (when, incoming, language, text), the oldest first, and its answers (when, text)."""
    said = [
        (message.at, message.incoming, message.language, channels_queries.message_text(message))
        for message in channels_queries.messages_of(subject_of(appeal.id))
    ]
    answers = [
        (row.at, read_text(ANSWER_TEXT, row.text, root=appeal.root, ref=row.id))
        for row in Answer.objects.filter(appeal=appeal.id).order_by("id")
    ]
    return said, answers


@row_scope.as_system()
def sent_by(key: int, number: str) -> int | None:
    """The id of the appeal of that number, if it came by this key; nothing for any other."""
    found = Appeal.objects.filter(number=number).values_list("id", flat=True) if number.isprintable() else ()
    return ProgramAppeal.objects.filter(appeal__in=list(found), key=key).values_list("appeal", flat=True).first()


def token_of_update(key: int, name: str) -> str:
    """By which an addition of a program is known again: the program and its own name of it, for ever."""
    own = subkey(server_key(), "programs/update")
    return urlsafe_b64encode(hmac.digest(own, f"{key}/{name}".encode("utf-8", "surrogatepass"), "sha256")).decode()


def token_of(key: int, said: bytes, *, channel: Channel, at: datetime) -> str:
    """What makes two sendings of a program the same: all that it said, within the same day (UTC) or the one before."""
    day = int(at.timestamp() // SAME.total_seconds())
    own = subkey(server_key(), f"{channel.value}/token")
    before, today = (
        urlsafe_b64encode(hmac.digest(own, f"{key}/{each}/".encode() + said, "sha256")).decode()
        for each in (day - 1, day)
    )
    return before if was_delivered(channel, before) else today
