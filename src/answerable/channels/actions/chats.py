"""A bot's conversation: locked while one message of it is answered, kept with what is said, each message once."""

import json
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.base import row_scope, statement
from answerable.base.ids import new_id
from answerable.base.incoming import Words
from answerable.base.subject import KindName, Subject
from answerable.channels import rows, rules
from answerable.channels.actions import write_notice
from answerable.channels.integration import Turn
from answerable.channels.models import Chat, Delivery, Notice
from answerable.channels.queries import deliveries
from answerable.channels.sealed_fields import CHAT_STATE
from answerable.channels.terms import AccountFacts, NoticeKind
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealing import seal_text

CHAT: Final = KindName("chat")
"""How the journal and the outbox name a conversation that belongs to no subject yet."""


def lock_chat(*, account: AccountFacts, peer: str, at: datetime) -> Chat:
    """The conversation with somebody, its row locked in the caller's transaction; a new one where there was none."""
    key = rules.peer_id(subkey(server_key(), "chats"), account=account.id, peer=peer)
    ref = new_id()
    new = {
        "id": ref,
        "root": account.root,
        "account": account.id,
        "peer": key,
        "state": seal_text(CHAT_STATE, "{}", root=account.root, ref=ref),
        "language": "",
        "thing": "",
        "at": at,
    }
    statement.write(once=(Chat, new))
    return Chat.objects.select_for_update().get(peer=key)


def is_first_hearing(*, chat: Chat, account: AccountFacts, token: str) -> bool:
    """Write down that a message of a conversation was heard; False when it was heard before."""
    heard = f"heard/{token}"  # the token itself is of what the words become
    delivery = rows.delivery(channel=account.channel, external=heard, message=0, subject=Subject(CHAT, chat.id))
    return statement.write(once=(Delivery, delivery))


def keep_turn(*, chat: Chat, turn: Turn, peer: str, account: AccountFacts, token: str, at: datetime) -> None:
    """Keep how far a conversation has come, and write what is said, in the caller's transaction."""
    chat.state = seal_text(CHAT_STATE, json.dumps(dict(turn.state)), root=chat.root, ref=chat.id)
    chat.language, chat.at = turn.language, at
    chat.save(update_fields=["state", "language", "at", "thing"])
    for place, say in enumerate(turn.says):
        write_notice(
            root=chat.root,
            subject=Subject(CHAT, chat.id),
            dedupe=f"chat/{chat.id}/{token}/{place}"[:120],
            way=account.channel.value,
            address=peer,
            language=turn.language,
            kind=NoticeKind.CHAT,
            words={"answers": say.answers, **{f"button:{sends}": says for sends, says in say.buttons.items()}},
            at=at,
            said=say.text,
        )


@row_scope.as_system()  # a conversation is nobody's row at a desk
@transaction.atomic
def answer_comment(
    *, account: AccountFacts, words: Words, subject: Subject, language: str, said: str, at: datetime
) -> None:
    """Answer a comment that became a subject, where everybody reads: `said` has nothing of it.

    Number and code are owed to its author, and given once they write to us alone (`acknowledge_again`).
    """
    chat = lock_chat(account=account, peer=words.sender, at=at)
    state = {**deliveries.state_of_chat(chat), "owed": True}
    chat.thing, chat.language = str(subject), chat.language or language
    keep_turn(
        chat=chat, turn=Turn(state=state, language=chat.language), peer=words.sender, account=account, token="", at=at
    )
    write_notice(
        root=account.root,
        subject=subject,
        dedupe=f"{subject}/comment",
        way=account.channel.value,
        address=f"{account.name}/{words.facts['comment']}",
        language=language,
        kind=NoticeKind.CHAT,
        words={},
        at=at,
        said=said,
    )


def acknowledge_again(*, subject: Subject, peer: str, token: str, at: datetime) -> bool:
    """Say number and code of a subject once more to its sender; False where it was never said by a channel. In the caller's transaction."""
    first = Notice.objects.filter(thing=str(subject), kind=NoticeKind.ACKNOWLEDGED).order_by("id").first()
    return first is not None and write_notice(
        root=first.root,
        subject=subject,
        dedupe=f"{subject}/again/{token}"[:120],
        way=first.way,
        address=peer,
        language=first.language,
        kind=first.kind,
        words=first.words,
        at=at,
    )
