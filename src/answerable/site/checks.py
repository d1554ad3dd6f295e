"""What must hold before the system opens: a database that is durable and discreet, and a role without power over it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import psycopg
from django.core import checks as django_checks
from django.db import connection
from django.urls import NoReverseMatch, get_resolver, reverse

from answerable.base.room import Room, Urls
from answerable.people import powers
from answerable.site import rooms
from answerable.site.postgresql import rows
from answerable_host.cluster import roles


def unknown_libraries() -> list[str]:
    """Libraries in the database server of which we don't know whether they write down what they see."""
    connection.ensure_connection()
    loaded = roles.loaded_libraries(connection.connection)
    return [name for name in loaded if name not in roles.QUIET and name not in roles.LOUD]


def declared_faults(app_configs: Any, **words: Any) -> list[django_checks.CheckMessage]:  # noqa: ARG001 -- Django's signature
    """What rooms declare and mypy can't read: names of pages, and powers that no role could have."""
    return [django_checks.Error(says, id="site.E001") for says in misspelt(rooms.ROOMS)]


def misspelt(declared: Iterable[Room]) -> Iterator[str]:
    """In words, each name in these declarations that leads nowhere."""
    known = powers.known()
    for room in declared:
        for entry in room.menu:
            if not _is_page(entry.page):
                yield f"The room {room.name} puts {entry.page!r} into a menu, and there is no such page."
            if entry.power is not None and entry.power not in known:
                yield f"The room {room.name} shows {entry.page!r} by the power {str(entry.power)!r}, which nobody declares."
        for kind in room.subjects:
            if kind.follow and not _is_page(kind.follow):
                yield f"The room {room.name} lets codes of {kind.word!r} land on {kind.follow!r}, and there is no such page."


def _is_page(name: str) -> bool:
    """Whether a page has this name; that a process leaves a door closed is no fault."""
    door = name.partition(":")[0]
    if door in {each.name for each in fields(Urls)} - set(get_resolver().namespace_dict):
        return True
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def opening_faults() -> list[str]:
    """Everything that forbids opening, in plain words; nothing when all is well."""
    connection.ensure_connection()
    mine: psycopg.Connection[tuple[object, ...]] = connection.connection
    found = [*roles.connection_faults(mine), *rows.row_security_faults(mine)]
    serious = [each for each in django_checks.run_checks() if each.level >= django_checks.ERROR]
    return [*found, *(f"{each.id}: {each.msg}" for each in serious)]
