"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path, re_path

from answerable.figures.views import data, showing

plain: Final[list[URLPattern]] = [
    path("data/", data.root, name="catalogue"),
    re_path(r"^data/catalog\.(?P<kind>ttl|jsonld|rdf)$", data.graph, name="graph"),
    path("data/figures/<slug:period>/", data.of_period, name="of-period"),
    path("data/figures/<slug:period>/datapackage.json", data.package, name="package"),
    path("data/figures/<slug:period>.csv-metadata.json", data.csv_metadata, name="csv-metadata"),
    re_path(r"^data/figures/(?P<period>[-\w]+)\.(?P<kind>csv|json)$", data.table, name="table"),
    path("data/figures/<slug:name>/<slug:period>.json", data.document, name="document"),
    path("data/figures/<slug:name>/<slug:period>/<int:edition>.json", data.edition, name="edition"),
]
public: Final[list[URLPattern]] = [
    path("open-data/", data.page, name="data"),
    path("figures/", showing.front, name="front"),
    path("figures/in/<slug:period>/", showing.front, name="period"),
    path("figures/<slug:name>/", showing.figure, name="newest"),
    path("figures/<slug:name>/<slug:period>/", showing.figure, name="figure"),
]
