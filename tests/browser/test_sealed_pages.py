"""Pages around a sealed appeal in a real browser: purpose, no key, keepers with a request, the case itself."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, make_world
from answerable.base.testing import now
from answerable.people import signing
from answerable.people.models import Account, Body
from answerable.people.testing import give_seat, make_account
from answerable.vault import actions as vault_actions
from answerable.vault.models import KeyPair
from answerable.vault.queries import holders as who
from answerable.vault.rules import wraps
from answerable.vault.terms import Holder, RecordBar
from tests.browser.axe import chromium, click_through, faults_of, staff_looks, too_wide

SHOTS = os.environ.get("SHOTS_FOLDER", "")  # a folder: then each page looked at is kept as a picture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def with_keepers() -> tuple[World, Appeal, Appeal]:
    """Three keepers and two sealed appeals, of which one has no reader any more and is asked for."""
    world = make_world()
    world.keys()
    omb = make_account("omb")
    give_seat(omb, Body.objects.get(code="pro"), "read", "keys")
    world.people["omb"] = omb.id
    world.key("omb", confirmed_by="olena")
    logins = ("koval", "olena", "omb")
    pairs = [KeyPair.objects.get(holder=Holder.ACCOUNT, owner=world.people[login]).id for login in logins]
    vault_actions.found_quorum(by=world.actor("koval"), at=now(), holders=pairs)
    pair = who.quorum_pair()
    assert pair is not None
    vault_actions.confirm_pair(
        by=world.actor("olena"), at=now(), pair=pair.id, fingerprint=wraps.key_fingerprint(pair.public)
    )
    first, second = (
        Appeal.objects.get(
            id=world.sent(
                at=now(), kind="complaint", text=f"{n} He took my phone.\n\nWhy?", about_person=world.people["petrenko"]
            ).appeal
        )
        for n in "12"
    )
    bar = RecordBar(accounts=frozenset({world.people["koval"], world.people["olena"]}))
    vault_actions.close_to_barred(by=world.actor("koval"), at=now(), subject=subject_of(second.id), bar=bar)
    reason = "Both who could read it lost their keys in the fire."
    request = vault_actions.ask_quorum(
        by=world.actor("omb"), at=now(), subject=subject_of(second.id), reason=reason, bar=RecordBar()
    )
    seed = vault_actions.open_pair(by=world.actor("olena"), password="the long password of olena")
    vault_actions.approve_quorum(by=world.actor("olena"), at=now(), request=request, seed=seed, bar=RecordBar())
    return world, first, second


@staff_looks("uk")
def test_every_page_around_a_sealed_appeal_passes_axe_and_fits_its_width(
    browser: Browser, live_server, language: str, width: int
) -> None:
    world, first, second = with_keepers()
    koval = Account.objects.get(id=world.people["koval"])
    client = Client()
    client.force_login(koval)
    request = SimpleNamespace(session=client.session, user=koval)
    signing.prove(request, now())  # type: ignore[arg-type] # what it needs of a request
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

    def look_at(name: str) -> None:
        found = faults_of(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else [])
        if found:
            faults[name] = found
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{language}-{width}.png"), full_page=True)

    asked = f"?language={language}"
    page.goto(f"{live_server.url}/desk/{asked}")
    look_at("worklist")
    page.goto(f"{live_server.url}/desk/appeals/{first.number}/{asked}")
    look_at("purpose")
    page.check("input[value=handle]")
    click_through(page, "main form button[type=submit]")
    look_at("open")
    page.fill("[name=password]", "the long password of koval")
    click_through(page, "main form button[type=submit]")
    assert "He took my phone." in page.inner_text("main")
    look_at("case")
    page.goto(f"{live_server.url}/desk/appeals/{second.number}/{asked}")
    page.check("input[value=handle]")
    click_through(page, "main form button[type=submit]")
    look_at("no-key")
    for name in ("keys/keepers/", "keys/keepers/ask/", "keys/handover/"):
        page.goto(f"{live_server.url}/desk/{name}{asked}")
        assert page.locator("h1").count() == 1
        look_at(name.strip("/").replace("/", "-"))
    context.close()
    assert faults == {}
