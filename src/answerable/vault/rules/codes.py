"""Follow-up codes: 24 digits in six groups of four: 7 find the code, 16 prove it, 1 catches a slip of the pen.

Both parts are derived from the server key and the sender's unguessable form token, so a repeated delivery of the same
form shows the same code although only its slow hash is stored. Whoever has the database has neither key nor token.
"""

import hmac
import re
import unicodedata
from hashlib import sha256
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from answerable.vault.rules.damm import check_digit
from answerable.vault.rules.subkeys import subkey
from answerable.vault.terms import CodeMisreadError, SecretCode

LOCATOR: Final = 7
SECRET: Final = 16
GROUP: Final = 4
DIGITS: Final = LOCATOR + SECRET + 1
SALT: Final = 16
PARAMS: Final = "argon2id,v=19,m=131072,t=4,p=1,l=64"  # 128 MiB, 4 passes: 0.3 s on one core
_LONGEST: Final = 200  # characters typed; a code with any sensible decoration is far shorter

# What people type, or a machine reads, in place of a digit. Latin and Cyrillic look-alikes only.
_LOOKALIKES: Final = str.maketrans("OoОоQlIiLІіӀZzЗзSsBВвб", "0000011111112233558886")
_SEPARATORS: Final = re.compile(r"[\W_]+")


def _number(key: bytes, purpose: str, token: str, attempt: int, digits: int) -> str:
    """Give `digits` decimal digits, uniform to within 2**-200, that follow from key, token and attempt."""
    seed = hmac.digest(subkey(key, purpose), f"{attempt}|{token}".encode("utf-8", "surrogatepass"), "sha256")
    return f"{int.from_bytes(seed, 'big') % 10**digits:0{digits}d}"


def locator_for(key: bytes, form_token: str, attempt: int) -> str:
    """Give the 7 digits that find the code. `attempt` counts up when that locator is taken."""
    return _number(key, "code/locator", form_token, attempt, LOCATOR)


def secret_for(key: bytes, form_token: str, attempt: int) -> str:
    """Give the 16 digits (53 bits) that prove the code; another attempt gives another secret."""
    return _number(key, "code/secret", form_token, attempt, SECRET)


def code_for(key: bytes, form_token: str, attempt: int) -> SecretCode:
    """Give the code that belongs to one sent form."""
    return SecretCode(locator_for(key, form_token, attempt), secret_for(key, form_token, attempt))


def code_groups(code: SecretCode) -> str:
    """Write a code as it stands on the slip: six groups of four."""
    return " ".join(code.digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))


def _digits(group: str) -> str:
    """Turn one typed group into decimal digits of any script and the usual look-alikes; "?" for the rest."""
    return "".join(str(unicodedata.decimal(c, "?")) for c in group.translate(_LOOKALIKES))


def read_code(typed: str) -> SecretCode:
    """Read what a person typed. Raises CodeMisread naming the group to look at where that can be known.

    One check digit tells that there is a slip, not where; so a group is named when it is too short, too long or has a
    sign that is no digit, and otherwise the person is asked to compare all six.
    """
    if len(typed) > _LONGEST:
        raise CodeMisreadError("long")
    groups = [_digits(g) for g in _SEPARATORS.split(unicodedata.normalize("NFKC", typed)) if g]
    plain = "".join(groups)
    if not plain:
        raise CodeMisreadError("empty")
    if "?" in plain:
        raise CodeMisreadError("letter", group=_blamed(groups, plain.index("?")), digits=len(plain))
    if len(plain) != DIGITS:
        odd = [n for n, g in enumerate(groups, 1) if len(g) != GROUP]
        one = len(groups) == DIGITS // GROUP and len(odd) == 1
        raise CodeMisreadError("group" if one else "count", group=odd[0] if one else 0, digits=len(plain))
    if check_digit(plain):
        raise CodeMisreadError("check", digits=DIGITS)
    return SecretCode(plain[:LOCATOR], plain[LOCATOR:-1])


def _blamed(groups: list[str], position: int) -> int:
    """Give the number of the group in which a sign stands: as typed when six were typed, else counted by fours."""
    if len(groups) == DIGITS // GROUP:
        return next(n for n, g in enumerate(groups, 1) if "?" in g)
    return min(position // GROUP, DIGITS // GROUP - 1) + 1


def slow_hash(secret: str, salt: bytes, params: str = PARAMS) -> tuple[bytes, bytes]:
    """Run the slow hash once: 32 bytes to compare with, and 32 bytes that open what is sealed to the code.

    The first half is stored, the second never is. `params` are those stored beside the code. Raises ValueError for
    parameters that are unknown or weaker than 64 MiB.
    """
    found = re.fullmatch(r"argon2id,v=19,m=(\d+),t=(\d+),p=(\d+),l=64", params)
    if not found or int(found[1]) < 65536:
        raise ValueError("unknown or weak parameters of a follow-up code")
    memory, passes, lanes = map(int, found.groups())
    out = hash_secret_raw(secret.encode("utf-8", "surrogatepass"), salt, passes, memory, lanes, 64, Type.ID, 19)
    return out[:32], out[32:]


def token_digest(cookie: str) -> bytes:
    """Give what the database keeps of an unguessable cookie or token: its SHA-256."""
    return sha256(cookie.encode("utf-8", "surrogatepass")).digest()


FREE_FAILURES: Final = 10
LONGEST_WAIT: Final = 30  # seconds; 10**16 secrets at two tries a minute outlive every reader of this line


def wait_after(failures: int) -> int:
    """Give the seconds for which a locator rests after its n-th failure in a row. The first nine cost nothing."""
    return 0 if failures < FREE_FAILURES else min(2 ** min(failures - FREE_FAILURES, 10), LONGEST_WAIT)
