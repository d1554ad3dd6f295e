"""A request as our views see it: with the actor that the door has set."""

from django.http import HttpRequest

from answerable.base.actor import Actor


class DoorRequest(HttpRequest):
    """A request that has come through a door."""

    actor: Actor
