"""Themes and their quotes, and what anybody reads of a study."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, NotNowError
from answerable.focus import actions, queries, rules, wording
from answerable.focus.forms import ThemeForm
from answerable.focus.models import Quote, Study


class QuoteForm(forms.Form):
    """A stretch of a group's text for a theme: a mark that somebody made."""

    mark = forms.IntegerField()


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: DoorRequest, ref: int) -> HttpResponse:
    """The themes of a study with their quotes; posted, a new theme."""
    row = queries.study_for(request.actor, ref)
    codes = [(code.id, code.name) for code in queries.codes_of(row)]
    form = ThemeForm(request.POST if request.method == "POST" else None, codes=codes)
    if request.method == "POST" and form.is_valid():
        actions.keep_theme(by=request.actor, at=now(), study=ref, **form.cleaned_data)
        return redirect("desk:focus:themes", ref)
    shown = {
        "row": row,
        "form": form,
        "themes": [
            (
                theme,
                [(quote, _words(quote), quote.chosen_by == request.actor.id) for quote in queries.quotes_of(theme)],
                queries.candidates(theme),
            )
            for theme in queries.themes_of(row)
        ],
    }
    return render(request, "focus/desk/themes.html", shown, status=400 if form.errors else 200)


def _words(quote: Quote) -> str:
    return quote.words or queries.text_of(quote.group)[quote.start : quote.end]


@door("desk")
@require_POST
def choose(request: DoorRequest, ref: int) -> HttpResponse:
    """Words that somebody marked are to be quoted."""
    theme = queries.theme_for(request.actor, ref)
    form = QuoteForm(request.POST)
    mark = queries.mark_for(request.actor, form.cleaned_data["mark"]) if form.is_valid() else None
    if mark is None:
        raise NotNowError("focus.beyond-the-text")
    try:
        actions.choose_quote(by=request.actor, at=now(), theme=ref, group=mark.group_id, start=mark.start, end=mark.end)
    except InvalidError as invalid:
        raise NotNowError(next(iter(invalid.faults.values()))) from None
    return redirect("desk:focus:themes", theme.study_id)


@door("desk")
@require_POST
def release(request: DoorRequest, ref: int) -> HttpResponse:
    """A second person lets a quote be read by anybody."""
    quote = queries.quote_for(request.actor, ref)
    try:
        actions.release_quote(by=request.actor, at=now(), quote=ref)
    except InvalidError as invalid:
        raise NotNowError(next(iter(invalid.faults.values()))) from None
    messages.success(request, _("The quote is released."), extra_tags="good")
    return redirect("desk:focus:themes", quote.theme.study_id)


@door("desk")
@require_POST
def drop(request: DoorRequest, ref: int) -> HttpResponse:
    """A quote goes, a released one too."""
    quote = queries.quote_for(request.actor, ref)
    actions.drop_quote(by=request.actor, at=now(), quote=ref)
    return redirect("desk:focus:themes", quote.theme.study_id)


@door("desk")
@require_POST
def publish(request: DoorRequest, ref: int) -> HttpResponse:
    """The study is for anybody from now on."""
    queries.study_for(request.actor, ref)
    actions.publish_study(by=request.actor, at=now(), study=ref)
    messages.success(request, _("The study is published."), extra_tags="good")
    return redirect("public:focus:one", ref)


@door("public")
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """What is published."""
    return render(request, "focus/public/studies.html", {"rows": queries.public()})


@door("public")
@require_safe
def public_study(request: HttpRequest, ref: int) -> HttpResponse:
    """One study: what was understood, in whose words, how it was made, and what it cannot say."""
    row = queries.public_study(ref)
    shown = {
        "row": row,
        "findings": queries.findings_of(row),
        "no_share": wording.NO_SHARE,
        "groups": queries.groups_of(row),
        "agreement": _agreement(row),
    }
    return render(request, "focus/public/study.html", shown)


@door("public")
@require_safe
def findings(request: HttpRequest, ref: int) -> HttpResponse:
    """The findings of a study for other programs: each with its address, its quotes and what it cannot say."""
    row = queries.public_study(ref)
    page = request.build_absolute_uri(reverse("public:focus:one", args=[ref]))
    said = [
        {
            "address": f"{page}#{each.anchor}",
            "title": each.theme.title,
            "text": each.theme.text,
            "quotes": [{"words": quote.words, "speaker": quote.speaker} for quote in each.quotes],
            "limits": each.limits,
        }
        for each in queries.findings_of(row)
    ]
    return JsonResponse({"study": row.title, "findings": said}, json_dumps_params={"ensure_ascii": False})


def _agreement(row: Study) -> list[tuple[dict[str, object], object]]:
    return [(line, wording.JUDGED[rules.judged(line["alpha"])]) for line in row.agreement]
