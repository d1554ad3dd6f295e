"""A bot's conversation: locked while one message of it is answered, kept with what is said, each message once."""

import json
from datetime import datetime
from typing import Final

from answerable.base import statement
from answerable.base.ids import new_id
from answerable.base.subject import KindName, Subject
from answerable.channels import rows, rules
from answerable.channels.actions import write_notice
from answerable.channels.integration import Turn
from answerable.channels.models import Chat, Delivery
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
