"""Every address of the house: the doors' roots, and under each what the rooms offer for it.

A room's `urls` holds lists named for doors: `public` (below the language), `follow`, `desk`, `chair`, `hooks`, and
`plain` for public addresses without a language (`/log/`, `/open311/`). Names: `desk:appeals:case`.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from answerable.site import health
from answerable.site.config import ROOMS

Patterns = list[URLPattern | URLResolver]


def _offered(door: str) -> Patterns:
    """What the rooms offer for a door, each under its own name."""
    found: Patterns = []
    for room in ROOMS:
        if find_spec(f"answerable.{room}.urls") is None or room == "site":
            continue
        listed: Any = getattr(import_module(f"answerable.{room}.urls"), door, None)
        if listed:
            found.append(path("", include((listed, room))))
    if door == "public" and find_spec("answerable.site.public_urls"):
        found.append(path("", include((import_module("answerable.site.public_urls").public, "site"))))
    return found


def _roots() -> Patterns:
    """The roots of the doors that this process opens."""
    opened: Patterns = []
    for door, root in (
        ("plain", ""),
        ("follow", "follow/"),
        ("desk", "desk/"),
        ("chair", "chair/"),
        ("hooks", "hooks/"),
    ):
        if door == "plain" or door in settings.ANSWERABLE.doors:
            opened.append(path(root, include((_offered(door), door))))
    return opened


urlpatterns: Patterns = [*health.patterns, *_roots()]
if "public" in settings.ANSWERABLE.doors:
    urlpatterns += i18n_patterns(path("", include((_offered("public"), "public"))))

handler400 = "answerable.site.errors.unreadable"
handler403 = "answerable.site.errors.forbidden"
handler404 = "answerable.site.errors.missing"
handler500 = "answerable.site.errors.broken"
