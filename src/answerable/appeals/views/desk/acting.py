"""How an act's page goes: may I, what is asked, do it, say what became of it. Errors keep what was typed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from answerable.appeals import policy, queries
from answerable.appeals.models import Appeal
from answerable.appeals.views.desk.words import FAULTS, WORDS
from answerable.appeals.wording.reasons import sentence_for
from answerable.base.clock import now
from answerable.base.dates import plain
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError, RefusedError, must

OK: Final = 200
BAD: Final = 400
FORBIDDEN: Final = 403
CONFLICT: Final = 409
DONE: Final = "done"  # in the address of an appeal's page: somebody has just acted


def typed(request: DoorRequest) -> QueryDict | None:
    """What was sent, or nothing when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def at_case(appeal: Appeal) -> str:
    """The address of the appeal's page."""
    return reverse("desk:appeals:case", args=[appeal.number])


def after_act(appeal: Appeal) -> str:
    """The address of the appeal's page as it is shown after an act: with what stands next in the list."""
    return f"{at_case(appeal)}?{DONE}=1"


def tried(form: BaseForm, do: Callable[[dict[str, Any]], object]) -> int:
    """Do the act with what the form holds. Answers 200 when it was done, else the status of the page with the errors."""
    if not form.is_valid():
        return BAD
    try:
        do(form.cleaned_data)
    except InvalidError as error:
        fault(form, error)
        return BAD
    except NotNowError as error:
        form.add_error(None, why_not_now(error))
        return CONFLICT
    except RefusedError as error:
        form.add_error(None, sentence_for(error.reason))
        return FORBIDDEN
    return OK


def why_not_now(error: NotNowError) -> str:
    """The sentence of a refusal, its days said as people say them."""
    return sentence_for(error.reason, **{name: plain(word) for name, word in error.words.items()})


def fault(form: BaseForm, error: InvalidError) -> None:
    """Put each fault beside its field; one without a field stands on top."""
    for name, reason in error.faults.items():
        form.add_error(name if name in form.fields else None, str(FAULTS.get(reason) or sentence_for(reason)))


def page(
    request: DoorRequest,
    appeal: Appeal,
    form: BaseForm,
    *,
    act: str,
    do: Callable[[dict[str, Any]], object],
    may: str = "",
    more: Mapping[str, object] | None = None,
    done: str = "",
    to: str = "",
    template: str = "appeals/desk/act.html",
) -> HttpResponse:
    """The page of an act: asked for, it shows the form; sent, it acts and goes back to the appeal with a message.

    may   the policy's name of the act where it differs from the page's
    done  what is said afterwards instead of the act's usual words
    to    where to go afterwards, for acts after which the actor may no longer see the appeal
    Refuses, before anything is shown, whoever may not do the act.
    """
    must(policy.ACTS[may or act](request.actor, queries.standing(appeal)))
    words, status = WORDS[act], OK
    if form.is_bound:
        status = tried(form, do)
        if status == OK:
            messages.success(request, done or str(words.done))
            return redirect(to or after_act(appeal))
    shown = {"appeal": appeal, "form": form, "words": words, "act": act, **(more or {})}
    return render(request, template, shown, status=status)


def doing(act: Callable[..., object], request: DoorRequest, appeal: Appeal) -> Callable[[dict[str, Any]], object]:
    """The act on this appeal by whoever asks, at the instant of doing, with what the form holds."""

    def do(asked: dict[str, Any]) -> object:
        return act(by=request.actor, at=now(), ref=appeal.id, **asked)

    return do
