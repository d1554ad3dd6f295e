"""The words of this room: its subjects, who asks, how is drawn, and where a seed comes from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from answerable.base.leaf_kind import LeafKind
from answerable.base.subject import KindName, Subject

SURVEY: Final = KindName("survey")
DRAW: Final = KindName("draw")
QUESTIONNAIRE: Final = KindName("questionnaire")
DATASET: Final = KindName("dataset")
PANEL: Final = KindName("panel")


class SurveyPower(StrEnum):
    """What a seat may besides the powers that every installation knows."""

    SURVEYS = "surveys"
    INTERVIEWS = "interviews"


POWER: Final = SurveyPower.SURVEYS
"""Lets a seat make surveys in the name of its body."""
INTERVIEWS: Final = SurveyPower.INTERVIEWS
"""Lets a seat ask people by telephone in surveys of its body."""


class Asker(StrEnum):
    """In whose name is asked; it stands on every published survey."""

    JUDGED = "judged"  # the police, whom the answers are about
    AUTHORITY = "authority"  # another authority
    INDEPENDENT = "independent"  # the monitor


class Method(StrEnum):
    """How units are taken of a frame (`answerable_verify.draw`)."""

    SIMPLE = "simple"
    SYSTEMATIC = "systematic"
    PPS = "pps"


class Mode(StrEnum):
    """How somebody was asked."""

    WEB = "web"
    INTERVIEW = "interview"
    TELEPHONE = "telephone"
    PAPER = "paper"


class ResultBasis(StrEnum):
    """Why published results are corrected."""

    ANSWERS = "answers"  # some were left out, or should not have been counted
    WEIGHTS = "weights"
    MISTAKE = "mistake"  # in what was worked out, or in what is said of it


class BackCheckOutcome(StrEnum):
    """What came of asking again whether somebody was interviewed."""

    CONFIRMED = "confirmed"
    DIFFERS = "differs"  # there was an interview, and some of it is told otherwise
    NONE = "none"  # nobody was asked there
    NOT_REACHED = "not-reached"


class SeedSource(StrEnum):
    """Where a seed comes from that nobody can choose."""

    DICE = "dice"
    LOTTERY = "lottery"
    BEACON = "beacon"


class Deed(StrEnum):
    """Deeds of this room."""

    OPENED = "survey.opened"
    PANEL_OPENED = "panel.opened"
    PANEL_JOINED = "panel.joined"
    PANEL_LEFT = "panel.left"
    PANEL_CLOSED = "panel.closed"
    FRAMED = "draw.framed"
    SEEDED = "draw.seeded"
    DRAWN = "draw.drawn"
    UPLOADED = "questionnaire.uploaded"
    TAKEN_BACK = "questionnaire.withdrawn"
    RELEASED = "questionnaire.released"
    FIELDED = "survey.fielded"
    ADDRESSED = "survey.addressed"  # the personal links were handed out, for letters or reminders
    ADMITTED = "survey.admitted"  # an interviewer, with a token of their own
    DISMISSED = "survey.dismissed"
    VISITED = "survey.visited"  # what became of an address, said by somebody
    NUMBERED = "survey.numbered"  # telephone numbers were given for drawn units
    LIMITED = "survey.limited"  # quotas were set
    CALLED = "survey.called"  # somebody was given a number
    CALL_ENDED = "survey.call_ended"  # what a call came to
    RESERVE = "survey.reserve_opened"
    CHECKED = "survey.checked"  # whether an interview was held was asked again
    SET_OUT = "survey.set_out"  # an interviewer is out, and said until when
    CAME_BACK = "survey.came_back"
    ANSWERED = "survey.answered"
    TYPED = "survey.typed"  # somebody has typed a questionnaire that came on paper
    WORKED_OUT = "result.worked_out"
    PUBLISHED = "result.published"
    CORRECTED = "result.corrected"  # published in place of earlier results, which stay
    HANDED_OUT = "survey.handed_out"  # answers, without what tells who somebody is


LEAVES: Final[Mapping[Deed, LeafKind]] = {
    Deed.FRAMED: "draw-framed",
    Deed.SEEDED: "draw-seeded",
    Deed.DRAWN: "draw-drawn",
    Deed.PUBLISHED: "dataset-frozen",
    Deed.CORRECTED: "dataset-corrected",
}
"""Which deed is which act of the public log."""


def survey_of(ref: int) -> Subject:
    """A survey as the journal names it."""
    return Subject(SURVEY, ref)


def draw_of(ref: int) -> Subject:
    """A draw as the journal names it."""
    return Subject(DRAW, ref)


def questionnaire_of(ref: int) -> Subject:
    """A version of a questionnaire as the journal names it."""
    return Subject(QUESTIONNAIRE, ref)


def dataset_of(ref: int) -> Subject:
    """Results of a survey as the journal and the log name them."""
    return Subject(DATASET, ref)


def panel_of(ref: int) -> Subject:
    """A panel of volunteers as the journal names it."""
    return Subject(PANEL, ref)
