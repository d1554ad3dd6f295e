"""Every page of the public door in a real browser: axe-core finds nothing, nothing is too wide, nothing is heavy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

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
MOST_FACES, HEAVIEST_TYPE = 2, 60_000  # of its letters, on a first visit


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
    page.check("[name=kind][value=report]")
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
    weights, faces, strangers = {}, {}, []
    for path in PAGES:
        page = page_of(browser)
        loaded: list[int] = []
        letters: list[int] = []

        def weigh(answer, loaded=loaded, letters=letters) -> None:
            loaded.append(len(answer.body()))
            if answer.url.endswith(".woff2"):
                letters.append(loaded[-1])
            if not answer.url.startswith(place):
                strangers.append(answer.url)

        page.on("response", weigh)
        page.goto(f"{place}/uk/{path}", wait_until="networkidle")
        weights[path], faces[path] = sum(loaded), (len(letters), sum(letters))
        page.context.close()
    assert strangers == []
    assert {path: found for path, found in faces.items() if not 1 <= found[0] <= MOST_FACES} == {}
    assert {path: found for path, found in faces.items() if found[1] > HEAVIEST_TYPE} == {}
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_a_phone_shows_the_title_at_once_and_the_form_in_a_few_thumbs(place: str, browser: Browser, language: str):
    page = page_of(browser)
    for path in ("", "write/", "about/"):
        page.goto(f"{place}/{language}/{path}")
        top = page.locator("h1").bounding_box()
        assert (path, top is not None and top["y"] < 150) == (path, True)
    page.goto(f"{place}/{language}/write/")
    assert page.evaluate("document.documentElement.scrollHeight") < 1_800
    page.click("a.to-menu")
    assert page.locator("#menu .languages").is_visible()
    page.context.close()


def test_a_long_list_is_found_by_typing_a_part_of_a_name(place: str, browser: Browser):
    page = page_of(browser)
    page.goto(f"{place}/en/write/")
    page.click("details.fold summary")
    territory = page.locator("#id_territory")
    many, find = territory.locator("option").count(), page.locator("details.fold .finds").first
    assert many > 24
    find.fill("saltiv")  # in the middle of a name
    offered = [text.strip() for text in territory.locator("option").all_text_contents()]
    assert 1 < len(offered) < many
    assert [text for text in offered if "Saltiv" not in text] == ["—"]  # what is chosen stays, though it doesn't fit
    find.fill("")
    assert territory.locator("option").count() == many
    page.context.close()


def test_the_place_where_somebody_is_goes_into_the_field_and_nowhere_else(place: str, browser: Browser):
    context = browser.new_context(
        geolocation={"latitude": 49.8356, "longitude": 36.6886}, permissions=["geolocation"], locale="en"
    )
    page, asked = context.new_page(), []
    page.goto(f"{place}/en/write/")
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    page.get_by_role("button", name="Use the place where I am").click()
    expect(page.locator("#id_where")).to_have_value("49.83560, 36.68860")
    assert asked == []
    context.close()


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
    page.focus("[name=kind][value=report]")
    page.keyboard.press("Space")
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
