"""Promises: "we will", with an owner and a date, made in an answer, a meeting or a priority; kept, broken or open.

In:  `actions.make(...)` by the rooms above, `actions.keep(...)` with evidence.
Out: what is due, what is late, what was kept. Their own pages come with a later issue.
"""
