"""Agreement is what Krippendorff's book, other programs and plain counting say."""

import pytest

from answerable.focus.agreement import (
    CodedStretch,
    Units,
    alpha_of_code,
    alpha_of_turns,
    alpha_of_units,
    alphas,
    characters_of,
    differs,
    filled,
    interval,
    merged,
    ranked,
    squared,
    units_of,
)

BOOK = (  # Krippendorff 2019, fig. 12.11; ends included, as printed
    [(1, 7, 1), (8, 13, 2), (31, 32, 5), (33, 37, 6), (38, 44, 6), (45, 60, 7)],
    [(1, 7, 1), (8, 13, 3), (14, 21, 5), (33, 44, 6)],
    [(1, 7, 1), (8, 13, 4), (14, 21, 5), (33, 37, 6), (38, 41, 6), (42, 44, 6)],
)
A = [CodedStretch(10, 60, "dist"), CodedStretch(100, 140, "noans"), CodedStretch(180, 200, "dist")]
B = [CodedStretch(20, 60, "dist"), CodedStretch(100, 150, "noans"), CodedStretch(180, 200, "noans")]


def near(value: float):
    return pytest.approx(value, abs=2e-6)


def test_the_alphas_of_the_book() -> None:
    coders = [[CodedStretch(start - 1, end, str(code)) for start, end, code in coder] for coder in BOOK]
    found = alphas(coders, 60)
    assert (found.u, found.binary, found.coding) == (near(0.509982), near(0.413599), near(0.724169))


@pytest.mark.parametrize(
    ("length", "u", "binary", "kappa"), [(240, 0.734079, 0.838913, 0.653846), (2400, 0.811820, 0.904780, 0.721362)]
)
def test_silence_raises_what_counts_it_and_nothing_else(length, u, binary, kappa) -> None:
    found, characters = alphas([A, B], length), characters_of(length, "dist", A, B)
    assert (found.u, found.binary, found.coding) == (near(u), near(binary), near(0.672))
    assert (characters.both, characters.first, characters.second) == (40, 30, 0)
    assert (characters.kappa[0], characters.jaccard) == (near(kappa), near(0.571429))


@pytest.mark.parametrize(
    ("none", "kappa"), [(16, (0.571429, 0.269970, 0.872886)), (116, (0.702290, 0.477548, 0.927032))]
)
def test_kappa_on_turns_with_its_interval(none, kappa) -> None:
    units = Units(8, 4, 2, none)
    assert (units.kappa, units.jaccard) == (tuple(map(near, kappa)), near(0.571429))
    assert units.percent == pytest.approx((8 + none) / (14 + none))


def test_where_nothing_can_be_told_nothing_is() -> None:
    nothing, alike = Units(0, 0, 0, 0), Units(0, 0, 0, 9)
    assert [nothing.kappa, nothing.jaccard, nothing.percent] == [None, None, None]
    assert [alike.kappa, alike.jaccard, alike.percent] == [None, None, 1.0]
    assert alphas([[], []], 50) == type(alphas([[], []], 50))(None, None, None)
    assert alpha_of_code("x", [[], []], 0) is None
    assert interval([(0, 5)], "x", [[], []], seed=1, draws=10) is None


def test_turns_are_counted_by_who_marked_any_of_them() -> None:
    turns = [(0, 50), (50, 100), (100, 170), (170, 240)]
    assert units_of(turns, "dist", A, B) == Units(2, 1, 0, 1)


def test_one_code_is_judged_whatever_else_overlaps_it() -> None:
    both = [[*A, CodedStretch(0, 240, "all")], B]
    assert alpha_of_code("dist", both, 240) == alpha_of_code("dist", [A, B], 240)
    with pytest.raises(ValueError, match="overlaps"):
        alphas(both, 240)
    with pytest.raises(ValueError, match="beyond"):
        filled([CodedStretch(5, 12, "x")], 10)
    assert merged([CodedStretch(0, 5, "x"), CodedStretch(3, 9, "x"), CodedStretch(9, 12, "x"), CodedStretch(1, 2, "y")], "x") == [
        CodedStretch(0, 9, "x"), CodedStretch(9, 12, "x"),
    ]  # fmt: skip


def test_the_interval_holds_the_value_and_is_the_same_for_everybody() -> None:
    turns = [(place * 10, place * 10 + 10) for place in range(24)]
    found = interval(turns, "dist", [A, B], seed=7, draws=200)
    assert found is not None
    alpha = alpha_of_code("dist", [A, B], 240)
    assert alpha is not None
    assert found[0] < alpha < found[1]
    assert interval(turns, "dist", [A, B], seed=7, draws=200) == found


def ratio(one: float, other: float) -> float:
    return ((one - other) / (one + other)) ** 2


@pytest.mark.parametrize(("distance", "alpha"), [(differs, 0.743421), (squared, 0.849107), (ratio, 0.797403)])
def test_the_alpha_of_units_is_the_published_one(distance, alpha) -> None:
    """Krippendorff's own example: twelve units, four coders, some of whom gave no value."""
    lines = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
    coders = [[None if each == "." else float(each) for each in line.split()] for line in lines]
    assert alpha_of_units(coders, distance) == near(alpha)
    assert alpha_of_units([[1.0, 1.0], [1.0, None]], distance) is None


def test_the_alpha_of_grades_is_the_published_one() -> None:
    lines = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
    coders = [[None if each == "." else float(each) for each in line.split()] for line in lines]
    assert alpha_of_units(ranked(coders), squared) == near(0.815388)
    wider = [[None if each is None else each**3 for each in coder] for coder in coders]
    assert ranked(wider) == ranked(coders)  # grades know an order, no distance


def test_the_alpha_on_turns_says_for_two_coders_nearly_what_kappa_says() -> None:
    turns = [(place * 10, place * 10 + 10) for place in range(30)]
    first = [CodedStretch(place * 10, place * 10 + 5, "x") for place in range(12)]
    second = [CodedStretch(place * 10 + 2, place * 10 + 9, "x") for place in (*range(8), 20, 21)]
    kappa = units_of(turns, "x", first, second).kappa
    assert kappa is not None
    assert alpha_of_turns(turns, "x", [first, second]) == pytest.approx(kappa[0], abs=0.02)
