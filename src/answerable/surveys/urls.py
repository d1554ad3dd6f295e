"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.surveys.views import making, showing

public: Final[list[URLPattern]] = [
    path("surveys/", showing.surveys, name="list"),
    path("surveys/<int:ref>/", showing.survey, name="one"),
    path("surveys/draws/<int:ref>/design.json", showing.design, name="design"),
]
desk: Final[list[URLPattern]] = [
    path("surveys/", making.surveys, name="list"),
    path("surveys/<int:ref>/", making.survey, name="one"),
    path("surveys/draws/<int:ref>/", making.draw, name="draw"),
    path("surveys/draws/<int:ref>/<slug:which>.csv", making.units, name="units"),
]
