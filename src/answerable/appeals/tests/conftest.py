"""The small world, for every test of this room."""

from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals.testing import World, make_world
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.people import actions as people_actions
from answerable.people.terms import ApiScope


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def api_key(world: World) -> str:
    _key, text = people_actions.issue_api_key(
        by=SYSTEM,
        at=now(),
        body=world.bodies["dir"],
        name="FixMyStreet",
        scopes=[ApiScope.OPEN311],
        ends_at=now() + timedelta(days=365),
    )
    return text


@pytest.fixture
def program() -> Client:
    return Client(headers={"accept-language": "en"})
