"""Witnesses for these cases: as programs of the verifier's own, on loopback or from cron."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from answerable.ledger import keys, witness_file
from answerable_verify.note import VerifierKey
from answerable_witness import Memory, Witness
from answerable_witness.cli import main
from answerable_witness.memory import read_key
from answerable_witness.server import Server


class Clocked(Server):
    """A witness's server whose clock the test sets."""

    at = 0

    def now(self) -> int:
        return self.at or super().now()


def born(folder: Path, *, url: str = "") -> VerifierKey:
    """Make a witness that follows our log, by the commands that its volunteer types."""
    assert main(["init", str(folder), "--name", f"{folder.name}.example.org/w"]) == 0
    address = ["--url", url] if url else []
    assert main(["add-log", str(folder), "--log", keys.log_keys()[0].vkey, *address]) == 0
    return read_key(folder).key


@contextmanager
def listening(folder: Path, *, at: int = 0) -> Iterator[str]:
    """Let it listen on loopback."""
    memory = Memory(folder)
    found = Clocked(Witness(read_key(folder), memory), ("127.0.0.1", 0))
    found.at = at
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{found.server_address[1]}"
    finally:
        found.shutdown()
        thread.join()
        found.server_close()
        memory.close()


def relied_on(home: Path, *seers: tuple[str, VerifierKey, str], quorum: int) -> None:
    """Put these witnesses into the policy of the system."""
    witness_file.write_file(home, witness_file.Witnessing(tuple(seers), quorum))
