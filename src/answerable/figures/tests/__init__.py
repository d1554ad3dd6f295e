"""Where the tests of this room are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

actions.py: test_publishing.py
catalogue.py: test_open_data.py
cataloguing.py: test_open_data.py
charts.py: test_charts.py
counting.py: test_publishing.py
dictionary.py: test_open_data.py
drawing.py: test_charts.py
jobs.py: test_publishing.py
models.py: test_publishing.py
presenting.py: test_pages.py
publicity.py: test_open_data.py
queries.py: test_publishing.py test_pages.py
reporting.py: test_report.py
room.py: tests/architecture/test_rooms.py
tables.py: test_open_data.py
terms.py: test_publishing.py
typesetting.py: test_report.py
urls.py: test_pages.py
views/: test_pages.py
views/data.py: test_open_data.py test_pages.py
views/feed.py: test_pages.py
wording.py: test_pages.py
"""
