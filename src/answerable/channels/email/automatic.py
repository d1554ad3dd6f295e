"""Letters that a machine wrote (RFC 3834, 2): nobody is answered, and none becomes an appeal. Pure."""

import re
from collections.abc import Collection
from typing import Final

from answerable.channels.email.mime import Letter, addresses, header

_ROBOTS: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|daemon|nobody)(?:[+@-]|$)", re.IGNORECASE
)
_SERVERS: Final = re.compile(r"\b(?:mailer-daemon|postmaster)\b", re.IGNORECASE)
_RETURNED: Final = re.compile(
    r"^\s*(?:returned mail\b|undeliverable\b|undelivered mail|delivery failure|mail delivery (?:failed|failure|warning)|"
    r"mail system error|failure notice|delivery status notification)",
    re.IGNORECASE,
)
_BULK: Final = re.compile(r"^\s*(?:bulk|list|junk|auto_reply)\b", re.IGNORECASE)
_SUPPRESS: Final = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
_AWAY: Final = re.compile(
    r"^\s*(?:auto(?:matic|mated)?[ -]?(?:reply|response)|out of (?:the )?office|автоматическ\w+ ответ|автоответ|"
    r"автоматичн\w+ відповідь|автовідповідь|răspuns automat|вне офиса|поза офісом)",
    re.IGNORECASE,
)


def why_automatic(letter: Letter, *, own: Collection[str]) -> str:
    """Why nobody wrote this letter, as a code; empty where somebody did. `own` are addresses of ours, in small letters."""
    checks = (
        ("auto-submitted", _is_marked(letter)),
        (
            "own",
            any(address.lower() in own for _, address in addresses(letter, "From")) or bool(header(letter, "X-Loop")),
        ),
        ("list", any(header(letter, name) for name in ("List-Id", "List-Unsubscribe", "List-Post"))),
        ("bulk", bool(_BULK.match(header(letter, "Precedence")))),
        ("robot", is_server(letter) or any(_ROBOTS.match(each) for _, each in addresses(letter, "From", "Sender"))),
        ("empty-return-path", header(letter, "Return-Path") == "<>"),
        ("away", bool(_AWAY.match(header(letter, "Subject")))),
    )
    return next((code for code, holds in checks if holds), "")


def is_server(letter: Letter) -> bool:
    """Whether a mail server says that it wrote this letter."""
    return bool(_SERVERS.search(header(letter, "From")))


def looks_returned(letter: Letter) -> bool:
    """Whether a letter is headed as servers head what comes back. A person may head one so, too: somebody has to look."""
    return bool(_RETURNED.match(header(letter, "Subject")))


def _is_marked(letter: Letter) -> bool:
    """Whether the letter's own maker says that it is automatic."""
    submitted = header(letter, "Auto-Submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or bool(header(letter, "X-Autoreply") or header(letter, "X-Autorespond") or header(letter, "X-Auto-Reply"))
        or bool(_SUPPRESS.search(header(letter, "X-Auto-Response-Suppress")))
    )
