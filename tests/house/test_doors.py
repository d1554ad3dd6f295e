"""Every page has a door, and what is not for a visitor looks like what is not there."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

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


def test_pages_below_a_door_for_staff_are_for_staff_or_for_signing_in() -> None:
    strange = [
        address
        for address, page in _pages(get_resolver())
        if address.startswith(("desk/", "chair/"))
        and doors.mark_of(page.callback) not in {"desk", "chair"}
        and "sign-in" not in address
    ]
    assert strange == []


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


def test_numbers_for_operators_are_not_for_others(client: Client) -> None:
    answer = client.get("/metrics", REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, answer.content) == (404, client.get("/no-such-page").content)
