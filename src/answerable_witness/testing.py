"""A witness at work on loopback, for tests of whoever asks one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from answerable_verify.testing import NOON, SmallLog
from answerable_witness import Memory, Witness
from answerable_witness.memory import write_key
from answerable_witness.server import Server


class Clocked(Server):
    """A witness's server whose clock the test sets."""

    at = NOON

    def now(self) -> int:
        """The instant that the test says."""
        return self.at


@contextmanager
def witness_at_work(folder: Path, log: SmallLog) -> Iterator[tuple[Clocked, str]]:
    """A witness named for its folder, which knows a log; its server and its address."""
    signer = write_key(folder, f"{folder.name}.example.org/w", folder.name.encode().ljust(32, b".")[:32])
    memory = Memory.begin(folder, signer)
    memory.know(log.signer.key)
    server = Clocked(Witness(signer, memory), ("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        memory.close()
