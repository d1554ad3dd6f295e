"""An installation of its own with a database, a pack and appeals, for cases that take it apart: theft, disks, backups.

Everything is done by the commands that operators use; words for Django go through `answerable shell`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from answerable_host import config
from answerable_host.cluster import processes, roles, server
from answerable_host.testing import ready_home

WRITE = """
import secrets
from django.core.files.uploadedfile import SimpleUploadedFile
from answerable.appeals import actions
from answerable.base.actor import STRANGER
from answerable.base.clock import now
from answerable.vault.actions import keep_draft
def write(**said):
    token = secrets.token_urlsafe(32)
    text = said.pop("inside", "A photo of the lamp.") + secrets.token_hex(4)
    file = keep_draft(token=token, upload=SimpleUploadedFile(said.pop("file", "lamp.txt"), text.encode()), at=now())
    plain = {"kind": "report", "text": "The lamp at the school is dark.", "language": "en", "token": token}
    return actions.register(by=STRANGER, at=now(), intake=actions.Intake(**(plain | {"drafts": (file.id,)} | said)))
"""


@dataclass
class Living:
    """A home whose database runs, held by this process."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What its commands are started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DATABASE_"))}
        return {**kept, "ANSWERABLE_HOME": str(self.home), **self.settings}

    @property
    def config(self) -> config.Config:
        """Its configuration."""
        return config.load_config(self.environment)

    @property
    def place(self) -> server.ServerFolders:
        """Its database server."""
        return server.ServerFolders(self.home)

    def run(self, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run one of its commands."""
        order = [sys.executable, "-m", "answerable.site.cli", *words]
        done = subprocess.run(order, env=self.environment, capture_output=True, text=True, check=False)
        assert not (check and done.returncode), f"{words}: {done.stdout}{done.stderr}"
        return done

    def tell(self, code: str) -> list[str]:
        """Run a few lines inside the system, `write(...)` among them; returns what they print."""
        return self.run("shell", "--no-imports", "-c", WRITE + code).stdout.split()


@contextmanager
def living(home: Path, **settings: str) -> Iterator[Living]:
    """Make an installation, keep its database running, end it."""
    installation = Living(home, settings)
    ready_home(home)
    with processes.hold(home):
        running = server.start(installation.place, say=lambda _words: None, pdeathsig=True)
        try:
            roles.set_up(installation.place)
            installation.run("prepare")
            yield installation
        finally:
            server.stop(running)
