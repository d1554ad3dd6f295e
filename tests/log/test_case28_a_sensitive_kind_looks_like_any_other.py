"""Case 28: the leaf of a sensitive appeal differs in no form, length or group from those it hides among."""

import json
from collections import Counter
from pathlib import Path

from answerable.appeals.testing import World, make_world
from answerable.law.models import Category
from answerable.law.queries import standing_order
from answerable.law.rules import levels
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions.announcing import announce
from answerable.ledger.testing import AT
from answerable_verify import parse_leaf


def shapes(world: World, **said: object) -> tuple[object, ...]:
    got = world.sent(**said)
    (leaf,) = ledger_queries.leaves_of(f"appeal/{got.appeal}")
    read = parse_leaf(bytes(leaf.body))
    return sorted(json.loads(bytes(leaf.body))), len(bytes(leaf.body)), read.territory, read.group, leaf.slow


def test_case28_it_goes_where_enough_others_go(home: Path) -> None:
    del home
    world = make_world()
    order = standing_order()
    plain, sensitive = world.categories["street"], next(iter(order.sensitive), None)
    if sensitive is None:
        row = Category.objects.exclude(id=plain).filter(parent=None)[0]
        row.sensitive = True
        row.save(update_fields=["sensitive"])
        sensitive = row.id
    street = Category.objects.get(id=plain)
    top = street.parent.code if street.parent else street.code
    body = "p1"
    counts = Counter({(body, "town", top): 900, (body, "raion", top): 300, (body, "", "all"): 30})
    found = levels.computed(counts, {"town": "raion", "raion": None})
    announce(name=levels.NAME, document=json.dumps(found.as_document()).encode(), at=AT)
    moved()
    told = shapes(world, category=plain)
    hidden = shapes(world, category=sensitive)
    unknown = shapes(world, category=None)
    assert told[2:4] == ("town", top)
    assert hidden[2:4] == ("all", "all")
    assert (hidden[0], hidden[2:]) == (unknown[0], unknown[2:])
    assert hidden[0] == told[0]


def moved() -> None:
    from answerable.people.actions.loading import locked_revision, move_revision

    move_revision(locked_revision())
