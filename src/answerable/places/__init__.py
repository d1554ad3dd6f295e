"""Territories in a tree, and the calendars of working days that the law counts by.

In:  rows of a pack (`actions.load_territories`, `load_calendars`), each dated.
Out: `queries.places_in_use()`, `queries.calendar(...)`, and pure calendar arithmetic in `rules`.
"""
