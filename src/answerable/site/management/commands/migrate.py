"""`migrate`, as the owner of the tables, and then the walls between rows and the marks of counted tables: always all three."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from answerable.base import row_scope
from answerable.site.postgresql import counted, rows


class Command(migrate.Command):
    """Django's command with another database by default."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's arguments; `--database` is `owner` unless said otherwise."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, everywhere in the data: the owner is held by row-level security like everybody."""
        with row_scope.as_system():
            super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        owner = connections[options["database"]]
        owner.ensure_connection()
        rows.put_in_force(owner.connection)
        counted.mark(owner.connection)
