"""Passing the words of an appeal for everybody to read, because its sender wished it, and taking them back."""

from django.http import HttpResponse

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms import acts as forms
from answerable.appeals.queries import published
from answerable.appeals.terms import subject_of
from answerable.appeals.views.desk import acting
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import MissingError
from answerable.channels.queries import first_text


@door("desk")
def publish(request: DoorRequest, number: str) -> HttpResponse:
    """Let everybody read it; or other words for what is published already."""
    appeal = queries.one_for(request.actor, number)
    wish = published.wish_for(appeal)
    if wish is None:
        raise MissingError
    words = wish.text or first_text(subject_of(appeal.id))
    form = forms.PublishForm(acting.typed(request), initial={"text": words})
    return acting.page(
        request,
        appeal,
        form,
        act="publish",
        do=acting.doing(actions.publish, request, appeal),
        more={"published": wish.published_at},
        template="appeals/desk/publish.html",
    )


@door("desk")
def unpublish(request: DoorRequest, number: str) -> HttpResponse:
    """Take it back."""
    appeal = queries.one_for(request.actor, number)
    form, doing = forms.Sure(acting.typed(request)), acting.doing(actions.unpublish, request, appeal)
    return acting.page(request, appeal, form, act="unpublish", may="publish", do=doing)
