"""Batches: nothing lost, nothing doubled, no order told, and the files of any growth are those of a log built at once."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable_verify import Frontier, RejectedError, build_tiles, leaf_hash, root
from answerable_verify.batch import grown, shuffled
from answerable_verify.tiles import tiles_of


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


@given(st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_case_32_files_of_batches_of_any_size_are_those_of_a_log_built_at_once(steps):
    frontier, entries, files = Frontier(), [], {}
    for step in steps:
        new = [b"%d" % (len(entries) + i) for i in range(step)]
        before = len(entries)
        growth = grown(frontier, entries[before - before % 256 :], new)
        entries += new
        written = {tile.path: raw for tile, raw in growth.files}
        assert set(written) == {tile.path for tile in tiles_of(len(entries), since=before)}
        files |= written
        whole = build_tiles(entries)
        assert {path: files[path] for path in whole} == whole
        assert (growth.size, growth.root) == (len(entries), root([leaf_hash(entry) for entry in entries]))


def test_batch_with_a_wrong_tail_is_refused():
    frontier = Frontier()
    grown(frontier, [], [b"a", b"b"])
    for tail in ([], [b"a"], [b"a", b"b", b"c"]):
        with pytest.raises(RejectedError):
            grown(frontier, tail, [b"c"])


def test_files_are_named_bundles_first_so_that_no_tile_is_there_before_its_entries():
    growth = grown(Frontier(), [], [b"%d" % i for i in range(700)])
    kinds = [tile.level == "entries" for tile, _ in growth.files]
    assert all(first or not second for first, second in pairwise(kinds))
