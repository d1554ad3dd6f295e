"""Second factors: added, used once, removed. Seeds are sealed by the adapter; allauth keeps the rows.

A one-time code works once in the whole installation: the step it belongs to is written to the database in one
statement, where allauth alone would remember it in the memory of one process.
"""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.ledger.actions import record
from answerable.people.actions import locked_rows, sessions
from answerable.people.rules import STEP_SECONDS, digits_of
from answerable.people.terms import Deed

USE_STEP = """
    INSERT INTO people_used_step AS u (account_id, step) VALUES (%s, %s)
    ON CONFLICT (account_id) DO UPDATE SET step = excluded.step WHERE u.step < excluded.step
    RETURNING step
"""


def drop_factors(account: int) -> int:
    """Remove every factor of an account, in the transaction of the deed that is the reason."""
    return int(Authenticator.objects.filter(user=account).delete()[0])


def code_fits(seed: str, typed: str, *, at: datetime) -> bool:
    """Say whether a typed code is the seed's code of this half minute; no neighbouring step counts."""
    step = int(at.timestamp()) // STEP_SECONDS
    return constant_time_compare(digits_of(typed), format_hotp_value(hotp_value(seed, step)))


@transaction.atomic
def add_totp(*, by: Actor, at: datetime, seed: str, keep: str) -> None:
    """Keep the seed of an authenticator app, in place of an earlier one; other sessions end."""
    account = locked_rows.locked_account(by.id)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(account, seed)
    _added(by, at, "totp", keep)


@transaction.atomic
def add_passkey(*, by: Actor, at: datetime, name: str, credential: dict[str, Any], keep: str) -> None:
    """Keep a passkey whose registration was checked; other sessions end."""
    account = locked_rows.locked_account(by.id)
    WebAuthn.add(account, name, credential)
    _added(by, at, "passkey", keep)


def _added(by: Actor, at: datetime, kind: str, keep: str) -> None:
    sessions.drop_other_sessions(by.id, keep=keep)
    record(by=by, at=at, deed=Deed.FACTOR_ADDED, thing=f"account/{by.id}", facts={"kind": kind})


@transaction.atomic
def make_recovery_codes(*, by: Actor, at: datetime) -> list[str]:
    """Make ten new recovery codes in place of the old ones; returns them, to be printed once."""
    account = locked_rows.locked_account(by.id)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    record(by=by, at=at, deed=Deed.FACTOR_ADDED, thing=f"account/{by.id}", facts={"kind": "recovery-codes"})
    return codes


@transaction.atomic
def remove_factor(*, by: Actor, at: datetime, factor: int, keep: str) -> None:
    """Remove one of one's own factors; other sessions end. Raises Missing for anybody else's."""
    locked_rows.locked_account(by.id)
    row = Authenticator.objects.filter(user=by.id, id=factor).first()
    if row is None:
        raise MissingError
    kind = {"webauthn": "passkey", "recovery_codes": "recovery-codes"}.get(row.type, row.type)
    row.delete()
    if not Authenticator.objects.filter(user=by.id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        drop_factors(by.id)  # recovery codes alone recover nothing
    sessions.drop_other_sessions(by.id, keep=keep)
    record(by=by, at=at, deed=Deed.FACTOR_REMOVED, thing=f"account/{by.id}", facts={"kind": kind})


def use_totp_code(*, account: int, typed: str, at: datetime) -> bool:
    """Say whether a typed code of the authenticator app is right, and use it up for every process."""
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if row is None or not code_fits(decrypt(row.data["secret"]), typed, at=at):
        return False
    with connection.cursor() as cursor:
        cursor.execute(USE_STEP, [account, int(at.timestamp()) // STEP_SECONDS])
        return cursor.fetchone() is not None


def use_recovery_code(*, account: int, typed: str) -> bool:
    """Say whether a typed recovery code is right, and use it up: the row is locked while it is looked at."""
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return row is not None and bool(RecoveryCodes(row).validate_code(digits_of(typed)))
