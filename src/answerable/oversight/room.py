"""The declaration of oversight."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.appeals.terms import APPEAL
from answerable.base.follower import Follower
from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, Room, Rows, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded, of_kind
from answerable.oversight.sealed_fields import SEALED
from answerable.people.terms import Power


def _urls() -> Urls:
    from answerable.oversight import urls

    return Urls(public=urls.public, desk=urls.desk, chair=urls.chair)


def _refusals() -> Mapping[str, object]:
    from answerable.oversight.wording import reasons

    return reasons.REASONS


def _followers() -> Sequence[Follower]:
    from answerable.oversight import followers

    return followers.FOLLOWERS


def _jobs() -> tuple[object, ...]:
    from answerable.oversight import jobs

    return jobs.climb, jobs.send_digests


def _rows() -> Rows:
    from answerable.oversight import models

    return (
        Guarded(models.Escalation, f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Item, f"body_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Instruction, f"to_id = {BODIES} OR of_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Measure, f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Commendation, f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Unguarded(models.Position, "where a reader stopped: two numbers"),
        Unguarded(models.Digest, "that a morning letter went out"),
    )


def _held() -> Held:
    from answerable.oversight import held

    return held.HELD


OVERSIGHT: Final = Room(
    name="oversight",
    leaves=("escalated", "instructed", "measure", "read", "commended"),
    sealed=SEALED,
    rows=_rows,
    held=_held,
    urls=_urls,
    menu=(
        MenuEntry(
            page="public:oversight:how-they-answer",
            says=_("How they answer"),
            menus=(Menu.PUBLIC_HEAD, Menu.PUBLIC_FOOT),
            place=20,
        ),
        MenuEntry(
            page="chair:oversight:reading",
            says=_("The day's reading"),
            menus=(Menu.DESK_HEAD,),
            place=10,
            power=Power.CHAIR,
        ),
    ),
    refusals=_refusals,
    followers=_followers,
    jobs=_jobs,
)
