"""What a person makes of words that no rule could place: an appeal, a part of one, or nothing. Each with its trace."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.acting import lock_appeal, move_to, record_deed
from answerable.appeals.actions.hearing import hear_later
from answerable.appeals.actions.intake import register
from answerable.appeals.actions.letters import intake_of, kept_files
from answerable.appeals.actions.sending import Registered
from answerable.appeals.models import Appeal
from answerable.appeals.queries.letters import one_letter
from answerable.appeals.terms import Deed, Tier, subject_of
from answerable.base.actor import Actor
from answerable.base.verdict import InvalidError, must
from answerable.channels.actions import chats, letterbox, receive_message
from answerable.channels.bots import wording as bot_words
from answerable.channels.queries import accounts
from answerable.channels.terms import Channel, MessageKind
from answerable.vault import actions as vault_actions


def register_letter(*, by: Actor, at: datetime, ref: int, kind: str, language: str) -> Registered:
    """Register what waits as an appeal, word for word. Its sender gets number, code and date by the way they wrote.

    A comment is answered where it stands: how its author gets them.

    Refuses whoever enters nothing there (Missing), and what has no words.
    """
    must(policy.can_enter(by))
    letter = one_letter(by, ref)
    intake = intake_of(letter.words, letter.arrived)
    made = register(by=by, at=at, intake=replace(intake, kind=kind, language=language, received_at=letter.at))
    subject = subject_of(made.appeal)
    letterbox.settle_by_hand(by=by, at=at, ref=ref, subject=subject, attached=False)
    if "comment" in letter.words.facts:
        said, account = bot_words.said(language, "comment-taken"), accounts.account_by_id(letter.account)
        chats.answer_comment(account=account, words=letter.words, subject=subject, language=language, said=said, at=at)
    return made


@transaction.atomic
def attach_letter(*, by: Actor, at: datetime, ref: int, number: str) -> Appeal:
    """Add what waits to an appeal, as a message whose sender a person vouches for. Refuses whoever may not handle that one."""
    must(policy.can_enter(by))
    letter = one_letter(by, ref)
    if not letter.words.text.strip() and not letter.words.files:
        raise InvalidError(number="field.needed")
    appeal = lock_appeal(by, queries.one_for(by, number).id, policy.can_handle)
    drafts = kept_files(letter.words.files, letter.arrived)
    move_to(appeal, Deed.REPLIED)
    message = receive_message(
        root=appeal.root,
        subject=subject_of(appeal.id),
        channel=Channel(letter.channel),
        external=f"{appeal.id}/{letter.arrived.token}",
        kind=MessageKind.REPLY,
        author=by,
        at=at,
        language=appeal.language,
        text=letter.words.text,
        to_readers=appeal.tier == Tier.SEALED,
    )
    if drafts:
        vault_actions.attach(
            by=by, at=at, drafts=list(drafts), subject=subject_of(appeal.id), root=appeal.root, message=message
        )
    appeal.replied_at, appeal.asked_at = at, None
    appeal.save(update_fields=["replied_at", "asked_at"])
    record_deed(appeal, by=by, at=at, deed=Deed.REPLIED, facts={"files": len(drafts), "attached": True})
    letterbox.settle_by_hand(by=by, at=at, ref=ref, subject=subject_of(appeal.id), attached=True)
    names = [file.name or "" for file in letter.words.files]
    hear_later(appeal, by=by, at=at, text=f"{letter.words.heading}\n{letter.words.text}", names=names)
    return appeal


def close_letter(*, by: Actor, at: datetime, ref: int) -> None:
    """Close what waits as nothing that anybody wrote to us. It stays word for word, with who closed it."""
    must(policy.can_enter(by))
    one_letter(by, ref)
    letterbox.close_as_spam(by=by, at=at, ref=ref)
