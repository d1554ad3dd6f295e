"""What was published, as a feed (RFC 4287): an entry for each period and for each erratum, with the files it is about."""

from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.base import dates
from answerable.base.doors import door
from answerable.figures import queries, wording
from answerable.figures.queries import ReadEdition
from answerable_verify.numbers.periods import parse_period
from answerable_verify.numbers.wording import words_of

ATOM: Final = "http://www.w3.org/2005/Atom"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
MOST: Final = 40


@door("public")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest publications and errata, in the language of the page."""
    at = settings.ANSWERABLE.address + request.path
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": dates.language()})
    found = queries.publications(MOST)
    _put(root, "id", f"{settings.ANSWERABLE.address}/data/figures/")
    _put(root, "title", _("How appeals are answered"))
    _put(root, "updated", _moment(found[0].row.frozen_at) if found else "1970-01-01T00:00:00Z")
    _put(root, "link", rel="self", href=at, type="application/atom+xml")
    _put(root, "link", rel="alternate", href=settings.ANSWERABLE.address + reverse("public:figures:front"))
    author = _put(root, "author")
    _put(author, "name", settings.ANSWERABLE.address)
    for one in found:
        _entry(root, one)
    answer = HttpResponse(
        ET.tostring(root, encoding="utf-8", xml_declaration=True),
        content_type="application/atom+xml; charset=utf-8",
    )
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _entry(root: ET.Element, one: ReadEdition) -> None:
    """A period as it was published first, or the erratum of a figure."""
    row, entry = one.row, _put(root, "entry")
    folder = f"{settings.ANSWERABLE.address}/data/figures/"
    period = wording.period_name(parse_period(row.period))
    if row.edition:
        title = _("Corrected: %(figure)s, %(period)s") % {
            "figure": words_of(row.name, dates.language()).title,
            "period": period,
        }
        page = reverse("public:figures:figure", args=[row.name, row.period])
        files = [(f"{folder}{row.name}/{row.period}/{row.edition}.json", "application/json", len(row.document))]
        summary = str(wording.BASES[row.basis])
    else:
        title, summary = _("Figures: %(period)s") % {"period": period}, ""
        page = reverse("public:figures:period", args=[row.period])
        files = [(f"{folder}{row.period}.csv", "text/csv", 0)]
    _put(entry, "id", f"{folder}{row.period}/" + (f"{row.name}/{row.edition}" if row.edition else ""))
    _put(entry, "title", title)
    _put(entry, "updated", _moment(row.frozen_at))
    _put(entry, "link", rel="alternate", href=settings.ANSWERABLE.address + page)
    for address, media, size in files:
        _put(entry, "link", rel="enclosure", href=address, type=media, **({"length": str(size)} if size else {}))
    _put(entry, "rights", LICENCE)
    _put(entry, "summary", summary or title)


def _put(parent: ET.Element, name: str, text: str = "", **attributes: Any) -> ET.Element:
    found = ET.SubElement(parent, name, attributes)
    found.text = text or None
    return found


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
