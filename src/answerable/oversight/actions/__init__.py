"""Every write of this room, split by what is done: climbing, reading, telling a body, judging, the morning letter."""

from answerable.oversight.actions.climbing import escalate, put
from answerable.oversight.actions.digest import send_digest
from answerable.oversight.actions.judging import commend, measure
from answerable.oversight.actions.reading import accept, read, stop_at
from answerable.oversight.actions.telling import ask_why, done, explain, instruct, release

__all__ = [
    "accept",
    "ask_why",
    "commend",
    "done",
    "escalate",
    "explain",
    "instruct",
    "measure",
    "put",
    "read",
    "release",
    "send_digest",
    "stop_at",
]
