"""Surveys and focus groups in a real browser: by the keyboard alone, without script, and axe-core on the pages that people work on."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from answerable.base.testing import now
from answerable.focus import queries as focus_queries
from answerable.focus.models import Group, Mark
from answerable.people import actions as people_actions
from answerable.people import queries as people_queries
from answerable.people.models import Account, Body
from answerable.people.testing import make_body, make_person
from answerable.surveys import testing
from answerable.surveys.models import Sketch
from answerable.surveys.questionnaire import exchanging
from answerable.surveys.tests.test_draws import opened, signed_in
from tests.browser.axe import chromium, faults_of, staff_looks, too_wide

SHOTS: Final = os.environ.get("SHOTS_FOLDER", "")  # a folder: then each page looked at is kept as a picture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def at_the_desk(browser: Browser, url: str, account: Account, **options: Any) -> BrowserContext:
    """A window of somebody who has signed in."""
    client = signed_in(account)
    context = browser.new_context(**options)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return context


def speaks(account: Account, language: str) -> None:
    """The pages of the desk are in this language for somebody."""
    by = people_queries.actor_for(account.id, now())
    people_actions.change_language(by=by, at=now(), account=account.id, language=language)


def wrong_with(page: Page, name: str) -> dict[str, object]:
    """What axe-core and the width of the window find on a page; empty where nothing is wrong."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    found = {"axe": faults_of(page), "too wide": too_wide(page)}
    return {f"{name}: {what}": said for what, said in found.items() if said}


def edited(client: Client, body: Any) -> str:
    """The address of an editor that holds a questionnaire with groups, choices and a repeat, and a fault at its end."""
    address = f"{opened(client, body)}editor/"
    assert client.post(f"{address}begin/", {"what": "blank"}).status_code == 302
    sketch = Sketch.objects.get()
    rows = [*testing.SURVEY, ("text", "late", "Late", "Пізно", "", "", "pulldata('x') = 1")]
    sketch.sheets = exchanging.open_workbook(testing.workbook(rows))
    sketch.save(update_fields=["sheets"])
    return address


@staff_looks("uk")
def test_the_editor_passes_axe_and_fits_its_width(
    browser: Browser, live_server: Any, transactional_db: None, language: str, width: int
) -> None:
    monitor = make_body("monitor", kind="monitor")
    maker = make_person("olha", monitor, "read", "surveys")
    speaks(maker, language)
    address = edited(signed_in(maker), monitor)
    look = {"viewport": {"width": width, "height": 800}, "locale": language}
    faults: dict[str, object] = {}
    with at_the_desk(
        browser, live_server.url, maker, **look, color_scheme="dark" if width == 360 else "light"
    ) as context:
        page = context.new_page()
        for name, path in (("rows", ""), ("question", "2/"), ("new", "0/?new=select_multiple"), ("settings", "settings/"),
                           ("preview", "preview/")):  # fmt: skip
            page.goto(f"{live_server.url}{address}{path}")
            faults |= wrong_with(page, f"editor-{name}-{language}-{width}")
    assert faults == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_questionnaire_is_put_together_from_the_keyboard_alone(
    browser: Browser, live_server: Any, transactional_db: None, *, script: bool
) -> None:
    monitor = make_body("monitor", kind="monitor")
    maker = make_person("olha", monitor, "read", "surveys")
    address = f"{opened(signed_in(maker), monitor)}editor/"
    with at_the_desk(browser, live_server.url, maker, java_script_enabled=script, locale="en") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        for name, press in (("With an empty questionnaire", "Enter"), ("Add good_job", "Space"), ("Add safe_dark", "Enter"),
                            ("Up: safe_dark", "Space"), ("Take the last change back", "Enter")):  # fmt: skip
            button = page.get_by_role("button", name=name, exact=True)
            button.focus()
            with page.expect_navigation():
                page.keyboard.press(press)
    rows = Sketch.objects.get(is_current=True).sheets["survey"]["rows"]
    assert [row["name"] for row in rows] == ["good_job", "safe_dark"]


TALK: Final = "М: Чому не йдете до поліції?\nP1: Бо далеко 🚌, і ніхто не приходить.\nP2: Мне не ответили.\n"


def final_group(maker: Account, body: Body) -> str:
    """The address of a group whose text is final, of a study with two codes: 1 is "Far", 2 is "Silence"."""
    client = signed_in(maker)
    said = {"body": body.id, "title": "Why nobody calls", "purpose": "To understand it"}
    study = client.post("/desk/focus/", said)["Location"]
    group = client.post(f"{study}groups/", {"name": "Women of the village"})["Location"]
    masks = client.post(f"{group}transcript/", {"file": SimpleUploadedFile("talk.txt", TALK.encode())})["Location"]
    assert client.post(masks, {"found": [], "more": "", "kind": "person"}).status_code == 302
    assert client.post(f"{group}final/").status_code == 302
    for name in ("Far", "Silence"):
        assert client.post(f"{study}codebook/", {"name": name}).status_code == 302
    return group


def test_words_and_whole_turns_are_coded_from_the_keyboard(
    browser: Browser, live_server: Any, transactional_db: None
) -> None:
    monitor = make_body("monitor", kind="monitor")
    maker = make_person("olha", monitor, "read", "focus")
    group = final_group(maker, monitor)
    with at_the_desk(browser, live_server.url, maker, locale="en") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}{group}coding/")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("1")  # the second turn, whole
        page.evaluate(
            """() => {
                const words = [...document.querySelectorAll("[data-start]")].find((one) => one.textContent.includes("Мне"));
                const at = words.textContent.indexOf("не ответили");
                getSelection().setBaseAndExtent(words.firstChild, at, words.firstChild, at + "не ответили".length);
            }"""
        )
        with page.expect_navigation():
            page.keyboard.press("2")  # these words alone, behind an emoji: positions are codepoints
        assert wrong_with(page, "coding") == {}
    text = focus_queries.text_of(Group.objects.get())
    marked = [(mark.code.name, text[mark.start : mark.end]) for mark in Mark.objects.order_by("start")]
    assert marked == [("Far", "Бо далеко 🚌, і ніхто не приходить."), ("Silence", "не ответили")]
