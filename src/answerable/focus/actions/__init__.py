"""Every write of focus groups, by noun. Use as `from answerable.focus import actions` and `actions.mark_text(...)`."""

from answerable.focus.actions.coding import add_code, keep_memo, mark_text, unmark_text
from answerable.focus.actions.exchanging import import_project, note_export
from answerable.focus.actions.recruiting import add_group, add_participant, note_session, withdraw
from answerable.focus.actions.reporting import choose_quote, drop_quote, keep_theme, publish_study, release_quote
from answerable.focus.actions.studying import open_study, plan_study
from answerable.focus.actions.transcribing import clear_group, fix_text, keep_transcript, mask_text

__all__ = [
    "add_code",
    "add_group",
    "add_participant",
    "choose_quote",
    "clear_group",
    "drop_quote",
    "fix_text",
    "import_project",
    "keep_memo",
    "keep_theme",
    "keep_transcript",
    "mark_text",
    "mask_text",
    "note_export",
    "note_session",
    "open_study",
    "plan_study",
    "publish_study",
    "release_quote",
    "unmark_text",
    "withdraw",
]
