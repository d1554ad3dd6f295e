"""Events fetched by Long Poll, where VK cannot reach us: kept first, then the place is moved on. The same events by the same names.

A community is asked by one worker at a time (the lock of the job). Source: VK, Bots Long Poll API.
"""

import json
from datetime import datetime
from typing import Any, Final

from answerable.channels import calling
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, SendingError
from answerable.channels.vk import outbound
from answerable.channels.vk.inbound import external_of

MOST: Final = 50  # rounds of one fetching; the next comes within a minute
LOST: Final = 1  # VK keeps no events from our place on any more: it names another
WAIT: Final = "1"  # seconds that VK waits for news


def fetch_events(account: AccountFacts, at: datetime) -> int:
    """Fetch what is new; how many events were kept. A community whose mode is not `longpoll` is not asked."""
    if account.settings.get("mode") != "longpoll":
        return 0
    try:
        kept, fault = _rounds(account, at), ""
    except SendingError as no:
        kept, fault = 0, no.code
    account_actions.note_fault(account=account.id, at=at, code=fault)
    return kept


def _rounds(account: AccountFacts, at: datetime) -> int:
    server = outbound.call(account, "groups.getLongPollServer", {"group_id": account.settings.get("group", "")})
    place, kept = accounts.place_of(account.id) or str(server["ts"]), 0
    for _ in range(MOST):
        asked = {"act": "a_check", "key": str(server["key"]), "ts": place, "wait": WAIT}
        found = calling.object_in(calling.ask("GET", str(server["server"]), params=asked))
        if found.get("failed") == LOST:
            place = str(found["ts"])
            continue
        if "failed" in found:
            break  # the key is old: the next fetching gets another
        events = found.get("updates") or []
        kept += sum(_keep(account, each, at) for each in events)
        place = str(found["ts"])
        account_actions.move_place(account=account.id, place=place)
        if not events:
            break
    return kept


def _keep(account: AccountFacts, event: Any, at: datetime) -> bool:
    raw = json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return letterbox.keep_delivery(account=account, external=external_of(raw), raw=raw, at=at) is not None
