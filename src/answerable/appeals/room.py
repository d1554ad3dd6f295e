"""The declaration of appeals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from answerable.appeals.rules import public_acts
from answerable.appeals.sealed_fields import SEALED
from answerable.appeals.terms import APPEAL, Deed, Purpose
from answerable.base.follower import Follower, HeardDeed
from answerable.base.incoming import Take
from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, LastingDeed, Room, Rows, Tables, Urls
from answerable.base.row_policy import BODIES, ROOTS, Guarded, Unguarded, of_kind, own
from answerable.base.subject import SealedPages, Subject, SubjectKind

if TYPE_CHECKING:
    from django.db.models import Model


def _urls() -> Urls:
    from answerable.appeals import urls

    return Urls(plain=urls.plain, public=urls.public, follow=urls.follow, desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.appeals.wording import reasons

    return reasons.REASONS


def _followers() -> Sequence[Follower]:
    from answerable.appeals import followers

    return followers.FOLLOWERS


def _take() -> Take:
    from answerable.appeals import actions

    return actions.take_words


def _jobs() -> tuple[object, ...]:
    from answerable.appeals import jobs

    return (
        jobs.gather_copies,
        jobs.send_mailings,
        jobs.sweep_sketches,
        jobs.close_what_is_over,
        jobs.settle_readers,
        jobs.announce_rules,
        jobs.verify_records,
        jobs.void_numbers,
    )


def _erased_again(appeal: Subject, at: datetime) -> bool:
    from answerable.appeals.actions import restored

    return restored.erase_again(appeal.id, at=at)


def _withdrawn_again(appeal: Subject, at: datetime) -> bool:
    from answerable.appeals.actions import restored

    return restored.withdraw_again(appeal.id, at=at)


def _taken_up_again(appeal: Subject, at: datetime) -> bool:
    from answerable.appeals.actions import restored

    return restored.taken_up_again(appeal.id, at=at)


def _contact_dropped_again(appeal: Subject, at: datetime) -> bool:
    from answerable.appeals.actions import restored

    return restored.drop_contact_again(appeal.id, at=at)


def _takes_contact_away(heard: HeardDeed) -> bool:
    """A change to another address needs no note: only that none is left."""
    return not heard.facts.get("way")


def _pages() -> SealedPages:
    from answerable.appeals.views.desk import opening

    return SealedPages(purpose=opening.purpose_for, lead=opening.lead)


def _appeals() -> "type[Model]":
    from answerable.appeals import models

    return models.Appeal


def _rows() -> Rows:
    from answerable.appeals import models

    return (
        Guarded(
            models.Appeal,
            f"id = {_OWN} OR body_id = {BODIES} OR tier <> 'S' AND root = {ROOTS}"
            " OR readers && (SELECT reach_bodies())::bigint[]",
        ),
        Guarded(models.Sender, of_kind(APPEAL, "appeal")),
        # a sealed one has no words in it
        Guarded(models.Tokens, f"appeal = {_OWN} OR root = {ROOTS} OR in_reach('{APPEAL}', appeal)"),
        Guarded(models.Reason, of_kind(APPEAL, "appeal")),
        Guarded(models.Answer, of_kind(APPEAL, "appeal_id")),
        Guarded(models.Point, of_kind(APPEAL, "appeal_id")),
        Guarded(models.Draft, of_kind(APPEAL, "appeal_id")),
        Guarded(models.Incident, f"root = {ROOTS} OR body_id = {BODIES} OR incident_in_reach(id)"),
        Guarded(models.Sketch, f"root = {ROOTS} OR {of_kind(APPEAL, 'appeal')}"),
        Guarded(models.Campaign, f"root = {ROOTS} OR body = {BODIES}"),
        # published: everybody's; wished for: that of whoever may read the appeal
        Guarded(models.PublicAppeal, f"published_at IS NOT NULL OR {of_kind(APPEAL, 'appeal')}"),
        Unguarded(models.RedactionLine, "the public log of what was struck out: reasons and counts, no words"),
        Guarded(models.ProgramAppeal, of_kind(APPEAL, "appeal")),
        Unguarded(models.PublicUpdate, "changes of what is published: gone when it is taken back"),
        Guarded(models.Mailing, f"root = {ROOTS} OR incident_in_reach(incident)"),
    )


def _held() -> Held:
    from answerable.appeals import held

    return held.HELD


def _counted() -> Tables:
    from answerable.appeals import models

    return (models.Appeal,)


_OWN: Final = own(APPEAL)

APPEALS: Final = Room(
    name="appeals",
    subjects=(
        SubjectKind(APPEAL, _appeals, purposes=frozenset(Purpose), pages=_pages, follow="public:appeals:followed"),
    ),
    leaves=(*dict.fromkeys(public_acts.KIND.values()), "number-void"),
    sealed=SEALED,
    rows=_rows,
    held=_held,
    urls=_urls,
    menu=(MenuEntry(page="public:appeals:follow", says=_("Follow my message"), menus=(Menu.PUBLIC_FOOT,), place=10),),
    refusals=_refusals,
    followers=_followers,
    jobs=_jobs,
    take=_take,
    lasting=(
        LastingDeed(deed=Deed.ERASED, again=_erased_again),
        LastingDeed(deed=Deed.WITHDRAWN, again=_withdrawn_again),
        LastingDeed(deed=Deed.TAKEN_UP_AGAIN, again=_taken_up_again),
        LastingDeed(deed=Deed.CONTACT_CHANGED, again=_contact_dropped_again, lasts=_takes_contact_away),
    ),
    counted=_counted,
)
