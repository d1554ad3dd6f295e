"""The tables of which the journal does not hold every row, each with the reason why: `test_root_rows.py` knows all others.

A table is held as soon as a right, a bar, a term or a figure hangs on its rows and nothing else notices that one was changed,
put in or taken out by SQL. What stands here is noticed elsewhere, is nobody's right, or is said to be open.
"""

from typing import Final

_JOURNAL: Final = (
    "the journal and the public log themselves: seals, hashes, signatures and witnesses hold them, not another row"
)
_WORKING: Final = "what a process remembers of its own work; made anew, and nothing is decided by it"
_COPY: Final = "made from rows that are held, and made anew from them"
_SESSION: Final = "a visit, minutes or hours long; who puts one in needs its cookie, which is not in the database"
_FRAMEWORK: Final = "of a library, and empty or without meaning here: rights are seats and roles alone"
_FIELDWORK: Final = (
    "OPEN: raw answers and their keys are held only from the published result on, whose digest is in the public log and whose "
    "numbers are counted again from the published rows"
)
_INTERVIEWS: Final = (
    "OPEN: what is heard in groups is held only from the published report on; the words are sealed for their row alone"
)
UNHELD: Final = {
    "account_emailaddress": _FRAMEWORK,
    "account_emailconfirmation": _FRAMEWORK,
    "api_call": "what was told to another program, signed as it went out; what it tells of is held",
    "appeals_campaign": _COPY,
    "appeals_draft": "words that nobody has sent yet, sealed for their row; sent, they are an answer, which is held",
    "appeals_incident": "a title over near copies; the answer of each and its day are held, and each says its incident",
    "appeals_mailing": "how far one answer has gone to the copies; each answer that it wrote is held",
    "appeals_program": "OPEN: by which key an appeal came, and so which program may add to it; the key itself is held",
    "appeals_public": "a copy for the map, made anew from the appeal; terms, states and ratings are read from the appeal",
    "appeals_public_update": _COPY,
    "appeals_redaction": "what was taken out of a published text and when; what is shown is the published text, and the appeal is held",
    "appeals_sketch": "marks by which near copies are found; which appeal is whose copy is held with the appeal",
    "appeals_tokens": "keyed words for searching; what is found is read from the appeal",
    "auth_group": _FRAMEWORK,
    "auth_group_permissions": _FRAMEWORK,
    "auth_permission": _FRAMEWORK,
    "channels_account": "OPEN: settings are sealed under the server key for their row; that a channel was shut is seen by nobody else",
    "channels_chat": "where a conversation of a bot stands, sealed for its row",
    "channels_delivery": "that a letter came: by it the same is not taken twice; taken out, one comes twice and is seen twice",
    "channels_notice": "what is to be sent, sealed for its row; what the sender is to know stands on the follow page, which is held",
    "channels_raw_delivery": "a letter as it came, until it is an appeal, with its message held; sealed for its row",
    "django_content_type": _FRAMEWORK,
    "focus_code": _INTERVIEWS,
    "focus_coder": _INTERVIEWS,
    "focus_group": _INTERVIEWS,
    "focus_mark": _INTERVIEWS,
    "focus_mask": _INTERVIEWS,
    "focus_memo": _INTERVIEWS,
    "focus_participant": _INTERVIEWS,
    "focus_quote": _INTERVIEWS,
    "focus_theme": _INTERVIEWS,
    "ledger_announced": _JOURNAL,
    "ledger_bookmark": "of an earlier version: nothing reads it",
    "ledger_case": "code, place and group stand in its leaves; its next number and last day are compared with them (held.cases_astray)",
    "ledger_case_key": "another key opens no commitment, which `log verify` says; one that is gone needs a deed of erasure (held.py)",
    "ledger_cosignature": _JOURNAL,
    "ledger_entry": _JOURNAL,
    "ledger_leaf": _JOURNAL,
    "ledger_parked": _WORKING,
    "ledger_public_leaf": _JOURNAL,
    "ledger_room_bookmark": _WORKING,
    "ledger_self_audit": "what our own looks found, for ten minutes and for a day: made anew, and others audit as well",
    "ledger_tile": _JOURNAL,
    "ledger_tree": _JOURNAL,
    "ledger_witness_asked": _WORKING,
    "mfa_authenticator": "OPEN: a second factor, changed by each use without a deed; beside it the password is needed, which is held",
    "oversight_digest": "that a letter was sent today",
    "oversight_position": _WORKING,
    "people_inflection": _COPY,
    "people_limit": "buckets of tries that fill again within the hour",
    "people_revision": "one number that tells processes to read anew",
    "people_session": _SESSION,
    "people_used_step": "the last one-time code that was used; put back, one could be used again within its half minute",
    "procrastinate_events": _WORKING,
    "procrastinate_jobs": _WORKING,
    "procrastinate_periodic_defers": _WORKING,
    "procrastinate_workers": _WORKING,
    "surveys_back_check": _FIELDWORK,
    "surveys_fieldwork": _FIELDWORK,
    "surveys_frame": "frame and drawn units have their digests in the draw, which is held, and in the public log",
    "surveys_interviewer": _FIELDWORK,
    "surveys_paper_entry": _FIELDWORK,
    "surveys_quota": _FIELDWORK,
    "surveys_response": _FIELDWORK,
    "surveys_sketch": "a plan that nobody was asked by; what was asked is the questionnaire, which is held",
    "surveys_submission": _FIELDWORK,
    "surveys_unit": _FIELDWORK,
    "surveys_volunteer": _FIELDWORK,
    "vault_follow_session": _SESSION,
    "vault_follow_up_code": "OPEN: a job writes the slow hash without a deed, so root can speak as the sender, whose own code then opens no more (0351)",
    "vault_knock": "failures at a locator, forgotten after hours",
    "vault_look": "a chain of hashes of its own, whose root is in the public log every week",
    "vault_wanted": "that a list of readers waits for a key: what is then done has its deed, and the lists are compared",
}
