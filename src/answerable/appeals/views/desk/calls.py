"""People to ring: who asked to be told of news by phone. Only the number is shown, and only to whoever may ring."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from answerable.appeals import actions, policy, queries
from answerable.appeals.queries import calls as to_make
from answerable.appeals.views.desk.acting import why_not_now
from answerable.appeals.views.desk.lists import beside
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError, must


@door("desk")
def calls(request: DoorRequest) -> HttpResponse:
    """Each call with what to say, in the language of whoever is rung. Refuses whoever may not enter calls."""
    must(policy.can_enter(request.actor))
    at = now()
    found = [(call, _greeting(call.number, call.language)) for call in to_make.calls(request.actor, at=at)]
    shown = {"calls": found, "at": at, "views": beside(request.actor, at=at, here="calls")}
    answer = render(request, "appeals/desk/calls.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@door("desk")
@require_POST
def rang(request: DoorRequest, number: str) -> HttpResponse:
    """How the call went; then the list again."""
    appeal = queries.one_for(request.actor, number)
    notices = [int(one) for one in request.POST.getlist("notice") if one.isdigit()]
    try:
        actions.mark_called(by=request.actor, at=now(), ref=appeal.id, notices=notices, how=request.POST.get("how", ""))
    except NotNowError as error:
        messages.warning(request, why_not_now(error))
    except InvalidError:
        messages.warning(request, _("Say how the call went."))
    else:
        messages.success(request, _("Written down."))
    return redirect("desk:appeals:calls")


def _greeting(number: str, language: str) -> str:
    """What to say, and no more than that: somebody else may have answered."""
    with override(language):
        return _(
            "Hello. There is news on appeal %(number)s. To hear it, open the page of your appeal or come to us, "
            "with the code from the slip. I can't say more by phone."
        ) % {"number": number}
