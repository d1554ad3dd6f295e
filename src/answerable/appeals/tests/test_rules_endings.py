"""How a matter ended: a closed list, and only the sender's own word makes it solved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.appeals.rules.endings import PointEnded, ending_of
from answerable.law.terms import Ending
from answerable_verify.kinds import ENDINGS

REFUSED, ELSEWHERE = PointEnded("refused"), PointEnded("refused", sent_on=True)


@pytest.mark.parametrize(
    ("points", "known", "ending"),
    [
        ([PointEnded("answered", "solved"), PointEnded("promised", "solved")], {}, "solved"),
        ([PointEnded("answered", "solved"), PointEnded("answered", "answered")], {}, "unsolved"),
        ([PointEnded("answered", "not_answered"), REFUSED], {}, "unsolved"),
        ([PointEnded("answered"), REFUSED], {}, "silent"),
        ([PointEnded("answered")], {"unreached": True}, "unreachable"),
        ([PointEnded("answered", "answered")], {"unreached": True}, "unsolved"),
        ([REFUSED, ELSEWHERE], {}, "refused"),
        ([ELSEWHERE, ELSEWHERE], {}, "sent-on"),
        ([ELSEWHERE], {"unreached": True}, "sent-on"),
        ([], {"examined": False}, "refused"),
    ],
)
def test_an_ending_follows_from_what_was_said_and_by_whom(points: list[PointEnded], known: dict, ending: str) -> None:
    assert ending_of(points, **{"examined": True, "unreached": False, **known}) == ending


ANY = st.builds(
    PointEnded,
    st.sampled_from(("answered", "refused", "promised")),
    st.sampled_from(("", "solved", "answered", "not_answered")),
    st.booleans(),
)


@given(st.lists(ANY, max_size=5), st.booleans(), st.booleans())
def test_only_the_senders_word_on_every_point_makes_it_solved(
    points: list[PointEnded], examined: bool, unreached: bool
) -> None:
    ending = ending_of(points, examined=examined, unreached=unreached)
    assert (ending == "solved") == (bool(points) and all(point.rating == "solved" for point in points))


def test_the_list_is_that_of_the_public_log() -> None:
    assert sorted(Ending) == sorted(ENDINGS)
