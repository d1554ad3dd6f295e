"""Sealed files: whole, in order, of this file, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.vault.rules import streams
from answerable.vault.terms import UnreadableError

KEY = bytes(range(32))
SIZE = streams.CHUNK + 17  # of a sealed chunk


def sealed(plain, *, file=1, part="original"):
    return b"".join(streams.seal_stream(KEY, file=file, part=part, plain=plain))


@settings(max_examples=40)
@given(st.integers(0, 3 * streams.CHUNK), st.integers(0, 255))
def test_a_file_of_any_size_comes_back(size, byte):
    plain = bytes([byte]) * size
    assert streams.open_stream(KEY, file=1, part="original", sealed=sealed(plain)) == plain


@pytest.mark.parametrize("size", [0, streams.CHUNK - 8, streams.CHUNK - 7, 2 * streams.CHUNK - 8])
def test_a_file_at_the_edge_of_a_chunk_comes_back(size):
    plain = b"x" * size
    assert streams.open_stream(KEY, file=1, part="original", sealed=sealed(plain)) == plain


@pytest.mark.security
def test_s29_a_cut_reordered_lengthened_or_altered_file_is_refused():
    whole = sealed(bytes(range(256)) * 1024)
    head, body = whole[: 1 + 24], whole[1 + 24 :]
    chunks = [body[i : i + SIZE] for i in range(0, len(body), SIZE)]
    assert len(chunks) > 3
    for bad in (
        head + b"".join(chunks[:-1]),  # cut at a chunk: only FINAL tells
        whole[:-1],
        head + b"".join([chunks[1], chunks[0], *chunks[2:]]),
        whole + chunks[-1],
        whole + b"x",
        head,
        b"",
        b"\x02" + whole[1:],
        whole[:200] + bytes([whole[200] ^ 1]) + whole[201:],
    ):
        with pytest.raises(UnreadableError):
            streams.open_stream(KEY, file=1, part="original", sealed=bad)


@pytest.mark.security
def test_s29_a_file_put_in_another_s_place_is_refused():
    whole = sealed(b"hello")
    for other in ({"file": 2, "part": "original"}, {"file": 1, "part": "copy"}):
        with pytest.raises(UnreadableError):
            streams.open_stream(KEY, **other, sealed=whole)


@given(st.integers(0, 2**40))
def test_padding_is_small_monotone_and_stable(size):
    padded = streams.padme(size)
    assert size <= padded <= size * 1.12 + 1
    assert streams.padme(padded) == padded
    assert streams.padme(size + 1) >= padded


@given(st.integers(1, 2**30))
def test_a_row_tells_of_a_size_what_the_disk_tells_and_no_more(size):
    told = streams.told_size(size)
    assert (told, told >= size) == (streams.padme(size + 8), True)
    assert streams.told_size(0) == 0


def test_files_of_near_sizes_look_alike_on_disk():
    assert len({len(sealed(b"x" * size)) for size in range(100_400, 102_300)}) == 1


def test_each_file_has_a_key_of_its_own():
    drawn = {streams.new_file_key() for _ in range(50)}
    assert (len(drawn), {len(key) for key in drawn}) == (50, {32})


@pytest.mark.security
def test_s29_nothing_follows_the_last_chunk_even_where_it_is_a_whole_one():
    whole = sealed(bytes(range(256)) * 1024)
    head, body = whole[: 1 + 24], whole[1 + 24 :]
    full = body[: len(body) // SIZE * SIZE]
    last = sealed(b"x" * (streams.CHUNK - 8))  # one chunk, full to the last byte
    assert len(last) == 1 + 24 + SIZE
    for bad in (last + full[:SIZE], last + b"x", head + full):
        with pytest.raises(UnreadableError):
            streams.open_stream(KEY, file=1, part="original", sealed=bad)
