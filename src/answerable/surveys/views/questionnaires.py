"""What is asked: uploaded with its faults by sheet, row and cure, looked at as it will be asked, taken back or released."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.base import dates
from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.request import DoorRequest
from answerable.base.verdict import InvalidError
from answerable.surveys import actions, previewing, queries, wording
from answerable.surveys.forms import WorkbookForm
from answerable.surveys.questionnaire import functions, reading, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaires(request: DoorRequest, ref: int) -> HttpResponse:
    """The versions of what a survey asks, and a new one; what is wrong with it stands by sheet and row."""
    row = queries.survey_for(request.actor, ref)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    faults: list[tuple[str, int, str]] = []
    if request.method == "POST" and form.is_valid():
        raw = form.cleaned_data["workbook"].read(workbook.LARGEST + 1)
        try:
            xform = reading.convert_workbook(raw)
            made = actions.upload_questionnaire(by=request.actor, at=now(), survey=ref, workbook=raw, xform=xform)
        except reading.FormError as wrong:
            faults = [(one.sheet, one.row, wording.said_of_workbook(one.reason, one.word)) for one in wrong.faults]
        except InvalidError as invalid:
            form.add_error("workbook", str(wording.REASONS[invalid.faults["workbook"]]))
        else:
            messages.success(request, _("The version is kept. Look at it before it is released."), extra_tags="good")
            return redirect("desk:surveys:questionnaire", made.id)
    shown = {
        "row": row,
        "versions": queries.questionnaires_of(row),
        "form": form,
        "faults": faults,
        "types": sorted(workbook.PLAIN_TYPES),
        "functions": sorted(functions.FUNCTIONS),
    }
    status = 400 if faults or form.errors else 200
    return render(request, "surveys/desk/questionnaires.html", shown, status=status)


@door("desk")
@require_safe
def questionnaire(request: DoorRequest, ref: int) -> HttpResponse:
    """One version as it is asked, in each of its languages (`?in=uk`), with what may still be done about it."""
    row = queries.questionnaire_for(request.actor, ref)
    return render(request, "surveys/desk/questionnaire.html", _shown(request, bytes(row.xform)) | {"row": row})


@door("desk")
@require_POST
def take_back(request: DoorRequest, ref: int) -> HttpResponse:
    """A version that nobody was asked by goes."""
    survey = actions.take_back_questionnaire(by=request.actor, at=now(), questionnaire=ref)
    messages.success(request, _("The version is taken back."), extra_tags="good")
    return redirect("desk:surveys:questionnaires", survey.id)


@door("desk")
@require_POST
def release(request: DoorRequest, ref: int) -> HttpResponse:
    """A version is asked from now on."""
    row = actions.release_questionnaire(by=request.actor, at=now(), questionnaire=ref)
    messages.success(request, _("This version is asked from now on."), extra_tags="good")
    return redirect("desk:surveys:questionnaire", row.id)


@door("public")
@require_safe
def public_questionnaire(request: HttpRequest, ref: int) -> HttpResponse:
    """A released version, word for word, for anybody."""
    row = queries.public_questionnaire(ref)
    return render(request, "surveys/public/questionnaire.html", _shown(request, bytes(row.xform)) | {"row": row})


@door("public")
@require_safe
def public_workbook(request: HttpRequest, ref: int) -> HttpResponse:
    """The same as the XLSForm that it came from, byte for byte."""
    del request
    row = queries.public_questionnaire(ref)
    answer = HttpResponse(bytes(row.workbook), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="questionnaire-{ref}.xlsx"'
    return answer


def _shown(request: HttpRequest, xform: bytes) -> dict[str, object]:
    """The form in the language that is asked for, else in the page's."""
    form = reading.read_form(xform)
    language = form.language(request.GET.get("in") or dates.language())
    return {
        "language": language,
        "languages": [(code, name) for code, name in form.languages.items() if code],
        "parts": previewing.parts_of(form, language),
    }
