"""The pages of key holders and of the auditor in a real browser: axe on each, and nothing wider than its window."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from answerable.base.actor import Actor, ActorKind
from answerable.base.subject import Subject
from answerable.base.testing import now
from answerable.people import queries as people_queries
from answerable.people import signing
from answerable.people.testing import give_seat, make_account, make_body
from answerable.vault import actions as vault_actions
from answerable.vault import queries as vault_queries
from answerable.vault.terms import Holder
from tests.browser.axe import chromium, click_through, faults_of, staff_looks, too_wide

SHOTS = os.environ.get("SHOTS_FOLDER", "")  # a folder: then each page looked at is kept as a picture
GOOD = "wet stones under the seventh bridge"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@staff_looks("ru")
def test_every_page_of_key_holders_passes_axe_and_fits_its_width(browser, live_server, language, width):
    body, at = make_body("monitor"), now()
    olena, omb = (make_account(login, language=language) for login in ("olena", "omb"))
    for account in (olena, omb):
        give_seat(account, body, "keys", "audit")
    made = vault_actions.enrol_pair(by=people_queries.actor_for(omb.id, at), at=at, password=GOOD)
    reader = Actor(ActorKind.OFFICER, id=5, name="Olena")
    for purpose in ("review", "quorum"):
        vault_actions.record_access(
            by=reader, at=at, subject=Subject("appeal", 456099184024338432), root=1, section="text", purpose=purpose
        )
    client = Client()
    client.force_login(olena)
    request = SimpleNamespace(session=client.session, user=olena)
    signing.prove(request, at)
    request.session.save()
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=language, reduced_motion="reduce")
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            },
        ]
    )
    page, faults = context.new_page(), {}

    def look_at(name):
        found = faults_of(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else [])
        if found:
            faults[name] = found
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{language}-{width}.png"), full_page=True)

    page.goto(f"{live_server.url}/desk/keys/")
    page.fill("[name=password]", "short")
    click_through(page, "main form button[type=submit]")
    look_at("key-refused")
    page.fill("[name=password]", GOOD)
    page.fill("[name=again]", GOOD)
    click_through(page, "main form button[type=submit]")
    page.wait_for_selector("code.code")
    look_at("sheet")
    own = vault_queries.pair_of(Holder.ACCOUNT, olena.id)
    for name in (
        "keys/sheet/",
        "keys/",
        "keys/password/",
        "keys/recover/",
        "keys/lost/",
        "keys/sheet/new/",
        "keys/open/",
        "keys/holders/",
        f"keys/retire/{own.id}/",
        "keys/handover/",
        f"keys/confirm/{made.pair}/",
        "keys/keepers/",
        "keys/keepers/new/",
        "looks/",
        "looks/?purpose=review",
    ):
        page.goto(f"{live_server.url}/desk/{name}")
        assert page.locator("h1").count() == 1
        look_at(name.strip("/").replace("/", "-").replace("?", "-"))
    context.close()
    assert faults == {}
