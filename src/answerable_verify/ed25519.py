"""Ed25519 signatures checked by plain arithmetic (RFC 8032, 5.1), for a Python that has nothing else. Slow: 5 ms each.

Where the library `cryptography` is installed it does the work (`note` chooses); a test holds the two together over the
vectors of the RFC and over hostile ones. Strict where implementations differ: encodings of points and numbers have one
spelling, and the equation is checked without the cofactor. Keys of small order are refused by both ways: under such a key
a signature can fit many messages, so that "signed by the log" would mean nothing.

Only public values are handled here: nothing has to take the same time for each. It checks, it never signs.
"""

from hashlib import sha512
from typing import Final

P: Final = 2**255 - 19
"""The field."""
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""The order of the base point."""
D: Final = -121665 * pow(121666, -1, P) % P
_ROOT: Final = pow(2, (P - 1) // 4, P)
"""A square root of -1."""

Point = tuple[int, int, int, int]
"""X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z."""
NEUTRAL: Final[Point] = (0, 1, 1, 0)


def _add(one: Point, other: Point) -> Point:
    """RFC 8032, 5.1.4."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    found = NEUTRAL
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def _point(raw: bytes) -> Point | None:
    """The point of its 32 bytes (RFC 8032, 5.1.3); None where there is none, or where this is another spelling of it."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


_BASE: Final = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL


def small_order(public: bytes) -> bool:
    """Whether a key is none that may be believed: no point, or one of the eight of small order."""
    point = _point(public)
    return point is None or _same(_times(8, point), NEUTRAL)


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the signature of this key over the message."""
    if len(public) != 32 or len(signature) != 64 or small_order(public):
        return False
    key, commitment = _point(public), _point(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or response >= ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return _same(_times(response, _BASE), _add(commitment, _times(challenge, key)))
