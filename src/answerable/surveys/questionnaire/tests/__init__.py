"""Where the tests of questionnaires are: `x.py` is tried in `test_x.py`, else by the longest line here (tests/where.py).

core.py: test_editing.py
exchanging.py: test_editing.py
form.py: test_workbook.py
functions.py: test_expression.py
reading.py: test_workbook.py
scope.py: test_expression.py
sheets.py: test_editing.py
values.py: test_expression.py
xform.py: test_workbook.py
"""
