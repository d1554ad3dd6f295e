"""One group: who sat there, how the session went, its transcript from raw to masked to final."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError
from answerable.focus import actions, masking, queries, wording
from answerable.focus.forms import MaskForm, ParticipantForm, SessionForm, TranscriptForm
from answerable.focus.masking import MaskKind
from answerable.focus.models import Group
from answerable.people.queries.mentions import mentions_in


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: DoorRequest, ref: int) -> HttpResponse:
    """One group; posted, somebody who sits there."""
    row = queries.group_for(request.actor, ref)
    form = ParticipantForm(request.POST if request.method == "POST" else None, cells=queries.cells_of(row.study))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_participant(by=request.actor, at=now(), group=ref, **form.cleaned_data)
        except InvalidError as invalid:
            _told(form, invalid)
        else:
            return redirect("desk:focus:group", ref)
    return _group(request, row, participant=form)


@door("desk")
@cache_control(no_store=True)
@require_POST
def session(request: DoorRequest, ref: int) -> HttpResponse:
    """How the session went."""
    row = queries.group_for(request.actor, ref)
    form = SessionForm(request.POST)
    if form.is_valid():
        try:
            actions.note_session(by=request.actor, at=now(), group=ref, **form.cleaned_data)
        except InvalidError as invalid:
            _told(form, invalid)
        else:
            messages.success(request, _("It is noted."), extra_tags="good")
            return redirect("desk:focus:group", ref)
    return _group(request, row, session=form)


@door("desk")
@cache_control(no_store=True)
@require_POST
def transcribe(request: DoorRequest, ref: int) -> HttpResponse:
    """The transcript, typed or as a file."""
    row = queries.group_for(request.actor, ref)
    form = TranscriptForm(request.POST, request.FILES)
    if form.is_valid():
        actions.keep_transcript(by=request.actor, at=now(), group=ref, text=form.cleaned_data["text"])
        return redirect("desk:focus:masks", ref)
    return _group(request, row, transcript=form)


@door("desk")
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def mask(request: DoorRequest, ref: int) -> HttpResponse:
    """What may say who somebody is, to be confirmed one by one; below it the text as it will be coded."""
    row = queries.group_for(request.actor, ref)
    text = queries.text_of(row)
    form = MaskForm(request.POST if request.method == "POST" else None, hits=_hits(row, text))
    if request.method == "POST" and form.is_valid():
        actions.mask_text(by=request.actor, at=now(), group=ref, words=form.words())
        return redirect("desk:focus:masks", ref)
    shown = {"row": row, "form": form, "text": text}
    return render(request, "focus/desk/masks.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_POST
def fix(request: DoorRequest, ref: int) -> HttpResponse:
    """Somebody has read the whole text: it is final."""
    actions.fix_text(by=request.actor, at=now(), group=queries.group_for(request.actor, ref).id)
    messages.success(request, _("The text is final. It can be coded now."), extra_tags="good")
    return redirect("desk:focus:coding", ref)


@door("desk")
@require_POST
def clear(request: DoorRequest, ref: int) -> HttpResponse:
    """The recording is deleted; names and the raw transcript go with it."""
    actions.clear_group(by=request.actor, at=now(), group=queries.group_for(request.actor, ref).id)
    messages.success(request, _("Names and the raw transcript are deleted."), extra_tags="good")
    return redirect("desk:focus:group", ref)


@door("desk")
@require_POST
def withdraw(request: DoorRequest, ref: int) -> HttpResponse:
    """Somebody takes consent back."""
    row = queries.participant_for(request.actor, ref)
    actions.withdraw(by=request.actor, at=now(), participant=ref)
    messages.success(request, _("Consent is taken back. Nothing of theirs is quoted."), extra_tags="good")
    return redirect("desk:focus:group", row.group_id)


def _hits(row: Group, text: str) -> list[tuple[MaskKind, str]]:
    """What patterns, the names of the group and the names that the system knows find in a text, each once."""
    there = list(queries.participants_of(row))
    pseudonyms = {each.pseudonym for each in there}
    names = [part for each in there for part in queries.name_of(each).split() if part not in pseudonyms]
    hits = masking.propose(text, names)
    found = {masking.key(hit.words): (hit.kind, hit.words) for hit in hits}
    for mention in mentions_in([text]):
        found.setdefault(masking.key(mention.words), (MaskKind.PERSON, mention.words))
    return [pair for pair in found.values() if not pair[1].startswith("[")]


def _told(form: Any, invalid: InvalidError) -> None:
    for name, reason in invalid.faults.items():
        form.add_error(name, wording.said(reason))


def _group(
    request: DoorRequest,
    row: Group,
    *,
    participant: ParticipantForm | None = None,
    session: SessionForm | None = None,
    transcript: TranscriptForm | None = None,
) -> HttpResponse:
    there = [
        (each, queries.name_of(each), [said for name, said in wording.CONSENTS.items() if each.consents.get(name)])
        for each in queries.participants_of(row)
    ]
    known = {
        "held_on": row.held_on, "moderator": row.moderator, "approached": row.approached, "refused": row.refused,
        "recording": row.recording, "delete_on": row.delete_on,
    }  # fmt: skip
    shown = {
        "row": row,
        "there": there,
        "participant": participant or ParticipantForm(cells=queries.cells_of(row.study)),
        "session": session or SessionForm(initial=known),
        "transcript": transcript or TranscriptForm(),
    }
    bad = any(form is not None and form.errors for form in (participant, session, transcript))
    return render(request, "focus/desk/group.html", shown, status=400 if bad else 200)
