"""The whole life of an appeal in Ukrainian, on screens of 360 px without JavaScript, at every door.

Sent, handed on, answered late, disputed, read by the chair, instructed, answered, rated: nobody in this walk is helped
by a script, and every step is a page that was opened and a button that was pressed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page

from answerable.appeals.models import Appeal
from answerable.base.actor import SYSTEM
from answerable.ledger.actions import record
from answerable.ledger.queries import history_of
from answerable.oversight import followers
from answerable.oversight import jobs as oversight_jobs
from answerable.people import queries as people_queries
from answerable.people.models import Account
from answerable.site import packs
from answerable.site.testing import hear_all
from tests.browser.axe import chromium, click_through

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.slow]
BEGAN = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # a Monday morning
WORDS = "На вулиці Садовій щоп'ятниці нічні перегони. Коли там буде патруль? Прошу повідомити, хто за це відповідає."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGAN, tick=True) as coordinates:
        yield coordinates


@pytest.fixture
def raion(clock, transactional_db, live_server, browser: Browser) -> "Raion":
    assert followers  # the rooms above listen
    packs.load_pack(packs.find("raion"), at=BEGAN - timedelta(days=1))
    with transaction.atomic():
        for account in Account.objects.all():
            record(by=SYSTEM, at=BEGAN, deed="password.changed", thing=f"account/{account.id}")
        Account.objects.update(must_change_password=False)
    return Raion(browser, live_server.url)


class Raion:
    """The people of this walk, each with a phone without scripts."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url

    def phone(self, login: str = "") -> Page:
        """A fresh phone; signed in for somebody with a seat."""
        context = self.browser.new_context(
            locale="uk-UA", viewport={"width": 360, "height": 740}, java_script_enabled=False, base_url=self.url
        )
        if login:
            client = Client()
            client.force_login(Account.objects.get(login=login))
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.url}])
        return context.new_page()

    def follow(self, code: str) -> Page:
        """The sender comes back with the code."""
        phone = self.phone()
        phone.goto("/uk/follow/")
        phone.fill("#id_code", code)
        click_through(phone, "main button")
        return phone


def sent(raion: Raion) -> str:
    """Two screens and the code."""
    phone = raion.phone()
    phone.goto("/uk/")
    click_through(phone, "a.button >> nth=0")
    phone.check("input[name=kind][value=report]")
    phone.fill("#id_text", WORDS)
    phone.select_option("#id_about", "unsure")
    click_through(phone, "button.button[value=check]")
    click_through(phone, "button.button[value=send]")
    return phone.inner_text(".code")


def answered(raion: Raion, login: str, number: str, words: str) -> None:
    """Somebody who may sign answers every point; where no points stand yet, the suggested ones are kept."""
    phone = raion.phone(login)
    phone.goto(f"/desk/appeals/{number}/answer/")
    if phone.locator("button[name=do][value=sign]").count() == 0:
        click_through(phone, "main form button[type=submit] >> nth=0")
        phone.goto(f"/desk/appeals/{number}/answer/")
    phone.fill("textarea[name=text]", words)
    for radio in phone.locator("input[type=radio][value=answered]").all():
        radio.check()
    for field in phone.locator("textarea[name$=text]:not([name=text])").all():
        field.fill(words)
    click_through(phone, "button[name=do][value=sign]")
    assert Appeal.objects.get(number=number).state == "answered", phone.inner_text("main")


def test_the_whole_life_of_an_appeal(raion: Raion, clock: time_machine.Traveller) -> None:
    code = sent(raion)
    appeal = Appeal.objects.get()
    number = appeal.number
    assert appeal.body_id == people_queries.body("desk").id

    # The front desk hands it on to the unit that answers for races on the road: the date stays, the page says where it is.
    due = appeal.due_at
    phone = raion.phone("k.symonenko")
    phone.goto("/desk/")
    click_through(phone, f"a[href='/desk/appeals/{number}/']")
    phone.goto(f"/desk/appeals/{number}/hand-on/")
    phone.select_option("select[name=to]", str(people_queries.body("traffic").id))
    phone.fill("textarea[name=text]", "Це справа сектору дорожньої безпеки.")
    click_through(phone, "main form button[type=submit] >> nth=-1")
    appeal.refresh_from_db()
    assert (appeal.body_id, appeal.due_at) == (people_queries.body("traffic").id, due)
    assert "Це справа сектору дорожньої безпеки." in raion.follow(code).inner_text("main")

    # Nobody answers in time. It climbs; then the answer comes, late and thin.
    assert appeal.due_at is not None
    clock.move_to(appeal.due_at + timedelta(days=2))
    assert oversight_jobs.climb(0) == 1
    answered(raion, "m.polishchuk", number, "Ваше звернення розглянуто.")
    assert appeal.answers.get().late

    # The sender says that one point was not answered, and disputes.
    phone = raion.follow(code)
    assert "Ваше звернення розглянуто." in phone.inner_text("main")
    click_through(phone, "button[value=not_answered] >> nth=0")
    click_through(phone, "a.button[href$='/dispute/']")
    phone.fill("#id_text", "Я питаю, коли буде патруль. На це не відповіли.")
    click_through(phone, "main button.button")
    appeal.refresh_from_db()
    assert appeal.state == "disputed"
    hear_all()

    # The head of the directorate reads it in full, and instructs with a day.
    phone = raion.phone("i.koval")
    phone.goto("/chair/")
    assert "На це не відповіли." in phone.inner_text("main")
    assert WORDS in phone.inner_text("main")
    phone.goto(phone.get_attribute("a[href$='/instruct/']", "href") or "")
    day = (appeal.due_at + timedelta(days=7)).date()
    phone.select_option("select[name=to]", str(people_queries.body("traffic").id))
    phone.fill("input[name=due_on]", day.isoformat())
    phone.fill("textarea[name=text]", "Назвіть дні й години патруля.")
    click_through(phone, "main form button[type=submit] >> nth=-1")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.body_id) == ("reopened", people_queries.body("traffic").id)

    # The body answers what was asked; the sender says that it is done, and that closes it.
    clock.shift(timedelta(days=1))
    answered(raion, "m.polishchuk", number, "Патруль стоятиме там щоп'ятниці з 22:00 до 2:00; відповідає наш сектор.")
    phone = raion.follow(code)
    assert "Патруль стоятиме там" in phone.inner_text("main")
    for place in range(appeal.points.count()):
        click_through(phone, f"button[value=answered] >> nth={place}")
    appeal.refresh_from_db()
    assert appeal.state == "closed"
    deeds = [entry.deed.partition(".")[2] for entry in history_of(f"appeal/{appeal.id}")]
    told = [deed for deed in deeds if deed not in {"points_set", "rated", "opened_to", "accepted", "looked"}]
    assert told == ["registered", "handed_on", "answered", "disputed", "reopened", "answered", "closed"]
