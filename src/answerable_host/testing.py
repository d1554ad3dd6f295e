"""State folders for tests, with a cluster that is made and migrated: what a first start takes long for.

Each is a copy of one template. A run with workers makes the template anew and shares it between them; runs of one process
keep theirs for as long as nothing that shapes the database has changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from answerable_host.cluster import roles, server
from answerable_host.config import secret_folder

DATABASE: Final = "answerable_test"
TEMPLATES: Final = "ANSWERABLE_TEST_TEMPLATES"  # names the folder of this run's template
_SOURCE: Final = Path(__file__).resolve().parents[1]
_SHAPES: Final = {
    "migrations",
    "cluster",
    "postgresql",
    "models",
    "row_policy",
    "room",
}  # what decides how a database looks
_MOST_KEPT: Final = 12  # templates between runs, some 60 MB each; several checkouts share them


# A test waits as long as a busy machine needs, and for no disk: what is durable is tried where an installation serves.
_PATIENT: Final = (
    f"ALTER DATABASE {DATABASE} SET synchronous_commit = off",
    f"ALTER DATABASE {DATABASE} SET idle_in_transaction_session_timeout = 0",
    f"ALTER ROLE {roles.APP} IN DATABASE {DATABASE} SET statement_timeout = '10min'",
    f"ALTER ROLE {roles.APP} IN DATABASE {DATABASE} SET lock_timeout = '2min'",
    f"ALTER ROLE {roles.WORKER} IN DATABASE {DATABASE} SET lock_timeout = '2min'",
)


def give_passwords(home: Path) -> None:
    """Give the roles passwords that follow from their names, so that a copy of the template knows them."""
    for role in (server.SUPERUSER, *roles.ATTRIBUTES):
        (secret_folder(home) / f"database.{role}").write_bytes(hashlib.sha256(role.encode()).digest()[:24])


def ready_home(home: Path) -> None:
    """Fill a state folder with a stopped cluster, its roles and passwords, and its migrated databases.

    There are two, alike: one by the name that tests use, one by an installation's.
    """
    folder = Path(os.environ.get(TEMPLATES) or _kept())
    template = folder / _shape()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process waits here, and then copies
        if not template.is_dir():
            _make(template)
    home.mkdir(mode=0o700, exist_ok=True)
    subprocess.run(["cp", "-a", f"{template}/.", str(home)], check=True)  # owners and modes, too


def _kept() -> Path:
    """The folder of templates that outlive a run; the oldest go."""
    folder = Path(tempfile.gettempdir()) / f"answerable-test-templates-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    for old in made[:-_MOST_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _shape() -> str:
    """A hash over everything that decides how the database looks: migrations, tables, roles, settings, libraries."""
    found = hashlib.sha256(repr(sys.version_info).encode())
    code = (each for each in sorted(_SOURCE.rglob("*")) if each.suffix in {".py", ".sql"})
    shaping = [each for each in code if _SHAPES & {*each.relative_to(_SOURCE).parts, each.stem}]
    for path in (Path(__file__).resolve(), *shaping, *sorted(_SOURCE.parent.glob("requirements/*.txt"))):
        found.update(str(path.relative_to(_SOURCE.parent)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]


def _make(template: Path) -> None:
    """Make the template, whole or not at all: a draft is renamed when its server has stopped."""
    draft = template.with_name(f"{template.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give_passwords(draft)
    place = server.ServerFolders(draft)
    running = server.start(place, say=lambda _words: None, pdeathsig=True)
    try:
        roles.set_up(place, dbname=DATABASE)
        given = {"ANSWERABLE_HOME": str(draft), "ANSWERABLE_TEST_DATABASE": DATABASE}
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--no-input"]
        settings = {"DJANGO_SETTINGS_MODULE": "answerable.site.settings"}
        subprocess.run(migrate, env={**os.environ, **given, **settings}, check=True)
        with server.connect(place) as boss:
            boss.execute(f"CREATE DATABASE {roles.DATABASE} TEMPLATE {DATABASE} OWNER {roles.OWNER}")
            for order in _PATIENT:
                boss.execute(order)
        roles.set_up(place, dbname=roles.DATABASE)
    finally:
        server.stop(running, patience=30)
    for key in ("server.key", "django.key"):
        (secret_folder(draft) / key).unlink()  # each home draws its own
    draft.rename(template)
