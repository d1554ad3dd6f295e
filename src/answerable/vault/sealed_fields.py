"""The columns of this room that hold ciphertext. None is bound to a root: what it belongs to may move to another tree."""

from typing import Final

from answerable.base.sealed import SealedField, SealedOtherwise, Under

_SERVERS: Final = (("epoch", 0),)  # a file that is sealed to a record is sealed inward: `queries.file_key`

CODE_SECRET: Final = SealedField(
    table="vault_follow_up_code", column="sealed", name="secret", ref="subject_id", root="", under=Under.SERVER
)
FILE_NAME: Final = SealedField(table="vault_file", column="name", root="", under=Under.SERVER, only=_SERVERS)
FILE_KEY: Final = SealedField(table="vault_file", column="key", root="", under=Under.SERVER, only=_SERVERS)
RECORD_KEPT: Final = SealedField(table="vault_record", column="kept", root="", under=Under.SERVER)
REQUEST_REASON: Final = SealedField(table="vault_quorum_request", column="reason", root="", under=Under.SERVER)
SLOT_WAITING: Final = SealedField(
    table="vault_slot",
    column="sealed",
    name="waiting",
    ref="pair_id",
    root="",
    under=Under.SERVER,
    only=(("kind", "waiting"),),
)
SLOT_RESTED: Final = SealedField(
    table="vault_slot",
    column="sealed",
    name="rested",
    ref="pair_id",
    root="",
    under=Under.SERVER,
    only=(("kind", "rested"),),
)
# sealed to a cookie's value, and bound to it by that alone
SESSION_OPENER: Final = SealedField(table="vault_follow_session", column="opener", root="", under=Under.HOLDER)

# sealed to a pair of keys, or within what the session's own id opens
WRAP: Final = SealedOtherwise(
    table="vault_wrap", column="wrapped", under=Under.HOLDER, says="a record key, wrapped to a pair (vault.rules.wraps)"
)
SHARE: Final = SealedOtherwise(
    table="vault_share", column="sealed", under=Under.HOLDER, says="to its holder's pair (vault.queries.share_context)"
)
PASSED_SHARE: Final = SealedOtherwise(
    table="vault_quorum_request",
    column="passed",
    under=Under.HOLDER,
    says="to its receiver's pair (vault.queries.passed_context)",
)
UNLOCKED_KEY: Final = SealedOtherwise(
    table="people_session",
    column="box",
    name="pair",
    under=Under.HOLDER,
    says="a private key while its holder is signed in, under a second cookie, in the box (vault.unlocked_keys)",
)

SEALED: Final = (
    CODE_SECRET, FILE_NAME, FILE_KEY, RECORD_KEPT, REQUEST_REASON, SLOT_WAITING, SLOT_RESTED,
    SESSION_OPENER,
    WRAP, SHARE, PASSED_SHARE, UNLOCKED_KEY,
)  # fmt: skip
