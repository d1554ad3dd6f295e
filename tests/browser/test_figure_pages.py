"""The pages of figures in a real browser: axe-core finds nothing, and nothing is too wide for a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from answerable.figures import testing
from tests.browser.axe import LOOKS, chromium, faults_of, too_wide

pytestmark = pytest.mark.browser
PAGES = (
    "figures/",
    "figures/time-to-answer/2026-03/",
    "figures/closing-days/2026-03/",
    "figures/outcome/2026-03/",
    "open-data/",
    "places/",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def place(transactional_db: None, live_server, tmp_path: Path) -> Iterator[str]:
    with testing.march_published(tmp_path, drawn=True):
        yield live_server.url


def test_the_pages_of_figures_pass_axe_and_fit(place: str, browser: Browser) -> None:
    faults = []
    for language, width in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if width == 360 else "light",
            bypass_csp=True,  # axe-core is a script of ours in the page
        )
        page = context.new_page()
        for path in PAGES:
            answer = page.goto(f"{place}/{language}/{path}")
            assert answer is not None
            assert answer.status == 200, path
            wide = too_wide(page)
            faults += [f"{language}/{path} {width}: {fault}" for fault in faults_of(page)]
            faults += [f"{language}/{path} {width}: {wide} px too wide"] if wide else []
        context.close()
    assert faults == []
