"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.focus.views import coding, grouping, reporting, studying

public: Final[list[URLPattern]] = [
    path("focus/", reporting.public_list, name="list"),
    path("focus/<int:ref>/", reporting.public_study, name="one"),
    path("focus/<int:ref>/findings.json", reporting.findings, name="findings"),
]
desk: Final[list[URLPattern]] = [
    path("focus/", studying.studies, name="list"),
    path("focus/<int:ref>/", studying.study, name="one"),
    path("focus/<int:ref>/groups/", studying.add_group, name="add-group"),
    path("focus/<int:ref>/codebook/", studying.codebook, name="codebook"),
    path("focus/<int:ref>/memos/", studying.memos, name="memos"),
    path("focus/<int:ref>/exchange/", studying.exchange, name="exchange"),
    path("focus/<int:ref>/project.qdpx", studying.qdpx, name="qdpx"),
    path("focus/<int:ref>/codebook.qdc", studying.qdc, name="qdc"),
    path("focus/<int:ref>/agreement/", coding.agreement, name="agreement"),
    path("focus/<int:ref>/themes/", reporting.themes, name="themes"),
    path("focus/<int:ref>/publish/", reporting.publish, name="publish"),
    path("focus/themes/<int:ref>/quotes/", reporting.choose, name="choose"),
    path("focus/quotes/<int:ref>/release/", reporting.release, name="release"),
    path("focus/quotes/<int:ref>/drop/", reporting.drop, name="drop"),
    path("focus/groups/<int:ref>/", grouping.group, name="group"),
    path("focus/groups/<int:ref>/session/", grouping.session, name="session"),
    path("focus/groups/<int:ref>/transcript/", grouping.transcribe, name="transcript"),
    path("focus/groups/<int:ref>/masks/", grouping.mask, name="masks"),
    path("focus/groups/<int:ref>/final/", grouping.fix, name="fix"),
    path("focus/groups/<int:ref>/clear/", grouping.clear, name="clear"),
    path("focus/groups/<int:ref>/coding/", coding.coding, name="coding"),
    path("focus/groups/<int:ref>/coding/<int:mark>/", coding.unmark, name="unmark"),
    path("focus/participants/<int:ref>/withdraw/", grouping.withdraw, name="withdraw"),
]
