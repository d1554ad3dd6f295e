"""Near copies by their marks: alike is found, different is not, and nothing is sorted twice or lost."""

import random

from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals.rules import copies
from answerable.appeals.rules.copies import CAMPAIGN, LetterMarks

KEY = b"k" * 32
WORDS = [f"word{n}" for n in range(3000)]
LETTER = (
    "We the residents demand that the night market on Soborna street be closed at once because of noise, dirt and "
    "drunken fights every weekend; the police were called many times and nobody came. My name is {name}, flat {flat}."
)
texts = st.lists(st.sampled_from(WORDS), min_size=copies.FEW_WORDS, max_size=120).map(" ".join)


def letters(*texts: str) -> list[LetterMarks]:
    return [LetterMarks(number, copies.marks(KEY, text)) for number, text in enumerate(texts, start=1)]


@given(texts)
def test_a_text_is_like_itself_however_it_is_spaced_or_written(text):
    shouted = text.upper().replace(" ", "  \n")
    assert copies.share(copies.marks(KEY, text), copies.marks(KEY, shouted)) == 1


@given(texts, texts)
def test_the_share_is_the_same_from_both_sides_and_never_beyond_its_bounds(one, other):
    first, second = copies.marks(KEY, one), copies.marks(KEY, other)
    assert copies.share(first, second) == copies.share(second, first)
    assert 0 <= copies.share(first, second) <= 1


@given(st.text(), st.binary(min_size=32, max_size=32))
def test_any_text_has_marks_in_order_and_no_more_than_are_kept(text, key):
    found = copies.marks(key, text)
    assert list(found) == sorted(set(found))
    assert len(found) <= copies.KEPT
    assert all(-(2**63) <= mark < 2**63 for mark in found)


@given(st.lists(st.one_of(texts, st.text()), max_size=30), st.integers(1, 4))
def test_sorting_puts_each_letter_in_one_place_at_most(written, enough):
    came = letters(*written)
    found = copies.sort(came, came[:2], enough=enough)
    placed = [ref for refs in (*found.joins.values(), *found.groups) for ref in refs]
    assert len(placed) == len(set(placed))
    assert set(placed) <= {letter.ref for letter in came}
    assert all(len(group) >= enough for group in found.groups)


def test_a_filled_in_letter_is_a_copy_and_another_letter_on_the_matter_is_not():
    copied = [LETTER.format(name=f"Olena {n}", flat=n) for n in range(40)]
    real = "On Soborna street the night market keeps me awake; could the police come by on Saturday after ten?"
    found = copies.sort(letters(*copied, real), [])
    assert [len(group) for group in found.groups] == [40]
    assert 41 not in found.groups[0]


def test_short_letters_are_copies_only_word_for_word():
    lamps = [f"The lamp at house {n} is dark" for n in range(30)]
    assert copies.sort(letters(*lamps), []).groups == []
    assert copies.sort(letters(*["Close the market!"] * CAMPAIGN), []).groups == [list(range(1, CAMPAIGN + 1))]


def test_fewer_than_a_campaign_stay_apart():
    assert copies.sort(letters(*[LETTER] * (CAMPAIGN - 1)), []).groups == []


def test_letters_of_a_thousand_different_matters_are_never_put_together():
    chance = random.Random(3)
    written = [" ".join(chance.choices(WORDS[:400], k=60)) for _ in range(1000)]
    assert copies.sort(letters(*written), [], enough=2).groups == []


def test_another_key_gives_other_marks():
    assert not set(copies.marks(KEY, LETTER)) & set(copies.marks(b"x" * 32, LETTER))


def test_a_text_without_marks_shares_nothing():
    some = copies.marks(KEY, LETTER)
    assert [copies.share((), some), copies.share(some, ()), copies.share((), ())] == [0, 0, 0]
