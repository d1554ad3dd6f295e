"""Rooms declare themselves, whole and true; nothing looks a room up by the name of a module or an attribute."""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.urls import reverse
from procrastinate.contrib.django import app as jobs

from answerable.base.menu import Menu
from answerable.base.room import Urls
from answerable.site.rooms import FLOORS, ROOMS
from tests.architecture import floors, source

LOOKUPS: Final = {
    "find_spec", "import_module", "import_string", "__import__", "autodiscover_modules", "iter_modules", "walk_packages",
}  # fmt: skip
MAY_LOOK_UP: Final = {
    "src/answerable/site/cli.py",  # commands are modules of site.commands, all of one room
    "src/answerable/people/checks.py",  # asks what a setting of allauth names, which is no room
}


def _contracts() -> list[dict[str, Any]]:
    config = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = config["tool"]["importlinter"]["contracts"]
    return contracts


def test_the_linter_holds_the_floors_that_are_declared() -> None:
    """It reads the list as text; what it reads is the list."""
    assert [each["type"] for each in _contracts()].count("floors") == 1
    read = floors.floors(floors.ROOMS.read_text(encoding="utf-8"))
    told = [" | ".join(room.name for room in floor) for floor in reversed(FLOORS)]
    assert read == [*told, "base"]


def test_no_list_of_the_linter_names_rooms_so_that_none_is_forgotten() -> None:
    named = {f"answerable.{floor}" for floor in source.FLOORS}
    found = [
        (contract["name"], key, each)
        for contract in _contracts()
        for key, listed in contract.items()
        if isinstance(listed, list)
        for each in listed
        if each in named
    ]
    assert found == []


def test_every_folder_of_the_system_is_a_room() -> None:
    folders = {each.parent.name for each in source.SYSTEM.glob("*/__init__.py")}
    assert folders == set(source.FLOORS)


def test_no_room_is_looked_up_by_name() -> None:
    found = set()
    for path in source.python():
        if path.is_relative_to(source.SYSTEM):
            names = {each.rsplit(".", 1)[-1] for each in source.imports(path)}
            names |= {source.called(node).rsplit(".", 1)[-1] for node in ast.walk(source.tree(path))}
            found |= {source.name(path)} if names & LOOKUPS else set()
    assert found == MAY_LOOK_UP  # equal: whoever looks nothing up any more leaves the list


def _modules(path: Path) -> set[str]:
    """The names under which a file has modules of ours."""
    return {
        (each.asname or each.name).split(".")[0]
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in node.names
        if isinstance(node, ast.Import) or _is_module(f"{node.module}.{each.name}")
    }


def _is_module(name: str) -> bool:
    place = source.SOURCE.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def _root(node: ast.AST) -> str:
    """The name that `a` or `a.b[c].d` begins with; empty for anything else."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_no_attribute_of_a_module_is_taken_by_name() -> None:
    """`getattr` is for columns of a row and marks on a view; on a module it would be a look-up by name."""
    found = []
    for path in source.python():
        for node in ast.walk(source.tree(path)):
            taken = source.called(node).rsplit(".", 1)[-1] in {"getattr", "vars", "attrgetter"} and node.args
            if taken and _root(node.args[0]) in _modules(path) | {"sys"}:
                found.append(f"{source.name(path)}:{node.lineno}")
    assert found == []


def test_every_job_is_declared_by_its_room() -> None:
    declared = {job.name for room in ROOMS for job in room.jobs()}
    known = {name for name in jobs.tasks if name.startswith("answerable.")}
    assert known == declared


def test_every_follower_is_declared_by_its_room() -> None:
    declared = {(room.name, each.name) for room in ROOMS for each in room.followers()}
    marked = {
        (source.room_of(path), node.name)
        for path in source.python()
        if path.is_relative_to(source.SYSTEM)
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.FunctionDef)
        and any(source.called(each).rsplit(".", 1)[-1] == "follows" for each in node.decorator_list)
    }
    assert declared == marked


def test_every_room_says_of_each_table_who_sees_its_rows() -> None:
    for room in ROOMS:
        tables = {model._meta.db_table for model in apps.get_app_config(room.name).get_models()}
        rows = {each.table for each in room.rows()}
        assert (rows == tables) is not bool(room.no_rows) or not tables, room.name
        assert bool(rows) is not bool(room.no_rows), room.name
        assert {each.table for each in room.subjects} <= rows
        assert {model._meta.db_table for model in room.counted()} <= tables


def test_a_reason_is_given_its_sentence_by_one_room() -> None:
    reasons = Counter(chain.from_iterable(room.refusals() for room in ROOMS))
    assert [reason for reason, times in reasons.items() if times > 1] == []


def test_every_entry_of_a_menu_leads_to_a_page() -> None:
    entries = [entry for room in ROOMS for entry in room.menu]
    assert {menu for entry in entries for menu in entry.menus} == set(Menu)
    assert [entry.page for entry in entries if not reverse(entry.page)] == []  # raises where there is no such page
    for menu in Menu:
        places = [entry.place for entry in entries if menu in entry.menus]
        assert len(places) == len(set(places)), menu


def test_the_base_pages_name_no_page_in_their_menus() -> None:
    """An entry of a menu is declared by the room that has the page."""
    drawn = []
    for name in ("public", "desk"):
        text = (source.SYSTEM / "site" / "templates" / "site" / f"{name}.html").read_text(encoding="utf-8")
        drawn += re.findall(r'{% menu "([a-z-]+)"', text)
        assert [each for each in re.findall(r"<ul.*?</ul>", text, re.DOTALL) if re.search(r"{% (way|url) ", each)] == []
    assert sorted(drawn) == sorted(Menu)


def test_every_list_of_addresses_is_declared_for_its_door() -> None:
    doors = {each.name for each in fields(Urls)}
    for room in ROOMS:
        path = source.SYSTEM / room.name / ("public_urls.py" if room.name == "site" else "urls.py")
        nodes = source.tree(path).body if path.is_file() else []
        targets = [
            node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            for node in nodes
            if isinstance(node, ast.Assign | ast.AnnAssign)
        ]
        imported = [
            each.asname or each.name for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names
        ]
        listed = {each.id for each in targets if isinstance(each, ast.Name)} | set(imported)
        offered = room.urls()
        assert {door for door in doors if getattr(offered, door)} == listed & doors, room.name
