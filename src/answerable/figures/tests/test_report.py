"""The report: PDF/UA of a published period, with every number of it, in each language, the same bytes each time."""

import io

import pikepdf
import pytest
from django.test import Client
from django.utils.translation import override

from answerable.base.verdict import MissingError
from answerable.figures import charts, reporting, testing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(module_db: None, tmp_path_factory: pytest.TempPathFactory):
    """March, published once for all tests of this file; its chart, too."""
    with testing.march_published(tmp_path_factory.mktemp("home"), drawn=True):
        yield


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_report_is_a_tagged_document_in_the_language_of_the_page(published, language):
    answer = Client().get(f"/{language}/figures/in/2026-03/report.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        root = pdf.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked), "/StructTreeRoot" in root) == (language, True, True)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        assert len(pdf.pages) > 1
    assert f"/{language}/figures/in/2026-03/report.pdf" in Client().get(f"/{language}/figures/").text


def test_the_report_of_one_authority_speaks_of_it_alone_and_of_nobody_there_is_none(published):
    with override("en"):
        whole, own = reporting.report("2026-03"), reporting.report("2026-03", group="dep")
        assert (own.startswith(b"%PDF-"), len(own) < len(whole)) == (True, True)
        assert reporting.report("2026-03", group="dep") == own
        for period, group in (("2026-03", "nobody"), ("2020-01", "all")):
            with pytest.raises(MissingError):
                reporting.report(period, group=group)


def test_a_chart_on_paper_has_colours_of_its_own():
    svg = charts.coloured('<svg xmlns="x" viewBox="0 0 1 1"><path fill="#000004" font-family="IBM Plex Sans"/></svg>')
    assert reporting.on_paper(svg) == (
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" aria-hidden="true" focusable="false" viewBox="0 0 1 1">'
        '<path fill="#0f5a66" font-family="IBM Plex Sans"/></svg>'
    )
