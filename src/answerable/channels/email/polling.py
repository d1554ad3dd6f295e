"""Letters fetched by IMAP (RFC 9051): kept first, then the place is moved on; nothing is ever deleted.

The place is UIDVALIDITY and the last UID. Where the server made its numbers anew everything is looked at again; what was
kept before is known by its words and is no second letter.
"""

import logging
import ssl
from datetime import datetime
from typing import Final

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from answerable.channels.actions import accounts as account_actions
from answerable.channels.email.keeping import keep_letter
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts

log = logging.getLogger(__name__)
PATIENCE: Final = 60.0  # seconds for an answer of the server
MOST: Final = 500  # letters of one fetching; the next comes within a minute
_BODY: Final = "BODY.PEEK[]"  # reading marks nothing as seen


def fetch_letters(account: AccountFacts, at: datetime) -> int:
    """Fetch what is new in a mailbox; how many letters were kept. A mailbox without `imap_host` is not asked.

    What is wrong with the account is noted with its beginning, and taken back when it works again.
    """
    if not account.settings.get("imap_host"):
        return 0
    try:
        with _open(account) as server:
            kept = _fetch(server, account, at)
    except LoginError:
        account_actions.note_fault(account=account.id, at=at, code="imap-login")
        return 0
    except (OSError, IMAPClientError, ssl.SSLError) as fault:
        log.warning("mailbox %s was not read (%s)", account.name, type(fault).__name__)
        account_actions.note_fault(account=account.id, at=at, code="imap-away")
        return 0
    account_actions.note_fault(account=account.id, at=at, code="")
    return kept


def _open(account: AccountFacts) -> IMAPClient:
    said = account.settings
    tls = said.get("imap_tls", "yes") != "no"
    server = IMAPClient(said["imap_host"], port=int(said.get("imap_port") or 993), ssl=tls, timeout=PATIENCE)
    server.login(said.get("imap_user", ""), said.get("imap_password", ""))
    return server


def _fetch(server: IMAPClient, account: AccountFacts, at: datetime) -> int:
    chosen = server.select_folder(account.settings.get("imap_folder") or "INBOX")
    validity, last = int(chosen[b"UIDVALIDITY"]), 0
    known, _, seen = accounts.place_of(account.id).partition("/")
    if known == str(validity):
        last = int(seen or 0)
    # `n:*` gives the last letter even where nothing is new
    uids = sorted(uid for uid in server.search(["UID", f"{last + 1}:*"]) if uid > last)[:MOST]
    kept = 0
    for uid in uids:
        found = server.fetch([uid], [_BODY]).get(uid, {})
        raw = found.get(b"BODY[]")
        if raw is not None:
            kept += keep_letter(mailbox=account, raw=raw, at=at) is not None
        account_actions.move_place(account=account.id, place=f"{validity}/{uid}")
        if moved := account.settings.get("imap_processed"):
            server.move([uid], moved)
    return kept
