"""What the verifier reads beside files: a log from a server that sends anything, signatures, a draw."""

from contextlib import suppress
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from answerable_verify import draw, ed25519
from answerable_verify.checkpoint import Checkpoint
from answerable_verify.reader import Reader
from answerable_verify.source import MissingEntryError
from answerable_verify.strict import DamagedLogError, RejectedError
from answerable_verify.tiles import build_tiles
from answerable_verify.tree import leaf_hash, root

ENTRIES: Final = [b"entry %d" % i for i in range(600)]
FILES: Final = build_tiles(ENTRIES)
HEAD: Final = Checkpoint("fuzz.example.org", 600, root([leaf_hash(entry) for entry in ENTRIES]))
PUBLIC: Final = Ed25519PrivateKey.from_private_bytes(b"f" * 32).public_key().public_bytes_raw()
SIGNED: Final = Ed25519PrivateKey.from_private_bytes(b"f" * 32).sign(b"fuzz")


class Bent:
    """A log's server whose every answer the fuzzer bends: left whole, cut, replaced in part, or anything at all."""

    where = "fuzz"

    def __init__(self, data: bytes) -> None:
        self._data = data

    def _next(self, count: int) -> bytes:
        told, self._data = self._data[:count], self._data[count:]
        return told

    def read(self, path: str, limit: int) -> bytes:
        """The n-th answer."""
        how = (self._next(1) or b"\0")[0]
        whole = FILES.get(path)
        if whole is None:
            raise MissingEntryError(path, "missing")
        at = int.from_bytes(self._next(2) if how % 4 else b"") % (len(whole) + 1)
        told = self._next(how) if how % 4 > 1 else b""
        bent = (whole, whole[:at], whole[:at] + told + whole[at + len(told) :], told)[how % 4]
        return bent[:limit]

    def close(self) -> None:
        """Nothing is held."""


def read_log(data: bytes) -> None:
    """A log through the authenticated reader: what it gives is what was signed, or it says that it is damaged."""
    reader = Reader(HEAD, Bent(data), keep=2)
    with suppress(DamagedLogError):
        assert reader.entry(280) == ENTRIES[280]
    with suppress(DamagedLogError):
        assert list(reader.entries()) == ENTRIES
    with suppress(DamagedLogError):
        assert reader.find(leaf_hash(ENTRIES[7])) == 7
    with suppress(DamagedLogError):
        assert reader.find(b"x" * 32) is None
    with suppress(DamagedLogError):
        assert reader.beginning(300) == root([leaf_hash(entry) for entry in ENTRIES[:300]])


def read_signature(data: bytes) -> None:
    """A signature, and a key: judged alike by plain arithmetic and by the library."""
    key, signature, message = (
        (PUBLIC, data[:64], data[64:]) if data[:1] < b"\x80" else (data[:32], data[32:96], data[96:])
    )
    found = ed25519.verifies(key, signature, message)
    if len(key) == 32 and ed25519.small_order(key):
        assert not found
        return
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        assert not found
    else:
        assert found


def read_draw(data: bytes) -> None:
    """A frame and a design: refused, or drawn as the design wants."""
    frame, _, design = data.partition(b"\n\n")
    with suppress(RejectedError):
        wanted = draw.parse_design(design)
        drawn = draw.draw(draw.parse_frame(frame + b"\n"), wanted, b"s" * 32)
        assert len({one.unit for one in drawn}) == len(drawn) == wanted.wanted


LOG_SEEDS: Final = (b"", b"\x00" * 12, b"\x01\x10\x00" * 4, b"\x06\x00\x05bent!!" * 5, b"\x07\x00\x00anythin" * 3)
SIGNATURE_SEEDS: Final = (SIGNED + b"fuzz", b"\xff" * 32 + SIGNED + b"fuzz", bytes(96))
DRAW_SEEDS: Final = (
    b'unit\na\nb\nc\n\n{"method":"simple","strata":{"all":{"n":1,"reserve":[1]}},"v":1}',
    b'unit,stratum,size\na,x,3\nb,x,9\nc,y,1\n\n{"method":"pps","strata":{"x":{"n":1},"y":{"n":1}},"v":1}',
    b'unit,size\na,0\nb,4\n\n{"method":"systematic","strata":{"all":{"n":2}},"v":1}',
)
