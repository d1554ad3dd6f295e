"""The chair's pages in a real browser: the keyboard, without script, and axe on each, in three languages."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from answerable.appeals import actions as appeals_actions
from answerable.appeals.testing import World, make_world
from answerable.base.testing import now
from answerable.oversight import actions as oversight_actions
from answerable.oversight import followers
from answerable.oversight.models import Instruction, Item
from answerable.oversight.testing import answered, late
from answerable.people import actions as people_actions
from answerable.people.models import Account
from answerable.site.testing import hear_all
from tests.browser.axe import chromium, staff_looks

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHOTS = os.environ.get("SHOTS", "")  # a folder: then each page looked at is kept as a picture
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def world(transactional_db: None) -> World:
    assert followers
    made = make_world()
    at = now() - timedelta(hours=3)
    for text in ("The lamp at the school is dark.", "Nobody came for two hours."):
        sent = made.sent(at=at, text=text)
        answered(made, sent, at=at)
        appeals_actions.dispute(
            by=made.sender(sent), at=at, ref=sent.appeal, text="They wrote of the camera. I asked why.", token="t" * 20
        )
    hear_all()
    late(made, at=at)
    return made


def opened(browser: Browser, live_server: Any, world: World, login: str, **options: Any) -> Page:
    client = Client()
    client.force_login(Account.objects.get(id=world.people[login]))
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context.new_page()


def addresses(item: Item, asked: Instruction) -> dict[str, str]:
    found = {"item": reverse("chair:oversight:item", args=[item.id])}
    for act in ("instruct", "return", "accept", "measure", "commend"):
        found[act] = reverse("chair:oversight:act", args=[item.id, act])
    for which in ("today", "unread", "escalations"):
        found[which] = reverse("chair:oversight:lists", args=[which])
    found["instructions"] = reverse("chair:oversight:instructions")
    found["asked"] = reverse("desk:oversight:instructions")
    found["asked-one"] = reverse("desk:oversight:instruction", args=[asked.id])
    found["public"] = "/en/how-they-answer/"
    return found


def asked_why(world: World, item: Item) -> Instruction:
    day = now().date() + timedelta(days=3)
    return oversight_actions.ask_why(
        by=world.actor("koval", now()), at=now(), item=item.id, due_on=day, text="Why so late?"
    )


@staff_looks("ru")
def test_every_page_passes_axe_and_fits_its_width(
    browser: Browser, live_server: Any, world: World, language: str, width: int
) -> None:
    item = Item.objects.order_by("id")[0]
    asked = asked_why(world, Item.objects.order_by("id")[1])
    koval = world.actor("koval", now())
    people_actions.change_language(by=koval, at=now(), account=koval.id, language=language)
    size = {"width": width, "height": 900}
    page = opened(browser, live_server, world, "koval", viewport=size, locale=language, bypass_csp=True)
    for name, where in addresses(item, asked).items():
        page.goto(live_server.url + where.replace("/en/", f"/{language}/"))
        assert page.locator("html").get_attribute("lang") == language, name
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"chair-{name}-{language}-{width}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], f"{name}: {found.generate_report()}"


def test_the_reading_goes_from_the_keyboard_alone(browser: Browser, live_server: Any, world: World) -> None:
    page = opened(browser, live_server, world, "koval")
    items = list(Item.objects.order_by("at", "id"))
    page.goto(live_server.url + "/chair/")
    for following in items[1:]:
        with page.expect_navigation():
            page.keyboard.press("j")
        assert page.url == live_server.url + reverse("chair:oversight:item", args=[following.id])
    with page.expect_navigation():
        page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("i")
    page.get_by_label("What to do").fill("Answer her by Friday.")
    with page.expect_navigation():
        page.get_by_role("button", name="Give this instruction").click()
    assert page.get_by_role("status").inner_text() == (
        "The instruction is given; the sender is told who answers and by when."
    )
    given = Instruction.objects.get()
    assert (given.appeal_id, Item.objects.filter(read_at=None).count()) == (items[1].appeal_id, 1)


def test_the_reading_goes_without_script(browser: Browser, live_server: Any, world: World) -> None:
    page = opened(browser, live_server, world, "koval", java_script_enabled=False)
    page.goto(live_server.url + "/chair/")
    for _ in range(Item.objects.count()):
        page.locator("button[data-key=j]").click()
    assert page.url == live_server.url + reverse("chair:oversight:lists", args=["today"])
    assert Item.objects.filter(read_at=None).count() == 0
