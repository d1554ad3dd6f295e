"""Signing in with a real browser: forms without a referrer, a passkey made and used, and axe on each page."""

import re
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page

from answerable.base.testing import now
from answerable.people.terms import Power
from answerable.people.testing import PASSWORD, make_body, make_person
from tests.browser.axe import chromium, click_through, faults_of, staff_looks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def home(live_server, settings) -> str:
    """The address under which passkeys are made; a head of a unit works there."""
    settings.ANSWERABLE = replace(settings.ANSWERABLE, public_url=live_server.url, require_second_factor=True)
    make_person("head", make_body("unit"), Power.READ, Power.PEOPLE, Power.HANDLE, heads=True)
    return str(live_server.url)


def sign_in(page: Page, home: str) -> None:
    page.goto(f"{home}/desk/me/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", PASSWORD)
    click_through(page, "main button[type=submit]")


def add_app(page: Page, home: str) -> None:
    page.goto(f"{home}/desk/me/app/")
    seed = page.inner_text("code.code").replace(" ", "")
    page.fill("[name=code]", format_hotp_value(hotp_value(seed, int(now().timestamp()) // 30)))
    click_through(page, "main form button[type=submit]")


def test_a_passkey_is_made_and_lets_in(browser: Browser, home: str) -> None:
    context = browser.new_context(locale="en")
    page, heard = context.new_page(), []
    page.on("console", lambda said: heard.append(said.text))
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, home)
    page.goto(f"{home}/desk/me/passkey/")
    page.click("[data-passkey-start]")
    page.wait_for_url("**/desk/me/codes/")
    page.goto(f"{home}/desk/me/")
    page.click(".own summary")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    sign_in(page, home)
    page.wait_for_url("**/desk/sign-in/second/")
    page.click("[data-passkey-start]")
    page.wait_for_url("**/desk/me/")
    assert page.inner_text("main h1") == "Head"
    assert [said for said in heard if "Clear-Site-Data" not in said] == []


def test_without_script_everything_but_the_passkey_works(browser: Browser, home: str) -> None:
    page = browser.new_context(
        locale="en", java_script_enabled=False, viewport={"width": 360, "height": 740}
    ).new_page()
    sign_in(page, home)
    page.goto(f"{home}/desk/people/")
    assert page.url == f"{home}/desk/me/"
    add_app(page, home)
    click_through(page, "main form button[type=submit]")
    assert len(re.findall(r"\b\d{4} \d{4}\b", page.inner_text("main"))) == 10
    page.goto(f"{home}/desk/people/unit/grant/")
    page.fill("[name=login]", "new-one")
    page.fill("[name=name]", "New One")
    page.check("[name=role] >> nth=0")
    click_through(page, "main button[type=submit]")
    assert re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", page.inner_text("main")) is not None


@staff_looks("ru")
def test_pages_of_sign_in_pass_axe_and_fit(browser: Browser, home: str, language: str, width: int) -> None:
    page = browser.new_context(locale=language, bypass_csp=True, viewport={"width": width, "height": 900}).new_page()
    faults: dict[str, Any] = {}

    def look(name: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults[f"{name}: width"] = True
        if found := faults_of(page):
            faults[name] = found

    page.goto(f"{home}/desk/sign-in/?language={language}")
    look("sign-in")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "wrong")
    click_through(page, "main button[type=submit]")
    look("sign-in refused")
    sign_in(page, home)
    page.goto(f"{home}/desk/me/app/?language={language}")
    look("app")
    add_app(page, home)
    look("codes")
    click_through(page, "main form button[type=submit]")
    look("codes shown")
    pages = ("me/", "me/password/", "me/passkey/", "me/again/", "me/sessions/", "absence/", "people/", "people/unit/")
    for each in (*pages, "people/unit/grant/"):
        page.goto(f"{home}/desk/{each}?language={language}")
        look(each)
    assert faults == {}
