"""The words of an appeal: its states, what is done to it, how a point ends. Its kinds are the law's (`law.terms`)."""

from enum import StrEnum
from typing import Final

from answerable.base.subject import KindName, Subject


class Tier(StrEnum):
    """Who may read what (design, section 8)."""

    WORKING = "W"
    SEALED = "S"


class State(StrEnum):
    """Where an appeal stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    REFUSED = "refused"  # not examined, on a lawful ground
    DISPUTED = "disputed"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


APPEAL: Final = KindName("appeal")
"""The kind of subject that this room has."""


def subject_of(ref: int) -> Subject:
    """An appeal as the vault, the letterbox and the journal name it."""
    return Subject(APPEAL, ref)


OPEN: Final = (State.REGISTERED, State.ACCEPTED, State.REOPENED)  # the body owes the next step
UNSETTLED: Final = (*OPEN, State.ANSWERED, State.REFUSED, State.DISPUTED)


class Purpose(StrEnum):
    """For what somebody opens a sealed appeal."""

    HANDLE = "handle"
    ANSWER = "answer"
    OVERSEE = "oversee"
    REVIEW = "review"


class PublishedPart(StrEnum):
    """Whose words of an appeal everybody may read."""

    ASKED = "asked"  # what the sender wrote
    ANSWER = "answer"  # what the body said


class Deed(StrEnum):
    """Deeds on an appeal."""

    REGISTERED = "appeal.registered"
    IMPORTED = "appeal.imported"
    ACCEPTED = "appeal.accepted"
    ASSIGNED = "appeal.assigned"
    NOTED = "appeal.noted"
    ASKED = "appeal.asked"
    REPLIED = "appeal.replied"
    POINTS_SET = "appeal.points_set"
    HANDED_ON = "appeal.handed_on"  # to another unit of the authority whose term runs
    FORWARDED = "appeal.forwarded"  # to another authority
    EXTENDED = "appeal.extended"
    TERM_SET = "appeal.term_set"  # because of its content another term of the law holds
    STEP_DONE = "appeal.step_done"  # a step that the law wants besides an answer
    MATTER_SET = "appeal.matter_set"  # which kind of the law it is
    OFFERED = "appeal.offered"  # an answer put up for signature
    RETURNED = "appeal.returned"  # sent back to who wrote it, with a remark
    ANSWERED = "appeal.answered"
    EXAMINATION_REFUSED = "appeal.examination_refused"
    RATED = "appeal.rated"
    DISPUTED = "appeal.disputed"
    WITHDRAWN = "appeal.withdrawn"
    TAKEN_UP_AGAIN = "appeal.taken_up_again"  # the sender takes the withdrawal back
    WORD_CANCELLED = "appeal.word_cancelled"  # what was taken down for the sender is not their word
    REOPENED = "appeal.reopened"
    CLOSED = "appeal.closed"
    GROUPED = "appeal.grouped"
    UNGROUPED = "appeal.ungrouped"
    MERGED = "appeal.merged"
    UNMERGED = "appeal.unmerged"
    RECUSED = "appeal.recused"
    BARRED = "appeal.barred"
    CATEGORISED = "appeal.categorised"
    CORRECTED = "appeal.corrected"  # which kind it is was set right
    REASONS_ASKED = "appeal.reasons_asked"
    FILES_ADDED = "appeal.files_added"
    CODE_CHANGED = "appeal.code_changed"
    LOOKED = "appeal.looked"
    RANG = "appeal.rang"
    TOLD_OTHERWISE = "appeal.told_otherwise"
    OPENED_TO = "appeal.opened_to"
    CONTACT_CHANGED = "appeal.contact_changed"
    ERASED = "appeal.erased"
    NUMBER_VOID = "number.voided"  # the register skipped it: nobody ever had it
    PUBLISHED = "appeal.published"  # the words that a person at the desk has passed, because the sender wished it
    UNPUBLISHED = "appeal.unpublished"
    RECEIPT_DECLINED = "appeal.receipt_declined"
    RECEIPT_SENT = "appeal.receipt_sent"


class Outcome(StrEnum):
    """How a point was answered."""

    ANSWERED = "answered"
    REFUSED = "refused"  # with a ground
    PROMISED = "promised"  # with an owner and a date


class WhoseWord(StrEnum):
    """Whose word a deed is, as the public log says it (`w` of its leaves)."""

    OWN = "own"  # the sender's: their code, in a browser of their own
    TAKEN = "taken"  # the sender's as it was taken down, or said where a desk works: counted apart
    BODY = "body"


class Taken(StrEnum):
    """How a word of the sender came that is counted apart from their own."""

    PLACE = "place"  # with their code, where a desk works
    CALL = "call"  # an operator took it down by telephone
    VISIT = "visit"  # or in person


class Rating(StrEnum):
    """What the resident says of the answer to a point."""

    SOLVED = "solved"  # answered, and what it was about is solved
    ANSWERED = "answered"  # answered, but not solved
    NOT_ANSWERED = "not_answered"


class Spoke(StrEnum):
    """Who spoke with the sender about a withdrawal."""

    NOBODY = "nobody"
    BODY = "body"  # somebody of the body that has it, or of those it is about
    OTHER = "other"
    UNSAID = "unsaid"


class Rang(StrEnum):
    """How a call to a sender went."""

    TOLD = "told"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class NextWay(StrEnum):
    """What is left where a letter or a call could not be delivered, by what the sender named."""

    CONTACT = "contact"  # another address or number, left since
    POST = "post"  # a postal address
    NONE = "none"  # nothing but the code


class Otherwise(StrEnum):
    """What was done about news that could not be delivered."""

    SENT = "sent"  # to the contact that the sender left since
    TOLD = "told"  # by post, or in person
    LEFT = "left"  # nothing can be done: it waits behind the code


class Care(StrEnum):
    """Why somebody should be served first; said by choice."""

    CHILD = "child"
    VETERAN = "veteran"
    VICTIM = "victim"
    VULNERABLE = "vulnerable"
