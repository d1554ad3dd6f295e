"""The way back to a message whose code is contested: somebody is heard in person, and sets a new code a week later.

docs/decisions/0270. Of both who claim a message the one decides who was heard last and whom the other, who is told, has not
answered in person within the week.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import Actor, resident
from answerable.base.subject import Subject
from answerable.base.verdict import NotNowError
from answerable.ledger.actions import record
from answerable.vault import keys, queries
from answerable.vault.actions.codes import begin_follow, fresh_code, open_row
from answerable.vault.actions.senders import give_to_code
from answerable.vault.hash_slots import SLOW_HASH
from answerable.vault.models import FollowSession, FollowUpCode, FormerCode
from answerable.vault.rules import codes
from answerable.vault.rules.returning import SIGNS, HolderHeard, digits_digest, refusal
from answerable.vault.terms import SecretCode


@dataclass(frozen=True, slots=True)
class HeardInPerson:
    """Somebody was heard: the digits that they get, shown once, and the first day on which these are taken."""

    digits: str
    opens_on: date


@dataclass(frozen=True, slots=True)
class CodeReturned:
    """The way back was gone: the new code, shown once, and the cookie of the visit that begins."""

    code: SecretCode
    cookie: str


@row_scope.as_system()
def hear_holder(*, by: Actor, at: datetime, subject: Subject, begins: str) -> HeardInPerson:
    """Give digits to whoever came in person with a slip or code that begins so; earlier ones end, whoever had them.

    From then on neither code decides. The caller has asked whether `by` may, and tells the sender. Refuses where no
    other code than the operator's was made: then the slip opens the message anyway.
    """
    by_slip = queries.begins_slip(subject, begins)
    digits = f"{secrets.randbelow(10**SIGNS):0{SIGNS}d}"
    with transaction.atomic():
        former = FormerCode.objects.select_for_update().filter(kind=subject.kind, subject_id=subject.id).first()
        if former is None:
            raise NotNowError("code.nothing-to-settle")
        former.contested_on = former.contested_on or at.date()
        former.heard, former.heard_on = digits_digest(keys.server_key(), subject, digits), at.date()
        former.heard_slip, former.heard_tries = by_slip, 0
        former.save(update_fields=["contested_on", "heard", "heard_on", "heard_slip", "heard_tries"])
        FollowSession.objects.filter(kind=subject.kind, subject_id=subject.id).update(must_change=True)
        side = "slip" if by_slip else "code"
        record(by=by, at=at, deed="code.heard", thing=str(subject), root=former.root, facts={"side": side})
    return HeardInPerson(digits, HolderHeard(by_slip=by_slip, on=at.date()).opens_on)


@row_scope.as_system()
def come_back(*, typed: str, digits: str, at: datetime) -> CodeReturned | None:
    """Set a new code by a contested one and the digits that its holder was given in person; every other code ends.

    None for a code that opens nothing, as in `enter_code`. Refuses as `rules.returning.refusal`; wrong digits are counted.
    """
    opened = open_row(typed, at, ended=True)
    if opened is None:
        return None
    row, old = opened
    subject, by_slip = row.subject, isinstance(row, FormerCode)
    _must_fit(subject, digits, by_slip=by_slip, at=at)
    salt, code = os.urandom(codes.SALT), fresh_code()
    with SLOW_HASH.slot(worn=False):
        hashed, opener = codes.slow_hash(code.secret, salt, codes.PARAMS)
    with transaction.atomic():
        current = FollowUpCode.objects.select_for_update().get(kind=subject.kind, subject_id=subject.id)
        if not FormerCode.objects.filter(kind=subject.kind, subject_id=subject.id, heard_slip=by_slip).delete()[0]:
            raise NotNowError("code.not-heard")  # a second press, or the other one was heard meanwhile
        current.locator, current.salt, current.params = code.locator, salt, codes.PARAMS
        current.hash, current.sealed, current.changed_at = hashed, None, at
        current.save(update_fields=["locator", "salt", "params", "hash", "sealed", "changed_at"])
        give_to_code(subject=subject, old=old, opener=opener, at=at)
        FollowSession.objects.filter(kind=subject.kind, subject_id=subject.id).delete()
        facts = {"side": "slip" if by_slip else "code"}
        record(by=resident(subject.id), at=at, deed="code.returned", thing=str(subject), root=row.root, facts=facts)
        cookie = begin_follow(subject=subject, root=row.root, at=at, opener=opener)
    return CodeReturned(code, cookie)


def _must_fit(subject: Subject, digits: str, *, by_slip: bool, at: datetime) -> None:
    """Compare the digits, and count wrong ones in a transaction of its own."""
    typed = "".join(sign for sign in digits if sign.isascii() and sign.isdigit())
    with transaction.atomic():
        former = FormerCode.objects.select_for_update().filter(kind=subject.kind, subject_id=subject.id).first()
        heard = queries.heard_of(subject)
        kept = bytes(former.heard) if former and former.heard else b""
        fits = compare_digest(kept, digits_digest(keys.server_key(), subject, typed))
        reason = refusal(heard, by_slip=by_slip, fits=fits, on=at.date())
        if former and reason == "code.heard-wrong":
            former.heard_tries += 1
            former.save(update_fields=["heard_tries"])
    if reason:
        words = {"day": heard.opens_on} if heard and reason == "code.heard-waits" else {}
        raise NotNowError(reason, **words)
