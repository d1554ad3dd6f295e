"""The door of telephones: OpenRosa's form list, form, manifest and submission, as ODK Collect speaks them.

A token in the address says who comes; a wrong one and one that has ended look alike. Each answer bears the version of the
protocol, without which Collect takes it for a proxy's. Its clock is not believed: Collect writes it with twelve hours.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import md5
from typing import Final
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from answerable.base.clock import now
from answerable.base.doors import door
from answerable.base.strict_xml import LARGEST, DocumentError
from answerable.surveys import actions, queries, wording
from answerable.surveys.actions.interviewing import Arrival
from answerable.surveys.models import Interviewer, Questionnaire

XML: Final = "text/xml; charset=utf-8"
MOST_BYTES: Final = 10_000_000
STATUS: Final = {Arrival.TAKEN: 201, Arrival.SAME: 201, Arrival.OTHER: 409, Arrival.UNKNOWN: 404}
View = Callable[..., HttpResponse]


def _of_a_telephone(view: View) -> View:
    """Find whose token it is, and put the protocol's version on whatever is answered."""

    @wraps(view)
    def answered(request: HttpRequest, token: str, **words: int) -> HttpResponse:
        interviewer = queries.interviewer_by_token(token)
        answer = _said("ended", 404) if interviewer is None else view(request, interviewer, **words)
        answer.headers["X-OpenRosa-Version"] = "1.0"
        return answer

    return answered


@door("public")
@cache_control(no_store=True)
@require_safe
@_of_a_telephone
def form_list(request: HttpRequest, interviewer: Interviewer) -> HttpResponse:
    """The version that is asked now, with the hash of the very bytes that are given."""
    asked = queries.asked_now(interviewer.survey)
    listed = "" if asked is None else _listed(request, asked)
    return _xml(f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{listed}</xforms>')


@door("public")
@cache_control(no_store=True)
@require_safe
@_of_a_telephone
def form(request: HttpRequest, interviewer: Interviewer, ref: int) -> HttpResponse:
    """The form itself."""
    del request
    found = queries.released_of(interviewer.survey, ref)
    return _said("unknown", 404) if found is None else HttpResponse(bytes(found.xform), content_type=XML)


@door("public")
@cache_control(no_store=True)
@require_safe
@_of_a_telephone
def manifest(request: HttpRequest, interviewer: Interviewer, ref: int) -> HttpResponse:
    """What a form needs besides: nothing, because no type that does is taken at upload."""
    del request
    if queries.released_of(interviewer.survey, ref) is None:
        return _said("unknown", 404)
    return _xml('<manifest xmlns="http://openrosa.org/xforms/xformsManifest"/>')


@door("public")
@cache_control(no_store=True)
@require_http_methods(["HEAD", "POST"])
@_of_a_telephone
def submission(request: HttpRequest, interviewer: Interviewer) -> HttpResponse:
    """An interview; asked by HEAD, how much of it is taken at once."""
    if request.method == "HEAD":
        answer = HttpResponse(status=204)
        answer.headers["X-OpenRosa-Accept-Content-Length"] = str(MOST_BYTES)
        return answer
    part = request.FILES.get("xml_submission_file")
    raw = part.read(LARGEST + 1) if part else request.POST.get("xml_submission_file", "").encode()
    try:
        arrival = actions.take_submission(by=interviewer, at=now(), raw=raw)
    except DocumentError:
        return _said("unreadable", 400)
    return _said(arrival.value, STATUS[arrival])


def _listed(request: HttpRequest, asked: Questionnaire) -> str:
    token = request.path_info.split("/")[3]
    words = {"token": token, "ref": asked.id}
    digest = md5(bytes(asked.xform), usedforsecurity=False).hexdigest()  # as the protocol wants it
    lines = {
        "formID": asked.form,
        "name": asked.title,
        "version": asked.version,
        "hash": f"md5:{digest}",
        "downloadUrl": request.build_absolute_uri(reverse("plain:surveys:form", kwargs=words)),
        "manifestUrl": request.build_absolute_uri(reverse("plain:surveys:manifest", kwargs=words)),
    }
    return f"<xform>{''.join(f'<{name}>{escape(line)}</{name}>' for name, line in lines.items())}</xform>"


def _said(reason: str, status: int) -> HttpResponse:
    """A sentence that Collect shows to the interviewer."""
    message = escape(str(wording.SENT[reason]))
    return _xml(
        f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{message}</message></OpenRosaResponse>',
        status,
    )


def _xml(body: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type=XML, status=status)
