"""A browser for tests, and what axe-core finds wrong with a page. Skips plainly where there is no Chromium."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ARGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS: Final = (360, 1280)
LOOKS: Final = (("en", 1280), ("uk", 360), ("ru", 360))
"""Each language once, each width once: what `make ci` looks at. A page is wide in one language or badly marked in all."""
FURTHER: Final = (("en", 360), ("uk", 1280), ("ru", 1280))
PATIENCE: Final = 120_000  # milliseconds


def staff_looks(narrow: str) -> pytest.MarkDecorator:
    """Pages of staff: wide in English and narrow in one other language, which differs by file of tests; the further pairs of
    language and width are looked at by `make ci-long`.
    """
    usual = (("en", 1280), (narrow, 360))
    further = [pytest.param(*look, marks=pytest.mark.long) for look in (*LOOKS, *FURTHER) if look not in usual]
    return pytest.mark.parametrize(("language", "width"), [*usual, *further])


def _be_patient(browser: Browser) -> None:
    """A loaded machine is slow, not wrong: every context of this browser waits longer than Playwright's half minute."""
    made = browser.new_context

    def patient(**given: Any) -> BrowserContext:
        context = made(**given)
        context.set_default_timeout(PATIENCE)
        return context

    cast("Any", browser).new_context = patient


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium here: install Debian's `chromium`")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright's loop runs in the thread in which tests use the database
    )
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=found, args=ARGS)
            _be_patient(browser)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        _collect_what_is_left()


def _collect_what_is_left() -> None:
    """Let the driver's pipes, whose loop is closed by now, complain here: collected later, they fail whatever test runs then."""
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        gc.collect()
    finally:
        sys.unraisablehook = before


def click_through(page: Page, selector: str) -> None:
    """Clicks what leads to another page, and waits until that page stands: a click alone does not wait for it."""
    with page.expect_navigation():
        page.click(selector)


def faults_of(page: Page) -> list[str]:
    """What axe-core finds on a page as it stands, a line for each: rule, help, and the first element."""
    found: Any = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found]


def too_wide(page: Page) -> int:
    """By how many pixels a page is wider than its window: nobody should scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
