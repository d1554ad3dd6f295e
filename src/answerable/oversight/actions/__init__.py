"""Every write of this room, split by what is done: climbing, reading, telling a body, judging, the morning letter, the hotline."""

from answerable.oversight.actions.asking import decline, finish_call, invite, mark_call, say_how
from answerable.oversight.actions.climbing import escalate, put_into_reading
from answerable.oversight.actions.digest import send_digest
from answerable.oversight.actions.hotline import begin_weeks, close_week, commit_week, draw_week, frame_week
from answerable.oversight.actions.judging import commend, measure
from answerable.oversight.actions.reading import accept_answer, read_item, stop_at
from answerable.oversight.actions.telling import ask_why, done, explain, instruct, release

__all__ = [
    "accept_answer",
    "ask_why",
    "begin_weeks",
    "close_week",
    "commend",
    "commit_week",
    "decline",
    "done",
    "draw_week",
    "escalate",
    "explain",
    "finish_call",
    "frame_week",
    "instruct",
    "invite",
    "mark_call",
    "measure",
    "put_into_reading",
    "read_item",
    "release",
    "say_how",
    "send_digest",
    "stop_at",
]
