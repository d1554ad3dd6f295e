"""The columns of this room, and of allauth behind it, that hold ciphertext: by `people.sealing`, which stands below the vault."""

from typing import Any, Final

from answerable.base.sealed import SealedOtherwise, Under
from answerable.people import sealing
from answerable.people.keys import server_key


def _opens_seed(row: Any) -> bool:
    """Say whether the seed of a factor opens; without it nobody could sign in with that factor any more."""
    try:
        sealing.open_box_text(server_key(), sealing.SEED, row.data.get("secret") or row.data.get("seed") or "")
    except sealing.UnopenedError:
        return False
    return True


SESSION_BOX: Final = SealedOtherwise(
    table="people_session", column="box", under=Under.HOLDER, says="people.sealing, under the session's own id"
)
TOTP_SEED: Final = SealedOtherwise(
    table="mfa_authenticator",
    column="data",
    name="secret",
    under=Under.SERVER,
    says="people.sealing, bound to its purpose; put there by allauth through site.accounts.Factors",
    only=(("type", "totp"),),
    opens=_opens_seed,
)
RECOVERY_SEED: Final = SealedOtherwise(
    table="mfa_authenticator",
    column="data",
    name="seed",
    under=Under.SERVER,
    says="as the seed of one-time codes",
    only=(("type", "recovery_codes"),),
    opens=_opens_seed,
)

SEALED: Final = (SESSION_BOX, TOTP_SEED, RECOVERY_SEED)
