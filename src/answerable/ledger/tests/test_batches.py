"""Batches: nothing lost, nothing doubled, no order told."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from answerable.ledger.batches import shuffled


@given(st.lists(st.integers(0, 6), max_size=40), st.randoms())
def test_case_02_shuffled_batch_keeps_every_act_once_and_each_case_in_order(cases, chance):
    acts = [(case, cases[:i].count(case)) for i, case in enumerate(cases)]
    found = shuffled(acts, lambda act: act[0], chance)
    assert sorted(found) == sorted(acts)
    for case in set(cases):
        assert [n for c, n in found if c == case] == list(range(cases.count(case)))


def test_shuffled_batch_does_not_tell_who_came_first():
    firsts = [shuffled("ab", str, Random(seed))[0] for seed in range(400)]
    assert 120 < firsts.count("a") < 280
