"""Streams: squeezed, sealed with age to several recipients, counted and hashed on the way; memory stays flat.

A part of a backup is `age(gzip(plain))`. age binds every piece of 64 KiB, so a changed or cut part does not open.
"""

import hashlib
import os
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, Protocol

import pyrage

PIECE: Final = 256 * 1024
GZIP: Final = 31  # zlib's word for "with gzip's header"
Told = Callable[[int], None]


class ByteSource(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Give up to that many bytes; none at the end."""


class DamagedError(Exception):
    """A part does not open: changed, cut, or sealed to somebody else. The text says which."""


def recipients(words: Iterable[str]) -> list[Any]:
    """Read public keys. Raises Damaged for one that is none."""
    try:
        return [pyrage.x25519.Recipient.from_str(word) for word in words]
    except pyrage.RecipientError as error:
        raise DamagedError(f"backup_recipients: {error}") from None


def identities(path: Path) -> list[Any]:
    """Read private keys from a file as `answerable backup key` writes it: comments and one key a line."""
    lines = path.read_text(encoding="ascii", errors="replace").split("\n")
    try:
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.strip().startswith("AGE-")]
    except pyrage.IdentityError as error:
        raise DamagedError(f"{path}: {error}") from None
    if not found:
        raise DamagedError(f"{path} holds no private key (a line that begins with AGE-SECRET-KEY-)")
    return found


class _Squeezed:
    """Reads from a source and gives its gzip; tells how many plain bytes went by."""

    def __init__(self, source: ByteSource, level: int, told: Told) -> None:
        self.source, self.told = source, told
        self.squeeze = zlib.compressobj(level, wbits=GZIP)
        self.ready = bytearray()
        self.ended = False

    def read(self, size: int = -1) -> bytes:
        """Give up to `size` bytes."""
        while not self.ended and (size < 0 or len(self.ready) < size):
            piece = self.source.read(PIECE)
            self.told(len(piece))
            self.ready += self.squeeze.compress(piece) if piece else self.squeeze.flush()
            self.ended = not piece
        size = len(self.ready) if size < 0 else size
        given = bytes(self.ready[:size])
        del self.ready[:size]
        return given


class _Counted:
    """Writes to a file, counting and hashing."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self.hash = file, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        """Write all of it."""
        self.file.write(piece)
        self.hash.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Hand it to the system."""
        self.file.flush()


class _Relaxed:
    """Undoes the squeezing and writes to a sink."""

    def __init__(self, sink: IO[bytes]) -> None:
        self.sink, self.relax = sink, zlib.decompressobj(GZIP)

    def write(self, piece: bytes) -> int:
        """Write what comes out, a little at a time: a few bytes may become very many."""
        left = bytes(piece)
        while left:
            self.sink.write(self.relax.decompress(left, PIECE))
            left = self.relax.unconsumed_tail
        return len(piece)

    def flush(self) -> None:
        """Hand it to the system."""
        self.sink.flush()


def silent(_size: int) -> None:
    """Tell nobody."""


def seal_part(source: ByteSource, path: Path, *, to: list[Any], level: int = 1, told: Told = silent) -> tuple[int, str]:
    """Write a sealed part durably, whole or not at all; returns its size and its SHA-256."""
    draft = path.with_name(path.name + ".draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            counted = _Counted(file)
            pyrage.encrypt_io(_Squeezed(source, level, told), counted, to)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return counted.size, counted.hash.hexdigest()


def open_into(path: Path, sink: IO[bytes], *, keys: list[Any]) -> None:
    """Open a part into a file or pipe. Raises Damaged."""
    relaxed = _Relaxed(sink)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, relaxed, keys)
    except (pyrage.DecryptError, zlib.error) as error:
        raise DamagedError(f"{path.name} does not open: {error}") from None
    if not relaxed.relax.eof:
        raise DamagedError(f"{path.name} ends too early")


@contextmanager
def poured(pour: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """What a function writes, to be read here, by a pipe and a thread. Its exception is raised at the end."""
    reading, writing = os.pipe()
    stumbled: list[BaseException] = []

    def run() -> None:
        with os.fdopen(writing, "wb", buffering=PIECE) as sink:
            try:
                pour(sink)
            except BaseException as error:  # noqa: BLE001 -- raised again by the reader
                stumbled.append(error)

    thread = threading.Thread(target=run, name="pour", daemon=True)
    with os.fdopen(reading, "rb", buffering=PIECE) as source:
        thread.start()
        try:
            yield source
        except tarfile.ReadError as error:
            stumbled.append(error)
    thread.join()
    if stumbled:
        raise stumbled[0]


def seal_files(root: Path, names: Iterable[str], path: Path, *, to: list[Any], told: Told = silent) -> tuple[int, str]:
    """Seal files below a folder as one archive; one that is swept away meanwhile is left out."""

    def pour(sink: IO[bytes]) -> None:
        with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            for name in names:
                try:
                    archive.add(root / name, arcname=name, recursive=False)
                except FileNotFoundError:
                    continue

    with poured(pour) as source:
        return seal_part(source, path, to=to, told=told)


def unpack(path: Path, folder: Path, *, keys: list[Any]) -> int:
    """Open an archive into a folder; returns how many files it held. Raises Damaged."""
    count = 0
    with (
        poured(lambda sink: open_into(path, sink, keys=keys)) as source,
        tarfile.open(fileobj=source, mode="r|", format=tarfile.PAX_FORMAT) as archive,
    ):
        for member in archive:
            archive.extract(member, folder, filter="data")  # no way out of the folder, no links out of it
            count += member.isfile()
        while source.read(PIECE):  # to the very end, so that a part cut in its padding is seen as well
            pass
    return count
