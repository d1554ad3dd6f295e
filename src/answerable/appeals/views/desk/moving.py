"""Handing an appeal over: to another unit, to the competent authority, to another day, to nowhere on a lawful ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms import acts as forms
from answerable.appeals.desk_forms.choices import by_code, by_id, not_chosen
from answerable.appeals.models import Appeal
from answerable.appeals.queries import desk
from answerable.appeals.views.desk import acting
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.law import queries as law_queries
from answerable.law.wording import deadlines as deadline_words


@door("desk")
def hand_on(request: DoorRequest, number: str) -> HttpResponse:
    """Hand it on to another unit of the same authority: nothing changes for the sender, the date least of all."""
    appeal, at = queries.one_for(request.actor, number), now()
    bodies = queries.bodies_to_hand_on(request.actor, appeal, at)
    form = forms.HandOn(acting.typed(request), bodies=by_id(bodies, empty=not_chosen()))
    return acting.page(
        request,
        appeal,
        form,
        act="hand_on",
        do=acting.doing(actions.hand_on, request, appeal),
        more={"barred": _barred(appeal)},
        to=reverse("desk:appeals:list"),
        template="appeals/desk/hand_on.html",
    )


def _barred(appeal: Appeal) -> list[Mapping[str, str]]:
    """The names of those who may not have it."""
    known = law_queries.standing_order().bodies
    return [known[body].name for body in appeal.barred_bodies if body in known]


@door("desk")
def forward(request: DoorRequest, number: str) -> HttpResponse:
    """Send it to the competent body; who may not have it is not offered, and the page says who that is."""
    appeal, at = queries.one_for(request.actor, number), now()
    bodies = queries.bodies_to_forward(request.actor, appeal, at)
    form = forms.Forward(
        acting.typed(request),
        bodies=by_id(bodies, empty=not_chosen()),
        grounds=by_code(law_queries.grounds("forward", body=appeal.body_id, at=at), empty=not_chosen()),
    )
    return acting.page(
        request,
        appeal,
        form,
        act="forward",
        do=acting.doing(actions.forward_appeal, request, appeal),
        more={"barred": _barred(appeal)},
        to=reverse("desk:appeals:list"),
        template="appeals/desk/forward.html",
    )


@door("desk")
def extend(request: DoorRequest, number: str) -> HttpResponse:
    """Lengthen the term; the page shows how far the law lets it go."""
    appeal = queries.one_for(request.actor, number)
    reach = desk.extension_range(appeal)
    form = forms.Extend(
        acting.typed(request),
        grounds=by_code(law_queries.grounds("extend", body=appeal.body_id, at=now()), empty=not_chosen()),
    )
    if reach is not None:
        form.fields["until"].widget.attrs |= {"min": reach.earliest.isoformat(), "max": reach.latest.isoformat()}
    return acting.page(
        request,
        appeal,
        form,
        act="extend",
        do=acting.doing(actions.extend_term, request, appeal),
        more={"reach": reach, "late": appeal.due_at is not None and now() > appeal.due_at},
        template="appeals/desk/extend.html",
    )


@dataclass(frozen=True, slots=True)
class OtherTerm:
    """The term that holds where the content is otherwise: how long it is, by when, and when it is so."""

    length: str
    last: date
    when: Mapping[str, str]


def _other_term(appeal: Appeal) -> OtherTerm | None:
    found = queries.other_term(appeal)
    if found is None:
        return None
    profile, due = found
    words = deadline_words.term(profile.term.count, profile.term.unit)
    return OtherTerm(words, due.last, profile.by_content.when if profile.by_content else {})


@door("desk")
def term(request: DoorRequest, number: str) -> HttpResponse:
    """The law's other term, where the content of a matter decides which of two holds."""
    appeal = queries.one_for(request.actor, number)
    form = forms.TermByContent(acting.typed(request))
    return acting.page(
        request,
        appeal,
        form,
        act="term",
        do=acting.doing(actions.set_term, request, appeal),
        more={"other": _other_term(appeal)},
        template="appeals/desk/term.html",
    )


@door("desk")
def refuse(request: DoorRequest, number: str) -> HttpResponse:
    """Refuse to examine, on a ground of the law."""
    appeal = queries.one_for(request.actor, number)
    grounds = law_queries.grounds("examine", body=appeal.body_id, at=now())
    form = forms.Refuse(acting.typed(request), grounds=by_code(grounds, empty=not_chosen()))
    form.fields["text"].help_text = _(
        "Why this ground fits, and where the sender can turn instead. The sender reads it."
    )
    return acting.page(request, appeal, form, act="refuse", do=acting.doing(actions.refuse_appeal, request, appeal))
