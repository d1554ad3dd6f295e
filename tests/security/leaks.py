"""The one leak scanner: looks for a mark, in every form in which it could lie, in bytes, folders, dumps and answers.

A *mark* is a fresh random word that a test writes into every field of the thing under test. It is looked for plain and
lower-cased, percent-escaped and as JSON escapes, in UTF-16 (both orders), in hexadecimal and in base64 at its three
offsets (both alphabets); inside gzip, zlib and zip containers, too. Two marks of one kind never collide.

    mark = leaks.mark()
    assert leaks.in_bytes(response.content, mark) == []
    assert leaks.in_folder(home, mark) == []           # media, logs, pg_wal, mails, backups: every file
    assert leaks.in_database(place, dbname, mark) == []  # pg_dump, and the data folder with its WAL, flushed first

An answer lists the hits as `GuardHit(where, form, before and after)`; a test prints them by comparing with `[]`.
"""

import base64
import binascii
import contextlib
import io
import json
import secrets
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from answerable_host.cluster import roles, server

PIECE = 8 * 1024 * 1024  # bytes searched at one go, so that memory stays flat over any folder
GZIP, ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
LONGEST_UNPACKED = 256 * 1024 * 1024
DEEPEST = 3  # a zip in a gzip in a zip


@dataclass(frozen=True)
class GuardHit:
    """One find: in what, in which form, and what stands around it (so that one sees which field it was)."""

    where: str
    form: str
    around: bytes


def mark(stem: str = "Mark") -> str:
    """A word that occurs nowhere else: letters only, so that no filter for names changes it."""
    return stem + "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(14)).capitalize()


def number_mark() -> str:
    """A telephone number that occurs nowhere else; looked for as its twelve digits."""
    return "38099" + "".join(secrets.choice("0123456789") for _ in range(7))


def forms(word: str) -> dict[str, bytes]:
    """Every form of the word that is looked for. Plain text is compared without case (see `in_bytes`)."""
    found: dict[str, bytes] = {}
    for case, text in {"": word, " of lower case": word.lower()}.items():
        for code in ("utf-16-le", "utf-16-be"):
            found[f"{code}{case}"] = text.encode(code)
        for offset in range(3):
            for alphabet, encode in (("", base64.b64encode), ("url-safe ", base64.urlsafe_b64encode)):
                found[f"{alphabet}base64 at {offset}{case}"] = _based(text.encode(), offset, encode)
        if not text.isascii():  # otherwise these are the plain form
            found[f"letters{case}"] = text.encode()
            found[f"percent{case}"] = quote(text, safe="").encode()
            found[f"json{case}"] = json.dumps(text)[1:-1].encode()
    return found


def _based(raw: bytes, offset: int, encode: Any) -> bytes:
    """What of the word's base64 does not depend on its neighbours when `offset` bytes stand before it in its group."""
    text: bytes = encode(b"\0" * offset + raw)
    whole = (offset + len(raw)) // 3 * 4  # the last group may share bits with what follows
    first = -(-offset * 8 // 6)  # the characters that hold bits of what stands before
    return text[first:whole]


def in_bytes(data: bytes, *words: str, where: str = "bytes", depth: int = 0) -> list[GuardHit]:
    """Every form of every word in the bytes; containers in it are opened."""
    hits = []
    lower = data.lower()
    for word in words:
        plain = word.lower().encode()
        hex_ = binascii.hexlify(word.encode()), binascii.hexlify(word.lower().encode())
        for form, needle in (("plain", plain), ("hex", hex_[0]), ("hex of lower case", hex_[1])):
            hits += _at(lower, needle, data, where, form)
        for form, needle in forms(word).items():
            hits += _at(data, needle, data, where, form)
    if depth < DEEPEST:
        for name, inside in _unpacked(data):
            hits += in_bytes(inside, *words, where=f"{where} > {name}", depth=depth + 1)
    return hits


def _at(hay: bytes, needle: bytes, data: bytes, where: str, form: str) -> list[GuardHit]:
    place = hay.find(needle)
    return [] if place < 0 else [GuardHit(where, form, data[max(place - 40, 0) : place + len(needle) + 20])]


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is in the containers that begin in these bytes; what only looks like one yields nothing."""
    if data.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as pack:
                for each in pack.infolist():
                    if each.file_size <= LONGEST_UNPACKED:
                        yield each.filename, pack.read(each)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error):
            pass
    if data.startswith((GZIP, b"\x78\x9c", b"\x78\x01", b"\x78\xda")):
        with contextlib.suppress(zlib.error):
            yield "unpacked", zlib.decompressobj(47).decompress(data, LONGEST_UNPACKED)


def in_file(path: Path, *words: str) -> list[GuardHit]:
    """The same in one file, piece by piece with an overlap."""
    hits: list[GuardHit] = []
    overlap = max((len(word) for word in words), default=0) * 8 + 64
    try:
        with path.open("rb") as file:
            kept = b""
            while piece := file.read(PIECE):
                hits += in_bytes(kept + piece, *words, where=str(path), depth=0 if not kept else DEEPEST)
                kept = piece[-overlap:]
    except FileNotFoundError:
        return []  # a temporary file that was there a moment ago
    return hits


def in_folder(folder: Path, *words: str, apart: Iterable[Path] = ()) -> list[GuardHit]:
    """The same in every file below a folder, and in the files' names. `apart`: folders that hold the keys."""
    left_out = tuple(apart)
    hits = []
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(each) for each in left_out):
            continue
        hits += in_bytes(str(path.relative_to(folder)).encode(), *words, where=f"name of {path}")
        if path.is_file() and not path.is_symlink():
            hits += in_file(path, *words)
    return hits


def dump(place: server.ServerFolders, dbname: str = roles.DATABASE) -> bytes:
    """The whole database as `pg_dump` writes it, as the superuser: what a thief would take."""
    done = subprocess.run(
        [str(server.program("pg_dump")), "--no-owner", "--inserts", "--rows-per-insert=200"],
        env=server.environment(place, role=server.SUPERUSER, dbname=dbname),
        check=True,
        capture_output=True,
    )
    return done.stdout


def flush(place: server.ServerFolders) -> None:
    """Bring what PostgreSQL holds in memory onto the disk, so that a scan of its folder sees it."""
    with server.connect(place) as boss:
        boss.execute("CHECKPOINT")
        boss.execute("SELECT pg_switch_wal()")


def in_database(place: server.ServerFolders, dbname: str, *words: str) -> list[GuardHit]:
    """The same in a dump, and in PostgreSQL's whole folder: tables, indexes, WAL and its own log."""
    flush(place)
    return [*in_bytes(dump(place, dbname), *words, where="pg_dump"), *in_folder(place.data, *words)]


def in_answer(answer: Any, *words: str) -> list[GuardHit]:
    """The same in what a page sends: its body, its headers with their names, its cookies."""
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.items()) + str(answer.cookies)
    return [*in_bytes(head.encode(), *words, where="headers"), *in_bytes(body, *words, where="body")]


def in_letters(outbox: Iterable[Any], *words: str) -> list[GuardHit]:
    """The same in letters: as text, and as they go over the wire."""
    hits = []
    for number, letter in enumerate(outbox):
        said = "\n".join([letter.subject, letter.body, *letter.to, *(str(part) for part in letter.attachments)])
        hits += in_bytes(said.encode(), *words, where=f"letter {number}")
        hits += in_bytes(letter.message().as_bytes(), *words, where=f"letter {number} on the wire")
    return hits
