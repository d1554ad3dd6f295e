"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions/: test_publishing.py
actions/attesting.py: test_attested.py
attested_tables.py: test_attested.py
cells.py: test_suppression.py test_attested.py
catalogue.py: test_open_data.py
cataloguing.py: test_open_data.py
charts.py: test_charts.py
closing_days.py: test_pages.py
counting.py: test_publishing.py
dictionary.py: test_open_data.py
drawing.py: test_charts.py
forms.py: test_attested.py
hiding.py: test_suppression.py
jobs.py: test_publishing.py
map_drawing.py: test_place_rates.py
models.py: test_publishing.py
placing.py: src/answerable/site/tests/test_places.py
presenting.py: test_pages.py
publicity.py: test_open_data.py
publishing_cells.py: test_attested.py
queries/: test_publishing.py test_pages.py
queries/attested.py: test_attested.py
reporting.py: test_report.py
room.py: tests/architecture/test_rooms.py
saying_attested.py: test_attested.py
tables.py: test_open_data.py
templatetags/: test_attested.py
terms.py: test_publishing.py
typesetting.py: test_report.py
urls.py: test_pages.py
views/: test_pages.py
views/answers.py: test_open_data.py
views/attested.py: test_attested.py
views/attesting.py: test_attested.py
views/data.py: test_open_data.py test_pages.py
views/feed.py: test_pages.py
wording.py: test_pages.py
held.py: tests/security/test_root_rows.py
"""
