"""The site's own declaration: it has no tables, but pages, and something to note outside of the database."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from answerable.base.follower import Follower
from answerable.base.menu import Menu, MenuEntry
from answerable.base.place_slot import PlaceSlot
from answerable.base.room import Room, Urls


def _urls() -> Urls:
    from answerable.site import public_urls

    return Urls(public=public_urls.public, desk=public_urls.desk)


def _followers() -> Sequence[Follower]:
    from answerable.site import followers

    return followers.FOLLOWERS


def _jobs() -> tuple[object, ...]:
    from answerable.site import jobs

    return (jobs.end_cut_off,)


_BOTH: Final = (Menu.PUBLIC_HEAD, Menu.PUBLIC_FOOT)
_FOOT: Final = (Menu.PUBLIC_FOOT,)


def _writing(territory: int) -> Mapping[str, Any] | None:
    from answerable.site import place_page

    return place_page.who_answers(territory)


SITE: Final = Room(
    name="site",
    no_rows="it has no tables",
    urls=_urls,
    menu=(
        MenuEntry(page="public:site:bodies", says=_("Who answers"), menus=_BOTH, place=30),
        MenuEntry(page="public:site:about", says=_("How it works"), menus=_BOTH, place=40),
        MenuEntry(page="public:site:law", says=_("The law and the dates"), menus=_FOOT, place=50),
        MenuEntry(page="public:site:protection", says=_("What is protected, what is not"), menus=_FOOT, place=70),
        MenuEntry(page="public:site:accessibility", says=_("Accessibility"), menus=_FOOT, place=90),
    ),
    slots=(
        PlaceSlot(
            title=_("Who answers here, and how to write"),
            template="site/_who_answers.html",
            tell=_writing,
            empty=_("No body answers for this place by itself; write, and it goes to whom it belongs."),
            order=10,
        ),
        PlaceSlot(
            title=_("Meetings to come"),
            template="",
            tell=lambda territory: None,  # noqa: ARG005 -- no room keeps meetings yet
            empty=_("No meeting is announced here."),
            order=40,
        ),
    ),
    followers=_followers,
    jobs=_jobs,
)
