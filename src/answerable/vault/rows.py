"""The columns of this room's tables that a hot statement may write: the only spelling of them, a function a table."""

from datetime import date
from typing import Any

from answerable.base.subject import Subject
from answerable.vault.terms import MadeBy, SecretCode

Columns = dict[str, Any]


def follow_up_code(
    *,
    ref: int,
    code: SecretCode,
    subject: Subject,
    root: int,
    salt: bytes,
    params: str,
    hashed: bytes | None,
    sealed: bytes | None,
    made_by: MadeBy,
    on: date,
) -> Columns:
    """`vault_follow_up_code`: a new code, either slow-hashed already or sealed until the job has done it."""
    return {
        "id": ref,
        "kind": subject.kind,
        "subject_id": subject.id,
        "root": root,
        "locator": code.locator,
        "salt": salt,
        "params": params,
        "hash": hashed,
        "sealed": sealed,
        "made_by": made_by.value,
        "changed_at": None,
        "created_on": on,
    }
