"""A misspelt declaration is refused before the system opens, where mypy can't read it already (`site.checks`)."""

from enum import StrEnum

import pytest
from django.template import Context, Template, TemplateSyntaxError

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Room
from answerable.base.subject import KindName, SubjectKind
from answerable.site import checks, rooms


class Misspelt(StrEnum):
    FINDS = "fnids"


def _no_table() -> type:
    raise AssertionError("nobody asks for it")


def _entry(page: str, power: StrEnum | None = None) -> MenuEntry:
    return MenuEntry(page=page, says="Finds", menus=(Menu.DESK_OWN,), place=1, power=power)


def test_what_the_rooms_declare_is_there() -> None:
    assert list(checks.misspelt(rooms.ROOMS)) == []


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (Room(name="toy", menu=(_entry("desk:people:stuff"),)), "no such page"),
        (Room(name="toy", menu=(_entry("dsek:people:staff"),)), "no such page"),
        (Room(name="toy", menu=(_entry("desk:people:staff", Misspelt.FINDS),)), "which nobody declares"),
        (
            Room(name="toy", subjects=(SubjectKind(KindName("find"), _no_table, follow="a:b"),)),
            "no such page",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_its_room(room: Room, words: str) -> None:
    (told,) = checks.misspelt([room])
    assert (told.startswith("The room toy "), words in told) == (True, True)


def test_a_template_asks_for_no_power_that_there_is_not() -> None:
    with pytest.raises(TemplateSyntaxError, match="kyes"):
        Template('{% load installation %}{% holds "kyes" as mine %}').render(Context())
