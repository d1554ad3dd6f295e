"""The desk in a real browser: the keyboard, without script, drafts kept while writing, and axe on each page."""

import os
import re
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
from playwright.sync_api import Browser, Page, expect

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Draft, Point
from answerable.appeals.testing import World, make_world
from answerable.appeals.tests.test_undelivered import lost
from answerable.base.actor import resident
from answerable.base.testing import now
from answerable.people import actions as people_actions
from answerable.people.models import Account
from tests.browser.axe import chromium, staff_looks

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHOTS = os.environ.get("SHOTS_FOLDER", "")  # a folder: then each page looked at is kept as a picture
TEXTS = (
    "Cars race along Myru street every night after eleven. When will there be a patrol? Please tell me who decides it.",
    "My neighbour threatens me and the police did not come for two hours.",
    "I lost my passport and was given no extract. Please tell me when I get it.",
    "Thank you for finding my mother.",
)
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
    return make_world()


def lively(world: World) -> list[str]:
    """A desk on an ordinary morning: late and new ones, an incident, somebody who wrote back, one answered, one merged."""
    head, at = world.actor("petrenko", now()), now()
    sent = [
        world.sent(
            at=at - timedelta(days=33 - 9 * place), text=text, category=None, territory=None, care=care, name="O."
        )
        for place, (text, care) in enumerate(zip(TEXTS, ((), ("child",), (), ()), strict=True))
    ]
    told = world.sent(at=at, kind="complaint", about_body=world.bodies["p1"], category=None, text="They shouted at me.")
    refs = [one.appeal for one in sent]
    appeals_actions.group(by=head, at=at, refs=refs[:2], title="Night racing on Myru street")
    appeals_actions.reply(by=world.sender(sent[2]), at=at, ref=refs[2], text="It is urgent.", token="a" * 24)
    appeals_actions.accept_appeal(by=world.actor("ivanenko", at), at=at, ref=refs[0])
    appeals_actions.set_points(by=head, at=at, ref=refs[3], points=[(None, "Pass it on to the patrol")])
    point = Point.objects.get(appeal=refs[3])
    reply = appeals_actions.PointReply(
        point.id, "promised", "We will read it out.", due_on=at.date() + timedelta(days=3)
    )
    appeals_actions.answer_appeal(by=head, at=at, ref=refs[3], text="Thank you.", replies=[reply])
    return [*(one.number for one in sent), told.number]


def opened(browser: Browser, live_server: Any, world: World, login: str, **options: Any) -> Page:
    """A page of somebody who has signed in."""
    client = Client()
    client.force_login(Account.objects.get(id=world.people[login]))
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}, "locale": "en"} | options))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context.new_page()


def at_desk(name: str, *args: object) -> str:
    return reverse(f"desk:appeals:{name}", args=args)


def addresses(numbers: list[str]) -> dict[str, str]:
    """Every page of the desk, each with something on it."""
    incident = Appeal.objects.get(number=numbers[0]).incident_id
    promised = Point.objects.exclude(promise=None).get()
    found = {name: at_desk(name) for name in ("list", "keys", "promises", "load", "entry", "begin")}
    found |= {"filtered": at_desk("list") + "?kind=report", "found": at_desk("search") + "?q=patrol"}
    found |= {"all": at_desk("list") + "?view=all", "nothing": at_desk("search") + "?q=zzz"}
    found |= {name: at_desk(name, incident) for name in ("incident", "answer-many")}
    found |= {"answered": at_desk("case", numbers[3]), "complaint": at_desk("case", numbers[4])}
    found |= {"promise": at_desk("promise", numbers[3], promised.promise), "close": at_desk("close", numbers[3])}
    for act in ("case", "accept", "assign", "note", "ask", "looked", "points", "categorise", "recuse", "answer"):
        found[act] = at_desk(act, numbers[0])
    for act in ("forward", "extend", "refuse", "join", "ungroup", "merge", "unmerge"):
        found[act] = at_desk(act, numbers[4] if act == "forward" else numbers[2])
    return found


def confirm_points(world: World, number: str, *texts: str) -> list[int]:
    ref = Appeal.objects.get(number=number).id
    appeals_actions.set_points(
        by=world.actor("petrenko", now()), at=now(), ref=ref, points=[(None, text) for text in texts]
    )
    return list(Point.objects.filter(appeal=ref).order_by("place").values_list("id", flat=True))


@staff_looks("uk")
def test_every_page_passes_axe_and_fits_its_width(
    browser: Browser, live_server: Any, world: World, language: str, width: int
) -> None:
    numbers = lively(world)
    confirm_points(world, numbers[0], "When will there be a patrol?", "Who decides it?")
    head = world.people["petrenko"]
    people_actions.change_language(by=world.actor("petrenko", now()), at=now(), account=head, language=language)
    size = {"width": width, "height": 900}
    # axe is brought into the page from outside: the system's own policy would not let it run
    page = opened(browser, live_server, world, "petrenko", viewport=size, locale=language, bypass_csp=True)
    faults: dict[str, str] = {}
    for name, where in addresses(numbers).items():
        answer = page.goto(live_server.url + where)
        assert (name, answer.status) == (name, 200)
        faults |= faults_on(page, name, f"{language}-{width}")
    assert faults == {}


def faults_on(page: Page, name: str, look: str) -> dict[str, str]:
    """What is wrong with a page as it stands: wider than its window, or what axe finds. Keeps a picture where asked."""
    faults: dict[str, str] = {}
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"desk-{name}-{look}.png"), full_page=True)
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        faults[f"{name}: width"] = "wider than the window"
    found = Axe().run(page)
    if found.response["violations"]:
        faults[name] = found.generate_report()
    return faults


@staff_looks("uk")
def test_whom_news_could_not_reach_passes_axe_and_fits_its_width(
    browser: Browser, live_server: Any, world: World, language: str, width: int
) -> None:
    lost(world, name="Anna Koval", address="Kharkivska oblast, Chuhuiv, 12 Myru street, flat 7")
    lost(world)
    moved = lost(world, text="My neighbour threatens me.").appeal
    appeals_actions.change_contact(by=resident(moved), at=now(), ref=moved, contact="+380501112233", way="phone")
    marta = world.people["marta"]
    people_actions.change_language(by=world.actor("marta", now()), at=now(), account=marta, language=language)
    size = {"width": width, "height": 900}
    page = opened(browser, live_server, world, "marta", viewport=size, locale=language, bypass_csp=True)
    assert page.goto(live_server.url + at_desk("undelivered")).status == 200
    assert page.locator("section.card").count() == 3
    assert faults_on(page, "undelivered", f"{language}-{width}") == {}


def test_the_list_goes_from_the_keyboard_alone(browser: Browser, live_server: Any, world: World) -> None:
    numbers = lively(world)
    page = opened(browser, live_server, world, "petrenko")
    page.goto(live_server.url + at_desk("list"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert numbers[1] in page.locator("[aria-current=true]").inner_text()
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == live_server.url + at_desk("case", numbers[0])
    page.keyboard.press("n")
    expect(page.locator("#note_text")).to_be_focused()
    page.keyboard.type("Nobody at home.")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep the note").click()
    assert "Nobody at home." in page.content()
    with page.expect_navigation():
        page.keyboard.press("g")  # what stands next
    assert page.url == live_server.url + at_desk("case", numbers[1])
    with page.expect_navigation():
        page.go_back()
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator("dialog#keys").wait_for(state="hidden")
    page.keyboard.press("/")
    expect(
        page.locator("#find")
    ).to_be_focused()  # wait_for_function would need `eval`, which the page's policy forbids
    assert page.url == f"{live_server.url}{at_desk('case', numbers[0])}?done=1"


def test_a_and_f_act_on_the_row_that_is_stood_on(browser: Browser, live_server: Any, world: World) -> None:
    numbers = lively(world)
    confirm_points(world, numbers[1], "Why did nobody come?")
    page = opened(browser, live_server, world, "petrenko")
    for key, act in (("a", "answer"), ("f", "forward")):
        page.goto(live_server.url + at_desk("list"))
        page.keyboard.press("j")
        page.keyboard.press("j")
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.url == live_server.url + at_desk(act, numbers[1])


def test_keys_go_by_their_place_on_a_cyrillic_layout(browser: Browser, live_server: Any, world: World) -> None:
    """Where the layout is Ukrainian the key of "j" writes "о": the key itself is what was learned."""
    numbers = lively(world)
    page = opened(browser, live_server, world, "petrenko")
    page.goto(live_server.url + at_desk("list"))
    struck = (
        "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {...key, bubbles: true, cancelable: true}))"
    )
    page.evaluate(struck, {"key": "о", "code": "KeyJ"})
    assert numbers[0] in page.locator("[aria-current=true]").inner_text()
    page.evaluate(struck, {"key": "ч", "code": "KeyX"})
    assert page.locator("[aria-current=true] input").is_checked()
    page.evaluate(struck, {"key": ".", "code": "Slash"})
    expect(page.locator("#find")).to_be_focused()
    page.locator("#find").blur()
    with page.expect_navigation():
        page.evaluate(struck, {"key": "а", "code": "KeyF"})
    assert page.url == live_server.url + at_desk("forward", numbers[0])


def test_twenty_rows_of_a_list_stand_in_one_window(browser: Browser, live_server: Any, world: World) -> None:
    for place in range(22):
        world.sent(at=now(), category=None, territory=None, text=f"{TEXTS[0]} {place}", care=("child",))
    page = opened(browser, live_server, world, "petrenko")
    page.goto(live_server.url + at_desk("list"))
    assert page.locator("[data-row]").nth(19).is_visible()
    box = page.locator("[data-row]").nth(19).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900
    assert {round(row.bounding_box()["height"]) for row in page.locator("[data-row]").all()} <= {36, 37}
    header = page.locator("header.head").bounding_box()
    assert header is not None
    assert header["height"] <= 56


def test_an_appeal_is_answered_without_script(browser: Browser, live_server: Any, world: World) -> None:
    numbers = lively(world)
    page = opened(browser, live_server, world, "petrenko", java_script_enabled=False)
    page.goto(live_server.url + at_desk("list"))
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("I lost my passport")).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Answer", exact=False).first.click()
    assert "What is asked" in page.locator("h1").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep these points").click()
    page.get_by_label("To the whole").fill("Your extract is ready.")
    page.get_by_label("answered", exact=True).check()
    page.get_by_label("What you say to it").fill("Come any day from nine to six.")
    with page.expect_navigation():
        page.get_by_role("button", name="Read it as the sender will").click()
    assert "Come any day from nine to six." in page.locator("main").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign and send").click()
    assert "The answer is sent." in page.locator("main").inner_text()
    assert Appeal.objects.get(number=numbers[2]).state == "answered"


def test_a_draft_is_kept_while_somebody_writes(browser: Browser, live_server: Any, world: World) -> None:
    numbers = lively(world)
    confirm_points(world, numbers[0], "When?")
    page = opened(browser, live_server, world, "ivanenko")
    page.clock.install()
    page.goto(live_server.url + at_desk("answer", numbers[0]))
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.get_by_label("To the whole").fill("A first thought")
        page.clock.run_for(5000)
    assert (kept.value.status, Draft.objects.count()) == (204, 1)
    page.get_by_text("Draft saved at").wait_for()
    page.reload()
    assert page.get_by_label("To the whole").input_value() == "A first thought"


def test_a_call_is_entered_from_the_keyboard_and_hints_at_the_same(
    browser: Browser, live_server: Any, world: World
) -> None:
    before = world.sent(at=now(), category=None, territory=None, text="No water in Soborna street since the morning.")
    page = opened(browser, live_server, world, "marta")
    page.clock.install()
    page.goto(live_server.url + at_desk("entry"))
    page.get_by_label("Report", exact=True).check()  # nothing is chosen before: a complaint must not pass for a report
    page.get_by_label("In the sender's own words").fill("There is no water in Soborna street since morning.")
    page.clock.run_for(2000)
    page.get_by_text(before.number).wait_for()
    page.get_by_label("District or settlement").fill("Town")
    page.keyboard.press("Enter")
    page.locator(".code").wait_for()
    assert len(page.locator(".code").inner_text().split()) == 6
    assert Appeal.objects.count() == 2
