"""Updates fetched by long polling, where Telegram cannot reach us (behind NAT): kept first, then confirmed by the next question.

The same updates by the same names as by the webhook. A bot is asked by one worker at a time (the lock of the job).
Source: Bot API 10.1, getUpdates: asking from `offset` on confirms everything before it, so it is asked after the commit only.
"""

import json
from datetime import datetime
from typing import Final

from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts
from answerable.channels.telegram import outbound
from answerable.channels.telegram.hooks import external_of
from answerable.channels.terms import AccountFacts, SendingError

MOST: Final = 20  # rounds of one fetching, of a hundred updates each; the next comes within a minute
KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
WAIT: Final = 1  # seconds that Telegram waits for news


def fetch_updates(account: AccountFacts, at: datetime) -> int:
    """Fetch what is new; how many updates were kept. A bot whose mode is not `polling` is not asked.

    What is wrong is noted: `http-409` says that a webhook is set, or that another program polls this bot.
    """
    if account.settings.get("mode") != "polling":
        return 0
    try:
        kept, fault = _rounds(account, at), ""
    except SendingError as no:
        kept, fault = 0, no.code
    account_actions.note_fault(account=account.id, at=at, code=fault)
    return kept


def _rounds(account: AccountFacts, at: datetime) -> int:
    kept = 0
    for _ in range(MOST):
        place = accounts.place_of(account.id)
        asked = {"limit": 100, "timeout": WAIT, "allowed_updates": list(KINDS)}
        found = outbound.call(account, "getUpdates", {**asked, **({"offset": int(place)} if place else {})})
        updates = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        for update in updates:
            raw = json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")
            kept += letterbox.keep_delivery(account=account, external=external_of(raw), raw=raw, at=at) is not None
        if not updates:
            break
        account_actions.move_place(account=account.id, place=str(max(int(each["update_id"]) for each in updates) + 1))
    return kept
