"""Other people's clients of GeoReport v2, as PyPI has them, speak with this system: those that the contract names.

Their requests go through `requests`, whose transport is here Django's own client, so that nothing listens.
"""

import io
import itertools
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import georeport
import pytest
import requests
from django.test import Client

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import World
from answerable.base.testing import later, now

ENDPOINT = "http://testserver/open311/v2"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


class Within(requests.adapters.BaseAdapter):
    """A transport of `requests` that asks this very system."""

    def send(self, request: requests.PreparedRequest, **_words: Any) -> requests.Response:
        headers: Mapping[str, str] = {
            name: value for name, value in request.headers.items() if name != "Content-Length"
        }
        kind = headers.get("Content-Type", "")
        path = str(request.url).removeprefix("http://testserver")
        told = Client().generic(str(request.method), path, request.body or b"", content_type=kind, headers=headers)
        answer = requests.Response()
        answer.status_code, answer.raw, answer.url = told.status_code, io.BytesIO(told.content), str(request.url)
        answer.headers.update(told.headers)
        return answer

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(autouse=True)
def within(monkeypatch) -> None:
    monkeypatch.setattr(requests.Session, "get_adapter", lambda _session, url: Within())  # noqa: ARG005 -- its signature
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)  # of Python 2, which `three` still asks for


def published(world: World, text: str) -> str:
    kept = world.sent(channel="open311", public=True, at=now())
    actions.publish(by=world.actor("petrenko", now()), at=now(), ref=kept.appeal, text=text)
    return kept.number


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_and_requests(world: World, form: str) -> None:
    number = published(world, "A dark lamp.")
    published(world, "A deep hole.")
    client = georeport.GeoReport(ENDPOINT, output_format=form)
    assert [each["service_code"] for each in client.get_service_list()] == ["street", "conduct"]
    assert client.get_service_definition("street")["service_code"] == "street"
    assert sorted(each["description"] for each in client.get_service_requests()) == ["A dark lamp.", "A deep hole."]
    only = client.get_service_requests(service_request_id=number)
    assert (only if form == "xml" else only[0])["description"] == "A dark lamp."  # it folds a list of one in XML


def test_three_sends_with_a_picture_and_reads_its_pages(world: World, api_key: str) -> None:
    from three import Three  # it is of Python 2: here, after what it misses is there

    client = Three(ENDPOINT, api_key=api_key)
    sent = client.post(
        "street",
        name="Olena Kit",
        description="The lamp is dark.",
        lat="49.8",
        long="36.6",
        media=("lamp.png", PNG, "image/png"),
        **{"attribute[public]": "yes"},
    )
    appeal = Appeal.objects.get()
    assert [each["service_request_id"] for each in sent] == [appeal.number]
    actions.publish(by=world.actor("petrenko", now()), at=now(), ref=appeal.id, text="A dark lamp.")
    with later(timedelta(minutes=1)):
        published(world, "A deep hole.")
        assert [each["description"] for each in client.requests(count=1)] == ["A deep hole."]
        assert [each["description"] for each in client.requests(count=1, page=2)] == ["A dark lamp."]
    assert client.request(appeal.number)[0]["service_request_id"] == appeal.number
    assert client.token(appeal.number)[0]["token"] == appeal.number
    assert client.discovery()["endpoints"][0]["formats"] == ["text/xml", "application/json"]
