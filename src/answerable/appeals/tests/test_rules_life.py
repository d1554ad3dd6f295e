"""The life of an appeal by its table: what has a place in a state, and that nothing else has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals.rules import life
from answerable.appeals.terms import Deed, State
from answerable.base.verdict import NotNowError

STATES, DEEDS = st.sampled_from(list(State)), st.sampled_from(list(Deed))


@given(STATES, DEEDS)
def test_a_deed_leads_on_where_it_has_a_place_and_is_refused_elsewhere(state: State, deed: Deed) -> None:
    if life.allows(state, deed):
        assert life.state_after(state.value, deed) == life.MOVES[state, deed]
    else:
        with pytest.raises(NotNowError) as refused:
            life.state_after(state, deed)
        assert (refused.value.reason, refused.value.words) == (
            "appeal.not-in-this-state",
            {"state": state.value, "deed": deed.value},
        )


@pytest.mark.parametrize(
    ("way", "ends"),
    [
        ((Deed.ACCEPTED, Deed.ANSWERED, Deed.RATED, Deed.CLOSED), State.CLOSED),
        ((Deed.ANSWERED, Deed.DISPUTED, Deed.REOPENED, Deed.ANSWERED), State.ANSWERED),
        ((Deed.EXAMINATION_REFUSED, Deed.DISPUTED, Deed.CLOSED), State.CLOSED),
        ((Deed.ACCEPTED, Deed.FORWARDED), State.REGISTERED),
        ((Deed.WITHDRAWN, Deed.TAKEN_UP_AGAIN), State.REGISTERED),
        ((Deed.MERGED, Deed.UNMERGED), State.REGISTERED),
    ],
)
def test_the_ways_that_a_matter_goes(way: tuple[Deed, ...], ends: State) -> None:
    state = State.REGISTERED
    for deed in way:
        state = life.state_after(state, deed)
    assert state is ends


def test_what_silence_closed_is_disputed_only_where_its_sender_is_asked() -> None:
    assert [life.allows(State.CLOSED, Deed.DISPUTED, asked=asked) for asked in (False, True)] == [False, True]
    assert life.state_after(State.CLOSED, Deed.DISPUTED, asked=True) == State.DISPUTED
    assert life.state_after(State.ANSWERED, Deed.DISPUTED, asked=True) == State.DISPUTED
    assert life.allows(State.WITHDRAWN, Deed.DISPUTED, asked=True) is False
