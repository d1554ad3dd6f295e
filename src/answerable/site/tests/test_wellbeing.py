"""Health is heard from every room: one that cannot say how it is hides no other."""

from dataclasses import replace
from typing import NoReturn

import pytest
from django.db import ProgrammingError
from django.test import Client

from answerable.base.room import followers_by_room
from answerable.site import rooms, wellbeing

pytestmark = pytest.mark.django_db


def _torn(*_: object) -> NoReturn:
    raise ProgrammingError("permission denied")


def test_a_room_that_cannot_say_how_it_is_hides_no_other(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = rooms.ROOMS[:2]
    torn = replace(first, red_lines=_torn, gauges=_torn)
    monkeypatch.setattr(rooms, "ROOMS", (torn, replace(second, red_lines=lambda _at: ["a letter lies"])))
    told = client.get("/healthz")
    assert told.status_code == 503
    assert f"the room {first.name} cannot say whether it is well (ProgrammingError" in told.text
    assert "a letter lies" in told.text
    numbers = client.get("/metrics")
    assert numbers.status_code == 200
    assert f'answerable_gauges_failed{{room="{first.name}"}} 1.0' in numbers.text


def test_a_silent_database_is_said_once(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wellbeing, "_of_database", lambda: iter(["the database does not answer"]))
    monkeypatch.setattr(wellbeing, "_of_rooms", _torn)
    told = wellbeing.red_lines(settings.ANSWERABLE, at=wellbeing.clock.now())  # type: ignore[attr-defined]
    assert told.count("the database does not answer") == 1


def test_two_followers_of_one_name_are_refused(settings: object) -> None:
    room = next(room for room in rooms.ROOMS if room.followers())
    follower = room.followers()[0]
    settings.ROOMS = (replace(room, followers=lambda: (follower, follower)),)  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="have one name"):
        followers_by_room()
