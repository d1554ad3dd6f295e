"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.figures.catalogue import FORMATS
from answerable.figures.views import attested, attesting, data, feed, showing

plain: Final[list[URLPattern]] = [
    path("data/", data.root, name="catalogue"),
    *(path(f"data/catalog.{kind}", data.graph, {"kind": kind}, name=kind) for kind in FORMATS),
    path("data/figures/index.json", data.index, name="index"),
    path("data/figures/attested/index.json", attested.index, name="attested-index"),
    path("data/figures/attested/<slug:code>.csv", attested.table, name="attested-csv"),
    path("data/figures/attested/<slug:code>/datapackage.json", attested.package, name="attested-package"),
    path("data/figures/attested/<slug:code>/<slug:period>.json", attested.document, name="attested"),
    path(
        "data/figures/attested/<slug:code>/<slug:period>/<int:edition>.json", attested.edition, name="attested-edition"
    ),
    path("data/figures/<slug:period>/", data.of_period, name="of-period"),
    path("data/figures/<slug:period>/datapackage.json", data.package, name="package"),
    path("data/figures/<slug:period>.csv-metadata.json", data.csv_metadata, name="csv-metadata"),
    path("data/figures/<slug:period>.csv", data.table, {"kind": "csv"}, name="csv"),
    path("data/figures/<slug:period>.json", data.table, {"kind": "json"}, name="json"),
    path("data/figures/<slug:name>/<slug:period>.json", data.document, name="document"),
    path("data/figures/<slug:name>/<slug:period>/<int:edition>.json", data.edition, name="edition"),
]
public: Final[list[URLPattern]] = [
    path("open-data/", data.page, name="data"),
    path("figures/feed.atom", feed.feed, name="feed"),
    path("figures/", showing.front, name="front"),
    path("figures/attested/", attested.all_series, name="all-series"),
    path("figures/attested/<slug:code>/", attested.series, name="series"),
    path("figures/in/<slug:period>/", showing.front, name="period"),
    path("figures/in/<slug:period>/report.pdf", showing.report, name="report"),
    path("figures/in/<slug:period>/<slug:code>/report.pdf", showing.report, name="report-of"),
    path("figures/<slug:name>/", showing.figure, name="newest"),
    path("figures/<slug:name>/<slug:period>/", showing.figure, name="figure"),
]
desk: Final[list[URLPattern]] = [
    path("series/", attesting.series, name="all-series"),
    path("series/<int:ref>/", attesting.one_series, name="series"),
]
