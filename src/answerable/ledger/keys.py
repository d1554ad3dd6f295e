"""The keys of the log: seeds in files under `home/secret/log` (0600), never in the database; their public halves beside.

The checkpoint key belongs to the sequencer, the promise key to the web process; they are different keys in different
files, so that on a large installation each process can run as a user of its own who reads only its own. `home/log-keys`
holds what everybody may know: the origin, which is the name of the log for ever, and every key with its time.
Rotation: a new key signs beside the old one for at least `OVERLAP`; then the old one is retired, and what it signed up
to that size stays valid ("log-until" in the policy).
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from answerable.ledger import witness_file
from answerable_verify.mirror import write_durably
from answerable_verify.note import Signer, VerifierKey, parse_vkey
from answerable_verify.policy import Policy
from answerable_verify.promise import SUFFIX

FILE: Final = "log-keys"
OVERLAP: Final = timedelta(days=30)


class NoKeysError(Exception):
    """The log has no keys here yet, or a seed is not where it belongs; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key in its time. `until` is the size of the log when it was retired; None: it signs."""

    name: str
    vkey: str
    since: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """Every key of the log, the oldest first."""

    origin: str
    log: tuple[Key, ...]
    promise: tuple[Key, ...]

    def as_document(self) -> dict[str, Any]:
        """What is written to the file and announced in the log."""

        def row(key: Key) -> dict[str, Any]:
            found = {"name": key.name, "since": key.since, "vkey": key.vkey}
            return found if key.until is None else found | {"until": key.until}

        return {
            "log": [row(key) for key in self.log],
            "origin": self.origin,
            "promise": [row(key) for key in self.promise],
        }


def home() -> Path:
    """The folder of the whole state."""
    found: Path = settings.ANSWERABLE.home
    return found


def ring() -> Ring:
    """Every key. Raises NoKeys where none were made."""
    try:
        said: Mapping[str, Any] = json.loads((home() / FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise NoKeysError("the log has no keys yet: run `answerable keys create`") from None
    return Ring(
        str(said["origin"]),
        tuple(Key(**row) for row in said["log"]),
        tuple(Key(**row) for row in said["promise"]),
    )


def create_keys(*, at: datetime, origin: str = "") -> Ring:
    """Draw the first keys. Refuses (NoKeys) where there are any: an origin is never used twice."""
    if (home() / FILE).exists():
        raise NoKeysError(f"the log {ring().origin} has its keys already; to change them: `answerable keys rotate`")
    host = urlsplit(settings.ANSWERABLE.address).netloc or "localhost"
    origin = origin or f"{host}/tlog/{at.year}-{secrets.token_hex(3)}"
    made = Ring(origin, (_drawn("log-1", origin, at),), (_drawn("promise-1", origin + SUFFIX, at),))
    _keep(made)
    return made


def ensure(*, at: datetime) -> Ring:
    """The keys, drawn now where there are none."""
    return ring() if (home() / FILE).exists() else create_keys(at=at)


def rotate_keys(*, at: datetime) -> Ring:
    """Draw the next checkpoint key; from now on both sign. Refuses (NoKeys) while an earlier rotation is under way."""
    held = ring()
    if sum(key.until is None for key in held.log) > 1:
        raise NoKeysError("two keys sign already; retire the old one first: `answerable keys retire`")
    fresh = _drawn(f"log-{len(held.log) + 1}", held.origin, at)
    made = Ring(held.origin, (*held.log, fresh), held.promise)
    _keep(made)
    return made


def retire_key(*, at: datetime, size: int, early: bool = False) -> Ring:
    """End the oldest signing key at the log's present size. Refuses (NoKeys) the only one, and before the overlap is over."""
    held = ring()
    signing = [key for key in held.log if key.until is None]
    if len(signing) < 2:
        raise NoKeysError("only one key signs; draw the next one first: `answerable keys rotate`")
    over = datetime.fromisoformat(signing[1].since) + OVERLAP
    if at < over and not early:
        raise NoKeysError(f"witnesses and readers have until {over:%Y-%m-%d} to learn the new key")
    ended = signing[0]
    rows = tuple(Key(key.name, key.vkey, key.since, size) if key == ended else key for key in held.log)
    made = Ring(held.origin, rows, held.promise)
    _keep(made)
    return made


def _drawn(name: str, key_name: str, at: datetime) -> Key:
    """Draw a seed into its file."""
    folder = _folder()
    path = folder / f"{name}.seed"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NoKeysError(
            f"{path} is there, but {home() / FILE}, which says whose it is, is not: put that file back"
        ) from None
    with os.fdopen(descriptor, "wb") as file:
        seed = secrets.token_bytes(32)
        file.write(seed)
        file.flush()
        os.fsync(file.fileno())
    return Key(name, Signer.from_seed(key_name, seed).key.vkey, at.isoformat())


def _folder() -> Path:
    folder = home() / "secret" / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keep(made: Ring) -> None:
    raw = json.dumps(made.as_document(), indent=1, sort_keys=True) + "\n"
    write_durably(home() / FILE, raw.encode())


def _signer(key: Key) -> Signer:
    path = home() / "secret" / "log" / f"{key.name}.seed"
    public = parse_vkey(key.vkey)
    try:
        if path.stat().st_mode & 0o077:
            raise NoKeysError(f"{path} can be read by others: chmod 600 it, and think about who did")
        signer = Signer.from_seed(public.name, path.read_bytes())
    except OSError as fault:
        raise NoKeysError(f"{path} cannot be read: {fault.strerror}") from None
    if signer.key != public:
        raise NoKeysError(f"{path} holds another key than {FILE} says")
    return signer


def verifier_key_fingerprint(key: Key) -> str:
    """What people compare: SHA-256 of the whole verifier key, in groups of four."""
    digest = hashlib.sha256(key.vkey.encode()).hexdigest()
    return " ".join(digest[i : i + 4] for i in range(0, 64, 4))


def origin() -> str:
    """The name of the log, for ever."""
    return ring().origin


def log_keys() -> list[VerifierKey]:
    """The keys that sign checkpoints now: one, two during a rotation."""
    return [parse_vkey(key.vkey) for key in ring().log if key.until is None]


def signers() -> list[Signer]:
    """Those who sign checkpoints, for the sequencer alone."""
    return [_signer(key) for key in ring().log if key.until is None]


def promiser() -> Signer:
    """Who signs promises, for the web process."""
    return _signer(ring().promise[-1])


def document() -> bytes:
    """What the log announces of its keys."""
    return json.dumps(ring().as_document(), sort_keys=True, separators=(",", ":")).encode()


def log_lines() -> str:
    """Our part of the policy that readers are given."""
    held, address = ring(), f"{settings.ANSWERABLE.address}/log"
    lines = [
        f"log {key.vkey} {address}" if key.until is None else f"#: log-until {key.until} {key.vkey}" for key in held.log
    ]
    return "\n".join([*lines, f"#: promise {held.promise[-1].vkey}", ""])


def policy_text() -> bytes:
    """The whole policy: our keys and the operator's witnesses."""
    return witness_file.whole_policy(home(), log_lines())


def log_policy() -> Policy:
    """The same, read."""
    return witness_file.policy_of(policy_text())
