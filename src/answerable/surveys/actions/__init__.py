"""Every write of surveys, by noun. Use as `from answerable.surveys import actions` and `actions.draw_sample(...)`."""

from answerable.surveys.actions.answering import finish, keep_draft
from answerable.surveys.actions.calling import (
    end_call,
    finish_call,
    keep_call,
    keep_numbers,
    set_quotas,
    take_call,
    turn_away,
)
from answerable.surveys.actions.checking import note_check, note_return, set_out
from answerable.surveys.actions.drawing import draw_sample, fix_frame, open_survey
from answerable.surveys.actions.editing import put_sketch, step_sketch
from answerable.surveys.actions.fieldwork import hand_out_links, note_visit, open_fieldwork, open_reserve
from answerable.surveys.actions.interviewing import admit_interviewer, dismiss_interviewer, take_submission
from answerable.surveys.actions.paper import TYPISTS, keep_paper, settle_paper
from answerable.surveys.actions.publishing import Erratum, keep_result, note_handing_out, publish_result
from answerable.surveys.actions.pulse import (
    ask_panel,
    close_panel,
    hand_out_contacts,
    join_panel,
    leave_panel,
    open_panel,
    open_pulse,
    publish_pulse,
)
from answerable.surveys.actions.questionnaires import (
    release_questionnaire,
    take_back_questionnaire,
    upload_questionnaire,
)

__all__ = [
    "TYPISTS",
    "Erratum",
    "admit_interviewer",
    "ask_panel",
    "close_panel",
    "dismiss_interviewer",
    "draw_sample",
    "end_call",
    "finish",
    "finish_call",
    "fix_frame",
    "hand_out_contacts",
    "hand_out_links",
    "join_panel",
    "keep_call",
    "keep_draft",
    "keep_numbers",
    "keep_paper",
    "keep_result",
    "leave_panel",
    "note_check",
    "note_handing_out",
    "note_return",
    "note_visit",
    "open_fieldwork",
    "open_panel",
    "open_pulse",
    "open_reserve",
    "open_survey",
    "publish_pulse",
    "publish_result",
    "put_sketch",
    "release_questionnaire",
    "set_out",
    "set_quotas",
    "settle_paper",
    "step_sketch",
    "take_back_questionnaire",
    "take_call",
    "take_submission",
    "turn_away",
    "upload_questionnaire",
]
