"""Addresses of the desk, below /desk/."""

from django.urls import URLPattern, URLResolver, path

from answerable.appeals.views.desk import (
    acts,
    answering,
    bulk,
    case,
    entry,
    grouping,
    heads,
    log,
    moving,
    opening,
    steps,
    worklist,
)
from answerable.appeals.views.desk.calls import calls, rang
from answerable.appeals.views.desk.undelivered import not_reached, told_otherwise

_OF_ONE = "appeals/<str:number>/"

desk: list[URLPattern | URLResolver] = [
    path("", worklist.worklist, name="list"),
    path("ticked/", bulk.bulk, name="bulk"),
    path("search/", worklist.search, name="search"),
    path("keyboard/", worklist.keys, name="keys"),
    path("promises/", worklist.promises, name="promises"),
    path("load/", heads.load, name="load"),
    path("calls/", calls, name="calls"),
    path("undelivered/", not_reached, name="undelivered"),
    path("log/", log.of_ours, name="log"),
    path("entry/", entry.entry, name="entry"),
    path("entry/alike/", entry.alike, name="alike"),
    path("incidents/new/", grouping.begin, name="begin"),
    path("incidents/<int:incident>/", grouping.incident, name="incident"),
    path("incidents/<int:incident>/answer/", grouping.answer_many, name="answer-many"),
    path(_OF_ONE, case.case, name="case"),
    path(f"{_OF_ONE}files/<int:file>/", case.file, name="file"),
    path(f"{_OF_ONE}log/", log.of_one, name="log-of-one"),
    path(f"{_OF_ONE}purpose/", opening.purpose, name="purpose"),
    path(f"{_OF_ONE}files/<int:file>/original/", case.original, name="original"),
    path(f"{_OF_ONE}promises/<int:promise>/", acts.promise, name="promise"),
    path(f"{_OF_ONE}answer/", answering.answer, name="answer"),
    path(f"{_OF_ONE}answer/drop/", acts.drop_draft, name="drop"),
    path(f"{_OF_ONE}accept/", acts.accept, name="accept"),
    path(f"{_OF_ONE}assign/", acts.assign, name="assign"),
    path(f"{_OF_ONE}note/", acts.note, name="note"),
    path(f"{_OF_ONE}ask/", acts.ask, name="ask"),
    path(f"{_OF_ONE}read/", acts.looked, name="looked"),
    path(f"{_OF_ONE}points/", acts.points, name="points"),
    path(f"{_OF_ONE}category/", acts.categorise, name="categorise"),
    path(f"{_OF_ONE}kind/", steps.matter, name="matter"),
    path(f"{_OF_ONE}step/", steps.step, name="step"),
    path(f"{_OF_ONE}step-back/", acts.recuse, name="recuse"),
    path(f"{_OF_ONE}rang/", rang, name="rang"),
    path(f"{_OF_ONE}told-otherwise/", told_otherwise, name="told-otherwise"),
    path(f"{_OF_ONE}close/", acts.close, name="close"),
    path(f"{_OF_ONE}forward/", moving.forward, name="forward"),
    path(f"{_OF_ONE}hand-on/", moving.hand_on, name="hand_on"),
    path(f"{_OF_ONE}term/", moving.term, name="term"),
    path(f"{_OF_ONE}extend/", moving.extend, name="extend"),
    path(f"{_OF_ONE}refuse/", moving.refuse, name="refuse"),
    path(f"{_OF_ONE}incident/", grouping.join, name="join"),
    path(f"{_OF_ONE}incident/leave/", grouping.ungroup, name="ungroup"),
    path(f"{_OF_ONE}merge/", grouping.merge, name="merge"),
    path(f"{_OF_ONE}merge/undo/", grouping.unmerge, name="unmerge"),
]
