"""S28: no cache keeps or hands on what is one person's; an error page tells nothing; what is too big is cut off early."""

import difflib
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from answerable.appeals.terms import subject_of
from answerable.appeals.testing import make_world
from answerable.base.doors import Door, door
from answerable.base.testing import now, undone
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.people.models import Account
from answerable.site import doors
from answerable.site.urls import urlpatterns as whole
from answerable.vault import actions as vault_actions
from tests.security import leaks, oracle
from tests.security.scene import Scene, play
from tests.security.serving import Installation, served

pytestmark = pytest.mark.security
MARK: Final = leaks.mark()
SECRETS: Final = re.compile(
    r"traceback|\.py\b|django|psycopg|postgres|granian|select |insert |\bline \d+|/src/|/work", re.IGNORECASE
)
_FRESH: Final = re.compile(rb'name="(?:csrfmiddlewaretoken|token|safe|proof)" value="[^"]*"')


def _raising(error: Callable[[], Exception]) -> Callable[[HttpRequest], HttpResponse]:
    @door("public")
    def view(request: HttpRequest) -> HttpResponse:
        del request
        raise error()

    return view


def _broken_database() -> Exception:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{MARK}' FROM no_such_table WHERE secret = %s", [MARK])
    return AssertionError()


SIGNED_IN: Final = ("petrenko", "hlushko", "koval")
SENDING: Final = ("sender", "another sender")
ERRORS: Final[dict[str, tuple[Callable[[], Exception], int]]] = {
    "bad-request": (lambda: BadRequest(MARK), 400),
    "suspicious": (lambda: SuspiciousOperation(MARK), 400),
    "invalid": (lambda: InvalidError(text=MARK), 400),
    "denied": (lambda: PermissionDenied(MARK), 404),
    "refused": (lambda: RefusedError(MARK), 404),
    "missing": (lambda: MissingError(MARK), 404),
    "not-now": (lambda: NotNowError(MARK), 409),
    "fault": (lambda: RuntimeError(MARK), 500),
    "database": (_broken_database, 500),
}
urlpatterns = [*(path(f"s28/{name}/", _raising(error)) for name, (error, _) in ERRORS.items()), *whole]
handler400, handler403 = "answerable.site.errors.unreadable", "answerable.site.errors.forbidden"
handler404, handler500 = "answerable.site.errors.missing", "answerable.site.errors.broken"


@dataclass
class Cache:
    """A shared cache in front of the system, as RFC 9111 lets it be: it keeps whatever it isn't told not to keep."""

    kept: dict[str, list[tuple[dict[str, str], HttpResponse]]] = field(default_factory=dict)

    def ask(self, client: Client, address: str, language: str) -> HttpResponse | None:
        """The kept answer if one fits this request; else the system is asked, and nothing is handed on."""
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in sorted(client.cookies.items()))
        sent = {"accept-language": language, "cookie": cookie}
        for varied, answer in self.kept.get(address, []):
            if all(sent.get(name, "") == value for name, value in varied.items()):
                return answer
        answer = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
        told = answer.headers.get("Cache-Control", "")
        if "no-store" not in told and "private" not in told and not answer.cookies and answer.status_code < 500:
            names = [name.strip().lower() for name in answer.headers.get("Vary", "").split(",") if name.strip()]
            self.kept.setdefault(address, []).append(({name: sent.get(name, "") for name in names}, answer))
        return None


def _body(answer: HttpResponse) -> bytes:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _FRESH.sub(b"", body)


def _differing(handed: HttpResponse, own: HttpResponse) -> list[str]:
    """The status of both and the lines in which they differ, so that a failure says what a cache would hand on."""
    lines = [_body(answer).decode(errors="replace").splitlines() for answer in (handed, own)]
    return [f"{handed.status_code} {own.status_code}", *difflib.unified_diff(*lines, lineterm="", n=0)]


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with undone():
        yield play(make_world())


@pytest.fixture
def visitors(scene: Scene) -> dict[str, Client]:
    """Two officers of two trees, two senders, a stranger."""
    found = {who: Client(raise_request_exception=False) for who in (*SIGNED_IN, *SENDING, "stranger")}
    for role in SIGNED_IN:
        found[role].force_login(Account.objects.get(login=role))
    for role, appeal in zip(SENDING, (scene.appeal, scene.other), strict=True):
        cookie = vault_actions.begin_follow(subject=subject_of(appeal), root=scene.world.bodies["dir"], at=now())
        found[role].cookies[settings.FOLLOW_COOKIE_NAME] = cookie
    return found


def _addresses(scene: Scene) -> Iterator[tuple[str, Door]]:
    """Every address of the system, those with identifiers filled in, with its door."""
    with translation.override("uk"):
        pages = list(oracle.pages())
    for address, page in pages:
        mark = doors.mark_of(page.callback)
        assert mark is not None
        pattern = address.removeprefix("uk/")
        yield (oracle.TABLE[pattern].addresses(pattern, scene)[0] if "<" in address else f"/{address}"), mark


def test_s28_nothing_but_the_public_door_may_be_kept(scene: Scene, visitors: dict[str, Client]) -> None:
    kept = {
        (who, address)
        for address, mark in _addresses(scene)
        for who, client in visitors.items()
        if mark is not Door.PUBLIC or address.startswith(("/desk/", "/chair/", "/uk/follow/"))
        if "no-store" not in client.get(address).headers.get("Cache-Control", "")
        if mark is not Door.OPERATION
    }
    assert kept == set()


def test_s28_a_shared_cache_gives_everybody_what_the_system_would_give_them(
    scene: Scene, visitors: dict[str, Client]
) -> None:
    cache, wrong, handed = Cache(), [], 0
    for address, mark in _addresses(scene):
        if mark is Door.OPERATION:  # numbers that change from one look to the next; no-store as well
            continue
        for who, client in visitors.items():
            for language in ("en", "uk"):
                through = cache.ask(client, address, language)
                if through is None:
                    continue
                handed += 1
                own = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
                if (through.status_code, _body(through)) != (own.status_code, _body(own)):
                    wrong.append((who, language, address, *_differing(through, own)))
    assert not wrong, "\n".join(map(str, wrong))
    assert handed > len(visitors)  # something public was kept and handed on, or this would try nothing


@pytest.mark.parametrize("name", sorted(ERRORS))
@pytest.mark.django_db
def test_s28_an_error_page_tells_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ROOT_URLCONF", __name__)
    client = Client(raise_request_exception=False)
    answer = client.get(f"/s28/{name}/?q={MARK}", HTTP_USER_AGENT=MARK, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == ERRORS[name][1]
    _is_discreet(answer)


def _is_discreet(answer: HttpResponse) -> None:
    assert leaks.in_answer(answer, MARK) == []
    text = answer.content.decode()
    text = re.sub(r'(?:href|src)="[^"]*"', "", text)
    assert SECRETS.findall(text) == []
    assert "no-store" in answer.headers["Cache-Control"]
    assert (answer.headers["Server"], answer.headers.get("X-Powered-By")) == ("answerable", None)


@pytest.mark.django_db
def test_s28_refusals_of_the_system_itself_tell_nothing() -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    asked = {
        404: lambda: client.get(f"/en/{MARK}/"),
        405: lambda: client.put("/en/write/", data=MARK),
        403: lambda: client.post("/desk/sign-in/", {"login": MARK}),
        413: lambda: client.post("/en/write/", {"text": MARK}, CONTENT_LENGTH=str(65 * 1024 * 1024)),
        400: lambda: client.get(f"/en/?q={MARK}", HTTP_HOST=f"{MARK}.example"),
    }
    found = {}
    for status, ask in asked.items():
        answer = ask()
        found[status] = answer.status_code
        _is_discreet(answer)
    assert found == {status: status for status in asked}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with served(Path(tmp_path_factory.mktemp("s28"))) as running:
        yield running


def _poured(installation: Installation, head: bytes, piece: bytes, most: int) -> tuple[int, bytes]:
    """Pour pieces at the system until it answers or hangs up: (bytes it let itself be given, what it said)."""
    given = 0
    with socket.create_connection(("127.0.0.1", installation.port), timeout=90) as link:
        try:
            link.sendall(head)
            link.settimeout(0.05)
            said = b""
            while given < most and not said:
                link.sendall(piece)
                given += len(piece)
                try:
                    said = link.recv(4096)
                    break
                except TimeoutError:
                    continue
        except (BrokenPipeError, ConnectionResetError):
            return given, b""
        if not said:
            link.settimeout(20)
            try:
                said = link.recv(4096)
            except (TimeoutError, ConnectionResetError):
                said = b""
        return given, said


TEN_MB: Final = 10 * 1024 * 1024
BODY: Final = (
    b"POST /en/follow/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10485760\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode="
)
BIG: Final = {
    "a request line": (b"GET /en/", b"a" * 65536),
    "a header": (b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Long: ", b"a" * 65536),
    "a body": (BODY, b"a" * 65536),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", BIG)
def test_s28_ten_megabytes_are_cut_off_early(what: str, installation: Installation) -> None:
    began = time.monotonic()
    given, said = _poured(installation, *BIG[what], TEN_MB)
    assert given < TEN_MB // 2
    assert time.monotonic() - began < 60  # ten megabytes at the pace of the limit would take minutes
    assert not said or re.match(rb"HTTP/1\.1 4(?:00|13|14|31)", said)
    assert not re.search(rb"(?i)granian|hyper|python|server: (?!answerable)", said)
    assert installation.is_ready()
