"""Each public deed has a leaf in codes, written in its own transaction, whose commitment opens to what was done."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, World
from answerable.base.actor import resident
from answerable.ledger import queries as ledger_queries
from answerable.ledger.actions import record
from answerable.ledger.models import Announced, Entry, PublicLeaf
from answerable.people.actions.loading import locked_revision, move_revision
from answerable_verify import check_opening, leaf_hash, parse_leaf

pytestmark = pytest.mark.django_db


def leaves_of(ref: int) -> list[PublicLeaf]:
    return ledger_queries.leaves_of(f"appeal/{ref}")


def test_a_registered_appeal_has_a_leaf_that_opens_to_what_was_sent(world: World) -> None:
    got = world.sent(text="A lamp is broken.\nПерша лампа")
    (leaf,) = leaves_of(got.appeal)
    read = parse_leaf(bytes(leaf.body))
    assert (read.kind, read.n, read.body, read.territory, read.group) == ("registered", 0, "p1", "all", "all")
    assert (leaf_hash(bytes(leaf.body)), leaf.idx) == (got.leaf, None)
    appeal = Appeal.objects.get(id=got.appeal)
    shown = check_opening(read.h, queries.opening(appeal, leaf))
    assert (shown["text"], shown["number"], shown["actor"]) == ("A lamp is broken.\nПерша лампа", got.number, "sender")
    assert shown["at"] == appeal.registered_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_each_later_act_is_counted_on_and_opens(world: World) -> None:
    ref = world.sent(category=None, territory=None, kind="request").appeal
    handler = world.actor("petrenko")
    actions.accept_appeal(by=handler, at=AT + timedelta(hours=1), ref=ref)
    actions.add_note(by=handler, at=AT + timedelta(hours=2), ref=ref, text="an inner note")
    actions.withdraw(by=resident(ref), at=AT + timedelta(days=2), ref=ref, text="It is mended.")
    found = leaves_of(ref)
    read = [parse_leaf(bytes(leaf.body)) for leaf in found]
    assert [(one.kind, one.n) for one in read] == [("registered", 0), ("acknowledged", 1), ("withdrawn", 2)]
    assert len({one.case for one in read}) == 1
    appeal = Appeal.objects.get(id=ref)
    shown = [check_opening(one.h, queries.opening(appeal, leaf)) for one, leaf in zip(read, found, strict=True)]
    assert [one.get("text") for one in shown[1:]] == [None, "It is mended."]
    assert [one["actor"] for one in shown] == ["sender", "officer", "sender"]


def slows(ref: int) -> list[bool]:
    """Whether each leaf of an appeal waits for others."""
    return [leaf.slow for leaf in leaves_of(ref)]


@pytest.mark.security
def test_leaves_of_nameless_and_sealed_matters_wait_whatever_the_size_of_the_body(world: World) -> None:
    document = json.dumps({"bodies": {body: {"cells": [], "quick": True} for body in world.bodies}}).encode()
    Announced.objects.update_or_create(name="levels", defaults={"digest": "0" * 64, "document": document, "at": AT})
    move_revision(locked_revision())
    named = {"name": "Olha", "category": None, "territory": None, "kind": "request"}
    plain, sealed = world.sent(**named).appeal, world.sent(**named, seal=True).appeal
    nameless = world.sent(**{**named, "name": ""}).appeal
    staff = world.sent(**{**named, "kind": "complaint"}, about_body=world.bodies["p1"]).appeal
    for ref in (plain, nameless):
        actions.accept_appeal(by=world.actor("petrenko"), at=AT + timedelta(hours=1), ref=ref)
    assert [slows(ref) for ref in (plain, nameless, sealed, staff)] == [[False] * 2, [True] * 2, [True], [True]]
    Appeal.objects.filter(id=plain).update(tier="S")  # raised later: from then on
    actions.withdraw(by=resident(plain), at=AT + timedelta(days=2), ref=plain, text="It is mended.")
    assert slows(plain) == [False, False, True]


def test_a_public_deed_without_its_leaf_is_refused_by_the_database(world: World) -> None:
    ref = world.sent(category=None, territory=None, kind="request").appeal
    with pytest.raises(IntegrityError, match="no leaf in the public log"), transaction.atomic():
        record(by=world.actor("petrenko"), at=AT, deed="appeal.answered", thing=f"appeal/{ref}")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="no leaf in the public log"), transaction.atomic():
        record(by=world.actor("petrenko"), at=AT, deed="appeal.registered", thing="appeal/1")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_inner_deed_has_no_leaf(world: World) -> None:
    ref = world.sent(category=None, territory=None, kind="request").appeal
    actions.looked(by=world.actor("petrenko"), at=AT, ref=ref)
    inner = Entry.objects.filter(thing=f"appeal/{ref}").exclude(deed="appeal.registered")
    assert not PublicLeaf.objects.filter(id__in=inner.values("id")).exists()
