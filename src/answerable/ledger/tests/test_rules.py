"""What may stand in the journal."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.base.actor import ActorKind
from answerable.base.subject import Subject
from answerable.base.verdict import NotNowError
from answerable.ledger import rules

CODES = st.from_regex(rules.CODE, fullmatch=True)


@given(st.dictionaries(st.sampled_from(["to", "due", "n"]), st.one_of(CODES, st.integers(), st.booleans(), st.none())))
def test_codes_dates_ids_and_counts_are_taken(facts: dict[str, object]) -> None:
    rules.fit(deed="appeal.forwarded", thing="appeal/1", facts=facts)  # raises where one is none
    assert [name for name, fact in facts.items() if not rules.is_fact(fact)] == []


@given(st.text(min_size=1).filter(lambda text: rules.CODE.fullmatch(text) is None))
def test_whatever_could_be_somebodys_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="isn't a code"):
        rules.fit(deed="appeal.forwarded", thing="appeal/1", facts={"why": words})


@pytest.mark.parametrize("fact", [1.5, {"a": 1}, ["a"], b"x", ("a",), [1, "b"]])
def test_other_shapes_are_refused(fact: object) -> None:
    with pytest.raises(ValueError, match="isn't a code"):
        rules.fit(deed="appeal.forwarded", thing="appeal/1", facts={"why": fact})


@pytest.mark.parametrize(
    ("deed", "thing"), [("forwarded", "appeal/1"), ("appeal.forwarded", "appeal 1"), ("Appeal.x", "appeal/1")]
)
def test_a_deed_is_noun_past_and_a_thing_is_word_and_id(deed: str, thing: str) -> None:
    with pytest.raises(ValueError, match="is written"):
        rules.fit(deed=deed, thing=thing, facts={})


@given(st.from_regex(r"[a-z_-]{1,20}", fullmatch=True), st.integers(1, 2**63 - 1))
@example("care_plan", 7)
@example("care-plan", 7)
def test_the_journal_takes_a_thing_of_a_kind_whenever_it_is_a_subject(kind: str, ref: int) -> None:
    """Else what can be sealed could not be recorded, and every write of it would be refused."""

    def taken(record: Callable[[], object]) -> bool:
        try:
            record()
        except ValueError:
            return False
        return True

    journal = taken(lambda: rules.fit(deed="test.done", thing=f"{kind}/{ref}", facts={}))
    assert journal is taken(lambda: Subject(kind, ref))


def test_a_code_of_a_case_is_new_each_time() -> None:
    drawn = {rules.new_code() for _ in range(100)}
    assert (len(drawn), {len(code) for code in drawn}) == (100, {16})


@pytest.mark.parametrize("critical", [True, False])
def test_a_follower_waits_longer_each_time_and_then_a_person_looks_unless_it_is_critical(critical: bool) -> None:
    pauses = [rules.pause_after(tries, critical=critical) for tries in range(1, 7)]
    assert pauses == [*rules.PAUSES, *([rules.PAUSES[-1] if critical else None] * 2)]


@pytest.mark.parametrize(
    ("kind", "hours", "reason"),
    [
        (ActorKind.OFFICER, 0, ""),
        (ActorKind.OFFICER, -2, "clock.behind"),
        (ActorKind.OFFICER, 2, "clock.ahead"),
        (ActorKind.STRANGER, -2, ""),
        (ActorKind.RESIDENT, 2, ""),
        (ActorKind.SYSTEM, -2, ""),
    ],
)
def test_only_an_office_is_held_to_what_the_clock_can_bear(kind: ActorKind, hours: int, reason: str) -> None:
    noon, hour = datetime(2026, 3, 3, 12, 0, tzinfo=UTC), timedelta(hours=1)
    try:
        rules.must_be_now(kind, noon + hours * hour, floor=noon - hour, ceiling=noon + hour)
        found = ""
    except NotNowError as no:
        found = no.reason
    assert found == reason
    rules.must_be_now(kind, noon, floor=None, ceiling=None)
