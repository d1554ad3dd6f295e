"""The catalogue of open data as DCAT-AP 3.0.1: said once, as JSON-LD with an inline context, and its three spellings.

rdflib makes one graph of it and writes that as Turtle, JSON-LD and RDF/XML, in a process that ends (`cataloguing`), once for
each publication; a request hands out what is kept.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from answerable.figures import tables
from answerable.figures.queries import ReadEdition
from answerable.vault.confinement import run_child
from answerable_verify.numbers.periods import Period

FORMATS: Final = {"ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}
EU: Final = "http://publications.europa.eu/resource/authority"
LICENCE: Final = f"{EU}/licence/CC_BY_4_0"
CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "adms": "http://www.w3.org/ns/adms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES: Final = {"en": "ENG", "uk": "UKR", "ru": "RUS", "pl": "POL"}
LABELS: Final = {"data-theme/JUST": "Justice, legal system and public safety", "planned-availability/STABLE": "stable"}
FREQUENCY: Final = {1: "MONTHLY", 3: "QUARTERLY", 12: "ANNUAL"}
FILES: Final = (("csv", "CSV", "text/csv"), ("json", "JSON", "application/json"))
Node = dict[str, Any]
Words = Mapping[str, str]
"""Language -> text."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose catalogue it is."""

    name: Words
    email: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """What the catalogue says of itself, in the languages of the place."""

    title: Words
    about: Words
    table: Words
    table_about: Words
    provenance: Words
    keyword: Words


def _of(kind: str, path: str) -> Node:
    """A term of a list of the Publications Office, with its list and, of a concept, its label: validators ask for all."""
    found: Node = {"@id": f"{EU}/{path}", "@type": kind, "skos:inScheme": {"@id": f"{EU}/{path.partition('/')[0]}"}}
    return found | ({"skos:prefLabel": _said({"en": LABELS[path]})} if path in LABELS else {})


def _said(words: Words) -> list[Node]:
    return [{"@value": text, "@language": language} for language, text in words.items()]


def _typed(value: str, kind: str) -> Node:
    return {"@value": value, "@type": f"xsd:{kind}"}


def described(
    *,
    address: str,
    publisher: Publisher,
    words: Sentences,
    periods: Sequence[tuple[Period, Sequence[ReadEdition], Words]],
) -> Node:
    """The whole catalogue; `periods` with their figures and their names."""
    agent = {"@id": f"{address}/#publisher", "@type": "foaf:Agent", "foaf:name": _said(publisher.name)}
    sets = [_dataset(one, address=address, publisher=publisher, words=words) for one in periods]
    last = max((row["dct:modified"]["@value"] for row in sets), default="")
    series = {
        "@id": f"{address}/data/figures/",
        "@type": "dcat:DatasetSeries",
        "dct:title": _said(words.table),
        "dct:description": _said(words.table_about),
        "dct:publisher": {"@id": agent["@id"]},
        "dcat:contactPoint": _contact(publisher),
        "dct:accrualPeriodicity": _of("dct:Frequency", "frequency/MONTHLY"),
    }
    catalogue = {
        "@id": f"{address}/data/",
        "@type": "dcat:Catalog",
        "dct:title": _said(words.title),
        "dct:description": _said(words.about),
        "dct:publisher": agent,
        "dct:license": {"@id": LICENCE, "@type": "dct:LicenseDocument"},
        "dct:language": [
            _of("dct:LinguisticSystem", f"language/{LANGUAGES[one]}") for one in words.title if one in LANGUAGES
        ],
        "foaf:homepage": {"@id": f"{address}/", "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {
            "@id": f"{EU}/data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": _said({"en": "Data theme"}),
        },
        "dcat:dataset": sets,
    }
    if last:
        catalogue["dct:modified"] = _typed(last, "dateTime")
    return {"@context": CONTEXT, "@graph": [catalogue, series]}


def _contact(publisher: Publisher) -> Node:
    found: Node = {"@type": ["vcard:Kind", "vcard:Organization"], "vcard:fn": _said(publisher.name)}
    if publisher.email:
        found["vcard:hasEmail"] = {"@id": f"mailto:{publisher.email}"}
    return found


def _dataset(
    of: tuple[Period, Sequence[ReadEdition], Words], *, address: str, publisher: Publisher, words: Sentences
) -> Node:
    """The table of a period."""
    period, figures, name = of
    where = f"{address}/data/figures/{period.code}"
    moments = sorted(one.row.frozen_at for one in figures)
    edition = max(one.row.edition for one in figures)
    return {
        "@id": f"{where}/",
        "@type": "dcat:Dataset",
        "dct:title": [{"@value": f"{words.table[one]}: {said}", "@language": one} for one, said in name.items()],
        "dct:description": _said(words.table_about),
        "dct:identifier": f"{where}/",
        "dct:publisher": {"@id": f"{address}/#publisher"},
        "dcat:contactPoint": _contact(publisher),
        "dcat:keyword": _said(words.keyword),
        "dcat:theme": _of("skos:Concept", "data-theme/JUST"),
        "dct:accessRights": _of("dct:RightsStatement", "access-right/PUBLIC"),
        "dct:accrualPeriodicity": _of("dct:Frequency", f"frequency/{FREQUENCY[period.months]}"),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(period.first.isoformat(), "date"),
            "dcat:endDate": _typed(period.last.isoformat(), "date"),
        },
        "dct:issued": _typed(moments[0].isoformat(timespec="seconds"), "dateTime"),
        "dct:modified": _typed(moments[-1].isoformat(timespec="seconds"), "dateTime"),
        "dcat:version": str(edition),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": _said(words.provenance)},
        "dcat:inSeries": {"@id": f"{address}/data/figures/"},
        "dcat:distribution": [_file(where, kind, raw) for kind, raw in files(figures).items()],
    }


def files(figures: Sequence[ReadEdition]) -> dict[str, bytes]:
    """The table of a period in each format that it is served in."""
    return {"csv": tables.as_csv(figures), "json": tables.as_json(figures)}


def _file(where: str, kind: str, raw: bytes) -> Node:
    name, media = next((name, media) for one, name, media in FILES if one == kind)
    return {
        "@id": f"{where}.{kind}",
        "@type": "dcat:Distribution",
        "dct:title": _said({"en": name}),
        "dcat:accessURL": {"@id": f"{where}/"},
        "dcat:downloadURL": {"@id": f"{where}.{kind}"},
        "dct:format": _of("dct:MediaTypeOrExtent", f"file-type/{name}"),
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}", "@type": "dct:MediaType"},
        "dct:license": {"@id": LICENCE},
        "dct:conformsTo": {
            "@id": "http://www.w3.org/ns/csvw" if kind == "csv" else "https://datapackage.org/",
            "@type": "dct:Standard",
        },
        "dcatap:availability": _of("skos:Concept", "planned-availability/STABLE"),
        "dcat:byteSize": _typed(str(len(raw)), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": _typed(sha256(raw).hexdigest(), "hexBinary"),
        },
    }


@lru_cache(maxsize=2)
def spelled(catalogue: str) -> Mapping[str, str]:
    """Format -> text of a catalogue given as JSON-LD; kept, since it changes with a publication alone."""
    done = run_child("answerable.figures.cataloguing", given=catalogue.encode())
    found: dict[str, str] = json.loads(done) if done else {}
    return found
