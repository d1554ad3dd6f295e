"""The declaration of oversight."""

from collections.abc import Mapping, Sequence
from typing import Final

from answerable.appeals.terms import APPEAL
from answerable.base.follower import Follower
from answerable.base.room import Room, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded, of_kind
from answerable.oversight.sealed_fields import SEALED


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


OVERSIGHT: Final = Room(
    name="oversight",
    leaves=("escalated", "instructed", "measure"),
    sealed=SEALED,
    rows=(
        Guarded("oversight_escalation", f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded("oversight_item", f"body_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded("oversight_instruction", f"to_id = {BODIES} OR of_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded("oversight_measure", f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Guarded("oversight_commendation", f"to_id = {BODIES} OR {of_kind(APPEAL, 'appeal_id')}"),
        Unguarded("oversight_position", "where a reader stopped: two numbers"),
        Unguarded("oversight_digest", "that a morning letter went out"),
    ),
    urls=_urls,
    refusals=_refusals,
    followers=_followers,
    jobs=_jobs,
)
