"""Every page of the public door in a real browser: axe-core finds nothing, nothing is too wide, nothing is heavy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from answerable.base.testing import now
from answerable.site import packs
from tests.browser.axe import FURTHER, LOOKS, chromium, click_through, faults_of, too_wide

pytestmark = pytest.mark.browser
PAGES = (
    "",
    "write/",
    "follow/",
    "about/",
    "about/protection/",
    "about/law/",
    "about/accessibility/",
    "bodies/",
    "bodies/department/",
    "how-they-answer/",
    "log/",
    "log/check/",
    "no-such-page/",
)
HEAVIEST = 150_000  # bytes of a page with everything that it loads


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def place(transactional_db, live_server) -> str:
    packs.load_pack(packs.find("raion"), at=now())
    return live_server.url


def page_of(browser: Browser, width: int = 360, *, dark: bool = False, script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        bypass_csp=script,  # axe-core is a script of ours in the page; the policy itself is tested elsewhere
    )
    return context.new_page()


@pytest.mark.parametrize("looks", [LOOKS, pytest.param(FURTHER, marks=pytest.mark.long)], ids=["looks", "further"])
def test_every_page_passes_axe_and_fits_in_every_language(place: str, browser: Browser, looks: tuple[tuple[str, int]]):
    faults = []
    for language, width in looks:
        page = page_of(browser, width, dark=width == 360)
        for path in PAGES:
            page.goto(f"{place}/{language}/{path}")
            wide = too_wide(page)
            faults += [f"{language}/{path} {width}: {fault}" for fault in faults_of(page)]
            faults += [f"{language}/{path} {width}: {wide} px too wide"] if wide else []
        page.context.close()
    assert faults == []


def test_the_way_of_a_message_passes_axe(place: str, browser: Browser):
    faults, page = [], page_of(browser)

    def look(where: str) -> None:
        wide = too_wide(page)
        faults.extend(f"{where}: {fault}" for fault in faults_of(page))
        faults.extend([f"{where}: {wide} px too wide"] if wide else [])

    page.goto(f"{place}/uk/write/")
    click_through(page, "button.button[value=check]")
    look("faults")
    page.fill("#id_text", "Сусід погрожує, ніхто не приїхав. Прошу пояснити чому.")
    page.select_option("#id_about", "unsure")
    page.click("summary:has-text('Сказати точніше')")
    page.select_option("#id_category", label="Насильство вдома")
    click_through(page, "button.button[value=check]")
    look("call first")
    click_through(page, "button[value^=safe]")
    look("before sending")
    click_through(page, "button.button[value=send]")
    look("sent")
    click_through(page, "form[action*=follow] button")
    look("followed")
    for path in ("reply", "withdraw", "contact"):
        page.goto(f"{place}/uk/follow/message/{path}/")
        look(path)
    page.context.close()
    assert faults == []


def test_every_page_weighs_less_than_the_limit_and_asks_nobody_else(place: str, browser: Browser):
    weights, strangers = {}, []
    for path in PAGES:
        page = page_of(browser)
        loaded: list[int] = []

        def weigh(answer, loaded=loaded) -> None:
            loaded.append(len(answer.body()))
            if not answer.url.startswith(place):
                strangers.append(answer.url)

        page.on("response", weigh)
        page.goto(f"{place}/uk/{path}", wait_until="networkidle")
        weights[path] = sum(loaded)
        page.context.close()
    assert strangers == []
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


def test_no_public_page_sets_a_cookie_or_breaks_the_policy(place: str, browser: Browser):
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for path in PAGES[:-1]:
        page.goto(f"{place}/en/{path}")
    assert context.cookies() == []
    assert said == []
    context.close()


def test_the_code_can_be_reached_from_the_keyboard_alone(place: str, browser: Browser):
    page = page_of(browser, 1280)
    page.goto(f"{place}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto(f"{place}/en/write/")
    page.focus("#id_text")
    page.keyboard.type("The lamp is dark.")
    page.focus("#id_about")
    page.keyboard.type("I am not")
    page.focus("button.button[value=check]")
    page.keyboard.press("Enter")
    page.wait_for_selector("button.button[value=send]")
    page.focus("button.button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".code")
    assert len(page.inner_text(".code").split()) == 6
    page.context.close()
