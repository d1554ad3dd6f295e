"""The site as Django knows it: on start it lets every room bring its jobs."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site."""

    name = "answerable.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the declared jobs. The site is ready before procrastinate, which takes what is known by then."""
        from answerable.site import rooms

        for room in rooms.ROOMS:
            room.jobs()
