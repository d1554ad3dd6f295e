"""The book of deeds: every official act on a thing, recorded in the act's own transaction and kept for ever.

In:  `actions.record(...)`, called by the actions of every room above.
Out: `queries.history_of(thing)`, and the gapless positions that followers above read (`follow.py`).
The lowest room: it knows actors and things only as strings, so that even the granting of a seat can be recorded here.
The Merkle log is built on `Leaf`: its position is the leaf's index, its body and hash stay empty until then.
"""
