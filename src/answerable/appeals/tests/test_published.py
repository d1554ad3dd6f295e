"""What everybody reads: passed by who may sign, taken back at the desk, by a late bar, by an erasure."""

import pytest
from django.test import Client

from answerable.appeals import actions, policy
from answerable.appeals.models import PublicAppeal, PublicUpdate
from answerable.appeals.testing import World, at_desk, hear_all, page, words
from answerable.appeals.tests.test_open311 import LAMP, got, publish, sent
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.base.verdict import InvalidError, NotNowError, RefusedError


def test_who_may_not_sign_passes_nothing_and_no_number_to_ring_gets_out(
    world: World, program: Client, api_key: str
) -> None:
    appeal, plain = sent(program, api_key), world.sent(at=now())
    with pytest.raises(InvalidError):
        publish(world, appeal, "Ring 050 111 22 33")
    with pytest.raises(NotNowError):
        actions.publish(by=world.actor("petrenko", now()), at=now(), ref=plain.appeal, text="x")
    with pytest.raises(RefusedError):
        actions.publish(by=world.actor("ivanenko", now()), at=now(), ref=appeal.id, text="x")
    assert got(program, "requests") == []
    assert policy.can_publish is policy.can_sign


def test_it_is_passed_and_taken_back_at_the_desk(world: World, program: Client, api_key: str) -> None:
    appeal, desk = sent(program, api_key), at_desk(world, "petrenko")
    assert "Publish" in words(desk.get(page("case", appeal.number)))
    form = desk.get(page("publish", appeal.number))
    assert LAMP in words(form)
    assert desk.post(page("publish", appeal.number), {"text": "mail a@example.org"}).status_code == 400
    assert desk.post(page("publish", appeal.number), {"text": "A dark lamp."}).status_code == 302
    assert [each["description"] for each in got(program, "requests")] == ["A dark lamp."]
    assert "It is published." in words(desk.get(page("publish", appeal.number)))
    assert desk.post(page("unpublish", appeal.number)).status_code == 302
    assert (got(program, "requests"), PublicAppeal.objects.get().text) == ([], "")
    assert desk.post(page("unpublish", appeal.number)).status_code == 409
    other = world.sent(at=now())
    assert desk.get(page("publish", other.number)).status_code == 404


def test_what_turns_out_to_be_about_somebody_or_is_erased_is_nobodys_to_read(
    world: World, program: Client, api_key: str
) -> None:
    about, erased = (sent(program, api_key, description=f"Lamp {place}") for place in range(2))
    for appeal in (about, erased):
        publish(world, appeal)
    actions.say_about(
        by=world.actor("petrenko", now()), at=now(), ref=about.id, about=[f"person-{world.people['tkach']}"], text="so"
    )
    hear_all()
    actions.erase(by=SYSTEM, at=now(), ref=erased.id)
    assert got(program, "requests") == []
    assert (PublicUpdate.objects.count(), PublicAppeal.objects.filter(published_at__isnull=False).count()) == (0, 0)
