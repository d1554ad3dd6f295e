"""The two lanes of a rush in a real browser: with scripts it works and the message goes, without them the page waits."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from answerable.appeals.models import Appeal
from answerable.appeals.rules.lanes import FREE, Gauge
from answerable.appeals.views import lanes
from answerable.base.testing import now
from answerable.site import packs
from tests.browser.axe import WIDTHS, chromium, click_through, faults_of, too_wide

pytestmark = pytest.mark.browser
SENDER = "203.0.113.9"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def place(transactional_db, live_server, settings, monkeypatch) -> str:
    settings.ANSWERABLE = replace(settings.ANSWERABLE, trusted_proxies=1)
    packs.load_pack(packs.find("raion"), at=now())
    monkeypatch.setattr(lanes, "_gauge", Gauge(busy=0))
    for _ in range(FREE):
        lanes._debt(SENDER, now())
    return str(live_server.url)


def sending(browser: Browser, place: str, width: int = 360, *, script: bool) -> Page:
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": width, "height": 800},
        extra_http_headers={"X-Forwarded-For": SENDER},
        bypass_csp=not script,
    )
    page = context.new_page()
    page.goto(f"{place}/uk/write/")
    page.check("[name=kind][value=report]")
    page.fill("#id_text", "Ліхтар біля школи темний. Коли полагодять?")
    page.select_option("#id_about", "unsure")
    click_through(page, "button.button[value=check]")
    click_through(page, "button.button[value=send]")
    return page


def test_a_browser_with_scripts_works_and_the_message_goes_by_itself(place: str, browser: Browser):
    page = sending(browser, place, script=True)
    page.wait_for_selector("dl.facts dd", timeout=60_000)
    assert Appeal.objects.get().number in page.inner_text("dl.facts")
    page.context.close()


def test_without_scripts_the_page_says_when_and_keeps_the_words(place: str, browser: Browser):
    for width in WIDTHS:
        page = sending(browser, place, width, script=False)
        assert page.locator("main button").count() == 1
        assert too_wide(page) == 0
        assert "Ліхтар" in page.locator("[name=first]").input_value()
        page.context.close()
    assert Appeal.objects.count() == 0


def test_the_page_passes_axe(place: str, browser: Browser):
    context = browser.new_context(bypass_csp=True, extra_http_headers={"X-Forwarded-For": SENDER})
    context.add_init_script("Object.defineProperty(globalThis, 'crypto', {value: undefined})")  # so that it stays
    page = context.new_page()
    page.goto(f"{place}/uk/write/")
    page.check("[name=kind][value=report]")
    page.fill("#id_text", "Ліхтар біля школи темний. Коли полагодять?")
    page.select_option("#id_about", "unsure")
    click_through(page, "button.button[value=check]")
    click_through(page, "button.button[value=send]")
    assert faults_of(page) == []
    context.close()
