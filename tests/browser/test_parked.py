"""The list of parked deeds in a browser: axe and width in each language, dark too; from the keyboard; without script."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page

from answerable.base.actor import SYSTEM
from answerable.base.follower import HeardDeed, follows
from answerable.base.testing import now
from answerable.ledger import follow
from answerable.ledger.actions import record
from answerable.ledger.models import Parked
from answerable.people.models import Account
from answerable.people.testing import make_body, make_person
from tests.browser.axe import WIDTHS, chromium, faults_of, too_wide

PAGE: Final = "/desk/parked/"
SHOTS: Final = os.environ.get("SHOTS_FOLDER", "")  # a folder: then each page looked at is kept as a picture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@follows("test.barred", critical=True)
def shut_out_whoever_it_is_about(entry: HeardDeed) -> None:
    """A follower that stumbles, and whose work does not wait."""
    raise LookupError


@follows("test.done")
def tell_the_sender_of_the_answer(entry: HeardDeed) -> None:
    """A follower that stumbles."""
    raise RuntimeError("Olha Petrenko")


def watching() -> Account:
    """Somebody who watches over an installation in which three things wait, one of them with more behind it."""
    for thing in ("test/7", "test/7", "test/8"):
        with transaction.atomic():
            record(by=SYSTEM, at=now(), deed="test.done", thing=thing)
    with transaction.atomic():
        record(by=SYSTEM, at=now(), deed="test.barred", thing="test/9007199254740993")
    for hours in range(6):
        room = {"oversight": (shut_out_whoever_it_is_about, tell_the_sender_of_the_answer)}
        follow.bring_up_to_date(room, at=now() + timedelta(hours=hours))
    return make_person("watcher", make_body("unit"), "audit")


def signed_in(browser: Browser, live_server: Any, account: Account, **options: Any) -> Page:
    client = Client()
    client.force_login(account)
    context = browser.new_context(**options)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context.new_page()


def test_it_passes_axe_and_fits_in_each_language_and_in_the_dark(browser: Browser, live_server: Any) -> None:
    account, faults = watching(), []
    for width in WIDTHS:
        page = signed_in(
            browser, live_server, account, viewport={"width": width, "height": 900}, bypass_csp=True
        )  # axe is brought into the page from outside
        for language, colours in (("en", "dark"), ("uk", "light"), ("ru", "light"), ("ru", "dark")):
            page.emulate_media(color_scheme=colours)
            page.goto(f"{live_server.url}{PAGE}?language={language}")
            assert page.locator("section.card").count() == 3
            wide = too_wide(page)
            faults += [f"{language} {width}: {fault}" for fault in faults_of(page)]
            faults += [f"{language} {width}: {wide} px too wide"] if wide else []
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"parked-{language}-{width}-{colours}.png"), full_page=True)
        if SHOTS:
            page.emulate_media(media="print")
            page.screenshot(path=str(Path(SHOTS) / f"parked-print-{width}.png"), full_page=True)
        page.context.close()
    assert sorted({fault.split(": ", 1)[1] for fault in faults}) == []


@pytest.mark.parametrize("script", [True, False])
def test_one_is_tried_again_from_the_keyboard_alone_with_script_and_without(
    browser: Browser, live_server: Any, *, script: bool
) -> None:
    page = signed_in(browser, live_server, watching(), java_script_enabled=script)
    page.goto(live_server.url + PAGE)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator("section.card button:focus").count():
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "It is tried again within seconds." in page.inner_text("main")
    urgent = Parked.objects.get(critical=True)  # the urgent one stands first
    assert Parked.objects.exclude(retry_at=None).count() >= 1
    assert urgent.retry_at is not None
    page.context.close()
