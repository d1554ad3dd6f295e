"""Stands in the place of Django's command, and makes nobody."""

from typing import Any

from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    """There is no superuser."""

    help = "Refuses: there is no superuser. Seats are granted on the pages for people, on the record."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Refuse."""
        raise CommandError("There is no superuser. Seats are granted on the record: see docs/security/roles.md.")
