"""Which kind of the law an appeal is, and the steps that the law wants on it besides an answer."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from answerable.appeals import actions, queries
from answerable.appeals.desk_forms import acts as forms
from answerable.appeals.desk_forms.choices import name_of
from answerable.appeals.views.desk import acting
from answerable.base import dates
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.law import queries as law_queries
from answerable.law.rules import kinds
from answerable.law.wording.terms import STEPS


@door("desk")
def matter(request: DoorRequest, number: str) -> HttpResponse:
    """Confirm or set right the kind in law: its terms hold from the day on which the appeal came."""
    appeal = queries.one_for(request.actor, number)
    offered = kinds.offered(law_queries.standing_order().law_kinds, appeal.kind, desk=True)
    choices = [("", _("no more is known")), *((kind.code, name_of(kind.name)) for kind in offered)]
    form = forms.MatterForm(acting.typed(request), kinds=choices, initial={"matter": appeal.matter})
    do = acting.doing(actions.set_matter, request, appeal)
    return acting.page(request, appeal, form, act="matter", do=do)


@door("desk")
def step(request: DoorRequest, number: str) -> HttpResponse:
    """Report a step: the number in a register, news to the sender, an extract given."""
    appeal = queries.one_for(request.actor, number)
    owed = [
        (one.profile.code, f"{STEPS[one.profile.step]}: {dates.day(one.due.legal)}")
        for one in queries.steps_of(appeal)
        if one.done_at is None
    ]
    form = forms.StepForm(acting.typed(request), steps=owed)
    return acting.page(request, appeal, form, act="step", do=acting.doing(actions.report_step, request, appeal))
