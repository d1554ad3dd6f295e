"""Open data: the table equals the documents, and the validators of each standard find nothing.

The schemas lie outside this repository, beside the checkout; what needs them says so where it is skipped.
"""

import csv
import io
import json
from hashlib import sha256
from pathlib import Path

import pyshacl
import pytest
from django.test import Client
from jsonschema import Draft7Validator
from rdflib import DCTERMS, Graph, URIRef
from rdflib.compare import isomorphic

from answerable.figures import dictionary, queries, tables, testing
from answerable_verify.numbers.definitions import DEFINITIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
    ),  # rdflib's own, in its reader
]
SCHEMAS = Path(__file__).resolve().parents[4].parent / "shared" / "reference" / "schemas"
beside = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not beside this checkout (../shared)")
GRAPHS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


@pytest.fixture(scope="module")
def published(module_db: None, tmp_path_factory: pytest.TempPathFactory):
    """March and its quarter, published once for all tests of this file."""
    with testing.march_published(tmp_path_factory.mktemp("home")):
        yield


@pytest.fixture(scope="module")
def graphs(published: None) -> dict[str, Graph]:
    """The catalogue in each spelling, read back."""
    got = {kind: Client().get(f"/data/catalog.{kind}") for kind in GRAPHS}
    assert {answer.status_code for answer in got.values()} == {200}
    return {kind: Graph().parse(data=got[kind].content, format=spelling) for kind, spelling in GRAPHS.items()}


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Client().get("/data/figures/2026-03.csv").content.decode(), newline="")))


def test_the_table_holds_every_number_of_the_documents(published):
    found = {(row["figure"], row["body"], row["measure"]): row["value"] for row in rows()}
    figures = queries.published_in("2026-03")
    told = {
        (name, body, measure): value
        for name, one in figures.items()
        for body, cell in one.document["cells"].items()
        for measure, value in tables.measures(cell)
    }
    assert found == told
    assert (found["on-time", "all", "value"], found["on-time", "city", "part.late"]) == ("0.666667", "2")
    assert len(rows()) == len(found)  # the key is one


def test_csv_and_json_say_the_same(published):
    as_json = json.loads(Client().get("/data/figures/2026-03.json").content)
    assert [{**row, "value": float(row["value"])} for row in rows()] == [
        {name: str(value) if name != "value" else float(value) for name, value in row.items()} for row in as_json
    ]
    again = Client().get("/data/figures/2026-03.csv")
    assert again.content == tables.as_csv(queries.published_in("2026-03").values())
    assert again["Link"].endswith('2026-03.csv-metadata.json>; rel="describedby"; type="application/csvm+json"')


@beside
def test_the_descriptor_is_a_data_package_of_version_2(published):
    descriptor = json.loads(Client().get("/data/figures/2026-03/datapackage.json").content)
    profile = json.loads((SCHEMAS / "datapackage-2.0" / "datapackage.json").read_text())
    assert [fault.message for fault in Draft7Validator(profile).iter_errors(descriptor)] == []
    raw = Client().get("/data/figures/2026-03.csv").content
    (resource,) = descriptor["resources"]
    assert (resource["bytes"], resource["hash"]) == (len(raw), f"sha256:{sha256(raw).hexdigest()}")
    assert [one["name"] for one in resource["schema"]["fields"]] == list(rows()[0])


def test_both_descriptions_are_made_of_the_one_dictionary(published):
    described = json.loads(Client().get("/data/figures/2026-03.csv-metadata.json").content)
    names = [one.name for one in dictionary.COLUMNS]
    assert [one["name"] for one in described["tableSchema"]["columns"]] == names
    assert [one["name"] for one in dictionary.table_schema()["fields"]] == names
    assert {*dictionary.KEY} <= {*names}


@beside
def test_the_catalogue_fits_the_shapes_of_dcat_ap(graphs):
    shapes = Graph()
    for name in ("dcat-ap-SHACL.ttl", "range.ttl"):
        shapes.parse(SCHEMAS / "dcat-ap-3.0.1" / name)
    fits, _, said = pyshacl.validate(graphs["ttl"], shacl_graph=shapes, inference="none", advanced=False)
    assert fits, said


def test_three_spellings_are_one_graph(graphs):
    assert isomorphic(graphs["ttl"], graphs["jsonld"])
    assert isomorphic(graphs["ttl"], graphs["rdf"])


def test_what_the_shapes_do_not_see(graphs):
    graph = graphs["ttl"]
    for subject, titles in [(one, [*graph.objects(one, DCTERMS.title)]) for one in {*graph.subjects(DCTERMS.title)}]:
        languages = [title.language for title in titles]
        assert len({*languages}) == len(languages), subject
    for predicate in (DCTERMS.issued, DCTERMS.modified):
        assert {value.datatype.rpartition("#")[2] for value in graph.objects(None, predicate)} == {"dateTime"}
    raw = Client().get("/data/figures/2026-03.csv").content
    (checksum,) = [
        str(value)
        for value in graph.objects(None, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        if str(value) == sha256(raw).hexdigest()
    ]
    assert checksum


@pytest.mark.parametrize(
    ("accept", "where"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/open-data/"),
        ("text/turtle", "/data/catalog.ttl"),
        ("application/ld+json", "/data/catalog.jsonld"),
        ("application/rdf+xml;q=0.9, text/html;q=0.1", "/data/catalog.rdf"),
    ],
)
def test_the_address_of_the_catalogue_gives_what_is_asked_for(accept, where):
    found = Client().get("/data/", headers={"accept": accept})
    assert (found.status_code, found["Location"].endswith(where)) == (302, True)


def test_a_format_that_nobody_writes_is_said_to_be_none():
    assert Client().get("/data/", headers={"accept": "application/json"}).status_code == 406


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_page_of_open_data_leads_to_every_file(published, language):
    page = Client().get(f"/{language}/open-data/").text
    wanted = (
        "/data/figures/2026-03.csv",
        "/data/figures/2026-Q1.json",
        "/data/catalog.ttl",
        "2026-03/datapackage.json",
    )
    assert [each for each in wanted if each not in page] == []
    assert Client().get("/data/figures/2026-03/")["Location"].endswith("/figures/in/2026-03/")


@pytest.mark.parametrize("path", ["2020-01/", "2020-01.csv", "2020-01/datapackage.json", "2020-01.csv-metadata.json"])
def test_a_period_that_is_not_published_has_no_files(published, path):
    assert Client().get(f"/data/figures/{path}").status_code == 404


def test_the_index_names_every_figure_as_it_stands_with_its_hash(published):
    rows = json.loads(Client().get("/data/figures/index.json").content)
    assert {(row["figure"], row["period"]) for row in rows} == {
        (name, period) for name in DEFINITIONS for period in ("2026-03", "2026-Q1")
    }
    for row in rows:
        raw = Client().get(f"/data/figures/{row['figure']}/{row['period']}.json").content
        assert sha256(raw).hexdigest() == row["sha256"]
    assert "answerable-verify figures http" in Client().get("/en/open-data/").text
