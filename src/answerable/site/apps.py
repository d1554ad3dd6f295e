"""The site as Django knows it: on start it lets every room bring its jobs, and every language its next one."""

from django.apps import AppConfig
from django.core.checks import register


class SiteConfig(AppConfig):
    """The site."""

    name = "answerable.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the start-up check be asked, and import the declared jobs. The site is ready before procrastinate, which takes what is known by then."""
        from django.conf import settings

        from answerable.site import catalogues, checks, rooms

        register(checks.declared_faults)
        for room in rooms.ROOMS:
            room.jobs()
        catalogues.fall_back([code for code, _ in settings.LANGUAGES], settings.LOCALE_PATHS)
