"""What must hold before the system opens: a database that is durable and discreet, and a role without power over it."""

import psycopg
from django.core import checks as django_checks
from django.db import connection

from answerable.site.postgresql import rows
from answerable_host.cluster import roles


def unknown_libraries() -> list[str]:
    """Libraries in the database server of which we don't know whether they write down what they see."""
    connection.ensure_connection()
    loaded = roles.loaded_libraries(connection.connection)
    return [name for name in loaded if name not in roles.QUIET and name not in roles.LOUD]


def opening_faults() -> list[str]:
    """Everything that forbids opening, in plain words; nothing when all is well."""
    connection.ensure_connection()
    mine: psycopg.Connection[tuple[object, ...]] = connection.connection
    found = [*roles.connection_faults(mine), *rows.row_security_faults(mine)]
    serious = [each for each in django_checks.run_checks() if each.level >= django_checks.ERROR]
    return [*found, *(f"{each.id}: {each.msg}" for each in serious)]
