"""Every page has a door, and what is not for a visitor looks like what is not there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from answerable.people.testing import make_body, make_person
from answerable.site import doors

pytestmark = pytest.mark.django_db


def _pages(resolver: URLResolver, root: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        address = f"{root}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _pages(each, address)
        else:
            yield address, each


def test_every_page_has_a_door() -> None:
    doorless = [address for address, page in _pages(get_resolver()) if doors.mark_of(page.callback) is None]
    assert doorless == []


def test_pages_of_ones_own_account_show_a_stranger_nothing_but_signing_in(client: Client) -> None:
    """Below a door for staff some pages are open, because somebody without a seat has to reach them. They guard themselves."""
    opened = {
        f"/{address}": client.get(f"/{address.replace('<slug:name>', 'x').replace('<int:pk>', '1')}").status_code
        for address, page in _pages(get_resolver())
        if address.startswith(("desk/", "chair/")) and doors.mark_of(page.callback) == "public"
    }
    shown = {address for address, status in opened.items() if status == 200 and "sign-in" not in address}
    assert shown == set()


@pytest.mark.parametrize("address", ["/desk/", "/desk/no-such-page/", "/chair/", "/chair/1/2/3", "/care/"])
def test_a_stranger_learns_nothing_about_pages_for_staff(address: str, client: Client) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/desk/sign-in/")


def test_a_page_that_is_missing_is_the_same_page_everywhere(client: Client) -> None:
    answers = [client.get(address) for address in ("/uk/no-such-page/", "/uk/another-one/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_request_that_is_too_long_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/uk/", data=b"", content_type="text/plain", CONTENT_LENGTH=str(65 * 1024 * 1024))
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/en/", "/en/write/", "/en/follow/", "/desk/", "/healthz", "/no-such-page/"])
def test_another_method_than_those_of_pages_is_given_none(method: str, address: str, client: Client) -> None:
    answer = client.generic(method, address)
    assert (answer.status_code, answer.headers["Allow"], answer.content) == (405, "GET, HEAD, POST", b"")


def test_numbers_for_operators_are_not_for_others(client: Client) -> None:
    answer = client.get("/metrics", REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, answer.content) == (404, client.get("/no-such-page").content)


@pytest.mark.security
def test_a_forbidden_page_is_byte_for_byte_an_absent_one(client: Client) -> None:
    """S11: the chair's door for somebody without the chair's power."""
    body = make_body("unit")
    client.force_login(make_person("handler", body, "read", "handle"))
    forbidden, absent = client.get("/chair/"), client.get("/chair/no-such-page/")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.content == absent.content
    assert {**forbidden.headers} == {**absent.headers}


def test_a_process_without_a_door_has_none_of_its_pages(settings: Any, client: Client) -> None:
    settings.ANSWERABLE = replace(settings.ANSWERABLE, doors=("public", "follow"))
    assert client.get("/healthz").status_code == 404
