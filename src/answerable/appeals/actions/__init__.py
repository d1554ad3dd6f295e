"""Every write of this room, by noun; called through the module: `actions.answer(...)`."""

from answerable.appeals.actions.answering import PointReply, answer_appeal, answer_incident, drop_draft, keep_draft
from answerable.appeals.actions.barring import say_about, settle_mentions, suspects_of
from answerable.appeals.actions.copies import gather, sketch, sweep_sketches
from answerable.appeals.actions.correcting import categorise, correct
from answerable.appeals.actions.erasing import erase
from answerable.appeals.actions.following import (
    ask_reasons,
    change_contact,
    dispute,
    rate,
    reply,
    take_up_again,
    withdraw,
)
from answerable.appeals.actions.grouping import add_to_incident, group, merge, ungroup, unmerge
from answerable.appeals.actions.handing_over import forward_appeal, hand_on
from answerable.appeals.actions.handling import (
    accept_appeal,
    add_note,
    ask_sender,
    assign,
    looked,
    recuse,
    set_points,
)
from answerable.appeals.actions.hearing import named_in_words
from answerable.appeals.actions.intake import came_by, plan, register
from answerable.appeals.actions.keepers import tell_of_keepers
from answerable.appeals.actions.letters import intake_of, kept_files, take_words
from answerable.appeals.actions.letters_by_hand import attach_letter, close_letter, register_letter
from answerable.appeals.actions.mailing import answer_all, send_mailing
from answerable.appeals.actions.moving import (
    accept_for_sender,
    close_appeal,
    open_to,
    refuse_appeal,
    reopen,
)
from answerable.appeals.actions.published import publish, refresh_public, unpublish
from answerable.appeals.actions.reaching import tell_otherwise
from answerable.appeals.actions.readers import (
    calendar_turned,
    hand_over,
    key_counts,
    person_changed,
    quorum_changed,
    settle_kept,
    settle_one,
)
from answerable.appeals.actions.returning import HeardAtDesk, hear_in_person, tell_of_new_code
from answerable.appeals.actions.ringing import mark_called
from answerable.appeals.actions.sending import Intake, Registered, SendingPlan
from answerable.appeals.actions.signing import offer_draft, return_draft, sign_draft
from answerable.appeals.actions.steps import report_step, set_matter
from answerable.appeals.actions.taking_down import TakenDown, cancel_word, find_for_caller, take_down
from answerable.appeals.actions.timing import extend_term, set_term
from answerable.appeals.actions.writing import Along

__all__ = [
    "Along",
    "HeardAtDesk",
    "Intake",
    "PointReply",
    "Registered",
    "SendingPlan",
    "TakenDown",
    "accept_appeal",
    "accept_for_sender",
    "add_note",
    "add_to_incident",
    "answer_all",
    "answer_appeal",
    "answer_incident",
    "ask_reasons",
    "ask_sender",
    "assign",
    "attach_letter",
    "calendar_turned",
    "came_by",
    "cancel_word",
    "categorise",
    "change_contact",
    "close_appeal",
    "close_letter",
    "correct",
    "dispute",
    "drop_draft",
    "erase",
    "extend_term",
    "find_for_caller",
    "forward_appeal",
    "gather",
    "group",
    "hand_on",
    "hand_over",
    "hear_in_person",
    "intake_of",
    "keep_draft",
    "kept_files",
    "key_counts",
    "looked",
    "mark_called",
    "merge",
    "named_in_words",
    "offer_draft",
    "open_to",
    "person_changed",
    "plan",
    "publish",
    "quorum_changed",
    "rate",
    "recuse",
    "refresh_public",
    "refuse_appeal",
    "register",
    "register_letter",
    "reopen",
    "reply",
    "report_step",
    "return_draft",
    "say_about",
    "send_mailing",
    "set_matter",
    "set_points",
    "set_term",
    "settle_kept",
    "settle_mentions",
    "settle_one",
    "sign_draft",
    "sketch",
    "suspects_of",
    "sweep_sketches",
    "take_down",
    "take_up_again",
    "take_words",
    "tell_of_keepers",
    "tell_of_new_code",
    "tell_otherwise",
    "ungroup",
    "unmerge",
    "unpublish",
    "withdraw",
]
