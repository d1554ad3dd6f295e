"""The words of the law: kinds of matter, steps, clocks, causes, grounds. A pack is written in them."""

from enum import StrEnum
from typing import Final


class MatterKind(StrEnum):
    """What a resident may send (citizens' appeals in law)."""

    COMPLAINT = "complaint"
    REPORT = "report"
    REQUEST = "request"
    PROPOSAL = "proposal"
    THANKS = "thanks"


ABOUT_POLICE: Final = "complaint_about_police"
"""The kind of a complaint about a body that serves or its people: it follows from whom it is about, nobody chooses it.

All other kinds that a law knows besides are data of the pack (`rules.kinds`)."""


class Evidence(StrEnum):
    """What closes a step of the law."""

    ANSWER_SENT = "answer_sent"
    ANSWER_SIGNED = "answer_signed"
    NOTICE_SENT = "notice_sent"
    NUMBER_GIVEN = "number_given"
    REGISTRY_NUMBER = "registry_number"
    NEWS_SENT = "news_sent"
    EXTRACT_GIVEN = "extract_given"
    COPY_SENT = "copy_sent"


class Step(StrEnum):
    """Steps that a term may be set for (contract of deadline profiles, section 1)."""

    REGISTER = "register"
    FORWARD = "forward"
    RETURN_DEFECTIVE = "return_defective"
    ACKNOWLEDGE = "acknowledge"
    UPDATE = "update"
    ANSWER = "answer"
    EXTEND = "extend"
    NOTIFY_OUTCOME = "notify_outcome"
    REVIEW_WINDOW = "review_window"
    REFER_TO_OVERSIGHT = "refer_to_oversight"


class ClockFrom(StrEnum):
    """Where a clock starts."""

    RECEIVED = "received"
    REGISTERED = "registered"
    PREVIOUS_STEP = "previous_step"
    OUTCOME = "outcome"
    BECAME_CLEAR = "became_clear"
    INCIDENT = "incident"


class GroundFor(StrEnum):
    """What a ground is a ground for."""

    EXAMINE = "examine"
    POINT = "point"
    EXTEND = "extend"
    FORWARD = "forward"


class Cause(StrEnum):
    """Why something goes before another decision-maker; a pack's ladder is written in these words."""

    OVERDUE = "overdue"  # the date passed without an answer
    DISPUTED = "disputed"  # the sender disputes the answer or the refusal
    INADEQUATE = "inadequate"  # the sender says that a point was not answered
    INSTRUCTION = "instruction"  # the date of an instruction passed


class Ending(StrEnum):
    """How a matter ended: a closed list, the same words as in the public log. Only the first counts as solved, anywhere."""

    SOLVED = "solved"  # by the sender's own word
    UNSOLVED = "unsolved"  # answered; the sender says that it is not solved, or only that it was answered
    SILENT = "silent"  # answered; the sender said nothing
    SENT_ON = "sent-on"  # all of it is another's to decide, and was sent there: still open
    REFUSED = "refused"  # with a ground
    WITHDRAWN = "withdrawn"
    UNREACHABLE = "unreachable"  # answered; the sender could not be told
    MERGED = "merged"  # goes on under another number


class GroundNeeds(StrEnum):
    """What has to be said with a ground."""

    EARLIER_ANSWER = "earlier_answer"  # the number of the appeal that was answered before
    SENT_ON = "sent_on"  # where it was sent, with number and day: "apply elsewhere" is no answer
    RETURN_TERM = "return_term"  # nothing, but only within the term that the same article sets for returning


class Nameless(StrEnum):
    """Which matters without name, address and contact are sealed to named people's keys."""

    COMPLAINTS = "complaints"
    ALL = "all"
    NONE = "none"
