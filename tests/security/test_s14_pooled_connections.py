"""S14: one connection for everybody, lent in turn to two trees: nobody is shown what the borrower before could see.

The system's own request path (its handler, middlewares and pool) under eight threads and a pool of one. The pages of
this test forget every filter on purpose: what they show is what the database lets through.
"""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, make_world
from answerable.base import row_scope
from answerable.base.doors import door
from answerable.channels.models import Message
from answerable.site.urls import urlpatterns as whole

pytestmark = [pytest.mark.security, pytest.mark.django_db(transaction=True)]
REQUESTS: Final = 500
THREADS: Final = 8
EACH: Final = 12  # appeals of a tree
WAYS: Final = ("list", "list", "list", "list", "desk", "desk", "nested", "raise", "drop", "export")


def _ids() -> str:
    """Every appeal and every message that the database shows, no filter asked."""
    appeals = Appeal._base_manager.values_list("id", flat=True)
    things = Message._base_manager.values_list("thing", flat=True)
    return " ".join([*map(str, appeals), *(thing.partition("/")[2] for thing in things)])


@door("desk")
def everything(request: HttpRequest) -> HttpResponse:
    """All there is, unfiltered; as a body that is sent back and read into the session's transaction, if asked."""
    return HttpResponse(_ids())


@door("desk")
def failing(request: HttpRequest) -> HttpResponse:
    """Reads, and fails inside a transaction."""
    from django.db import transaction

    with transaction.atomic():
        raise RuntimeError(_ids()[:0] or "on purpose")


@door("desk")
def exported(request: HttpRequest) -> StreamingHttpResponse:
    """Reads while it is sent, row by row, after every middleware is through."""
    rows = Appeal._base_manager.order_by("id").values_list("id", flat=True)
    return StreamingHttpResponse((f"{ref} ".encode() for ref in rows.iterator(chunk_size=2)), content_type="text/csv")


def _fail_after_seeing_everything() -> None:
    assert Appeal._base_manager.count() == 2 * EACH
    raise RuntimeError


@door("desk")
def nested(request: HttpRequest) -> HttpResponse:
    """Looks further in the middle of a transaction, goes back by a savepoint, and looks again."""
    from django.db import transaction

    with transaction.atomic():
        before = _ids()
        try:
            with transaction.atomic(), row_scope.as_system():
                _fail_after_seeing_everything()
        except RuntimeError:
            pass
        return HttpResponse(f"{before} {_ids()}")


urlpatterns = [
    path("desk/s14/list", everything),
    path("desk/s14/raise", failing),
    path("desk/s14/export", exported),
    path("desk/s14/nested", nested),
    *whole,
]
handler404, handler500 = "answerable.site.errors.missing", "answerable.site.errors.broken"


@dataclass(frozen=True)
class Answer:
    """What one request came to."""

    tree: str
    way: str
    status: int
    body: str


class Installation:
    """The system behind its own handler, without a test client's comforts."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self.handler = WSGIHandler()
        self.cookies = cookies

    def ask(self, tree: str, way: str) -> Answer:
        """One request; a dropped one reads a piece of an export and goes away."""
        address = {"drop": "/desk/s14/export", "desk": "/desk/?view=all"}
        target, _, query = address.get(way, f"/desk/s14/{way}").partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": target,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.cookies[tree]}",
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "http",
        }
        heard: list[str] = []
        response: Any = self.handler(environ, lambda status, _headers: heard.append(status))
        try:
            pieces = iter(response)
            body = next(pieces, b"") if way == "drop" else b"".join(pieces)
        finally:
            response.close()
        return Answer(tree, way, int(heard[0].split()[0]), body.decode())


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def trees(world: World) -> dict[str, set[int]]:
    """The appeals of each tree: the directorate's, and a prosecutor's."""
    first = {world.sent(addressed_to=world.bodies["dep"]).appeal for _ in range(EACH)}
    second = {world.sent(addressed_to=world.bodies["pro"], category=None).appeal for _ in range(EACH)}
    roots = dict(Appeal.objects.values_list("id", "root"))
    assert {roots[ref] for ref in first} == {world.bodies["dir"]}
    assert {roots[ref] for ref in second} == {world.bodies["pro"]}
    return {"petrenko": first, "hlushko": second}


@pytest.fixture
def installation(trees: dict[str, set[int]], world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Two officers signed in, and a pool of one connection."""
    from answerable.people.models import Account

    cookies = {}
    for login in trees:
        client = Client()
        client.force_login(Account.objects.get(login=login))
        cookies[login] = client.cookies[settings.SESSION_COOKIE_NAME].value
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    monkeypatch.setitem(options, "pool", {"min_size": 1, "max_size": 1, "timeout": 60})
    monkeypatch.setattr(settings, "ROOT_URLCONF", __name__)
    row_scope.set_process_scope(row_scope.NOWHERE)  # as in the web server
    yield Installation(cookies)
    row_scope.set_process_scope(row_scope.EVERYWHERE)
    connections["default"].close()
    connections["default"].close_pool()


def _told() -> tuple[str, ...]:
    """What the connection of the pool says of itself while nobody has asked it anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('answerable.reach', true), current_setting('answerable.roots', true), "
            "current_setting('answerable.bodies', true), current_setting('answerable.appeal', true)"
        )
        return tuple(word or "" for word in cursor.fetchone())


def test_s14_no_row_of_another_tree_in_five_hundred_requests_over_one_connection(
    installation: Installation, trees: dict[str, set[int]]
) -> None:
    chance = random.Random(14)
    asked = [(chance.choice(list(trees)), chance.choice(WAYS)) for _ in range(REQUESTS)]
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(lambda one: installation.ask(*one), asked))
    assert len(answers) == REQUESTS
    row_scope.set_process_scope(row_scope.EVERYWHERE)
    numbers = dict(Appeal.objects.values_list("id", "number"))
    connection.close()  # back to the pool, which has no other
    row_scope.set_process_scope(row_scope.NOWHERE)
    whole_of = {login: " ".join(map(str, sorted(ids))) for login, ids in trees.items()}
    for answer in answers:
        other = {ref for login, ids in trees.items() if login != answer.tree for ref in ids}
        shown = {int(word) for word in answer.body.split() if word.isdigit()}
        assert not shown & other, answer
        assert not any(numbers[ref] in answer.body for ref in other), answer
        assert answer.status == (500 if answer.way == "raise" else 200), answer
        if answer.way in {"list", "nested"}:
            assert shown == trees[answer.tree], answer
        if answer.way == "export":
            assert answer.body.split() == whole_of[answer.tree].split()
        if answer.way == "drop":
            assert len(shown) == 1
        if answer.way == "desk":
            assert any(numbers[ref] in answer.body for ref in trees[answer.tree])
        if answer.way == "raise":
            assert "on purpose" not in answer.body
    kinds = {way: sum(answer.way == way for answer in answers) for way in set(WAYS)}
    assert all(kinds[way] > REQUESTS // 20 for way in ("raise", "drop", "export"))


def test_s14_an_idle_connection_carries_nobodys_reach(installation: Installation, trees: dict[str, set[int]]) -> None:
    for way in set(WAYS):
        for login in trees:
            installation.ask(login, way)
            assert _told() == ("", "", "", ""), way
            assert Appeal._base_manager.count() == 0
            connection.close()


def test_s14_a_visitor_without_an_account_between_two_officers_sees_nothing(
    installation: Installation, trees: dict[str, set[int]]
) -> None:
    for login in trees:
        assert installation.ask(login, "list").status == 200
        installation.cookies["stranger"] = "nobody"
        refused = installation.ask("stranger", "list")
        assert (refused.status, refused.body) == (302, "")
