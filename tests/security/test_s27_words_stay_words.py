"""S27: two hundred texts that would be script, style, addresses or formulas, through every field into every page.

Chromium opens the pages twice: as the system sends them, and with its policy switched off, so that what holds then is
the escaping alone. No script runs, no request leaves, no page is led away, no second element stands where words should.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World, make_world
from answerable.base.testing import now
from answerable.channels.email.outbound import letter_of
from answerable.channels.models import Notice
from answerable.channels.sending import outgoing_of
from answerable.oversight.models import Item
from answerable.people.models import Account
from answerable.vault import actions as vault_actions
from tests.browser.axe import chromium, click_through
from tests.security.payloads import OUTSIDE, PAYLOADS

pytestmark = [pytest.mark.security, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EACH = 25  # payloads in one appeal
HOST = OUTSIDE.removeprefix("//")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def world(transactional_db) -> World:
    return make_world()


class File:
    """A file as Django hands it over."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content, self.size = name, content, len(content)

    def read(self) -> bytes:
        return self.content


def filled(world: World, some: tuple[str, ...], place: int) -> Any:
    """One appeal with payloads in every field that a resident has, and in what the desk writes about it."""
    text, joined = "\n".join(some), " ".join(some)
    token = f"a-token-of-payloads-that-is-long-enough-{place:04}"
    drafts = [
        vault_actions.keep_draft(token=token, upload=File(f"{name[:100]}.txt", f"file {n}".encode()), at=now()).id
        for n, name in enumerate(some[:10])
    ]
    sent = world.sent(
        at=now(), text=text, where=joined[:300], name=joined[:300], address=joined[:300], contact="a@b.example",
        way="email", about_words=some[0], token=token, drafts=tuple(drafts), kind="report",
        addressed_to=world.bodies["dir"] if place == 0 else None,
    )  # fmt: skip
    head, at, ref = world.actor("petrenko", now()), now(), sent.appeal
    if head.bodies.isdisjoint({Appeal.objects.get(id=ref).body_id}):
        head = world.actor("koval", now())
    appeals_actions.add_note(by=head, at=at, ref=ref, text=text)
    appeals_actions.ask_sender(by=head, at=at, ref=ref, text=text)
    appeals_actions.reply(by=world.sender(sent), at=at, ref=ref, text=text, token=f"{token}-reply")
    appeals_actions.set_points(by=head, at=at, ref=ref, points=[(None, one[:280]) for one in some[:6]])
    appeals_actions.group(by=head, at=at, refs=[ref], title=joined[:190])
    if place % 2:
        replies = [appeals_actions.PointReply(point.id, "answered", text) for point in Point.objects.filter(appeal=ref)]
        appeals_actions.answer_appeal(by=head, at=at, ref=ref, text=text, replies=replies)
        appeals_actions.dispute(by=world.sender(sent), at=at, ref=ref, text=text, points=[], token=f"{token}-dispute")
    return sent


def everything(world: World) -> list[Any]:
    """All payloads, in as many appeals as they need; the chair has the disputed ones before it."""
    from answerable.site.testing import hear_all

    assert len(PAYLOADS) == 200
    sent = [filled(world, PAYLOADS[begin : begin + EACH], begin // EACH) for begin in range(0, len(PAYLOADS), EACH)]
    hear_all()
    return sent


def pages(sent: list[Any]) -> list[str]:
    """What handlers and the chair open."""
    found = [reverse("desk:appeals:list"), f"{reverse('desk:appeals:list')}?view=all", reverse("desk:appeals:keys")]
    found += [f"{reverse('desk:appeals:search')}?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27"]
    for one in sent:
        appeal = Appeal.objects.get(id=one.appeal)
        of_one = [reverse(f"desk:appeals:{act}", args=[appeal.number]) for act in ("case", "answer", "points")]
        found += [*of_one, reverse("desk:appeals:incident", args=[appeal.incident_id])]
        found += [reverse("desk:appeals:answer-many", args=[appeal.incident_id])]
    found += [*(f"/chair/items/{ref}/" for ref in Item.objects.values_list("id", flat=True)[:10])]
    return found


def opened(browser: Browser, place: str, login: int, *, bypass: bool) -> tuple[Page, list[str]]:
    """A page of somebody signed in, and what goes wrong on it: requests elsewhere, scripts, questions, leading away."""
    client = Client()
    client.force_login(Account.objects.get(id=login))
    context = browser.new_context(bypass_csp=bypass, locale="en")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": place}])
    return watched(context.new_page(), place)


def watched(page: Page, place: str) -> tuple[Page, list[str]]:
    wrong: list[str] = []
    page.on("request", lambda asked: None if asked.url.startswith((place, "data:image")) else wrong.append(asked.url))
    page.on("dialog", lambda asked: (wrong.append(f"dialog {asked.message}"), asked.dismiss()))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("popup", lambda other: wrong.append(f"popup {other.url}"))
    page.on("download", lambda one: wrong.append(f"download {one.url}"))
    return page, wrong


def looked_at(page: Page, place: str, where: str, wrong: list[str]) -> list[str]:
    """Open one page, try what a hand would touch, and say what went wrong."""
    del wrong[:]
    answer = page.goto(f"{place}{where}", wait_until="load")
    assert answer is not None
    # 404: an appeal of another body; 409: an answer was given already
    found = [] if answer.status in {200, 404, 409} else [f"status {answer.status}"]
    found += wrong
    if page.evaluate("window.ran === 1"):
        found.append("a script ran")
    if page.url.split("?")[0] != f"{place}{where}".split("?")[0]:
        found.append(f"led to {page.url}")
    strange = page.evaluate(
        "[...document.querySelectorAll('iframe,object,embed,base,math,marquee,portal,video,plaintext,template,"
        "[onerror],[onload],[onclick],[onfocus],[ontoggle],[onbegin],[onmouseover],[style],style')]"
        ".map((each) => each.outerHTML.slice(0, 80))"
    )
    links = page.evaluate(
        "[...document.querySelectorAll('[href],[src],[action]')].map((each) => each.getAttribute('href')"
        " || each.getAttribute('src') || each.getAttribute('action'))"
    )
    bad = [link for link in links if HOST in link or link.lower().startswith(("javascript:", "data:text", "vbscript:"))]
    return [f"{where}: {each}" for each in [*found, *strange, *bad]]


def policy_of(client: Client, where: str) -> str:
    return client.get(where).headers["Content-Security-Policy"]


def test_s27_no_payload_runs_or_leaves_in_any_page_of_staff(world, live_server, browser: Browser):
    sent = everything(world)
    faults: list[str] = []
    for login, bypass in (("petrenko", True), ("koval", False)):
        page, wrong = opened(browser, live_server.url, world.people[login], bypass=bypass)
        for where in pages(sent):
            if not where.startswith("/chair/") or login == "koval":
                faults += looked_at(page, live_server.url, where, wrong)
        page.context.close()
    assert faults == []


def test_s27_no_payload_runs_or_leaves_in_what_the_sender_opens(world, live_server, browser: Browser):
    sent = everything(world)
    faults: list[str] = []
    for bypass in (False, True):
        page, wrong = watched(browser.new_context(bypass_csp=bypass, locale="en").new_page(), live_server.url)
        for one in sent[:4]:
            cookie = vault_actions.begin_follow(
                subject=subject_of(one.appeal), root=Appeal.objects.get(id=one.appeal).root, at=now()
            )
            page.context.add_cookies([{"name": settings.FOLLOW_COOKIE_NAME, "value": cookie, "url": live_server.url}])
            for where in ("message/", "message/reply/", "message/contact/", "message/withdraw/"):
                faults += looked_at(page, live_server.url, f"/en/follow/{where}", wrong)
        page.goto(f"{live_server.url}/en/write/")
        page.fill("#id_text", "\n".join(PAYLOADS[60:110]).replace("\x00", ""))
        page.check("[name=kind][value=report]")
        page.select_option("#id_about", "unsure")
        click_through(page, "button.button[value=check]")
        page.wait_for_selector("text=Who will read it")
        faults += [f"check: {one}" for one in wrong]
        faults += ["check: a script ran"] if page.evaluate("window.ran === 1") else []
        page.context.close()
    assert faults == []


def test_s27_letters_hold_no_word_of_anybody_and_no_second_header(world):
    everything(world)
    letters = [
        letter_of(outgoing_of(notice), None).message().as_string() for notice in Notice.objects.filter(way="email")
    ]
    assert letters
    for letter in letters:
        assert HOST not in letter
        assert "Bcc" not in letter
        assert "<script" not in letter


def test_s27_templates_are_not_evaluated_in_words(world):
    one = filled(world, ("{{ 191|add:191 }}", "${191*191}", "{% now 'Y' %}"), 40)
    client = Client()
    client.force_login(Account.objects.get(id=world.people["petrenko"]))
    whole = client.get(reverse("desk:appeals:case", args=[one.number])).content.decode()
    page = re.sub(r"<[^>]*>", "", whole)  # addresses hold ids, in which any number may stand
    assert "{{ 191|add:191 }}" in page
    assert "{% now &#x27;Y&#x27; %}" in page
    assert "382" not in page
    assert "36481" not in page


@pytest.mark.parametrize("where", ["/en/", "/en/write/", "/en/no-such-page/", "/desk/sign-in/", "/desk/", "/chair/"])
def test_s27_every_page_forbids_what_is_inline_or_foreign(world, where):
    client = Client()
    client.force_login(Account.objects.get(id=world.people["koval"]))
    policy = policy_of(client, where)
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy


def test_s27_half_a_sign_that_only_json_can_spell_breaks_no_list(world):
    """A hidden field may spell a lone surrogate: the list in which the appeal stands must still open."""
    client = Client()
    page = client.get("/en/write/").content.decode()
    token = page.partition('name="token" value="')[2].partition('"')[0]
    first = json.dumps({"text": "half \ud800 a sign", "kind": "report", "about": "unsure", "where": "\udfff"})
    said = {"token": token, "first": first, "second": json.dumps({"care": [1, None, {}], "name": "\ud800"})}
    sent = client.post("/en/write/", said | {"screen": "", "go": "send"})
    assert "Your message is registered" in sent.content.decode()
    client.force_login(Account.objects.get(id=world.people["petrenko"]))
    assert "half \ufffd a sign" in client.get("/desk/").content.decode()
