"""The life of an appeal as a table: what may follow what."""

from typing import Final

from answerable.appeals.terms import Deed, State
from answerable.base.verdict import NotNowError

_WORKED: Final = (State.REGISTERED, State.ACCEPTED, State.REOPENED)
_SAID: Final = (State.ANSWERED, State.REFUSED)
_LIVING: Final = (*_WORKED, *_SAID, State.DISPUTED)


def _stays(deed: Deed, states: tuple[State, ...]) -> dict[tuple[State, Deed], State]:
    return {(state, deed): state for state in states}


MOVES: Final[dict[tuple[State, Deed], State]] = {
    (State.REGISTERED, Deed.ACCEPTED): State.ACCEPTED,
    (State.REOPENED, Deed.ACCEPTED): State.ACCEPTED,
    **{(state, Deed.ANSWERED): State.ANSWERED for state in _WORKED},
    **{(state, Deed.EXAMINATION_REFUSED): State.REFUSED for state in _WORKED},
    **{(state, Deed.FORWARDED): State.REGISTERED for state in _WORKED},
    **_stays(Deed.HANDED_ON, _WORKED),
    **{(state, Deed.DISPUTED): State.DISPUTED for state in _SAID},
    # whoever chairs may instruct in any of these: about what is late without an answer, and about what is closed, too
    **{(state, Deed.REOPENED): State.REOPENED for state in (*_SAID, State.DISPUTED, State.CLOSED, *_WORKED)},
    **{(state, Deed.CLOSED): State.CLOSED for state in _SAID},
    (State.DISPUTED, Deed.CLOSED): State.CLOSED,
    **{(state, Deed.WITHDRAWN): State.WITHDRAWN for state in _LIVING},
    (State.WITHDRAWN, Deed.TAKEN_UP_AGAIN): State.REGISTERED,  # or where it stood, which the withdrawal's deed says
    (State.DISPUTED, Deed.WORD_CANCELLED): State.ANSWERED,  # or where it stood, which the dispute's deed says
    **_stays(Deed.WORD_CANCELLED, _SAID),
    **{(state, Deed.MERGED): State.MERGED for state in _WORKED},
    (State.MERGED, Deed.UNMERGED): State.REGISTERED,
    **_stays(Deed.ASSIGNED, _LIVING),
    **_stays(Deed.NOTED, (*_LIVING, State.CLOSED)),
    **_stays(Deed.ASKED, (*_WORKED, State.DISPUTED)),
    **_stays(Deed.REPLIED, (*_LIVING, State.CLOSED, State.MERGED)),
    **_stays(Deed.FILES_ADDED, (*_LIVING, State.CLOSED, State.MERGED)),
    **_stays(Deed.POINTS_SET, _WORKED),
    **_stays(Deed.OFFERED, _WORKED),
    **_stays(Deed.RETURNED, _WORKED),
    **_stays(Deed.CATEGORISED, _LIVING),
    **_stays(Deed.CORRECTED, _WORKED),
    **_stays(Deed.EXTENDED, _WORKED),
    **_stays(Deed.TERM_SET, _WORKED),
    **_stays(Deed.MATTER_SET, _WORKED),
    **_stays(Deed.STEP_DONE, (*_WORKED, *_SAID)),
    **_stays(Deed.RATED, _SAID),
    **_stays(Deed.GROUPED, _WORKED),
    **_stays(Deed.UNGROUPED, _LIVING),
    **_stays(Deed.RECUSED, _LIVING),
    **_stays(Deed.BARRED, (*_LIVING, State.MERGED, State.CLOSED, State.WITHDRAWN)),
    **_stays(Deed.REASONS_ASKED, _WORKED),
    **_stays(Deed.PUBLISHED, (*_LIVING, State.CLOSED)),
    **_stays(Deed.UNPUBLISHED, (*_LIVING, State.CLOSED, State.MERGED, State.WITHDRAWN)),
}

WHEN_ASKED: Final = {(State.CLOSED, Deed.DISPUTED): State.DISPUTED}
"""What besides may follow where the sender is asked how a matter ended: silence closed it, and now they have spoken."""


def state_after(state: State | str, deed: Deed, *, asked: bool = False) -> State:
    """The state that a deed leads to. Raises NotNow when the deed has no place in that state.

    asked  the sender says it because they are asked how the matter ended
    """
    try:
        return (MOVES | WHEN_ASKED if asked else MOVES)[State(state), deed]
    except KeyError:
        raise NotNowError("appeal.not-in-this-state", state=str(state), deed=deed.value) from None


def allows(state: State | str, deed: Deed, *, asked: bool = False) -> bool:
    """Say whether the deed has a place in the state; `asked` as in `state_after`."""
    return (State(state), deed) in MOVES or (asked and (State(state), deed) in WHEN_ASKED)
