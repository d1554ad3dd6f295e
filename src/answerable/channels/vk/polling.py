"""Events fetched by Long Poll, where VK cannot reach us: kept first, then the place is moved on. The same events by the same names.

A community is asked by one worker at a time (the lock of the job). Source: VK, Bots Long Poll API.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from answerable.channels import calling
from answerable.channels.actions import accounts as account_actions
from answerable.channels.actions import letterbox
from answerable.channels.queries import accounts, deliveries
from answerable.channels.terms import AccountFacts, SendingError
from answerable.channels.vk import outbound
from answerable.channels.vk.inbound import external_of

MOST: Final = 50  # rounds of one fetching; the next comes within a minute
LOST: Final = 1  # VK keeps no events from our place on any more: it names another
LOST_ALL: Final = 3  # and our place is none any more
BACK: Final = timedelta(
    hours=1
)  # how far before the last event that was kept history is read: events come out of order
PAGE: Final = 200  # messages, or conversations, of one question
MOST_PAGES: Final = 25  # of conversations, and of the messages of each
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
            kept += catch_up(account, at)
            place = str(found["ts"])
            account_actions.move_place(account=account.id, place=place)
            continue
        if "failed" in found:  # the key is old: the next fetching gets another
            if found["failed"] == LOST_ALL:
                kept += catch_up(account, at)
                account_actions.move_place(account=account.id, place="")
            break
        events = found.get("updates") or []
        kept += sum(_keep(account, each, at) for each in events)
        place = str(found["ts"])
        account_actions.move_place(account=account.id, place=place)
        if not events:
            break
    return kept


def catch_up(account: AccountFacts, at: datetime) -> int:
    """Read from history what events did not tell since the last one that was kept; how many messages were kept.

    A message that came as an event bears the same name (`inbound.external_of`) and is no second one. Where nothing was kept
    yet nothing is read: what people wrote before this installation is not its business.
    """
    last = deliveries.last_kept(account.id)
    if last is None:
        return 0
    since = int((last - BACK).timestamp())
    found = [message for peer in _spoken_since(account, since) for message in _history(account, peer, since)]
    found.sort(key=lambda each: (each["date"], each.get("conversation_message_id") or 0))
    events = ({"type": "message_new", "object": {"message": each, "client_info": {}}} for each in found)
    return sum(_keep(account, each, at) for each in events)


def _spoken_since(account: AccountFacts, since: int) -> Iterator[int]:
    """Who wrote or was written to since an instant (Unix time), the last first."""
    for page in range(MOST_PAGES):
        found = _page(account, "messages.getConversations", {}, page)
        for each in found:
            if int(each["last_message"]["date"]) < since:
                return
            yield int(each["conversation"]["peer"]["id"])
        if len(found) < PAGE:
            return


def _history(account: AccountFacts, peer: int, since: int) -> Iterator[Mapping[str, Any]]:
    """The messages of one conversation since an instant, the last first."""
    for page in range(MOST_PAGES):
        found = _page(account, "messages.getHistory", {"peer_id": str(peer)}, page)
        for each in found:
            if int(each["date"]) < since:
                return
            yield each
        if len(found) < PAGE:
            return


def _page(account: AccountFacts, method: str, asked: dict[str, str], page: int) -> list[Mapping[str, Any]]:
    whole = {**asked, "group_id": account.settings.get("group", ""), "count": str(PAGE), "offset": str(page * PAGE)}
    found: list[Mapping[str, Any]] = outbound.call(account, method, whole).get("items") or []
    return found


def _keep(account: AccountFacts, event: Any, at: datetime) -> bool:
    raw = json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return letterbox.keep_delivery(account=account, external=external_of(raw), raw=raw, at=at) is not None
