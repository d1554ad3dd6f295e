"""S11: every address with an identifier, asked by every role, by every method and in other formats, against the table.

Refused means: the answer is, byte for byte, the answer to the same address with an identifier that never existed. The
addresses come from the URL table and the expected verdicts from `oracle.py`; a new address without an entry fails.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from answerable.appeals.testing import make_world
from answerable.base.testing import undone
from tests.security import oracle
from tests.security.scene import Scene, play
from tests.security.visiting import visitor

pytestmark = pytest.mark.security
METHODS: Final = ("get", "head", "post", "put")
ANY_KIND: Final = ("stranger", "sender", "koval")  # without a name, with a code, at a desk
FORMATS: Final = (".json", ".csv", ".pdf", "/thumbnail", "/print")
_FRESH: Final = re.compile(  # what differs between two showings of the very same page
    rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|name="token" value="[^"]*"|\?next=[^"&]*'
)


@pytest.fixture(scope="module")
def scene(module_db: None) -> Scene:
    """The world with one of everything that an address can name; some of it is written without its deed, never committed."""
    return play(make_world())


def _asked(client: Client, method: str, address: str, data: dict[str, str]) -> HttpResponse:
    """Ask by a method; only POST brings something along."""
    return client.generic(method.upper(), address) if method != "post" else client.post(address, data)


def _leads_to_a_page(address: str) -> bool:
    """Say whether a view would be asked, at once or after a slash is added."""
    with translation.override("uk"):
        for each in (address, f"{address}/"):
            with suppress(Resolver404):
                resolve(each)
                return True
    return False


Told = tuple[int, bytes, tuple[tuple[str, str], ...]]


def _answer(client: Client, method: str, address: str, data: tuple[tuple[str, str], ...] = ()) -> Told:
    """Status, body and headers of an answer, without what is drawn afresh for each and without the address itself."""
    cookies = client.cookies.copy()
    with undone():
        answer: HttpResponse = _asked(client, method, address, dict(data))
    client.cookies = cookies
    streamed = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}
    if told.get("Location", "").split("?")[0].rstrip("/") == address.rstrip("/"):
        told["Location"] = "the same with a slash"
    told["Location"] = told.get("Location", "").split("?next=")[0]
    return answer.status_code, _FRESH.sub(b"", streamed), tuple(sorted(told.items()))


def _probes(scene: Scene) -> Iterator[tuple[str, str, str, oracle.Entry]]:
    """(what is asked, the real address, the absent one, what the table says) for every entry."""
    for pattern, entry in oracle.TABLE.items():
        yield pattern, *entry.addresses(pattern, scene), entry


def test_s11_every_address_with_an_identifier_has_an_entry() -> None:
    assert {pattern for pattern, _ in oracle.addressed()} ^ oracle.TABLE.keys() == set()


@pytest.mark.parametrize("role", oracle.ROLES)
def test_s11_each_role_sees_what_the_table_says_and_else_what_never_existed(role: str, scene: Scene) -> None:
    wrong, client = {}, visitor(role, scene)
    for pattern, real, absent, entry in _probes(scene):
        told = {}
        for method in METHODS:
            one, two = (_answer(client, method, address, entry.data) for address in (real, absent))
            told[method] = one != two
        if any(told.values()) != (role in entry.may):
            wrong[pattern] = sorted(method for method, differs in told.items() if differs) or "nothing seen"
    assert wrong == {}


@pytest.mark.parametrize("role", oracle.ROLES)
def test_s11_no_other_format_tells_more(role: str, scene: Scene) -> None:
    """Where no page is made, three visitors of three kinds meet the same; where one is, everybody is asked."""
    wrong, client = [], visitor(role, scene)
    for pattern, real, absent, _entry in _probes(scene):
        for ending in FORMATS:
            others = [address.rstrip("/") + ending for address in (real, absent)]
            if role in ANY_KIND or any(_leads_to_a_page(other) for other in others):
                one, two = (_answer(client, "get", other) for other in others)
                if one != two:
                    wrong.append((pattern, ending))
    assert wrong == []


def test_s11_what_is_refused_is_the_page_of_a_missing_thing(scene: Scene) -> None:
    """Not only equal to each other: a visitor with a desk meets one page, 404, whatever was asked for."""
    seen, clients = set(), {role: visitor(role, scene) for role in ("hlushko", "shevchuk")}
    for pattern, real, absent, entry in _probes(scene):
        if pattern.startswith("desk/"):
            for role, client in clients.items():
                if role not in entry.may:
                    seen |= {_answer(client, "get", address)[:2] for address in (real, absent)}
    bodies = {body for status, body in seen if status == 404}
    assert {status for status, _ in seen} <= {404, 405}
    assert len(bodies) == 1


def test_s11_a_sealed_complaint_is_seen_by_nobody_whom_it_is_about(scene: Scene) -> None:
    clients = {role: visitor(role, scene) for role in oracle.BARRED}
    for pattern in oracle.TABLE:
        if pattern.startswith("desk/appeals/<str:number>/") and "<int" not in pattern:
            real = "/" + pattern.replace("<str:number>", scene.sealed_number)
            absent = "/" + pattern.replace("<str:number>", oracle.NO_NUMBER)
            for role, client in clients.items():
                for method in METHODS:
                    one, two = (_answer(client, method, address) for address in (real, absent))
                    assert one == two, (role, method, pattern)
