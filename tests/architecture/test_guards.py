"""The database refuses a change of a subject without its deed: each declared kind's table has the ledger's guard."""

from collections.abc import Iterable

import pytest
from django.db import connection

from answerable.base.room import subject_kinds

pytestmark = pytest.mark.django_db


def _without_guard(tables: Iterable[str]) -> list[str]:
    """Of these tables those that `ledger_guard` was not called for (or whose trigger is switched off)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = 'must_record' AND tgdeferrable AND tginitdeferred AND tgenabled = 'O' AND tgparentid = 0"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    return sorted(set(tables) - guarded)


def test_the_table_of_every_declared_kind_is_guarded() -> None:
    assert _without_guard(kind.table for kind in subject_kinds()) == []


def test_a_table_whose_migration_forgot_the_guard_is_seen() -> None:
    """Django's own table of migrations stands for it: it is there, and no migration guarded it."""
    assert _without_guard(["appeals_appeal", "django_migrations"]) == ["django_migrations"]
