"""S05: with scripts off and a fresh browser everything can be done, titles tell nothing, and Back shows nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import State
from answerable.base.testing import now
from answerable.people import queries as people_queries
from answerable.site import packs
from answerable.vault.models import File
from tests.browser.axe import chromium, click_through

pytestmark = [pytest.mark.browser, pytest.mark.security]
WORDS = "The lamp at the school is dark.\n\nWhen will it be mended? Who answers for it?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(transactional_db, live_server, browser: Browser) -> Iterator[Page]:
    """A fresh browser of 360 px without scripts."""
    packs.load_pack(packs.find("raion"), at=now())
    context = browser.new_context(
        locale="en-GB", viewport={"width": 360, "height": 740}, java_script_enabled=False, base_url=live_server.url
    )
    yield context.new_page()
    context.close()


def neutral(page: Page) -> str:
    """The title of a page, which holds no word of the message, no number and no code."""
    title = page.title()
    assert not any(sign.isdigit() for sign in title), title
    assert not any(word in title.lower() for word in ("lamp", "school", "complaint", "police")), title
    return title


def sent(page: Page) -> str:
    """A message with a file, sent; returns its code."""
    page.goto("/en/write/")
    neutral(page)
    page.check("[name=kind][value=report]")
    page.fill("#id_text", WORDS)
    page.fill("#id_where", "at the school")
    page.set_input_files("#id_files", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"seen at 18:40"})
    click_through(page, "button.button[value=check]")
    neutral(page)
    assert "note.txt" in (page.text_content("main") or "")
    click_through(page, "button.button[value=send]")
    neutral(page)
    return page.inner_text(".code")


def entered(page: Page, code: str) -> None:
    page.goto("/en/follow/")
    neutral(page)
    page.fill("#id_code", code)
    click_through(page, "main button")
    assert neutral(page) == "My message"


def test_s05_all_of_it_works_without_scripts_and_back_shows_nothing(page: Page) -> None:
    code = sent(page)
    appeal = Appeal.objects.get()
    assert File.objects.filter(thing=f"appeal/{appeal.id}").count() == 1
    head = people_queries.actor_for(people_queries.heads_of(appeal.body_id, now())[0].id, now())
    appeals_actions.accept_appeal(by=head, at=now(), ref=appeal.id)
    appeals_actions.set_points(by=head, at=now(), ref=appeal.id, points=[(None, "When"), (None, "Who")])
    first, second = Point.objects.filter(appeal=appeal).order_by("place")
    replies = [
        appeals_actions.PointReply(first.id, "answered", "On Friday."),
        appeals_actions.PointReply(second.id, "answered", "We do."),
    ]
    appeals_actions.answer_appeal(by=head, at=now(), ref=appeal.id, text="Thank you.", replies=replies)

    entered(page, code)
    assert "On Friday." in page.inner_text("main")
    click_through(page, "a[href$='/reply/']")
    neutral(page)
    page.fill("#id_text", "It is dark again.")
    click_through(page, "button.button[value=send]")
    assert "It is dark again." in page.inner_text("main")
    click_through(page, f"#point-{first.id} button[value=answered]")
    click_through(page, f"#point-{second.id} button[value=not_answered]")
    assert page.get_attribute(f"#point-{second.id} button[value=not_answered]", "aria-pressed") == "true"
    click_through(page, "a.button[href$='/dispute/']")
    neutral(page)
    page.fill("#id_text", "Nobody came.")
    click_through(page, "main button.button")
    appeal.refresh_from_db()
    assert appeal.state == State.DISPUTED
    assert Point.objects.get(id=first.id).rating == "answered"

    click_through(page, "form[action$='/leave/'] button")
    page.go_back()
    shown = page.content()
    assert not any(words in shown for words in ("The lamp", "It is dark again.", "Nobody came.", "On Friday."))
    assert page.url.endswith("/en/follow/")
    left = page.context.cookies()  # what guards forms may stay until the browser is closed
    assert [cookie["name"] for cookie in left if "follow" in cookie["name"] or cookie["expires"] != -1] == []


def test_s05_pages_ask_no_third_party_and_keep_nothing_in_the_browser(page: Page, live_server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    kept: list[str] = []
    page.on(
        "response",
        lambda answer: kept.append(answer.headers.get("cache-control", "")) if "/follow/" in answer.url else None,
    )
    code = sent(page)
    assert page.context.cookies() == []
    entered(page, code)
    (cookie,) = page.context.cookies()
    assert (cookie["expires"], cookie["httpOnly"], cookie["sameSite"]) == (-1, True, "Strict")
    assert {url.split("/")[2] for url in asked} == {live_server.url.split("/")[2]}
    assert kept
    assert all("no-store" in each for each in kept if each)
