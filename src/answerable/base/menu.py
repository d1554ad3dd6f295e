"""Menus of the base pages, and what a room puts into them. Whoever declares a page says where it is found."""

from dataclasses import dataclass
from enum import StrEnum


class Menu(StrEnum):
    """The menus that there are, each drawn by one template of the site."""

    PUBLIC_HEAD = "public-head"  # beside the name of the place: the few pages that most residents look for
    PUBLIC_FOOT = "public-foot"  # all pages for residents
    DESK_HEAD = "desk-head"  # beside the name of whoever is signed in
    DESK_OWN = "desk-own"  # below that name


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One page in one or more menus.

    page   its name, as `reverse` takes it; where its door is closed the entry isn't there
    says   what it is called there, as a lazy translation
    menus  where it stands
    place  smaller comes first, whichever room declares it
    power  shown only to whoever has it in some seat; the page asks its policy all the same
    posts  pressed rather than followed: it does something
    """

    page: str
    says: object
    menus: tuple[Menu, ...]
    place: int
    power: StrEnum | None = None
    posts: bool = False
