"""`migrate`, as the owner of the tables: the application's role may not change them."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's command with another database by default."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's arguments; `--database` is `owner` unless said otherwise."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        super().handle(*args, **options)
