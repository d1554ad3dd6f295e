"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.oversight.views import acts, hotline, lists, reading
from answerable.oversight.views import desk as at_desk
from answerable.oversight.views import public as in_public

chair: Final[list[URLPattern]] = [
    path("", reading.reading, name="reading"),
    path("items/<int:ref>/", reading.item, name="item"),
    path("items/<int:ref>/read/", reading.read, name="read"),
    path("items/<int:ref>/<slug:name>/", acts.act, name="act"),
    path("lists/<slug:which>/", lists.lists, name="lists"),
    path("instructions/", lists.instructions, name="instructions"),
]
desk: Final[list[URLPattern]] = [
    path("instructions/", at_desk.instructions, name="instructions"),
    path("instructions/<int:ref>/", at_desk.instruction, name="instruction"),
    path("hotline/", hotline.calls, name="hotline"),
    path("hotline/<int:ref>/", hotline.call, name="hotline-call"),
]
public: Final[list[URLPattern]] = [
    path("how-they-answer/", in_public.how_they_answer, name="how-they-answer"),
    path("hotline/", hotline.weeks, name="hotline"),
    path("hotline/<int:ref>/<str:name>", hotline.week_file, name="hotline-file"),
    path("follow/message/how/", hotline.how, name="followed-how"),
]
