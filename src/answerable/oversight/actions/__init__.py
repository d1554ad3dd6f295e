"""Every write of this room, split by what is done: climbing, reading, telling a body, judging, the morning letter."""

from answerable.oversight.actions.climbing import escalate, put_into_reading
from answerable.oversight.actions.digest import send_digest
from answerable.oversight.actions.judging import commend, measure
from answerable.oversight.actions.reading import accept_answer, read_item, stop_at
from answerable.oversight.actions.telling import ask_why, done, explain, instruct, release

__all__ = [
    "accept_answer",
    "ask_why",
    "commend",
    "done",
    "escalate",
    "explain",
    "instruct",
    "measure",
    "put_into_reading",
    "read_item",
    "release",
    "send_digest",
    "stop_at",
]
