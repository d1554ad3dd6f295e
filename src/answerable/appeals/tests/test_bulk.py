"""What is ticked in a list, what an empty list says, and how a case lays its acts out."""

import re

import pytest

from answerable.appeals.models import Appeal
from answerable.appeals.testing import World, at_desk, page, words
from answerable.appeals.tests.test_desk_pages import LIST
from answerable.base.testing import now

pytestmark = pytest.mark.instants


def test_what_is_ticked_is_accepted_assigned_or_made_an_incident(world: World) -> None:
    sent = [world.sent(at=now(), category=None, territory=None) for _ in range(3)]
    picked = {"pick": [one.number for one in sent]}
    head = at_desk(world, "petrenko")
    assert head.post(page("bulk"), picked | {"do": "incident"}).headers["Location"] == (
        page("begin") + "?" + "&".join(f"pick={one.number}" for one in sent)
    )
    head.post(page("bulk"), picked | {"do": "accept"})
    assert "3 appeals are accepted." in words(head.get(LIST))
    head.post(page("bulk"), picked | {"do": "accept"})
    refused = words(head.get(LIST))
    assert [f"{one.number}:" in refused for one in sent] == [True, True, True]
    asked = words(head.post(page("bulk"), picked | {"do": "assign"}))
    assert "Assign 3 appeals" in asked
    head.post(page("bulk"), picked | {"do": "assign", "to": str(world.people["ivanenko"])})
    assert "3 appeals are assigned." in words(head.get(LIST))
    assert set(Appeal.objects.values_list("assignee", flat=True)) == {world.people["ivanenko"]}


def test_nothing_ticked_and_what_exists_for_others_only_changes_nothing(world: World) -> None:
    sent = world.sent(at=now(), kind="complaint", about_body=world.bodies["p1"], category=None)
    client = at_desk(world, "shevchuk")
    for picked in ({}, {"pick": [sent.number]}):
        assert client.post(page("bulk"), picked | {"do": "accept"}).headers["Location"] == LIST
    assert Appeal.objects.get().state == "registered"
    assert client.get(page("bulk")).status_code == 405


def test_an_empty_list_says_what_comes_here(world: World) -> None:
    assert "A dispute stands here the moment the sender makes it." in words(
        at_desk(world, "petrenko").get(LIST + "?view=disputed")
    )


def test_one_act_of_a_case_is_primary_and_none_is_lost(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    shown = at_desk(world, "petrenko").get(page("case", sent.number)).content.decode()
    primary = re.findall(r'<a class="button primary" href="([^"]+)"', shown)
    assert primary == [page("answer", sent.number)]
    for act in (
        "accept",
        "assign",
        "ask",
        "forward",
        "extend",
        "points",
        "categorise",
        "note",
        "join",
        "merge",
        "refuse",
        "recuse",
    ):
        # led to, or sent from the page itself
        address = page(act, sent.number)
        assert (act, f'href="{address}"' in shown or f'action="{address}"' in shown) == (act, True)
