"""Wraps: what is wrapped to somebody opens for that pair, that record and that epoch, and for nothing else."""

from functools import cache

import pytest

from answerable.vault.rules import wraps
from answerable.vault.terms import UnreadableError


@cache
def pair(number: int) -> tuple[bytes, bytes]:
    seed = bytes([number]) * wraps.SEED
    return seed, wraps.public_of(seed)


BOUND = {"record": 1, "epoch": 1, "pair": 7}


def test_keys_are_drawn_and_a_public_one_follows_from_its_private_one():
    drawn = {wraps.new_seed() for _ in range(20)} | {wraps.new_record_key() for _ in range(20)}
    assert (len(drawn), {len(key) for key in drawn}) == (40, {32})
    seed, public = pair(1)
    assert (len(public), public[0], wraps.public_of(seed)) == (wraps.PUBLIC, wraps.HYBRID, public)
    assert public != pair(2)[1]


def test_a_wrap_opens_for_its_pair_record_and_epoch_alone():
    (seed, public), key = pair(1), b"k" * 32
    wrapped = wraps.wrap(public, record_key=key, **BOUND)
    assert wraps.unwrap(seed, wrapped=wrapped, **BOUND) == key
    for other in ({"record": 2}, {"epoch": 2}, {"pair": 8}):
        with pytest.raises(UnreadableError):
            wraps.unwrap(seed, wrapped=wrapped, **BOUND | other)
    for bad in (b"", b"\x01", b"\x02" + wrapped[1:], wrapped[:-1], wrapped[:-1] + bytes([wrapped[-1] ^ 1])):
        with pytest.raises(UnreadableError):
            wraps.unwrap(seed, wrapped=bad, **BOUND)
    with pytest.raises(UnreadableError):
        wraps.unwrap(pair(2)[0], wrapped=wrapped, **BOUND)


@pytest.mark.parametrize("bad", [b"", b"\x01", b"\x02" * wraps.PUBLIC, b"\x01" + b"\xff" * (wraps.PUBLIC - 1)])
def test_nothing_is_sealed_to_what_is_no_public_key(bad):
    with pytest.raises(UnreadableError):
        wraps.seal_to(bad, context="x", plain=b"y")


def test_anybody_puts_into_a_record_what_only_its_readers_open():
    key = b"k" * 32
    sealed = wraps.seal_to(wraps.inward(key), context="reply 1", plain=b"words")
    assert wraps.open_inward(key, context="reply 1", sealed=sealed) == b"words"
    for other in ({"record_key": b"l" * 32}, {"context": "reply 2"}):
        with pytest.raises(UnreadableError):
            wraps.open_inward(**{"record_key": key, "context": "reply 1", "sealed": sealed} | other)


def test_a_fingerprint_is_six_groups_of_digits_that_differ_by_key():
    prints = [wraps.key_fingerprint(pair(number)[1]) for number in (1, 2)]
    assert [[len(group) for group in one.split()] for one in prints] == [[4] * 6] * 2
    assert prints[0] != prints[1]
    assert prints[0] == wraps.key_fingerprint(memoryview(pair(1)[1]))
