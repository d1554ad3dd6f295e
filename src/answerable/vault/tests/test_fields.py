"""Sealed fields open only where they were sealed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault.rules import fields
from answerable.vault.rules.subkeys import subkey
from answerable.vault.terms import UnreadableError

KEY = bytes(range(32))
PLACE = {"root": 1, "table": "appeals_sender", "ref": 7, "field": "name", "revision": 0}
anything = st.text(st.characters(codec=None, exclude_categories=()))


@given(anything)
def test_any_text_comes_back_word_for_word(text):
    sealed = fields.seal_text(KEY, **PLACE, text=text)
    assert fields.open_text(KEY, **PLACE, sealed=sealed) == text


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "\ud800", "\ud83d\ude00", "😀", "\u202eabc", "е́"])
def test_awkward_text_comes_back_word_for_word(text):
    assert fields.open_text(KEY, **PLACE, sealed=fields.seal_text(KEY, **PLACE, text=text)) == text


@pytest.mark.security
@pytest.mark.parametrize(
    "other",
    [{"root": 2}, {"table": "appeals_appeal"}, {"ref": 8}, {"field": "contact"}, {"revision": 1}, {"ref": "07"}],
)
def test_s02_a_sealed_field_moved_elsewhere_does_not_open(other):
    sealed = fields.seal_text(KEY, **PLACE, text="MARK")
    with pytest.raises(UnreadableError):
        fields.open_text(KEY, **{**PLACE, **other}, sealed=sealed)


@pytest.mark.security
@given(st.binary(max_size=60), st.data())
def test_s02_an_altered_field_does_not_open(plain, data):
    sealed = bytearray(fields.seal_field(KEY, **PLACE, plain=plain))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnreadableError):
        fields.open_field(KEY, **PLACE, sealed=bytes(sealed))


@given(st.data())
def test_a_cut_field_does_not_open(data):
    sealed = fields.seal_field(KEY, **PLACE, plain=b"some words")
    with pytest.raises(UnreadableError):
        fields.open_field(KEY, **PLACE, sealed=sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(
    st.lists(
        st.tuples(st.text(max_size=4), st.text(max_size=4), st.text(max_size=4)), min_size=2, max_size=2, unique=True
    )
)
def test_no_two_places_are_written_alike(places):
    one, two = (
        fields.binding(1, root=1, table=t, ref=r, field=f, revision=0) if "\ud800" not in t + r + f else t
        for t, r, f in places
    )
    assert one != two


def test_a_rotated_key_opens_what_the_old_one_sealed_and_seals_with_the_new():
    sealed = fields.seal_text(KEY, **PLACE, text="old")
    rotated = KEY + bytes(32)
    assert fields.open_text(rotated, **PLACE, sealed=sealed) == "old"
    fresh = fields.seal_text(rotated, **PLACE, text="new")
    assert (sealed[0], fresh[0]) == (1, 2)
    with pytest.raises(UnreadableError):
        fields.open_text(KEY, **PLACE, sealed=fresh)


def test_another_key_opens_nothing():
    with pytest.raises(UnreadableError):
        fields.open_text(bytes(32), **PLACE, sealed=fields.seal_text(KEY, **PLACE, text="x"))


@pytest.mark.parametrize("key", [b"", b"short", bytes(33), bytes(32 * 256)])
def test_a_key_of_another_shape_is_refused(key):
    with pytest.raises(ValueError, match="server key"):
        fields.open_field(key, **PLACE, sealed=b"\1" + bytes(60))


def test_subkeys_differ_by_purpose_and_generation():
    rotated = KEY + bytes(32)
    assert len({subkey(rotated, "a"), subkey(rotated, "b"), subkey(rotated, "a", 2)}) == 3
    with pytest.raises(ValueError, match="generation 3"):
        subkey(rotated, "a", 3)
