"""Studies: a list, one study with its plan and groups, codebook and memos, and the way in and out for other tools."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.focus import actions, exchanging, queries, wording
from answerable.focus.forms import GroupForm, MemoForm, NewCodeForm, ProjectForm, StudyForm, StudyPlanForm, initial_of
from answerable.focus.models import Study
from answerable.focus.refi import reading, writing
from answerable.people import queries as people_queries


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def studies(request: DoorRequest) -> HttpResponse:
    """The studies that the actor works on, and a new one. Missing for whoever may run none."""
    bodies = queries.bodies_of(request.actor)
    if not bodies:
        raise MissingError
    named = [(body, people_queries.body_name(body, dates.language())) for body in bodies]
    form = StudyForm(request.POST or None, bodies=named)
    if request.method == "POST" and form.is_valid():
        made = actions.open_study(by=request.actor, at=now(), **form.cleaned_data)
        return redirect("desk:focus:one", made.id)
    shown = {"rows": queries.seen_by(request.actor), "form": form}
    return render(request, "focus/desk/studies.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def study(request: DoorRequest, ref: int) -> HttpResponse:
    """One study; posted, its plan."""
    row = queries.study_for(request.actor, ref)
    plan = StudyPlanForm(request.POST if request.method == "POST" else None, initial=_plan_of(row))
    if request.method == "POST" and plan.is_valid():
        try:
            actions.plan_study(by=request.actor, at=now(), study=ref, **plan.cleaned_data)
        except InvalidError as invalid:
            plan.add_error("cells", wording.said(invalid.faults["cells"]))
        else:
            messages.success(request, _("The plan is kept."), extra_tags="good")
            return redirect("desk:focus:one", ref)
    return _study(request, row, plan=plan)


def _plan_of(row: Study) -> dict[str, str]:
    return dict(initial_of(row.cells, guide=row.guide, recruitment=row.recruitment, limits=row.limits))


def _study(
    request: DoorRequest, row: Study, *, plan: StudyPlanForm | None = None, group: GroupForm | None = None
) -> HttpResponse:
    shown = {
        "row": row,
        "plan": plan or StudyPlanForm(initial=_plan_of(row)),
        "group": group or GroupForm(),
        "groups": queries.groups_of(row),
        "cells": queries.cells_of(row),
    }
    bad = any(form is not None and form.errors for form in (plan, group))
    return render(request, "focus/desk/study.html", shown, status=400 if bad else 200)


@door("desk")
@require_POST
def add_group(request: DoorRequest, ref: int) -> HttpResponse:
    """A new group."""
    row = queries.study_for(request.actor, ref)
    form = GroupForm(request.POST)
    if form.is_valid():
        made = actions.add_group(by=request.actor, at=now(), study=ref, **form.cleaned_data)
        return redirect("desk:focus:group", made.id)
    return _study(request, row, group=form)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def codebook(request: DoorRequest, ref: int) -> HttpResponse:
    """The codes of a study; posted, a new one."""
    row = queries.study_for(request.actor, ref)
    codes = queries.codes_of(row)
    form = NewCodeForm(
        request.POST if request.method == "POST" else None, codes=[(code.id, code.name) for code in codes]
    )
    if request.method == "POST" and form.is_valid():
        actions.add_code(by=request.actor, at=now(), study=ref, **form.cleaned_data)
        return redirect("desk:focus:codebook", ref)
    shown = {"row": row, "codes": codes, "form": form}
    return render(request, "focus/desk/codebook.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def memos(request: DoorRequest, ref: int) -> HttpResponse:
    """What coders thought; posted, a new memo."""
    row = queries.study_for(request.actor, ref)
    form = MemoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.keep_memo(by=request.actor, at=now(), study=ref, **form.cleaned_data)
        return redirect("desk:focus:memos", ref)
    rows = [(memo, queries.memo_text(memo)) for memo in queries.memos_of(row)]
    return render(
        request, "focus/desk/memos.html", {"row": row, "rows": rows, "form": form}, status=400 if form.errors else 200
    )


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: DoorRequest, ref: int) -> HttpResponse:
    """Out for other tools, and in from them; what has no place here is told."""
    row = queries.study_for(request.actor, ref)
    form = ProjectForm(request.POST, request.FILES) if request.method == "POST" else ProjectForm()
    if request.method == "POST" and form.is_valid():
        given = form.handed_in()
        try:
            found = reading.read_qdpx(given) if given[:2] == b"PK" else reading.read_qdc(given)
            actions.import_project(by=request.actor, at=now(), study=ref, found=found)
        except reading.RefiError as wrong:
            form.add_error("project", wording.said(wrong.reason, word=wrong.word))
        except InvalidError as invalid:
            form.add_error("project", wording.said(invalid.faults["project"]))
        else:
            messages.success(request, _("The project is taken."), extra_tags="good")
            if found.lost:
                lost = _("This has no place here and was left out: %(names)s") % {"names": ", ".join(found.lost)}
                messages.warning(request, lost, extra_tags="warn")
            return redirect("desk:focus:one", ref)
    shown = {"row": row, "form": form, "has_codes": bool(queries.codes_of(row))}
    return render(request, "focus/desk/exchange.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_POST
def qdpx(request: DoorRequest, ref: int) -> HttpResponse:
    """The whole study under pseudonyms, as QDPX."""
    row = queries.study_for(request.actor, ref)
    actions.note_export(by=request.actor, at=now(), study=ref)
    return _file(writing.qdpx(exchanging.project_of(row)), "application/zip", f"focus-{ref}.qdpx")


@door("desk")
@require_POST
def qdc(request: DoorRequest, ref: int) -> HttpResponse:
    """The codebook alone, as QDC; there is none without a code."""
    row = queries.study_for(request.actor, ref)
    project = exchanging.project_of(row)
    if not project.codes:
        raise NotNowError("focus.no-such-code")
    actions.note_export(by=request.actor, at=now(), study=ref)
    return _file(writing.qdc(project), "application/xml", f"focus-{ref}.qdc")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
