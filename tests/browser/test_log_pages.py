"""The pages of the log in a browser, with a log that has something in it: witnessed, and with a fault found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from answerable.appeals.testing import make_world
from answerable.base.testing import now
from answerable.ledger import auditing, keys, published, sequencing
from answerable.ledger.testing import at_home, state_counts
from tests.browser.axe import LOOKS, chromium, click_through, faults_of, too_wide
from tests.log import seers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_the_pages_of_a_living_log_pass_axe_and_fit(transactional_db, live_server, browser: Browser, tmp_path: Path):
    with at_home(tmp_path / "home") as home:
        keys.ensure(at=now())
        key = seers.born(tmp_path / "press")
        world = make_world()
        sent = world.sent(at=now(), text="The lamp is dark.")
        with seers.listening(tmp_path / "press") as url:
            seers.relied_on(home, ("press", key, url), quorum=1)
            one = sequencing.of_this_installation()
            one.start(at=now())
            one.step(at=now(), everything=True)
            state_counts(period=f"{now():%Y-%m}", at=now())
            one.step(at=now(), everything=True)
        auditing.nightly_audit(at=now(), home=home)
        auditing.self_check(
            at=now(), also=["Leaf 1: an appeal was registered on 2026-03-03, and its record is missing."]
        )
        faults = []
        for language, width in LOOKS:
            page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
            page.goto(f"{live_server.url}/{language}/follow/")
            page.fill("#id_code", sent.code)
            click_through(page, "main button")
            for path in ("log/", "log/0/", "log/1/", "follow/message/record/"):
                page.goto(f"{live_server.url}/{language}/{path}")
                wide = too_wide(page)
                faults += [f"{language}/{path} {width}: {fault}" for fault in faults_of(page)]
                faults += [f"{language}/{path} {width}: {wide} px too wide"] if wide else []
            page.context.close()
        assert published.head().enough
        assert faults == []
