"""Ways in and out at the desk: set up without showing a secret, tested through the channel itself, red where one does not work."""

from datetime import UTC, timedelta

import pytest
from django.test import Client, RequestFactory

from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.channels.actions import accounts as account_actions
from answerable.channels.email.keeping import keep_letter
from answerable.channels.integrations import KNOWN_BY
from answerable.channels.jobs import checking
from answerable.channels.models import Account, Notice
from answerable.channels.queries import accounts
from answerable.channels.queries.health import health
from answerable.channels.telegram.testing import FakeTelegram
from answerable.channels.terms import Channel, Light
from answerable.channels.testing import post_office, send_all, take_all
from answerable.ledger.models import Entry
from answerable.people import signing
from answerable.people.models import Body
from answerable.people.terms import Power
from answerable.people.testing import make_body, make_person

pytestmark = pytest.mark.django_db
PAGE = "/desk/channels/"


@pytest.fixture
def office() -> Body:
    return make_body("dep", kind="police")


def desk(body: Body, *powers: Power) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_person("koval", body, *powers))
    request = RequestFactory().get("/")
    request.session = client.session
    signing.prove(request, now())
    request.session.save()
    return client


def asked(**more: str) -> dict[str, str]:
    return {
        "name": "main",
        "body": "dep",
        "setting_address": "appeals@police.example",
        "setting_plus": "yes",
        "setting_imap_port": "993",
        "setting_imap_tls": "yes",
        "setting_imap_password": "s3cret-word",
        "setting_imap_folder": "INBOX",
        **more,
    }


def test_an_account_is_set_up_and_changed_and_its_secret_is_never_shown(office: Body) -> None:
    client = desk(office, Power.PEOPLE)
    assert client.post(f"{PAGE}email/new/", asked()).headers["location"] == PAGE
    shown = client.get(f"{PAGE}email/main/").text
    assert ("appeals@police.example" in shown, "s3cret-word" in shown) == (True, False)
    client.post(f"{PAGE}email/main/", asked(setting_imap_password="", setting_address="other@police.example"))
    kept = accounts.account_named(Channel.EMAIL, "main").settings
    assert (kept["address"], kept["imap_password"]) == ("other@police.example", "s3cret-word")
    assert "other@police.example" in client.get(PAGE).text
    client.post(f"{PAGE}email/main/shut/")
    assert Account.objects.get().shut_at is not None
    deeds = list(Entry.objects.filter(thing__startswith="channel/").order_by("id").values_list("deed", flat=True))
    assert deeds == ["channel.set", "channel.set", "channel.shut"]


@pytest.mark.parametrize(("powers", "status"), [((), 404), ((Power.MONITOR,), 200), ((Power.CHAIR,), 200)])
def test_who_watches_sees_the_lights_and_sets_nothing_up(office: Body, powers: tuple[Power, ...], status: int) -> None:
    account_actions.set_account(
        by=SYSTEM, at=now(), channel=Channel.EMAIL, name="main", body="dep", settings={"address": "a@b.example"}
    )
    client = desk(office, Power.READ, *powers)
    assert client.get(PAGE).status_code == status
    for address in ("email/new/", "email/main/", "no-such/new/"):
        assert client.get(PAGE + address).status_code == 404
    for address in ("email/main/test/", "email/main/shut/"):
        assert client.post(PAGE + address, {"address": "a@b.example"}).status_code == 404
    assert Account.objects.get().shut_at is None


def test_nobody_takes_over_the_account_of_others(office: Body) -> None:
    make_body("other", kind="police")
    account_actions.set_account(by=SYSTEM, at=now(), channel=Channel.EMAIL, name="main", body="other", settings={})
    client = desk(office, Power.PEOPLE)
    assert client.post(f"{PAGE}email/new/", asked()).status_code == 403
    assert "main" not in client.get(PAGE).text.partition("Set another up")[0].partition("lead")[2]
    assert accounts.account_named(Channel.EMAIL, "main").settings == {}


def test_a_test_goes_through_the_mailbox_and_its_arrival_is_proven_when_it_comes_home(office: Body) -> None:
    client = desk(office, Power.PEOPLE)
    client.post(f"{PAGE}email/new/", asked())
    client.post(f"{PAGE}email/main/test/", {"address": "appeals@police.example"})
    with post_office() as post:
        send_all(at=now())
    (letter,) = post.letters
    assert "its arrival is not proven yet" in client.get(PAGE).text
    mailbox = accounts.account_named(Channel.EMAIL, "main")
    keep_letter(mailbox=mailbox, raw=letter.as_bytes(), at=now())
    take_all(mailbox.id, at=now())
    (one,) = health(at=now(), known_by=KNOWN_BY)
    assert (one.arrived_at, one.sent_at is not None, one.came_at is not None) == (
        Notice.objects.get().proven_at,
        True,
        True,
    )
    assert (one.light, one.public) == (Light.GREEN, "appeals@police.example")
    assert "its arrival is not proven yet" not in client.get(PAGE).text


def test_an_account_that_stops_is_red_within_a_quarter_of_an_hour_and_green_when_it_works(office: Body) -> None:
    with FakeTelegram().running() as fake:
        said = {"token": "wrong", "secret": "s", "base": fake.base, "username": "@police_bot"}
        account_actions.set_account(
            by=SYSTEM, at=now(), channel=Channel.TELEGRAM, name="main", body="dep", settings=said
        )
        checking.check_accounts(timestamp=0)
        lights = [health(at=now() + timedelta(minutes=after))[0].light for after in (0, 5, 10)]
        assert lights == [Light.AMBER, Light.RED, Light.RED]
        later = now() + timedelta(minutes=10)
        front = [
            "@police_bot" in Client(headers={"accept-language": "en"}).get(page).text for page in ("/en/about/", "/en/")
        ]
        assert front == [True, False]  # red only after five minutes
        Account.objects.update(fault_at=now().astimezone(UTC) - timedelta(minutes=5))
        shown = Client().get("/en/").text
        assert "Telegram (@police_bot) does not work at present. Please write here on the site." in shown
        fixed = {"token": fake.token}
        account_actions.set_account(
            by=SYSTEM, at=later, channel=Channel.TELEGRAM, name="main", body="dep", settings=fixed
        )
        assert health(at=later)[0].light is Light.GREEN
