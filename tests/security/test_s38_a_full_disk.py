"""S38: media, writes of the database, the log and the key store run full in turn: nothing half, and it mends by itself.

Each lies on a small disk of its own (tmpfs), which needs the right to mount; elsewhere the tests are skipped and say so.
"""

import contextlib
import http.client
import os
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from answerable_host.cluster import server
from tests.scale.test_killed import NUMBER, Installation, Resident

VOLUMES = {"files": "2m", "log": "2m", "secret": "1m"}  # folder of the state, size of its disk
TEXT = "Somebody should look at the lamp."


def _may_mount() -> str:
    """Why disks cannot be made here; nothing when they can."""
    if os.geteuid():
        return "mounting a small disk needs root"
    if shutil.which("mount") is None or not Path("/proc").is_dir():
        return "there is no mount here"
    place = Path(f"/run/answerable-{uuid.uuid4().hex}")
    try:
        place.mkdir(mode=0o700)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "none", place], capture_output=True, check=False
        )
        if done.returncode:
            return f"mounting is not permitted here: {done.stderr.decode().strip()}"
        subprocess.run(["umount", place], check=True)
    except OSError as error:
        return f"mounting is not possible here: {error.strerror}"
    finally:
        with contextlib.suppress(OSError):
            place.rmdir()
    return ""


WHY_NOT = _may_mount()
pytestmark = [
    pytest.mark.machine_clock,
    pytest.mark.chaos,
    pytest.mark.slow,
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "-"),
]


def _mount(folder: Path, size: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", folder], check=True)


@contextlib.contextmanager
def _full(folder: Path, *, left: int = 0) -> Iterator[None]:
    """Fill the disk of a folder but for some bytes, and empty it again."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
        if left:
            os.truncate(filler, filler.stat().st_size - left)
        yield
    finally:
        filler.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("s38") / "home"
    writes = home / "cluster" / "data" / "pg_wal"
    for folder, size in VOLUMES.items():
        _mount(home / folder, size)
    mine = None
    try:
        mine = Installation(home)
        assert mine.comes_up(), mine.log.read_text()
        mine.stop()
        owner = writes.stat()
        shutil.copytree(writes, home / "kept")
        used = sum(path.stat().st_size for path in writes.iterdir() if path.is_file())
        _mount(writes, str(used + 20 * 1024 * 1024))  # room for one more segment, not for two
        shutil.copytree(home / "kept", writes, dirs_exist_ok=True)
        for path in (writes, *writes.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        shutil.rmtree(home / "kept")
        mine.supervisor = mine.started()
        assert mine.comes_up(), mine.log.read_text()
        yield mine
    finally:
        if mine is not None:
            mine.stop()
        for folder in (writes, *(home / name for name in VOLUMES)):
            subprocess.run(["umount", "--lazy", folder], check=False, capture_output=True)


def _asked(installation: Installation, path: str) -> tuple[int, str]:
    link = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
    try:
        link.request("GET", path)
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        link.close()


def _posted(installation: Installation, form: dict[str, str], *, file: bytes = b"") -> tuple[int, str]:
    """A form sent as a browser does, with a file where one is given; the status and the page, 0 for no answer."""
    edge = uuid.uuid4().hex
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    )
    if file:
        head = 'Content-Disposition: form-data; name="files"; filename="lamp.txt"\r\nContent-Type: text/plain'
        body += f"--{edge}\r\n{head}\r\n\r\n".encode() + file + b"\r\n"
    body += f"--{edge}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    link = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
    try:
        link.request("POST", "/en/write/", body=body, headers=kind)
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        link.close()


def _checked(installation: Installation, token: str, file: bytes) -> tuple[int, str]:
    """The first screen with a file."""
    form = {"token": token, "text": TEXT, "kind": "report", "about": "unsure", "screen": "first", "go": "check"}
    return _posted(installation, form, file=file)


def _sent(installation: Installation, token: str) -> tuple[int, str]:
    """The last screen."""
    first = f'{{"text": "{TEXT}", "kind": "report", "about": "unsure"}}'
    form = {"token": token, "safe": "", "first": first, "screen": "second", "contact": "", "go": "send"}
    return _posted(installation, form)


def _until(done: Callable[[], bool], seconds: float = 90) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if done():
            return True
        threading.Event().wait(0.2)
    return False


def _appeals(installation: Installation) -> set[str]:
    with server.connect(installation.place, dbname="answerable") as boss:
        return {number for (number,) in boss.execute("SELECT number FROM appeals_appeal").fetchall()}


def _number(page: str) -> str:
    found = NUMBER.search(page)
    return found.group() if found else ""


def test_s38_full_media_refuse_the_file_and_lose_neither_text_nor_bytes(installation: Installation) -> None:
    token, before = uuid.uuid4().hex * 2, _appeals(installation)
    media = installation.place.home / "files"
    with _full(media):
        status, page = _checked(installation, token, b"a photo " * 9000)
        assert (status, _number(page)) == (200, "")
        assert TEXT in page, "what was typed must come back with the refusal"
        assert "lamp.txt" not in page, "a file that is not kept must not be listed"
        assert [path for path in media.rglob("*") if path.is_file() and path.name != "filler"] == []
        assert "the disk of media is full" in _asked(installation, "/healthz")[1]
        assert _appeals(installation) == before
    status, page = _checked(installation, token, b"a photo " * 9000)
    assert "lamp.txt" in page
    assert _number(_sent(installation, token)[1]) in _appeals(installation) - before
    assert len([path for path in media.rglob("*.original") if path.is_file()]) == 1
    assert _until(lambda: _asked(installation, "/healthz")[0] == 200), _asked(installation, "/healthz")


@pytest.mark.parametrize("volume", ["log", "secret"])
def test_s38_a_full_log_or_key_store_stops_no_intake_and_is_told(installation: Installation, volume: str) -> None:
    """Leaves of the log are rows first; keys are read, not written: what is acknowledged is durable without either."""
    with _full(installation.place.home / volume):
        assert _until(lambda: _asked(installation, "/healthz")[0] == 503)
        _, page = _sent(installation, uuid.uuid4().hex * 2)
        assert _number(page) in _appeals(installation)
        name = {"log": "log", "secret": "keys"}[volume]
        assert f"the disk of {name} is full" in _asked(installation, "/healthz")[1]
    assert _until(lambda: _asked(installation, "/healthz")[0] == 200), _asked(installation, "/healthz")


def test_s38_when_the_databases_writes_find_no_room_nothing_is_acknowledged_that_is_not_there(
    installation: Installation,
) -> None:
    writes, ended = installation.place.data / "pg_wal", threading.Event()
    residents = [Resident(installation.port, ended) for _ in range(2)]
    with _full(writes):
        for resident in residents:
            resident.start()
        with contextlib.suppress(Exception), server.connect(installation.place) as boss:
            boss.execute("SELECT pg_logical_emit_message(false, 'full', repeat('x', 40000000))")
        assert _until(lambda: _asked(installation, "/healthz")[0] in {0, 503})
        status, page = _sent(installation, uuid.uuid4().hex * 2)
        assert status in {0, 500, 503}, page
        assert _number(page) == ""
        assert not status or "it will not be doubled" in page or "Nothing that was acknowledged is lost" in page
    assert _until(lambda: _asked(installation, "/readyz")[0] == 200, 150), installation.log.read_text()[-3000:]
    ended.set()
    for resident in residents:
        resident.join(120)
    acknowledged = {number for resident in residents for _, number in resident.acknowledged}
    assert acknowledged - _appeals(installation) == set()
    token = uuid.uuid4().hex * 2
    assert _until(lambda: _number(_sent(installation, token)[1]) in _appeals(installation))
