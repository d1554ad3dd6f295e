"""The small world, for every test of this room."""

import pytest

from answerable.appeals.testing import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()
