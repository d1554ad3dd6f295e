"""Addresses of this room, by door."""

from typing import Final

from django.urls import URLPattern, path

from answerable.surveys.views import (
    answering,
    calls,
    editing,
    fieldwork,
    making,
    openrosa,
    paper,
    pulse,
    questionnaires,
    results,
    showing,
)

plain: Final[list[URLPattern]] = [
    path("odk/k/<slug:token>/formList", openrosa.form_list, name="form-list"),
    path("odk/k/<slug:token>/forms/<int:ref>.xml", openrosa.form, name="form"),
    path("odk/k/<slug:token>/forms/<int:ref>/manifest", openrosa.manifest, name="manifest"),
    path("odk/k/<slug:token>/submission", openrosa.submission, name="submission"),
]
public: Final[list[URLPattern]] = [
    path("surveys/", showing.surveys, name="list"),
    path("surveys/<int:ref>/", showing.survey, name="one"),
    path("surveys/draws/<int:ref>/design.json", showing.design, name="design"),
    path("surveys/<int:ref>/trend/", results.trend, name="trend"),
    path("surveys/results/<int:ref>/", results.result, name="result"),
    path("surveys/results/<int:ref>/results.json", results.document, name="document"),
    path("surveys/panels/<int:ref>/", pulse.panel, name="panel"),
    path("panel/<slug:link>/", pulse.volunteer, name="volunteer"),
    path("answer/<slug:link>/", answering.answer, name="answer"),
    path("surveys/questionnaires/<int:ref>/", questionnaires.public_questionnaire, name="questionnaire"),
    path("surveys/questionnaires/<int:ref>/questionnaire.xlsx", questionnaires.public_workbook, name="workbook"),
]
desk: Final[list[URLPattern]] = [
    path("surveys/", making.surveys, name="list"),
    path("surveys/<int:ref>/", making.survey, name="one"),
    path("surveys/panels/", pulse.desk_panels, name="panels"),
    path("surveys/panels/<int:ref>/", pulse.desk_panel, name="panel"),
    path("surveys/panels/<int:ref>/close/", pulse.close, name="close-panel"),
    path("surveys/<int:ref>/pulse/", pulse.pulse, name="pulse"),
    path("surveys/<int:ref>/pulse/ask/", pulse.ask, name="ask-panel"),
    path("surveys/<int:ref>/pulse/volunteers/", pulse.contacts, name="contacts"),
    path("surveys/<int:ref>/pulse/publish/", pulse.publish, name="publish-pulse"),
    path("surveys/<int:ref>/questionnaire/", questionnaires.questionnaires, name="questionnaires"),
    path("surveys/<int:ref>/editor/", editing.editor, name="editor"),
    path("surveys/<int:ref>/editor/begin/", editing.begin, name="begin-editing"),
    path("surveys/<int:ref>/editor/settings/", editing.naming, name="editor-settings"),
    path("surveys/<int:ref>/editor/preview/", editing.preview, name="editor-preview"),
    path("surveys/<int:ref>/editor/questionnaire.xlsx", editing.download, name="editor-workbook"),
    path("surveys/<int:ref>/editor/<int:place>/", editing.question, name="editor-question"),
    path("surveys/<int:ref>/editor/<int:place>/change/", editing.change, name="editor-change"),
    path("surveys/<int:ref>/results/", results.results, name="results"),
    path("surveys/results/<int:ref>/answers/", results.microdata_page, name="microdata"),
    path("surveys/results/<int:ref>/publish/", results.publish, name="publish"),
    path("surveys/<int:ref>/field/", fieldwork.fieldwork, name="fieldwork"),
    path("surveys/<int:ref>/field/interviewers/", fieldwork.interviewers, name="interviewers"),
    path("surveys/interviewers/<int:ref>/end/", fieldwork.dismiss, name="dismiss"),
    path("surveys/<int:ref>/paper/", paper.entries, name="paper"),
    path("surveys/paper/<int:ref>/", paper.entry, name="paper-entry"),
    path("surveys/paper/<int:ref>/differences/", paper.differences, name="paper-differences"),
    path("surveys/<int:ref>/field/links/", fieldwork.links, name="links"),
    path("surveys/calls/", calls.surveys, name="calls"),
    path("surveys/<int:ref>/calls/", calls.due_calls, name="calling"),
    path("surveys/<int:ref>/calls/set-up/", calls.set_up, name="set-up"),
    path("surveys/<int:ref>/calls/quotas/", calls.quotas, name="quotas"),
    path("surveys/calls/<int:ref>/", calls.call, name="call"),
    path("surveys/calls/<int:ref>/end/", calls.end, name="end-call"),
    path("surveys/questionnaires/<int:ref>/", questionnaires.questionnaire, name="questionnaire"),
    path("surveys/questionnaires/<int:ref>/release/", questionnaires.release, name="release"),
    path("surveys/questionnaires/<int:ref>/take-back/", questionnaires.take_back, name="take-back"),
    path("surveys/draws/<int:ref>/", making.draw, name="draw"),
    path("surveys/draws/<int:ref>/<slug:which>.csv", making.units, name="units"),
]
