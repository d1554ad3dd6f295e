"""Letters that no rule could place: each with its reason and its words; registered, attached or closed by a person."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.appeals import actions, policy
from answerable.appeals.desk_forms.letters import AttachLetter, RegisterLetter
from answerable.appeals.queries import letters as waiting
from answerable.appeals.rules.letters import kind_of, language_of
from answerable.appeals.views.desk import acting
from answerable.appeals.views.desk.lists import beside
from answerable.appeals.wording.letters import CHANNELS, PROOFS, why
from answerable.appeals.wording.reasons import sentence_for
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError, must
from answerable.channels import reading
from answerable.channels.queries import deliveries
from answerable.channels.terms import Channel


@door("desk")
def letters(request: DoorRequest) -> HttpResponse:
    """What waits, the longest waiting first. Refuses whoever may not enter letters."""
    must(policy.can_enter(request.actor))
    found = [
        {
            "letter": letter,
            "why": why(letter.why),
            "channel": CHANNELS.get(letter.channel, letter.channel),
            "proof": PROOFS[letter.words.proof] if letter.channel == Channel.EMAIL and letter.words.sender else "",
            "checks": reading.proof_in([letter.words])[1],
            "register": _register_form(letter),
            "attach": AttachLetter(initial={"number": letter.perhaps}, auto_id=f"id_%s_{letter.ref}"),
        }
        for letter in waiting.waiting_letters(request.actor)
    ]
    views = beside(request.actor, at=now(), here="letters")
    answer = render(request, "appeals/desk/letters.html", {"letters": found, "views": views})
    answer["Cache-Control"] = "no-store"
    return answer


def _register_form(letter: waiting.WaitingLetter) -> RegisterLetter:
    languages = [code for code, _name in settings.LANGUAGES]
    text = letter.words.text
    guessed = {
        "kind": kind_of(letter.words.heading, text).value,
        "language": language_of(text, told=letter.words.language, languages=languages, default=settings.LANGUAGE_CODE),
    }
    return RegisterLetter(initial=guessed, languages=list(settings.LANGUAGES), auto_id=f"id_%s_{letter.ref}")


@door("desk")
@require_POST
def register_letter(request: DoorRequest, ref: int) -> HttpResponse:
    """Register one as an appeal; then the list again."""
    waiting.one_letter(request.actor, ref)
    form = RegisterLetter(request.POST, languages=list(settings.LANGUAGES))
    if not form.is_valid():
        messages.warning(request, _("Say of which kind it is."))
        return redirect("desk:appeals:letters")

    def do() -> str:
        made = actions.register_letter(by=request.actor, at=now(), ref=ref, **form.cleaned_data)
        return _("Registered as %(number)s. Its sender is told by the way they wrote.") % {"number": made.number}

    return _done(request, do)


@door("desk")
@require_POST
def attach_letter(request: DoorRequest, ref: int) -> HttpResponse:
    """Add one to an appeal; then the list again."""
    waiting.one_letter(request.actor, ref)

    def do() -> str:
        number = request.POST.get("number", "")[:40]
        appeal = actions.attach_letter(by=request.actor, at=now(), ref=ref, number=number)
        return _("Added to %(number)s.") % {"number": appeal.number}

    return _done(request, do)


@door("desk")
@require_POST
def close_letter(request: DoorRequest, ref: int) -> HttpResponse:
    """Close one in which nobody writes to us; then the list again."""
    waiting.one_letter(request.actor, ref)

    def do() -> str:
        actions.close_letter(by=request.actor, at=now(), ref=ref)
        return _("Closed. It stays here word for word, with your name.")

    return _done(request, do)


@door("desk")
def raw_letter(request: DoorRequest, ref: int) -> HttpResponse:
    """One word for word, as a file that no browser opens."""
    must(policy.can_enter(request.actor))
    delivery = deliveries.delivery_at_desk(ref, waiting.bodies_of(request.actor))
    answer = HttpResponse(deliveries.content_of(delivery), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="delivery-{ref}.bin"'
    answer["Cache-Control"] = "no-store"
    return answer


def _done(request: DoorRequest, do: Callable[[], str]) -> HttpResponse:
    """Do it and say so; or say why not. Nothing is lost: the letter waits until it is done."""
    try:
        messages.success(request, do())
    except NotNowError as error:
        messages.warning(request, acting.why_not_now(error))
    except RefusedError as error:
        messages.warning(request, sentence_for(error.reason))
    except InvalidError:
        messages.warning(request, _("There are no words in it that could be taken."))
    except MissingError:
        messages.warning(request, _("There is no such appeal, or somebody was faster."))
    return redirect("desk:appeals:letters")
