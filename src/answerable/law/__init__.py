"""The law as data: terms, who answers for what, grounds, the ladder, texts, what the place decides. Loaded from a pack.

In:  a pack (`actions.loading`), dated: what is gone ends, what is new begins, and nothing is rewritten under old matters.
Out: a date, an addressee, a ground, a rung, for whatever room asks (`queries.standing_order`). It knows no record.
"""
