"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/answering.py: test_field.py
actions/calling.py: test_calling.py
actions/checking.py: test_quality.py
actions/drawing.py: test_draws.py
actions/editing.py: test_editor.py
actions/fieldwork.py: test_field.py
actions/interviewing.py: test_interviews.py
actions/paper.py: test_paper.py
actions/pulse.py: test_pulse.py
actions/publishing.py: test_results.py
actions/questionnaires.py: test_questionnaires.py
asking.py: test_field.py
checks.py: test_quality.py
field_forms.py: test_quality.py
fielding.py: test_field.py
forms.py: test_draws.py
paper_entries.py: test_paper.py
panel_forms.py: test_pulse.py
panels.py: test_pulse.py
planning.py: test_draws.py
previewing.py: test_questionnaires.py
progress.py: test_field.py
queries.py: test_draws.py test_field.py
room.py: tests/architecture/test_rooms.py
sealed_fields.py: test_field.py
sketching.py: test_editor.py
spss.py: test_microdata.py
stepping.py: test_field.py
tabling.py: test_results.py
terms.py: test_rules.py
testing.py: test_questionnaires.py
views/: test_draws.py
views/answering.py: test_field.py
views/calls.py: test_calling.py
views/checking.py: test_quality.py
views/editing.py: test_editor.py
views/fieldwork.py: test_field.py
views/openrosa.py: test_interviews.py
views/paper.py: test_paper.py
views/pulse.py: test_pulse.py
views/questionnaires.py: test_questionnaires.py
views/results.py: test_results.py
wording.py: test_draws.py
held.py: tests/security/test_root_rows.py
"""
