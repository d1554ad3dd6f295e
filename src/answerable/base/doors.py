"""Doors: every page says through which it is entered, and a page without one is never served (deny by default).

A door is a URL root and a guard, not a package. `@door("desk")` marks a view; the middleware of the site looks at the
mark before the view runs and refuses a view that has none.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

from django.utils.translation import get_language_from_path

View = TypeVar("View", bound=Callable[..., Any])
MARK: Final = "answerable_door"
FOLLOW_ROOT: Final = "/follow/"


class Door(StrEnum):
    """The ways into the system."""

    PUBLIC = "public"  # anybody, no session
    FOLLOW = "follow"  # the holder of a follow-up code, in a short session of its own
    DESK = "desk"  # a signed-in person with a seat
    CHAIR = "chair"  # a signed-in person whose seat has the power to read as the chair
    CARE = "care"  # casework; its rooms come with a later issue
    HOOKS = "hooks"  # other people's servers; each hook proves itself
    OPERATION = "operation"  # health and metrics


def is_follow_page(path: str) -> bool:
    """Say whether an address is one of whoever holds a code, behind a language or not."""
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}" if language else "").startswith(FOLLOW_ROOT)


def door(name: str) -> Callable[[View], View]:
    """Mark a view with the door through which it is entered."""

    def mark(view: View) -> View:
        setattr(view, MARK, Door(name))
        return view

    return mark
