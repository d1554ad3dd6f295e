"""The site's own declaration: it has no tables, but pages, and something to note outside of the database."""

from collections.abc import Sequence
from typing import Final

from answerable.base.follower import Follower
from answerable.base.room import Room, Urls


def _urls() -> Urls:
    from answerable.site import public_urls

    return Urls(public=public_urls.public, desk=public_urls.desk)


def _followers() -> Sequence[Follower]:
    from answerable.site import followers

    return followers.FOLLOWERS


SITE: Final = Room(name="site", no_rows="it has no tables", urls=_urls, followers=_followers)
