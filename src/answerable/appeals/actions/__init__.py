"""Every write of this room, by noun; called through the module: `actions.answer(...)`."""

from answerable.appeals.actions.answering import Reply, answer, answer_incident, drop_draft, keep_draft
from answerable.appeals.actions.copies import gather, sketch, sweep_sketches
from answerable.appeals.actions.erasing import erase
from answerable.appeals.actions.following import ask_reasons, change_contact, dispute, rate, reply, withdraw
from answerable.appeals.actions.grouping import add_to_incident, group, merge, ungroup, unmerge
from answerable.appeals.actions.handling import accept, ask, assign, categorise, looked, note, recuse, set_points
from answerable.appeals.actions.intake import plan, register
from answerable.appeals.actions.keepers import tell_of_keepers
from answerable.appeals.actions.mailing import answer_all, send_mailing
from answerable.appeals.actions.moving import accept_for_sender, close, extend, forward, open_to, refuse, reopen
from answerable.appeals.actions.reaching import tell_otherwise
from answerable.appeals.actions.readers import (
    calendar_turned,
    hand_over,
    person_changed,
    quorum_changed,
    settle_kept,
    settle_one,
)
from answerable.appeals.actions.ringing import rang
from answerable.appeals.actions.sending import Intake, Plan, Registered

__all__ = [
    "Intake",
    "Plan",
    "Registered",
    "Reply",
    "accept",
    "accept_for_sender",
    "add_to_incident",
    "answer",
    "answer_all",
    "answer_incident",
    "ask",
    "ask_reasons",
    "assign",
    "calendar_turned",
    "categorise",
    "change_contact",
    "close",
    "dispute",
    "drop_draft",
    "erase",
    "extend",
    "forward",
    "gather",
    "group",
    "hand_over",
    "keep_draft",
    "looked",
    "merge",
    "note",
    "open_to",
    "person_changed",
    "plan",
    "quorum_changed",
    "rang",
    "rate",
    "recuse",
    "refuse",
    "register",
    "reopen",
    "reply",
    "send_mailing",
    "set_points",
    "settle_kept",
    "settle_one",
    "sketch",
    "sweep_sketches",
    "tell_of_keepers",
    "tell_otherwise",
    "ungroup",
    "unmerge",
    "withdraw",
]
