"""Reading what came: a delivery is claimed, read by its integration, and its words are taken by the room above."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import DatabaseError, transaction
from procrastinate.contrib.django import app

from answerable.base import clock, room
from answerable.base.incoming import IncomingFile, Nothing, Read, Report, UnfitError, UnreadableDeliveryError, Words
from answerable.base.subject import Subject
from answerable.channels import actions, reading
from answerable.channels.actions import chats, letterbox
from answerable.channels.integration import Chat
from answerable.channels.integrations import INTEGRATIONS
from answerable.channels.models import RawDelivery
from answerable.channels.queries import accounts, deliveries
from answerable.channels.terms import AccountFacts, DeliveryState, ReportState, SendingRefusedError
from answerable.law import queries as law_queries
from answerable.vault.terms import UnreadableError

log = logging.getLogger(__name__)
MOST: Final = 500  # deliveries a run; the next one comes at once


@app.task  # type: ignore[untyped-decorator]  # the library is not read by mypy
def take_deliveries(account: int) -> None:
    """Take what came to an account, in the order in which it came."""
    for _ in range(MOST):
        if not take_next(account, at=clock.now()):
            return
    letterbox.wake_letterbox(account)


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="channels.wake_letterboxes")  # type: ignore[untyped-decorator]  # as above
def wake_letterboxes(timestamp: int) -> None:
    """Have everything read that waits: what nobody was told of, and what broke a worker."""
    del timestamp
    for account in deliveries.accounts_with_work(at=clock.now()):
        letterbox.wake_letterbox(account)


def take_next(account: int, *, at: datetime) -> bool:
    """Claim the next delivery of an account and take it; False when none waits.

    A fault of ours leaves it claimed: it is tried again, and after some tries a person looks. The log says which delivery and
    what kind of fault, never a word of it.
    """
    delivery = letterbox.claim_delivery(account=account, at=at)
    if delivery is None:
        return False
    if delivery.state != DeliveryState.WAITING:
        return True
    try:
        take_delivery(delivery, at=at)
    except DatabaseError:
        raise  # the database is away: the job fails, and the delivery waits
    except Exception as fault:
        log.exception("delivery %d broke its reading (%s), try %d", delivery.id, type(fault).__name__, delivery.tries)
    return True


def take_delivery(delivery: RawDelivery, *, at: datetime) -> None:
    """Read one delivery and give each part of it where it belongs. Done twice, it is the same as done once."""
    account = accounts.account_by_id(delivery.account)
    try:
        parts = reading.read(deliveries.content_of(delivery), account)
    except UnreadableDeliveryError as fault:
        letterbox.end_delivery(ref=delivery.id, at=at, state=DeliveryState.DESK, why=fault.reason)
        return
    except UnreadableError:
        letterbox.end_delivery(ref=delivery.id, at=at, state=DeliveryState.DESK, why="damaged")
        return
    subject, why = None, ""
    proof, checks = reading.proof_in(parts)
    for place, part in enumerate(parts):
        try:
            found, said = _give(part, place, delivery, account, at=at)
        except UnfitError as unfit:
            letterbox.end_delivery(
                ref=delivery.id,
                at=at,
                state=DeliveryState.DESK,
                why=unfit.reason,
                perhaps=unfit.perhaps,
                proof=proof,
                checks=checks,
                desk=unfit.desk,
            )
            return
        subject, why = subject or found, why or said
    state = DeliveryState.EMPTY if subject is None else DeliveryState.TAKEN
    letterbox.end_delivery(
        ref=delivery.id,
        at=at,
        state=state,
        why=why or ("" if subject else "empty"),
        thing=subject,
        proof=proof,
        checks=checks,
    )


def _give(
    part: Read, place: int, delivery: RawDelivery, account: AccountFacts, *, at: datetime
) -> tuple[Subject | None, str]:
    """Give one part of a delivery where it belongs: the subject that has it now, and a code for what is to be noted."""
    match part:
        case Words():
            return _take(part, place, delivery, account), ""
        case Report():
            kind, _, ref = part.sent.partition("/")
            notice = deliveries.notice_named(kind, ref, channel=account.channel)
            if notice is not None:
                actions.note_report(notice=notice.id, at=at, state=ReportState(part.state), why=part.why)
            return None, f"report:{part.state}"
        case Nothing():
            return None, part.why


def _take(words: Words, place: int, delivery: RawDelivery, account: AccountFacts) -> Subject | None:
    """Give words to whoever takes them; of a bot first to its rules. Raises UnfitError, also where no room takes any.

    What a bot's rules send on names files. They are fetched between two tries, never while a chat is locked: a network that
    answers slowly must not hold a transaction.
    """
    if INTEGRATIONS[account.channel].converse is None or not words.sender or "comment" in words.facts:
        files = tuple(_fetched(file, account) for file in words.files)
        return _given(replace(words, files=files), place, delivery, account)
    here: dict[str, IncomingFile] = {}
    while True:
        try:
            return _converse(words, place, delivery, account, here)
        except _FilesNeededError as needed:
            here |= {file.remote: _fetched(file, account) for file in needed.files}


class _FilesNeededError(Exception):
    """Files that are only named have to be fetched before words can be sent on."""

    def __init__(self, files: Sequence[IncomingFile]) -> None:
        super().__init__()
        self.files = files


def _converse(
    words: Words, place: int, delivery: RawDelivery, account: AccountFacts, here: Mapping[str, IncomingFile]
) -> Subject | None:
    """One turn of a conversation in one transaction; `here` are the files that were fetched, by what they are called there.

    Raises _FilesNeededError, with nothing written, for files that are not.
    """
    converse = INTEGRATIONS[account.channel].converse
    assert converse is not None
    token = deliveries.words_token(delivery, place)
    with transaction.atomic():
        chat = chats.lock_chat(account=account, peer=words.sender, at=delivery.at)
        spoken_of = Subject.parse(chat.thing) if chat.thing else None
        if not chats.is_first_hearing(chat=chat, account=account, token=token):
            return spoken_of
        state = deliveries.state_of_chat(chat)
        danger = law_queries.emergency_numbers()
        turn = converse(Chat(state=state, language=chat.language, subject=spoken_of, danger=danger), words)
        subject = None
        if turn.submit is not None:
            needed = [file for file in turn.submit.files if _is_named(file) and file.remote not in here]
            if needed:
                raise _FilesNeededError(needed)
            files = tuple(here.get(file.remote, file) if _is_named(file) else file for file in turn.submit.files)
            subject = _given(replace(turn.submit, files=files), place, delivery, account)
            chat.thing = str(subject)
        chats.keep_turn(chat=chat, turn=turn, peer=words.sender, account=account, token=token, at=delivery.at)
    return subject


def _given(words: Words, place: int, delivery: RawDelivery, account: AccountFacts) -> Subject:
    """Do what the words ask a room for, or give them to the room that takes words."""
    arrived = reading.arrived(words, place, delivery, account)
    asked = room.wished(words)
    if asked is not None:
        fact, wish = asked
        done = wish(words, arrived)
        if done is not None:
            return done
        words = replace(words, facts={name: said for name, said in words.facts.items() if name != fact})
    take = room.taker()
    if take is None:
        raise UnfitError("nobody-takes")
    return take(words, arrived)


def _is_named(file: IncomingFile) -> bool:
    """Whether the channel only names a file."""
    return file.content is None and bool(file.remote)


def _fetched(file: IncomingFile, account: AccountFacts) -> IncomingFile:
    """A file with its content, where the channel only named it; what it does not give (too large, gone) stays named."""
    fetch = INTEGRATIONS[account.channel].fetch
    if not _is_named(file) or fetch is None:
        return file
    try:
        return replace(file, content=fetch(file, account))
    except SendingRefusedError:
        return file
