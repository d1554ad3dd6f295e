"""The child that decodes strangers' bytes can neither read the key nor speak to anybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.security
SOURCE = Path(__file__).resolve().parents[3]
TRY = """
import sys
from answerable.vault.confinement import confine
holds = confine()
def tried(what):
    try:
        what()
    except OSError:
        return "no"
    return "yes"
import socket
def speak():
    socket.create_server(("127.0.0.1", 0)).close()
    listening = socket.create_connection(("127.0.0.1", int(sys.argv[2])), 2)
def take_memory():
    try:
        bytearray(600_000_000)
    except MemoryError:
        raise OSError
print(",".join(sorted(holds)), tried(lambda: open(sys.argv[1]).read()), tried(lambda: open(sys.argv[1] + "x", "w").write("x")),
      tried(lambda: __import__("os").unlink(sys.argv[1])), tried(speak), tried(take_memory))
import PIL.Image, pikepdf, zipfile, encodings.cp1251
print("ok")
"""


def test_s29_the_child_reads_no_secret_writes_nothing_and_speaks_to_nobody(tmp_path):
    import socket

    secret = tmp_path / "server.key"
    secret.write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as door:
        done = subprocess.run(
            [sys.executable, "-c", TRY, str(secret), str(door.getsockname()[1])],
            capture_output=True, text=True, check=True, cwd="/", timeout=60,
            env={"PYTHONPATH": os.pathsep.join([str(SOURCE), *(p for p in sys.path if "site-packages" in p)])},
        )  # fmt: skip
    holds, read, wrote, removed, spoke, grew = done.stdout.splitlines()[0].split(" ")
    assert (grew, done.stdout.splitlines()[1]) == ("no", "ok")
    if "files" not in holds:
        pytest.skip(f"this kernel lets a process give away {holds} only: no Landlock")
    assert (read, wrote, removed) == ("no", "no", "no")
    assert ("network" in holds) == (spoke == "no")
    assert secret.read_text() == "secret"
