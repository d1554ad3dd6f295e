"""What the answers themselves say of how interviews were held: too fast, all alike, or the same twice.

Nobody is judged by a number here: each is a reason to ask, and to look into an interview again.

    short      under half of the median time of all interviews
    straight   every question of a battery answered the same, four questions with the same choices at least
    twins      nine of ten answers shared with another interview of the same interviewer, ten answered by both at least
               (Kuriakose, Robbins 2016, warn from 85 of 100 on)
    refusals   how many in a row came last: something may be wrong at the door, or with whoever stands before it
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.questionnaire.form import Control, Form

SHORT: Final = 0.5
LONGEST: Final = 6 * 60 * 60.0  # seconds; what took longer lay open
FEWEST_IN_A_BATTERY: Final = 4
FEWEST_ANSWERS: Final = 10
TWINS: Final = 0.9
ROW: Final = 5  # refusals in a row from which somebody is asked how they are


@dataclass(frozen=True, slots=True)
class HeldInterview:
    """One interview: who held it, what it came to, and its answers by the name of their question, in the order they came."""

    interviewer: str
    disposition: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InterviewerLine:
    """One interviewer: interviews, the median of their minutes (None: not told), and what gives a reason to ask."""

    name: str
    interviews: int
    minutes: float | None
    short: int
    straight: int
    twins: int
    refusals: int

    @property
    def is_worth_a_call(self) -> bool:
        """Whether so many refused in a row that somebody asks how they are."""
        return self.refusals >= ROW


def report(held: Sequence[HeldInterview], batteries: Sequence[Sequence[str]]) -> list[InterviewerLine]:
    """A line for each interviewer, by name. `batteries`: names of questions with the same choices."""
    times = [took for each in held if _is_held(each) and (took := seconds(each.answers)) is not None]
    usual = median(times) if times else 0.0
    by_name: dict[str, list[HeldInterview]] = {}
    for each in held:
        by_name.setdefault(each.interviewer, []).append(each)
    return [_line(name, mine, batteries, usual) for name, mine in sorted(by_name.items())]


def _line(
    name: str, mine: Sequence[HeldInterview], batteries: Sequence[Sequence[str]], usual: float
) -> InterviewerLine:
    done = [each.answers for each in mine if _is_held(each)]
    times = [took for answers in done if (took := seconds(answers)) is not None]
    return InterviewerLine(
        name=name,
        interviews=len(done),
        minutes=median(times) / 60 if times else None,
        short=sum(took < SHORT * usual for took in times),
        straight=sum(any(is_straight(answers, battery) for battery in batteries) for answers in done),
        twins=twins(done),
        refusals=_last_refusals([each.disposition for each in mine]),
    )


def _is_held(each: HeldInterview) -> bool:
    return each.disposition in {Disposition.INTERVIEW, Disposition.PARTIAL}


def _last_refusals(dispositions: Sequence[str]) -> int:
    count = 0
    for disposition in reversed(dispositions):
        if disposition != Disposition.REFUSED:
            break
        count += 1
    return count


def seconds(answers: Mapping[str, str]) -> float | None:
    """How long an interview took by the telephone's own clock (`start`, `end`); None where it does not say, or lay open."""
    try:
        took = datetime.fromisoformat(answers["end"]) - datetime.fromisoformat(answers["start"])
    except (KeyError, ValueError, TypeError):
        return None
    return took.total_seconds() if 0 <= took.total_seconds() <= LONGEST else None


def batteries_of(form: Form) -> list[list[str]]:
    """The questions that stand in one group and have the same choices, four at least: by their names."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for node in form.questions():
        if node.control is Control.ONE and not node.name.startswith(("generated_", "reserved_")):
            above = node.path.rpartition("/")[0]
            found.setdefault((above, tuple(choice.value for choice in node.choices)), []).append(node.name)
    return [names for names in found.values() if len(names) >= FEWEST_IN_A_BATTERY]


def is_straight(answers: Mapping[str, str], battery: Sequence[str]) -> bool:
    """Whether every question of a battery has the same answer, and each has one."""
    said = {answers.get(name, "") for name in battery}
    return len(said) == 1 and "" not in said


def twins(done: Sequence[Mapping[str, str]]) -> int:
    """How many of one interviewer's interviews share nearly all answers with another one of theirs."""
    plain = [{name: value for name, value in each.items() if name not in {"start", "end", "today"}} for each in done]
    found: set[int] = set()
    for one, first in enumerate(plain):
        for other in range(one + 1, len(plain)):
            if _share(first, plain[other]) >= TWINS:
                found |= {one, other}
    return len(found)


def _share(first: Mapping[str, str], second: Mapping[str, str]) -> float:
    names = first.keys() | second.keys()
    if min(len(first), len(second)) < FEWEST_ANSWERS:
        return 0.0
    return sum(first.get(name) == second.get(name) for name in names) / len(names)
