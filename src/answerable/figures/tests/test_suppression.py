"""Small counts stay hidden from whoever adds up, takes away, or lays two releases side by side; as the contract's cases have it."""

from itertools import product

import numpy as np
import pytest

from answerable.figures import cells, hiding, suppression
from answerable.figures.cells import ALL, Earlier
from answerable_verify.numbers.attested import HIDDEN, sums

CONTRACT = ((20, 50, 4, 36), (8, 19, 22, 41), (17, 32, 12, 60), (55, 21, 33, 14))


def crossed(rows, *, row="r", column="c"):
    """A table of two ways with its totals, by keys."""
    inner = {(f"{row}{i}", f"{column}{j}"): count for i, line in enumerate(rows) for j, count in enumerate(line)}
    found = dict(inner)
    for (one, other), count in inner.items():
        for key in ((one, ALL), (ALL, other), (ALL, ALL)):
            found[key] = found.get(key, 0) + count
    return found


def table(cells_by_key, known=()):
    keys = list(cells_by_key)
    place = {key: number for number, key in enumerate(keys)}
    lines = [(place[total], [place[part] for part in parts]) for total, parts in sums(keys)]
    return keys, suppression.table([cells_by_key[key] for key in keys], lines, known=[place[key] for key in known])


def test_the_contracts_table_hides_the_four_cells_that_are_known_to_be_cheapest():
    whole = crossed(CONTRACT)
    keys, given = table(whole, known=[key for key in whole if ALL in key])
    hidden = suppression.protect(given, least=10)
    found = {keys[place]: suppression.worked_out(given, hidden, place) for place in np.flatnonzero(hidden)}
    assert {key: (round(one.low), round(one.high)) for key, one in found.items()} == {
        ("r0", "c0"): (0, 24), ("r0", "c2"): (0, 24), ("r1", "c0"): (4, 28), ("r1", "c2"): (2, 26),
    }  # fmt: skip
    assert suppression.audit(given, hidden, least=10) == []


@pytest.mark.parametrize("seed", range(4))
def test_no_cheaper_set_of_cells_would_do(seed):
    counts = np.random.default_rng(seed).poisson(14, size=(2, 3)) + 1
    counts[0, seed % 3] = 3
    whole = crossed(counts.tolist())
    keys, given = table(whole, known=[key for key in whole if ALL in key])
    try:
        hidden = suppression.protect(given, least=10)
    except suppression.GivenAwayError:
        hidden = None
    inner = [place for place, key in enumerate(keys) if ALL not in key]
    small = suppression.primary(given, 10)

    def cost(mask):
        return float(np.log2(2 + given.counts[mask]).sum())

    costs = []
    for chosen in product((False, True), repeat=len(inner)):
        mask = np.zeros(len(keys), dtype=bool)
        mask[inner] = chosen
        if (mask & small == small & ~given.known).all() and not suppression.audit(given, mask, least=10):
            costs.append(cost(mask & ~small))
    assert (None if hidden is None else round(cost(hidden & ~small), 9)) == (round(min(costs), 9) if costs else None)


def test_adding_up_gives_nothing_back():
    """The attack by sums: every hidden small count, from every total that is told."""
    whole = crossed(((3, 40, 50), (60, 70, 80), (30, 20, 90)))
    shown = cells.hidden_cells(whole, known={(ALL, ALL)}, least=10)
    keys, given = table(whole, known=[(ALL, ALL)])
    hidden = np.array([shown[key] == HIDDEN for key in keys])
    assert suppression.audit(given, hidden, least=10) == []
    assert sum(hidden) > 2
    alone = np.array([key == ("r0", "c0") for key in keys])
    assert [keys[place] for place in suppression.audit(given, alone, least=10)] == [
        ("r0", "c0")
    ]  # hidden alone it is given away


def test_a_quarter_and_two_of_its_months_give_the_third_away():
    """The contract's differencing: each release is safe by itself, together they say March exactly."""
    counts = [31.0, 25.0, 6.0]  # the quarter, January and February, March
    first = suppression.table(counts, [], told=[0])
    both = suppression.table(counts, [(0, [1, 2])], told=[0, 1])
    hidden = np.array([False, False, True])
    assert suppression.audit(first, hidden, least=10) == []
    assert suppression.audit(both, hidden, least=10) == [2]
    bounds = suppression.worked_out(both, hidden, 2)
    assert (round(bounds.low, 6), round(bounds.high, 6)) == (6.0, 6.0)
    with pytest.raises(suppression.GivenAwayError):
        suppression.protect(both, least=10)


def test_an_erratum_laid_beside_what_it_corrects_gives_nothing_back():
    """The attack by subtraction: a count that falls below the least in a later edition, while all others stay told."""
    before = crossed(((12, 40, 50), (60, 70, 80)))
    first = cells.hidden_cells(before, known={(ALL, ALL)}, least=10)
    assert HIDDEN not in first.values()
    after = crossed(((4, 40, 50), (60, 70, 80)))
    second = cells.hidden_cells(after, known=set(), least=10, earlier=[Earlier(first)])
    changed = {key for key in after if after[key] != before[key]}
    assert {
        key for key, value in second.items() if value == HIDDEN
    } == changed  # its totals, too: they alone are not told yet
    careless = {key: HIDDEN if key == ("r0", "c0") else value for key, value in after.items()}
    left = careless["r0", ALL] - careless["r0", "c1"] - careless["r0", "c2"]
    assert left == 4


def test_what_was_hidden_once_stays_hidden():
    before = crossed(((4, 40, 50), (60, 70, 80)))
    first = cells.hidden_cells(before, known={(ALL, ALL)}, least=10)
    after = crossed(((14, 40, 50), (60, 70, 80)))
    second = cells.hidden_cells(after, known={(ALL, ALL)}, least=10, earlier=[Earlier(first)])
    was = {key for key, value in first.items() if value == HIDDEN}
    assert was <= {key for key, value in second.items() if value == HIDDEN}
    assert ("r0", "c0") in was


def test_where_nothing_more_can_be_hidden_everything_is_but_what_the_log_tells():
    few = crossed(((4, 2),))
    found = cells.hidden_cells(few, known={(ALL, ALL)}, least=10)
    assert set(found.values()) == {HIDDEN}
    assert hiding.hide(
        {"counts": [16, 4, 12], "sums": [[0, [1, 2]]], "known": [0, 2], "hidden": [], "told": [], "least": 10}
    ) == [1]


def test_a_table_without_small_counts_is_told_whole():
    whole = crossed(((20, 30), (40, 50)))
    assert cells.hidden_cells(whole, known=set(), least=10) == whole


def test_what_cannot_be_worked_out_is_not_published():
    with pytest.raises(cells.NotHiddenError):
        cells.hidden_cells({("r0",): "many"}, known=set(), least=10)  # the process cannot count with it
