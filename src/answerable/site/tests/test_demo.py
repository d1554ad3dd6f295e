"""The sample is made beside a running system, and is made whole. Tests `demo.living`."""

import psycopg
import pytest
from django.db import OperationalError

from answerable.site.demo import living


def _error(state: str) -> OperationalError:
    error = OperationalError("made up")
    error.__cause__ = psycopg.errors.lookup(state)("made up")
    return error


@pytest.mark.parametrize("state", ["55P03", "40P01"])
def test_an_act_that_met_a_lock_is_done_again(state: str) -> None:
    met = [state] * (living.PATIENCE - 1)

    def act() -> str:
        if met:
            raise _error(met.pop())
        return "done"

    assert living.patiently(act) == "done"


@pytest.mark.parametrize(("state", "tries"), [("55P03", living.PATIENCE), ("53100", 1)])
def test_a_lock_for_ever_and_any_other_fault_are_told(state: str, tries: int) -> None:
    tried: list[int] = []

    def act() -> None:
        tried.append(len(tried))
        raise _error(state)

    with pytest.raises(OperationalError):
        living.patiently(act)
    assert len(tried) == tries
