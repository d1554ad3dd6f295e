"""A resident in Ukrainian, on a phone of 360 px, without JavaScript: complains, is asked, answers, rates, disputes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal, Point
from answerable.appeals.terms import State
from answerable.base.actor import Actor
from answerable.base.testing import now
from answerable.people import queries as people_queries
from answerable.site import packs
from tests.browser.axe import chromium, click_through

pytestmark = [pytest.mark.browser, pytest.mark.walk]
WORDS = "У п'ятницю сина зупинили біля вокзалу й забрали телефон.\n\nХто це був? Прошу повернути телефон."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def phone(transactional_db, live_server, browser: Browser) -> Iterator[Page]:
    packs.load_pack(packs.find("raion"), at=now())
    context = browser.new_context(
        locale="uk-UA", viewport={"width": 360, "height": 740}, java_script_enabled=False, base_url=live_server.url
    )
    yield context.new_page()
    context.close()


def head_of(appeal: Appeal) -> Actor:
    """Whoever heads the body that has the appeal."""
    return people_queries.actor_for(people_queries.heads_of(appeal.body_id, now())[0].id, now())


def written(phone: Page) -> str:
    """Write a complaint about patrol unit 2 and send it; returns the code."""
    phone.goto("/uk/")
    click_through(phone, "a.button >> nth=0")
    phone.fill("#id_text", WORDS)
    phone.check("input[name=kind][value=complaint]")
    phone.select_option("#id_about", str(people_queries.body("patrol-2").id))
    phone.fill("#id_where", "вокзал")
    phone.set_input_files("#id_files", {"name": "заява.txt", "mimeType": "text/plain", "buffer": "Час: 18:40".encode()})
    click_through(phone, "button.button[value=check]")
    assert "Патрульний підрозділ 2" in phone.inner_text("dl.facts")
    assert "заява.txt" in (phone.text_content("details.card") or "")
    click_through(phone, "button.button[value=send]")
    code = phone.inner_text(".code")
    assert len("".join(code.split())) == 24
    assert code not in phone.url
    return code


def test_a_resident_without_javascript(phone: Page):
    code = written(phone)
    appeal = Appeal.objects.get()
    barred = people_queries.body("patrol-2").id
    assert barred in appeal.barred_bodies

    phone.reload()  # the browser sends the form again: the same message, the same code
    assert Appeal.objects.count() == 1
    assert phone.inner_text(".code").split() == code.split()

    head = head_of(appeal)
    appeals_actions.accept_appeal(by=head, at=now(), ref=appeal.id)
    appeals_actions.ask_sender(by=head, at=now(), ref=appeal.id, text="О котрій це було?")

    phone.goto("/uk/follow/")
    phone.fill("#id_code", "1111 1111 1111 1111 1111 1111")
    click_through(phone, "main button")
    assert phone.locator("[aria-invalid=true]").count() == 1
    phone.fill("#id_code", code.replace(" ", "-"))
    click_through(phone, "main button")
    assert "О котрій це було?" in phone.inner_text("main")
    assert phone.title() == "Моє звернення"

    click_through(phone, "a[href$='/reply/']")
    phone.fill("#id_text", "О 18:40.")
    click_through(phone, "button.button[value=send]")
    assert "О 18:40." in phone.inner_text("main")

    points = [(None, "Хто це був?"), (None, "Повернення телефону")]
    appeals_actions.set_points(by=head, at=now(), ref=appeal.id, points=points)
    first, second = Point.objects.filter(appeal=appeal).order_by("place")
    replies = [
        appeals_actions.PointReply(first.id, "answered", "Сержант, жетон 0042817."),
        appeals_actions.PointReply(second.id, "answered", "Перевірку проведено."),
    ]
    appeals_actions.answer_appeal(by=head, at=now(), ref=appeal.id, text="Дякуємо за звернення.", replies=replies)

    phone.goto("/uk/follow/message/")
    click_through(phone, f"#point-{first.id} button[value=answered]")
    click_through(phone, f"#point-{second.id} button[value=not_answered]")
    assert phone.get_attribute(f"#point-{second.id} button[value=not_answered]", "aria-pressed") == "true"

    click_through(phone, "a.button[href$='/dispute/']")
    phone.fill("#id_text", "Телефону немає.")
    click_through(phone, "main button.button")
    appeal.refresh_from_db()
    assert appeal.state == State.DISPUTED
    assert phone.inner_text("h1") == "Оскаржено"

    click_through(phone, "form[action$='/leave/'] button")
    phone.goto("/uk/follow/message/")
    assert phone.url.endswith("/uk/follow/")  # the session is over, and the page asks for the code


def test_a_session_that_ended_keeps_what_was_being_written(phone: Page):
    code = written(phone)
    click_through(phone, "form[action*=follow] button")
    click_through(phone, "a[href$='/reply/']")
    phone.context.clear_cookies(name="follow")
    phone.fill("#id_text", "Ще одне.")
    click_through(phone, "button.button[value=send]")
    assert phone.input_value("#id_text") == "Ще одне."
    phone.fill("#id_code", code)
    click_through(phone, "button.button[value=send]")
    assert "Ще одне." in phone.inner_text("main")
