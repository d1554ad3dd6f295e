"""The editor of questionnaires: a list of rows, one row as a form, and what comes of it, looked at before it is kept.

Each button is a form of its own, so everything works without a script; each change can be taken back, state by state.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.surveys import actions, previewing, queries, wording
from answerable.surveys.forms import WorkbookForm
from answerable.surveys.models import Sketch, Survey
from answerable.surveys.questionnaire import core, editing, exchanging, functions, reading, workbook
from answerable.surveys.questionnaire.editing import Sheets
from answerable.surveys.sketching import QuestionForm, SettingsForm
from answerable.surveys.views.questionnaires import XLSX

Faults = list[tuple[str, int, str]]


@door("desk")
@require_safe
def editor(request: DoorRequest, ref: int) -> HttpResponse:
    """The questionnaire in the editor, row by row; where there is none yet, how to begin."""
    row = queries.survey_for(request.actor, ref)
    return _editor(request, row, WorkbookForm())


def _editor(request: DoorRequest, row: Survey, form: WorkbookForm, faults: Faults | None = None) -> HttpResponse:
    sketch = queries.sketch_of(row)
    shown: dict[str, object] = {
        "row": row,
        "sketch": sketch,
        "form": form,
        "faults": faults or [],
        "latest": queries.questionnaires_of(row).first(),
    }
    if sketch is not None:
        shown |= _rows(sketch.sheets) | dict(zip(("before", "after"), queries.sketch_steps(sketch), strict=True))
    bad = bool(faults or form.errors)
    return render(request, "surveys/desk/editor.html", shown, status=400 if bad else 200)


def _rows(sheets: Sheets) -> dict[str, object]:
    """The rows as the page lists them, and which core questions may still be added."""
    spoken = editing.languages(sheets)
    rows = sheets["survey"]["rows"]
    language = core.spoken_as(spoken, dates.language())
    return {
        "lines": [
            {
                "place": place,
                "kind": wording.ROWS.get(editing.kind_of(each), each.get("type", "")),
                "closes": bool(editing.ENDS.match(each.get("type", ""))),
                "name": each.get("name", ""),
                "label": editing.label_of(each, language),
                "depth": min(depth, 3),
                "core": each.get("name") in core.CORE,
                "changed": core.is_changed(sheets, place),
                "is_last": editing.span(rows, place) >= len(rows),
            }
            for place, (each, depth) in enumerate(zip(rows, editing.depths(rows), strict=True))
        ],
        "kinds": [(kind, wording.ROWS[kind]) for kind in editing.KINDS],
        "cores": [(name, core.words(name, dates.language())) for name in core.missing(sheets)],
        "title": (sheets["settings"]["rows"] or [{}])[0].get("form_title", ""),
    }


@door("desk")
@require_POST
def begin(request: DoorRequest, ref: int) -> HttpResponse:
    """Begin with nothing, with the newest version, or with a workbook, whatever is wrong with it; the state before can be gone back to."""
    row = queries.survey_for(request.actor, ref)
    what = request.POST.get("what")
    form = WorkbookForm(request.POST, request.FILES) if what == "file" else WorkbookForm()
    try:
        if what == "file":
            if not form.is_valid():
                return _editor(request, row, form)
            sheets = exchanging.open_workbook(form.cleaned_data["workbook"].read(workbook.LARGEST + 1))
        elif what == "version":
            latest = queries.questionnaires_of(row).first()
            if latest is None:
                raise MissingError
            sheets = exchanging.open_workbook(bytes(latest.workbook))
        else:
            languages = [f"{dates.own_name(code)} ({code})" for code, _name in settings.LANGUAGES]
            sheets = editing.blank(row.title, languages, "")
    except reading.FormError as wrong:
        return _editor(request, row, form, _told(wrong))
    sketch = queries.sketch_of(row)
    seen = sketch.number if sketch is not None else 0
    actions.put_sketch(by=request.actor, at=now(), survey=ref, sheets=sheets, seen=seen)
    return redirect("desk:surveys:editor", ref)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: DoorRequest, ref: int, place: int) -> HttpResponse:
    """One row as a form; `new` names the kind of one that is to stand before it, `as` what an existing one is made."""
    row, sketch = _sketch(request, ref)
    sheets, new = sketch.sheets, request.GET.get("new", "")
    rows = sheets["survey"]["rows"]
    if (place > len(rows) or new not in editing.KINDS) if new else place >= len(rows):
        raise MissingError
    others = [] if new else editing.may_become(editing.kind_of(rows[place]))
    kind = new or _other_kind(request, others) or editing.kind_of(rows[place])
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, sheets=sheets, place=None if new else place, kind=kind)
    if request.method == "POST" and form.is_valid():
        if _number(request) != sketch.number:
            form.add_error(None, str(wording.REASONS["sketch.changed-meanwhile"]))
        else:
            changed = editing.put(sheets, place, form.cleaned_data["question"], new=bool(new))
            actions.put_sketch(by=request.actor, at=now(), survey=ref, sheets=changed, seen=sketch.number)
            return redirect("desk:surveys:editor", ref)
    shown = {
        "row": row,
        "sketch": sketch,
        "form": form,
        "kind": wording.ROWS.get(kind, kind),
        "others": [(each, wording.ROWS[each]) for each in others if each != kind],
        "new": new,
        "shared": [] if new else editing.shared_with(sheets, place),
        "functions": sorted(functions.FUNCTIONS),
        "names": sorted(editing.names_but(sheets, None if new else place)),
    }
    return render(request, "surveys/desk/editor_question.html", shown, status=400 if form.errors else 200)


def _other_kind(request: DoorRequest, others: Sequence[str]) -> str:
    """What a row is to be made. Missing where it cannot be that."""
    wanted = request.GET.get("as", "")
    if wanted and wanted not in others:
        raise MissingError
    return wanted


@door("desk")
@require_POST
def change(request: DoorRequest, ref: int, place: int) -> HttpResponse:
    """A row up, down or away, a core question more, a state back or forth: whatever the button says in `do`."""
    _, sketch = _sketch(request, ref)
    do, sheets, seen = request.POST.get("do", ""), sketch.sheets, _number(request)
    if do in {"undo", "redo"}:
        actions.step_sketch(by=request.actor, survey=ref, seen=seen, back=do == "undo")
        return redirect("desk:surveys:editor", ref)
    if seen != sketch.number:
        raise NotNowError("sketch.changed-meanwhile")
    if do in core.missing(sheets):
        changed = core.with_core(sheets, do)
    elif do in {"up", "down", "away"} and place < len(sheets["survey"]["rows"]):
        away = do == "away"
        changed = editing.removed(sheets, place) if away else editing.moved(sheets, place, up=do == "up")
    else:
        raise MissingError
    actions.put_sketch(by=request.actor, at=now(), survey=ref, sheets=changed, seen=seen)
    return redirect("desk:surveys:editor", ref)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def naming(request: DoorRequest, ref: int) -> HttpResponse:
    """Title, version and languages."""
    row, sketch = _sketch(request, ref)
    said = (sketch.sheets["settings"]["rows"] or [{}])[0]
    spoken = "\n".join(editing.languages(sketch.sheets))
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=said | {"languages": spoken})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        languages: Sequence[str] = told.pop("languages")
        changed = editing.settled(sketch.sheets, told, languages)
        actions.put_sketch(by=request.actor, at=now(), survey=ref, sheets=changed, seen=_number(request))
        return redirect("desk:surveys:editor", ref)
    shown = {"row": row, "sketch": sketch, "form": form}
    return render(request, "surveys/desk/editor_settings.html", shown, status=400 if form.errors else 200)


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: DoorRequest, ref: int) -> HttpResponse:
    """What would be asked, in each language (`?in=uk`), or what has to be mended; posted, it is kept as a version."""
    row, sketch = _sketch(request, ref)
    shown: dict[str, Any] = {"row": row, "sketch": sketch, "faults": []}
    book = exchanging.write_workbook(_dated(row, sketch.sheets))
    try:
        xform = reading.convert_workbook(book)
        if request.method == "POST":
            made = actions.upload_questionnaire(by=request.actor, at=now(), survey=ref, workbook=book, xform=xform)
            messages.success(request, _("The version is kept. Look at it before it is released."), extra_tags="good")
            return redirect("desk:surveys:questionnaire", made.id)
    except reading.FormError as wrong:
        shown["faults"] = _told(wrong)
    except InvalidError as invalid:
        shown["faults"] = [("", 0, str(wording.REASONS[invalid.faults["workbook"]]))]
    else:
        form = reading.read_form(xform)
        language = form.language(request.GET.get("in") or dates.language())
        shown |= {"language": language, "parts": previewing.parts_of(form, language)}
        shown["languages"] = [(code, name) for code, name in form.languages.items() if code]
    shown["faults"] = [(sheet, number - 2, said) for sheet, number, said in shown["faults"]]
    return render(request, "surveys/desk/editor_preview.html", shown, status=400 if shown["faults"] else 200)


@door("desk")
@require_safe
def download(request: DoorRequest, ref: int) -> HttpResponse:
    """What is in the editor as an XLSForm, to be worked on elsewhere."""
    _, sketch = _sketch(request, ref)
    answer = HttpResponse(exchanging.write_workbook(sketch.sheets), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="questionnaire-{ref}.xlsx"'
    return answer


def _sketch(request: DoorRequest, ref: int) -> tuple[Survey, Sketch]:
    row = queries.survey_for(request.actor, ref)
    sketch = queries.sketch_of(row)
    if sketch is None:
        raise MissingError
    return row, sketch


def _dated(row: Survey, sheets: Sheets) -> Sheets:
    """With a version that was not released before."""
    used = list(queries.questionnaires_of(row).exclude(released_at=None).values_list("version", flat=True))
    said = (sheets["settings"]["rows"] or [{}])[0].get("version", "")
    version = editing.next_version(used, said, at=now())
    return editing.settled(sheets, {"version": version}, editing.languages(sheets))


def _told(wrong: reading.FormError) -> Faults:
    return [(one.sheet, one.row, wording.said_of_workbook(one.reason, one.word)) for one in wrong.faults]


def _number(request: DoorRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1
