"""Every write of the room. Loading a pack is in `loading`."""

from answerable.people.actions.absences import begin_absence, end_absence
from answerable.people.actions.accounts import (
    change_language,
    change_password,
    close_account,
    make_account,
    reset_account,
)
from answerable.people.actions.api_keys import confirm_api_key, issue_api_key, revoke_api_key, take_request
from answerable.people.actions.describing import describe_account, describe_body, learn_words
from answerable.people.actions.factors import (
    add_passkey,
    add_totp,
    code_fits,
    make_recovery_codes,
    remove_factor,
    use_recovery_code,
    use_totp_code,
)
from answerable.people.actions.identities import account_of, is_linked, link, unlink
from answerable.people.actions.limits import give_back_attempt, mark_place, stand_in_line, sweep_limits, take_attempt
from answerable.people.actions.loading import FirstPassword, draw_password
from answerable.people.actions.seats import confirm_seat, end_seat, grant_seat
from answerable.people.actions.sessions import end_session, end_sessions, sweep_sessions

__all__ = [
    "FirstPassword",
    "account_of",
    "add_passkey",
    "add_totp",
    "begin_absence",
    "change_language",
    "change_password",
    "close_account",
    "code_fits",
    "confirm_api_key",
    "confirm_seat",
    "describe_account",
    "describe_body",
    "draw_password",
    "end_absence",
    "end_seat",
    "end_session",
    "end_sessions",
    "give_back_attempt",
    "grant_seat",
    "is_linked",
    "issue_api_key",
    "learn_words",
    "link",
    "make_account",
    "make_recovery_codes",
    "mark_place",
    "remove_factor",
    "reset_account",
    "revoke_api_key",
    "stand_in_line",
    "sweep_limits",
    "sweep_sessions",
    "take_attempt",
    "take_request",
    "unlink",
    "use_recovery_code",
    "use_totp_code",
]
