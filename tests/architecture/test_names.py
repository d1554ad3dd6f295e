"""Names can be found and told apart: one alias for one module, and an exception says that it is one."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from tests.architecture import source


def _aliases() -> Iterator[tuple[str, str]]:
    """Each alias with what it stands for; `_` is Django's custom for the two kinds of translation."""
    for path in source.python(tests=True):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                yield from ((each.asname, f"{node.module}.{each.name}") for each in node.names if each.asname)
            elif isinstance(node, ast.Import):
                yield from ((each.asname, each.name) for each in node.names if each.asname)


def test_an_import_alias_stands_for_one_module_only() -> None:
    """`from answerable.x import y as z`: z is the same y wherever it stands, so that a reader knows it by sight."""
    meant: dict[str, set[str]] = defaultdict(set)
    for alias, name in _aliases():
        meant[alias].add(name)
    assert {alias: sorted(names) for alias, names in meant.items() if len(names) > 1 and alias != "_"} == {}


def test_a_floor_of_another_room_is_imported_under_the_name_of_its_room() -> None:
    """`appeals_actions`, `vault_queries`: never the room's bare name, which would mean one floor here, another there."""
    floors = {"actions", "queries", "rules", "policy", "terms", "wording", "forms", "jobs"}
    odd = []
    for path in source.python():
        for node in ast.walk(source.tree(path)):
            if not isinstance(node, ast.ImportFrom) or not node.module or node.module.count(".") != 1:
                continue
            room = node.module.removeprefix("answerable.")
            if room not in source.FLOORS:
                continue
            odd += [
                f"{source.name(path)}: {each.name} as {each.asname}"
                for each in node.names
                if each.name in floors and each.asname not in {None, f"{room}_{each.name}"}
            ]
    assert odd == []


def test_every_exception_says_that_it_is_one() -> None:
    """Its name ends in Error (PEP 8); what inherits from one of ours counts as well."""
    bases: dict[str, list[str]] = {}
    for path in source.python():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [ast.unparse(each).rpartition(".")[2] for each in node.bases]

    def is_exception(name: str, seen: frozenset[str] = frozenset()) -> bool:
        above = [each for each in bases.get(name, []) if each not in seen]
        return name.endswith(("Error", "Exception")) or any(is_exception(each, seen | {name}) for each in above)

    assert sorted(name for name in bases if is_exception(name) and not name.endswith("Error")) == []


FLOOR_WORDS: Final = {"Deed", "State", "Command"}
"""A room's own, of one kind in each: its deeds, where a thing of it stands; Django's word for a command."""
TWINS: Final = {
    "Calendar": "a year's row, and the rule that counts with all of them",
    "Profile": "a term's row, and the rule's reading of it",
    "Rung": "a step's row, and the rule's reading of it",
    "Chat": "a conversation's row, and what a bot's rules are given of it",
}
LEFT: Final = {
    "Account": "people's and channels' tables: each the trade's own word; another name is another model, and a migration",
    "Setting": "the law's table, and what an account of a channel asks for (channels.integration)",
    "Sketch": "two tables, of marks and of a questionnaire in the editor; as above",
}


def test_a_class_that_stands_twice_means_one_thing() -> None:
    """Whoever finds a public class by its name has found it; forms may be called as their pages are, models as their rules."""
    where: dict[str, set[str]] = defaultdict(set)
    for path in source.python():
        for node in source.tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].add(source.name(path))
    twice = {name: sorted(files) for name, files in where.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in FLOOR_WORDS | {*TWINS} | {*LEFT}} == {}
    assert sorted({*FLOOR_WORDS, *TWINS, *LEFT} - set(twice)) == []
