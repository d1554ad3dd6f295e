"""What a linter of imports cannot see: rooms coupled by words in models, by their insides, by templates and by signals."""

import ast
import re
from itertools import chain

from django.apps import apps
from django.db import models

from tests.architecture import source

PRIVATE = {"views", "forms", "desk_forms", "templates", "jobs", "followers", "urls", "desk_urls"}
SHARED = ("answerable.vault.views.files",)  # how a sealed file becomes an answer is the vault's business alone
ROOMS = [room for room in source.FLOORS if room not in {"base", "site"}]


def _fields() -> list[models.Field]:
    rooms = [apps.get_app_config(room) for room in ROOMS]
    return [
        field
        for model in chain.from_iterable(room.get_models() for room in rooms)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
    ]


def test_no_foreign_key_points_to_a_room_above() -> None:
    order = {room: floor for floor, room in enumerate(source.FLOORS)}
    up = [
        str(field)
        for field in _fields()
        if order[field.related_model._meta.app_label] > order[field.model._meta.app_label]
    ]
    assert up == []


def test_a_foreign_key_to_another_room_leaves_no_name_there() -> None:
    named = [
        str(field)
        for field in _fields()
        if field.related_model._meta.app_label != field.model._meta.app_label and not field.remote_field.hidden
    ]
    assert named == []


def test_no_room_reaches_into_the_insides_of_another() -> None:
    reached = []
    for path in source.python(tests=True):
        if not path.is_relative_to(source.SYSTEM) or source.room_of(path) == "site":
            continue
        for module in source.imports(path):
            parts = module.split(".")
            if (
                parts[0] == "answerable"
                and len(parts) > 2
                and parts[1] != source.room_of(path)
                and parts[2] in PRIVATE
                and not module.startswith(SHARED)
            ):
                reached.append(f"{source.name(path)}: {module}")
    assert reached == []


def test_no_template_uses_another_rooms_templates() -> None:
    reached = []
    for path in source.templates():
        room = source.room_of(path)
        for used in re.findall(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""", path.read_text(encoding="utf-8")):
            first = used.split("/", 1)[0]
            if first in ROOMS and room not in {first, "site"}:
                reached.append(f"{source.name(path)}: {used}")
    assert reached == []


def test_models_are_columns_and_constraints_only() -> None:
    """No save() or delete() of their own, no signals: what is done is done by an action, on the record."""
    hidden = []
    for path in source.python():
        if not path.is_relative_to(source.SYSTEM):
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.ClassDef) and "models" in source.inside(path):
                methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                hidden += [f"{source.name(path)}: {node.name}.{each}" for each in methods & {"save", "delete", "clean"}]
        hidden += [
            f"{source.name(path)}: {each}"
            for each in source.imports(path)
            if each.startswith("django.db.models.signals")
        ]
    assert hidden == []


def test_the_database_is_only_changed_below_actions() -> None:
    """Views and forms ask and show; writing belongs to actions."""
    writes = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"}
    found = []
    for path in source.python():
        if (
            path.is_relative_to(source.SYSTEM)
            and source.room_of(path) != "site"
            and set(source.inside(path)) & {"views", "queries"}
        ):
            for node in ast.walk(source.tree(path)):
                called = source.called(node)
                if called.rsplit(".", 1)[-1] in writes and ".objects." in f".{called}":
                    found.append(f"{source.name(path)}:{getattr(node, 'lineno', 0)}: {called}")
    assert found == []


WRITING_SQL = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b")


def _writes_in_sql(code: str) -> list[str]:
    """The words by which a module's own strings change the database."""
    nodes = list(ast.walk(ast.parse(code)))
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    pieces = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    strings += ["".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in some) for some in pieces]
    return [found for each in strings for found in WRITING_SQL.findall(each)]


def test_sql_that_writes_stands_in_actions_queries_and_rows_only() -> None:
    """And in the one builder that makes statements of rows (`base.statement`); migrations are not looked at."""
    allowed = {"actions", "queries", "rows"}
    found = [
        source.name(path)
        for path in source.python()
        if path.is_relative_to(source.SYSTEM)
        and not allowed & set(source.inside(path))
        and _writes_in_sql(path.read_text())
    ]
    assert found == ["src/answerable/base/statement.py"]


def test_sql_that_writes_is_recognised() -> None:
    lines = [
        "x = 'INSERT INTO a (b) SELECT 1'",
        'x = f"UPDATE {table} SET a = 1"',
        "x = 'DELETE FROM a'",
        "x = 'SELECT 1'",
    ]
    assert [bool(_writes_in_sql(line)) for line in lines] == [True, True, True, False]
