"""The small world, and keys for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals.testing import World, make_world
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.people import actions as people_actions
from answerable.people.terms import ApiScope

Keyed = Callable[..., Client]


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def keyed(world: World) -> Keyed:
    """A program with a key of a body for some scopes; agreed to by the monitor where that is needed."""

    def client(body: str, *scopes: ApiScope, agreed: bool = True) -> Client:
        key, text = people_actions.issue_api_key(
            by=SYSTEM,
            at=now(),
            body=world.bodies[body],
            name="Their program",
            scopes=scopes,
            ends_at=now() + timedelta(days=365),
        )
        if agreed and ApiScope.SEALED in scopes:
            people_actions.confirm_api_key(by=world.actor("olena", now()), at=now(), key=key.id)
        return Client(headers={"accept-language": "en", "authorization": f"Bearer {text}"})

    return client
