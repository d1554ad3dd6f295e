"""How finely the public log tells: every cell that is told has K appeals of its own, and so has the common one."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from answerable.law.rules import levels
from answerable.ledger.terms import ALL, COMMON, PublicPlace

PARENTS = {"t1": "raion", "t2": "raion", "t3": "t2", "raion": None}
COUNTS = st.dictionaries(
    st.tuples(
        st.sampled_from(["dep", "ins"]), st.sampled_from(["", *PARENTS]), st.sampled_from(["g1", "g2", "g3", ALL])
    ),
    st.integers(min_value=0, max_value=40),
)
K = 10


def line(place: str) -> list[str]:
    found = []
    at: str | None = place or None
    while at:
        found.append(at)
        at = PARENTS[at]
    return found


@given(COUNTS)
def test_whatever_is_told_apart_has_k_appeals_and_hides_what_is_not(counts: dict[tuple[str, str, str], int]) -> None:
    found = levels.computed(counts, PARENTS, k=K)
    told: Counter[tuple[str, str, str]] = Counter()
    for (body, place, group), count in counts.items():
        shown = found.place_of(body, places=line(place), group=group)
        told[body, shown.territory, shown.group] += count if group != ALL else 0
    for body, cells in found.cells.items():
        for place, group in cells:
            assert told[body, place, group] >= K
        assert told[body, ALL, ALL] >= K


@given(COUNTS)
def test_a_document_reads_back_as_it_was_written(counts: dict[tuple[str, str, str], int]) -> None:
    found = levels.computed(counts, PARENTS, k=K)
    again = levels.read_levels(found.as_document())
    assert (again.quick, {body: cells for body, cells in again.cells.items() if cells}) == (found.quick, found.cells)


def test_a_small_place_goes_up_and_a_small_group_to_the_common_cell() -> None:
    counts = {("dep", "t1", "g1"): 15, ("dep", "t3", "g1"): 4, ("dep", "raion", "g1"): 7, ("dep", "t1", "g2"): 11}
    found = levels.computed(counts | {("dep", "t2", "g3"): 10}, PARENTS, k=K)
    at = {place: found.place_of("dep", places=line(place), group="g1") for place in ("t1", "t3", "raion")}
    assert at == {
        "t1": PublicPlace("t1", "g1", slow=False),
        "t3": PublicPlace("raion", "g1", slow=False),
        "raion": at["t3"],
    }
    assert found.place_of("dep", places=line("t2"), group="g3") == PublicPlace(slow=False)  # gave itself to hide others


def test_without_levels_nothing_is_told_and_leaves_wait_for_others() -> None:
    assert levels.read_levels(None).place_of("dep", places=["t1"], group="g1") == COMMON


def test_a_sensitive_kind_never_leaves_the_common_cell() -> None:
    found = levels.computed({("dep", "t1", "g1"): 50, ("dep", "t1", "g2"): 50}, PARENTS, k=K)
    assert found.place_of("dep", places=["t1"], group=ALL) == PublicPlace(slow=False)
