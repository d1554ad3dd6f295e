"""A body sees how its own acts appear in public; whoever audits is told at once when the log does not hold."""

from pathlib import Path

import pytest

from answerable.appeals.testing import AT, World, at_desk, make_world
from answerable.ledger import auditing, testing
from answerable.ledger.models import Tree
from answerable.people.models import Role


@pytest.fixture
def world(home: Path) -> World:
    del home
    return make_world()


def test_a_body_sees_its_acts_as_everybody_does_and_no_number_beside_them(world: World):
    registered = world.sent(category=None, territory=None)
    testing.sequencer().step(at=AT, everything=True)
    desk = at_desk(world, "ivanenko")
    case = desk.get(f"/desk/appeals/{registered.number}/").content.decode()
    assert f"/desk/appeals/{registered.number}/log/" in case
    one = desk.get(f"/desk/appeals/{registered.number}/log/").content.decode()
    assert "&quot;k&quot;:&quot;registered&quot;" in one
    assert "/log/" in one
    ours = desk.get("/desk/log/").content.decode()
    assert "&quot;k&quot;:&quot;registered&quot;" in ours
    assert registered.number not in ours
    assert at_desk(world, "tkach").get(f"/desk/appeals/{registered.number}/log/").status_code == 404
    assert "registered" not in at_desk(world, "sydorenko").get("/desk/log/").content.decode().split("<main")[1]


def test_whoever_audits_is_told_on_every_page_of_the_desk(world: World):
    Role.objects.filter(code="handler").update(powers=["read", "handle", "audit"])
    testing.sequencer().step(at=AT, everything=True)
    client = at_desk(world, "ivanenko")
    calm = client.get("/desk/").content.decode()
    assert "not witnessed" not in calm
    Tree.objects.update(witnessed=False)
    auditing.self_check(at=AT, also=["Leaf 7 is gone."])
    told = client.get("/desk/").content.decode()
    assert "The public log is not witnessed" in told
    assert "something signed is missing or changed here" in told
    assert "not witnessed" not in at_desk(world, "bondar").get("/desk/").content.decode()
