"""The room as Django knows it."""

from django.apps import AppConfig
from django.core.checks import register


class PeopleConfig(AppConfig):
    """People."""

    name = "answerable.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the start-up checks be asked."""
        from answerable.people import checks

        register(checks.account_faults)
