"""Every address of the system: the doors' roots, and under each what the rooms declare for it (`base.room.Urls`)."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from answerable.base.doors import Door
from answerable.base.room import Patterns, Urls
from answerable.site import health, rooms

PLAIN: Final = "plain"
ROOTS: Final[tuple[tuple[str, str, Callable[[Urls], Patterns]], ...]] = (
    (PLAIN, "", lambda urls: urls.plain),
    (Door.FOLLOW.value, "follow/", lambda urls: urls.follow),
    (Door.DESK.value, "desk/", lambda urls: urls.desk),
    (Door.CHAIR.value, "chair/", lambda urls: urls.chair),
    (Door.HOOKS.value, "hooks/", lambda urls: urls.hooks),
)


def _offered(of: Callable[[Urls], Patterns]) -> list[URLResolver]:
    """What the rooms offer for a door, each under its own name."""
    return [path("", include((list(listed), room.name))) for room in rooms.ROOMS if (listed := of(room.urls()))]


def _roots() -> list[URLPattern | URLResolver]:
    """The roots of the doors that this process opens."""
    return [
        path(root, include((_offered(of), door)))
        for door, root, of in ROOTS
        if door == PLAIN or door in settings.ANSWERABLE.doors
    ]


urlpatterns: list[URLPattern | URLResolver] = [*health.patterns, *_roots()]
if Door.PUBLIC in settings.ANSWERABLE.doors:
    urlpatterns += i18n_patterns(path("", include((_offered(lambda urls: urls.public), "public"))))

handler400 = "answerable.site.errors.unreadable"
handler403 = "answerable.site.errors.forbidden"
handler404 = "answerable.site.errors.missing"
handler500 = "answerable.site.errors.broken"
