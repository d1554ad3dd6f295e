"""What may stand in the journal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.ledger import rules

CODES = st.from_regex(rules.CODE, fullmatch=True)


@given(st.dictionaries(st.sampled_from(["to", "due", "n"]), st.one_of(CODES, st.integers(), st.booleans(), st.none())))
def test_codes_dates_ids_and_counts_are_taken(facts: dict[str, object]) -> None:
    rules.fit(deed="appeal.forwarded", thing="appeal/1", facts=facts)


@given(st.text(min_size=1).filter(lambda text: rules.CODE.fullmatch(text) is None))
def test_whatever_could_be_somebodys_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="isn't a code"):
        rules.fit(deed="appeal.forwarded", thing="appeal/1", facts={"why": words})


@pytest.mark.parametrize("fact", [1.5, {"a": 1}, ["a"], b"x", ("a",), [1, "b"]])
def test_other_shapes_are_refused(fact: object) -> None:
    with pytest.raises(ValueError, match="isn't a code"):
        rules.fit(deed="appeal.forwarded", thing="appeal/1", facts={"why": fact})


@pytest.mark.parametrize(
    ("deed", "thing"), [("forwarded", "appeal/1"), ("appeal.forwarded", "appeal 1"), ("Appeal.x", "appeal/1")]
)
def test_a_deed_is_noun_past_and_a_thing_is_word_and_id(deed: str, thing: str) -> None:
    with pytest.raises(ValueError, match="is written"):
        rules.fit(deed=deed, thing=thing, facts={})
