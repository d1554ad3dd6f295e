"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.figures.views import data, showing

plain: Final[list[URLPattern]] = [
    path("data/figures/<slug:name>/<slug:period>.json", data.document, name="document"),
    path("data/figures/<slug:name>/<slug:period>/<int:edition>.json", data.edition, name="edition"),
]
public: Final[list[URLPattern]] = [
    path("figures/", showing.front, name="front"),
    path("figures/in/<slug:period>/", showing.front, name="period"),
    path("figures/<slug:name>/", showing.figure, name="newest"),
    path("figures/<slug:name>/<slug:period>/", showing.figure, name="figure"),
]
