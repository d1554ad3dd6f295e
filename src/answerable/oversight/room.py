"""The declaration of oversight."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.appeals.terms import APPEAL
from answerable.base.follow_note import FollowNote
from answerable.base.follower import Follower
from answerable.base.incoming import Wish
from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, Room, Rows, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded, of_kind, own
from answerable.base.subject import Subject
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

    return jobs.climb, jobs.send_digests, jobs.run_hotline


def _wishes() -> Mapping[str, Wish]:
    from answerable.oversight import hearing

    return {hearing.FACT: hearing.take_short}


def _notes(subject: Subject, at: datetime) -> Sequence[FollowNote]:
    from answerable.oversight import queries
    from answerable.oversight.wording import hotline

    return () if queries.asked_now(subject, at) is None else (hotline.NOTE,)


def _rows() -> Rows:
    from answerable.oversight import models

    return (
        Guarded(models.Escalation, f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Item, f"body_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Instruction, f"to_id = {BODIES} OR of_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Measure, f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded(models.Commendation, f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        # those who watch; a week's own rows when its asking is over; one's own invitation
        Guarded(models.Sample, f"asker_id = {BODIES} OR opened_at IS NOT NULL"),
        Guarded(models.CallBack, f"asker_id = {BODIES} OR appeal_id = {own(APPEAL)}"),
        Unguarded(models.Position, "where a reader stopped: two numbers"),
        Unguarded(models.Digest, "that a morning letter went out"),
    )


def _held() -> Held:
    from answerable.oversight import held

    return held.HELD


OVERSIGHT: Final = Room(
    name="oversight",
    leaves=(
        "escalated",
        "instructed",
        "measure",
        "read",
        "commended",
        "draw-committed",
        "draw-framed",
        "draw-seeded",
        "draw-drawn",
        "dataset-frozen",
    ),
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
        MenuEntry(
            page="desk:oversight:hotline",
            says=_("Calls of the hotline"),
            menus=(Menu.DESK_OWN,),
            place=37,
            power=Power.MONITOR,
        ),
    ),
    wishes=_wishes,
    notes=_notes,
    refusals=_refusals,
    followers=_followers,
    jobs=_jobs,
)
