"""The declaration of the toy room."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from answerable.base.follower import Follower
from answerable.base.menu import Menu, MenuEntry
from answerable.base.packs.part import Load, PackPart
from answerable.base.room import DeclaredPower, Room, Rows, Tables, Urls
from answerable.base.row_policy import BODIES, Guarded, Unguarded
from answerable.base.subject import SealedPages, SubjectKind
from answerable.toy.terms import CERTIFICATE, KIND, WORDS, FindPower, FindPurpose

if TYPE_CHECKING:
    from django.db.models import Model

    from answerable.base.packs.row import Reading


def _urls() -> Urls:
    from answerable.toy import urls

    return Urls(desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    return {
        "toy.not-your-shelf": "This lies on another body's shelf.",
        "toy.fetched-before": "It was fetched on %(on)s.",
    }


def _gauges() -> Mapping[str, float]:
    from answerable.toy.models import Find

    return {"kept": Find.objects.filter(fetched_at=None).count()}


def _red_lines(at: datetime) -> Iterable[str]:
    from answerable.toy.models import Find

    if Find.objects.filter(fetched_at=None, kept_until__lt=at.date()).exists():
        yield "something lies on a shelf for longer than the pack allows"


def _followers() -> Sequence[Follower]:
    from answerable.toy import followers

    return followers.FOLLOWERS


def _jobs() -> tuple[object, ...]:
    from answerable.toy import jobs

    return (jobs.dust,)


def _shelves(folder: Path, reading: "Reading") -> Load:
    from answerable.toy import pack

    return pack.read(folder, reading)


def _pages() -> SealedPages:
    from answerable.toy.views import desk

    return SealedPages(purpose=desk.purpose, lead=desk.lead)


def _finds() -> "type[Model]":
    from answerable.toy.models import Find

    return Find


def _rows() -> Rows:
    from answerable.toy.models import Find, Shelf

    return (
        Guarded(Find, f"body = {BODIES}"),
        Unguarded(Shelf, "shelves of a pack are public"),
    )


def _counted() -> Tables:
    return (_finds(),)


TOY: Final = Room(
    name="toy",
    subjects=(SubjectKind(KIND, _finds, purposes=frozenset(FindPurpose), pages=_pages),),
    leaves=(CERTIFICATE,),
    rows=_rows,
    sealed=(WORDS,),
    pack=(PackPart(says="shelves", files=("finds.yaml",), read=_shelves),),
    powers=(DeclaredPower(name=FindPower.FINDS, title="give out what was found", needs_two=True),),
    urls=_urls,
    menu=(
        MenuEntry(page="desk:toy:finds", says="Things found", menus=(Menu.DESK_OWN,), place=25, power=FindPower.FINDS),
    ),
    refusals=_refusals,
    gauges=_gauges,
    red_lines=_red_lines,
    followers=_followers,
    jobs=_jobs,
    counted=_counted,
)
