"""A set on disk: a folder of sealed parts and a manifest that names each with its size and SHA-256.

The manifest is plain, so that a backup can be looked after without a private key. It holds counts and times, never a
name. It carries a MAC under a key derived from the server key: a restore that has the keys sees a changed manifest.
"""

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from answerable_host.config import SERVER_KEY_BYTES

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
STAMP: Final = "%Y%m%dT%H%M%S%fZ"
PIECE: Final = 1024 * 1024


@dataclass(frozen=True)
class SetPart:
    """One sealed file of a set: what it holds (`base`, `dump`, `wal`, `files`, `keys`) and its fingerprint."""

    name: str
    kind: str
    size: int
    sha256: str


@dataclass
class Set:
    """One backup. `covers` is the database's time up to which everything is in it."""

    folder: Path
    kind: str = "state"  # or "keys"
    begun: str = ""
    covers: str = ""
    end: str = ""  # the place in PostgreSQL's log of writes up to which it is here
    parts: list[SetPart] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    version: str = ""

    @property
    def name(self) -> str:
        """The folder's name: when it was begun."""
        return self.folder.name

    def of(self, *kinds: str) -> list[SetPart]:
        """The parts of these kinds in the order in which they were made."""
        return [part for part in self.parts if part.kind in kinds]

    def said(self) -> dict[str, Any]:
        """What the manifest says, without its MAC."""
        words = {name: value for name, value in asdict(self).items() if name != "folder"}
        return {"format": FORMAT, **words}


def instant(word: str) -> datetime:
    """Read a time as a manifest writes it."""
    return datetime.fromisoformat(word).astimezone(UTC)


def _mac(said: dict[str, Any], key: bytes) -> str:
    plain = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(manifest_key(key), plain, "sha256").hex()


def manifest_key(server_key: bytes) -> bytes:
    """The key of manifests: of the oldest generation of the server key, as the vault derives its keys (HKDF-SHA256)."""
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=b"answerable/vault/1", info=b"backup/manifest")
    return hkdf.derive(server_key[:SERVER_KEY_BYTES])


def begin_set(place: Path, *, kind: str, at: datetime) -> Set:
    """Make the folder of a new set, under a draft name until `finish`."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in place.glob("*.draft"):
        shutil.rmtree(left, ignore_errors=True)  # of a backup that was killed
    folder = place / f"{at.astimezone(UTC).strftime(STAMP)}.draft"
    folder.mkdir(mode=0o700)
    return Set(folder, kind=kind, begun=at.isoformat())


def save(kept: Set, *, key: bytes) -> None:
    """Write the manifest durably: the old one or the new one, never half."""
    said = kept.said()
    draft = kept.folder / f"{MANIFEST}.draft"
    with draft.open("w", encoding="ascii") as file:
        json.dump({**said, "mac": _mac(said, key)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(kept.folder / MANIFEST)
    _sync(kept.folder)


def finish(kept: Set, *, key: bytes) -> None:
    """Give a whole set its name."""
    save(kept, key=key)
    whole = kept.folder.with_suffix("")
    kept.folder.rename(whole)
    kept.folder = whole
    _sync(whole.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_set(folder: Path) -> tuple[Set, str]:
    """Read a set and its MAC. Raises ValueError with plain words for a manifest that is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="ascii"))
        mac, form = str(said.pop("mac")), said.pop("format")
        parts = [SetPart(**part) for part in said.pop("parts")]
        kept = Set(folder, parts=parts, **said)
        instant(kept.begun), instant(kept.covers)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{folder.name}: the manifest cannot be read ({error})") from None
    if form != FORMAT:
        raise ValueError(f"{folder.name}: the manifest is of another format, {form}")
    return kept, mac


def there(place: Path) -> Iterator[Set]:
    """Every whole set in a place that can be read, oldest first."""
    for folder in sorted(place.glob("*Z")) if place.is_dir() else ():
        try:
            yield read_set(folder)[0]
        except ValueError:
            continue


def latest(place: Path) -> Set | None:
    """The newest whole set."""
    found = list(there(place))
    return found[-1] if found else None


def set_faults(kept: Set, mac: str, *, key: bytes | None, told: Callable[[int], None]) -> list[str]:
    """What is wrong with a set: parts missing, cut, changed or not named, and a manifest that we did not write."""
    found = []
    if key is not None and not hmac.compare_digest(mac, _mac(kept.said(), key)):
        found.append("the manifest was changed after it was written, or belongs to another installation")
    for part in kept.parts:
        path = kept.folder / Path(part.name).name
        if not path.is_file():
            found.append(f"{part.name} is missing")
        elif path.stat().st_size != part.size:
            found.append(f"{part.name} has {path.stat().st_size} bytes instead of {part.size}")
        elif _sha256(path, told) != part.sha256:
            found.append(f"{part.name} was changed")
    named = {part.name for part in kept.parts} | {MANIFEST}
    strange = sorted(path.name for path in kept.folder.iterdir() if path.name not in named)
    return found + [f"{name} is not in the manifest" for name in strange if not name.endswith(".draft")]


def _sha256(path: Path, told: Callable[[int], None]) -> str:
    sum_ = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            sum_.update(piece)
            told(len(piece))
    return sum_.hexdigest()


def prune(place: Path, *, at: datetime, keep_days: int) -> list[str]:
    """Remove sets begun longer ago than that, never the newest; returns their names."""
    found = list(there(place))
    old = [kept for kept in found[:-1] if instant(kept.begun) < at - timedelta(days=keep_days)]
    for kept in old:
        gone = kept.folder.with_suffix(".draft")  # so that a removal that is killed is taken up again
        kept.folder.rename(gone)
        shutil.rmtree(gone)
    return [kept.name for kept in old]
