"""Addresses of the system's own pages: public ones, below the language, and those at the desk."""

from django.urls import URLPattern, URLResolver, path

from answerable.site.views import parked, places
from answerable.site.views import public as pages

public: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("about/", pages.about, name="about"),
    path("about/protection/", pages.protection, name="protection"),
    path("about/law/", pages.law, name="law"),
    path("about/accessibility/", pages.accessibility, name="accessibility"),
    path("bodies/", pages.bodies, name="bodies"),
    path("bodies/<slug:code>/", pages.body, name="body"),
    path("places/", places.places, name="places"),
    path("places/<str:code>/", places.one_place, name="place"),
]
desk: list[URLPattern | URLResolver] = [path("parked/", parked.parked, name="parked")]
