"""The chain of looks: whatever is changed, taken out or put in between is seen at the first row where it shows."""

from datetime import UTC, datetime

import pytest

from answerable.vault.rules.access_records import START, AccessFacts, access_hash, first_broken

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def chain(*kinds: str) -> list[tuple[AccessFacts, bytes, bytes]]:
    rows, before = [], START
    for number, kind in enumerate(kinds, 1):
        seen = AccessFacts(number, AT, 1, 5, "words", "officer/7", "Ivanenko", "handle", allowed=True, kind=kind)
        rows.append((seen, before, access_hash(before, seen)))
        before = rows[-1][2]
    return rows


ROWS = chain("", "", "appeal", "plan")  # the first ones were written before there were kinds


def test_an_untouched_chain_holds_whole_or_from_where_somebody_stopped() -> None:
    assert first_broken(ROWS) is None
    assert first_broken(ROWS[2:], before=ROWS[1][2], number=2) is None
    assert first_broken([]) is None


@pytest.mark.parametrize("place", range(len(ROWS)))
@pytest.mark.parametrize("change", [{"name": "Petrenko"}, {"allowed": False}, {"kind": "other"}, {"record": 6}])
def test_a_changed_look_is_found_where_it_stands(place: int, change: dict) -> None:
    seen, before, said = ROWS[place]
    touched = [*ROWS[:place], (seen._replace(**change), before, said), *ROWS[place + 1 :]]
    assert first_broken(touched) == place + 1


def test_a_look_taken_out_or_put_elsewhere_is_found() -> None:
    assert first_broken([ROWS[0], *ROWS[2:]]) == 2
    assert first_broken([ROWS[1], ROWS[0], *ROWS[2:]]) == 1
    assert first_broken(ROWS[1:]) == 1


def test_no_two_looks_are_hashed_alike_by_shifting_words() -> None:
    seen = ROWS[0][0]
    shifted = seen._replace(actor="officer/7I", name="vanenko")
    assert access_hash(START, seen) != access_hash(START, shifted)
    elsewhere = seen._replace(at=datetime.fromisoformat("2026-03-03T14:00:00+02:00"))
    assert access_hash(START, seen) == access_hash(START, elsewhere)  # an instant, however it is written
