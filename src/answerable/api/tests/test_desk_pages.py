"""Who gives keys and takes them back, who agrees as the second person, and the log of a webhook's deliveries."""

import dataclasses
import re

from answerable.api import actions, jobs
from answerable.api.models import Webhook, WebhookCall
from answerable.appeals.testing import World, at_desk, words
from answerable.base.testing import now
from answerable.channels.loopback import Reply, Sink
from answerable.people.models import ApiKey
from answerable.people.queries import api_keys
from answerable.people.terms import ApiScope

PAGE = "/desk/programs/"


def proved(world: World, login: str):
    client = at_desk(world, login)
    session = client.session
    session["proved"] = now().timestamp()
    session.save()
    return client


def give(client, *scopes: ApiScope, body: str = "dep"):
    day = now().date().replace(year=now().year + 1)
    return client.post(f"{PAGE}keys/new/", {"name": "Register", "body": body, "scopes": list(scopes), "ends_on": day})


def test_a_key_is_given_shown_once_and_taken_back(world: World) -> None:
    head = proved(world, "petrenko")
    page = give(head, ApiScope.READ)
    (text,) = re.findall(r'<code class="code" dir="ltr">([\w-]{32})</code>', page.content.decode())
    assert api_keys.holder_of(text, ApiScope.READ, now()) is not None
    listed = head.get(PAGE)
    assert text not in listed.content.decode()
    assert "Register · DEP works" in words(listed)
    head.post(f"{PAGE}keys/{ApiKey.objects.get().id}/revoke/")
    assert api_keys.holder_of(text, ApiScope.READ, now()) is None
    assert "taken back" in words(head.get(PAGE))


def test_a_key_to_sealed_things_waits_for_somebody_else(world: World) -> None:
    head, monitor = proved(world, "petrenko"), proved(world, "olena")
    assert "waits for a second person" in words(give(head, ApiScope.SEALED))
    key = ApiKey.objects.get()
    address = f"{PAGE}keys/{key.id}/confirm/"
    assert head.post(address).status_code == 403
    assert proved(world, "hlushko").post(address).status_code == 404
    assert "Agree as the second person" in words(monitor.get(PAGE))
    monitor.post(address)
    key.refresh_from_db()
    assert key.confirmed_by == f"officer/{world.people['olena']}"
    assert monitor.post(address).status_code == 404


def test_nobody_gives_keys_to_other_bodies_and_a_handler_sees_no_page(world: World) -> None:
    assert give(proved(world, "petrenko"), ApiScope.READ, body="ins").status_code == 200
    assert ApiKey.objects.count() == 0
    handler = proved(world, "ivanenko")
    assert [handler.get(f"{PAGE}{each}").status_code for each in ("", "keys/new/", "webhooks/new/")] == [404] * 3


def test_the_log_of_deliveries_says_what_failed_and_sends_it_again(world: World, settings) -> None:
    sink = Sink()
    with sink.running():
        settings.ANSWERABLE = dataclasses.replace(settings.ANSWERABLE, webhook_origins=(sink.base,))
        head = proved(world, "petrenko")
        made = head.post(f"{PAGE}webhooks/new/", {"body": "dep", "address": f"{sink.base}/hook"})
        assert re.search(r">whsec_[\w+/=]+<", made.content.decode())
        page = f"{PAGE}webhooks/{Webhook.objects.get().id}/"
        head.post(f"{page}test/")
        sink.instead.append(Reply(status=503))
        jobs.send_batch(at=now())
        assert "a test is tried again" in words(head.get(page))
        WebhookCall.objects.update(gave_up_at=now())
        assert "the server said 503" in words(head.get(page))
        head.post(f"{page}calls/{WebhookCall.objects.get().id}/")
        jobs.send_batch(at=now())
        assert "a test arrived" in words(head.get(page))
        assert proved(world, "sydorenko").get(page).status_code == 404
        head.post(f"{page}shut/")
        assert Webhook.objects.get().shut_at is not None


def test_an_address_that_is_not_taken_says_why(world: World) -> None:
    page = proved(world, "petrenko").post(f"{PAGE}webhooks/new/", {"body": "dep", "address": "http://example.org/"})
    assert "The address must begin with https://" in words(page)
    assert actions.Webhook.objects.count() == 0
