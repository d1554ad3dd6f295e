"""Passing the words of an appeal for everybody to read, because its sender wished it, and taking them back."""

from typing import Any, Final

from django.http import HttpResponse, QueryDict

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms import acts as forms
from answerable.appeals.queries import published
from answerable.appeals.terms import subject_of
from answerable.appeals.views.desk import acting
from answerable.appeals.wording.published import REDACTIONS, kind_name
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.channels.queries import first_text
from answerable.people.queries import guard

TEXTS: Final = ("text", "answer")


@door("desk")
def publish(request: DoorRequest, number: str) -> HttpResponse:
    """Let everybody read it; or other words for what is published already.

    What the guard finds is shown where it stands. "Strike it out" puts marks in its place and publishes nothing.
    """
    appeal = queries.one_for(request.actor, number)
    wish = published.wish_for(appeal)
    if wish is None:
        raise MissingError
    striking = "strike" in request.POST
    initial = {
        "text": wish.text or first_text(subject_of(appeal.id)),
        "answer": wish.answer or published.words_of_answer(appeal),
    }
    if striking:
        initial = {name: guard.struck_out(request.POST.get(name, "")[: forms.LONGEST]) for name in TEXTS}
    typed = None if striking else acting.typed(request)
    form = forms.PublishForm(typed, initial=initial)
    return acting.page(
        request,
        appeal,
        form,
        act="publish",
        do=acting.doing(actions.publish, request, appeal),
        more={
            "published": wish.published_at,
            "found": _found(typed, initial),
            "marks": [(f"[#{reason}]", name) for reason, name in REDACTIONS.items()],
            "struck": striking,
        },
        template="appeals/desk/publish.html",
    )


def _found(typed: QueryDict | None, initial: dict[str, str]) -> list[dict[str, Any]]:
    """What the guard finds in the words that stand in the form, with what it is called."""
    words = [(typed or initial).get(name) or "" for name in TEXTS]
    found = [one for text in words for one in guard.shown_hits(str(text)[: forms.LONGEST])]
    return [
        {"kind": kind_name(one.kind), "before": one.before, "words": one.words, "after": one.after} for one in found
    ]


@door("desk")
def unpublish(request: DoorRequest, number: str) -> HttpResponse:
    """Take it back."""
    appeal = queries.one_for(request.actor, number)
    form, doing = forms.Sure(acting.typed(request)), acting.doing(actions.unpublish, request, appeal)
    return acting.page(request, appeal, form, act="unpublish", may="publish", do=doing)
