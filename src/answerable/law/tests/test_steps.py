"""Kinds of the law and the steps besides an answer: what is offered, what is acted on, what is owed until when."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.law.rules import kinds, steps
from answerable.law.rules.deadlines import DayOff, Due, Profile, Term, TermUnit, due
from answerable.law.rules.steps import Happened
from answerable.law.terms import ClockFrom, Step
from answerable.places.rules import Calendar, YearDays

CAME = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PLAIN = Calendar("XX", {2026: YearDays()})
DAY = Term(24, TermUnit.HOUR, day_off=DayOff.NONE)
KINDS = kinds.read(
    [
        {"code": "thanks", "of": "thanks", "name": {"en": "Thanks"}, "answered": False},
        {"code": "crime_report", "of": "report", "name": {"en": "Crime"}, "asks": {"en": "I report a crime."}},
        {"code": "deputy_request", "of": "request", "name": {"en": "Deputy"}},
    ]
)


def profile(code: str, step: str, clock_from: str, term: Term = DAY) -> Profile:
    place = len(code)
    return Profile(1, code, "UA", "law", step, clock_from, term, frozenset({"crime_report"}), place=place)


ENTRY = profile("a", "register", "received")
EXTRACT = profile("ab", "notify_outcome", "previous_step")
NEWS = profile("abc", "update", "previous_step", Term(14, TermUnit.CALENDAR_DAY))


def ends(one: Profile, start: datetime) -> Due:
    return due(one.term, start=start, zone="Europe/Kyiv", calendar=PLAIN)


def owed(**happened) -> list[tuple[str, datetime, datetime | None]]:
    found = steps.owed([NEWS, EXTRACT, ENTRY], Happened(CAME, CAME, happened.pop("done", {}), **happened), due=ends)
    return [(one.profile.code, one.due.started, one.done_at) for one in found]


def test_a_step_is_owed_from_the_one_before_and_news_again_and_again() -> None:
    entered, told = CAME + timedelta(hours=20), CAME + timedelta(days=10)
    assert owed() == [("a", CAME, None), ("abc", CAME, None)]
    assert owed(done={"a": entered, "abc": told}) == [
        ("a", CAME, entered),
        ("ab", entered, None),
        ("abc", told, None),
    ]


def test_after_the_answer_no_news_is_owed() -> None:
    answered = CAME + timedelta(days=3)
    assert [code for code, _, _ in owed(outcome=answered)] == ["a"]


def test_a_step_is_late_when_it_was_done_or_is_still_owed_after_its_date() -> None:
    (entry, *_) = steps.owed([ENTRY], Happened(CAME, CAME, {}), due=ends)
    assert [entry.is_late(CAME + timedelta(hours=hours)) for hours in (24, 25)] == [False, True]
    (entry, *_) = steps.owed([ENTRY], Happened(CAME, CAME, {"a": CAME + timedelta(hours=30)}), due=ends)
    assert entry.is_late(CAME)


def test_a_sender_is_offered_what_has_a_question_and_the_desk_everything() -> None:
    assert [[kind.code for kind in kinds.offered(KINDS, of, desk=desk)] for of, desk in (
        ("report", False), ("request", False), ("request", True), ("thanks", True),
    )] == [["crime_report"], [], ["deputy_request"], []]  # fmt: skip


def test_a_kind_is_chosen_under_its_plain_kind_only() -> None:
    found = [kinds.chosen(KINDS, code, "report") for code in ("crime_report", "deputy_request", "thanks", "x")]
    assert [kind and kind.code for kind in found] == ["crime_report", None, None, None]


def test_only_thanks_want_no_answer() -> None:
    assert [kinds.is_answered(KINDS, code) for code in ("thanks", "crime_report", "report")] == [False, True, True]


@pytest.mark.parametrize(
    ("step", "clock_from", "acted"),
    [
        (Step.ANSWER, ClockFrom.RECEIVED, True),
        (Step.ANSWER, ClockFrom.INCIDENT, False),
        (Step.REVIEW_WINDOW, ClockFrom.INCIDENT, False),
        (Step.REVIEW_WINDOW, ClockFrom.OUTCOME, True),
        (Step.REFER_TO_OVERSIGHT, ClockFrom.RECEIVED, False),
    ],
)
def test_what_is_not_acted_on_is_known(step: Step, clock_from: ClockFrom, acted: bool) -> None:
    assert kinds.is_acted_on(step, clock_from) == acted
    assert set(kinds.EVIDENCE) == set(kinds.ACTED_ON)


def test_a_step_begins_where_its_law_says() -> None:
    registered, answered = CAME + timedelta(hours=2), CAME + timedelta(days=3)
    told = profile("r", "notify_outcome", "outcome")
    entry = profile("rr", "register", "registered")

    def starts(outcome: datetime | None) -> list[tuple[str, datetime]]:
        happened = Happened(CAME, registered, {}, outcome)
        return [(one.profile.code, one.due.started) for one in steps.owed([told, entry], happened, due=ends)]

    assert starts(None) == [("rr", registered)]  # nothing is told of an outcome before there is one
    assert starts(answered) == [("r", answered), ("rr", registered)]
