"""Which answers hold: what a form asks of them is asked once more, whoever filled it in, and by whichever device.

Relevance goes from the top down: what stands under something that is not asked is dropped and never counted. Calculations
are done again, until nothing changes. What violates a constraint is kept and flagged: it was said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from answerable.surveys.questionnaire.form import Choice, Control, Form, Node, NodeKind
from answerable.surveys.questionnaire.scope import Scope, bare
from answerable.surveys.questionnaire.values import number, single, truth

MOST_TURNS: Final = 100
ROUNDS: Final = 20
"""After so many rounds of calculation a form that never comes to rest is taken as it stands."""
_POINT: Final = re.compile(r"-?\d{1,2}(?:\.\d+)? -?\d{1,3}(?:\.\d+)?(?: -?[\d.]+){0,2}")


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about an answer that the form does not allow: its key, and a key of the room's wording."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds of the answers, how many turns each repeat has, and what is wrong with them."""

    answers: Mapping[str, str]
    counts: Mapping[str, int]
    flags: tuple[Flag, ...]


@dataclass(slots=True)
class Filled:
    """A form with answers in it, as it is judged or asked."""

    form: Form
    answers: dict[str, str]
    now: datetime
    counts: dict[str, int] = field(default_factory=dict)
    relevant: dict[str, bool] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep what was given: what is not asked now may be asked again, in a later round or on a later screen."""
        self.given = dict(self.answers)

    def scope(self, here: str = "") -> Scope:
        """What an expression at a place sees."""
        return Scope(self.answers, self.form.types, self.form.repeats, self.counts, self.now, here)

    def places(self, node: Node, key: str = "") -> Iterator[tuple[Node, str]]:
        """Every node that has a place now, and its key, in order; turns of a repeat one after the other."""
        for child in node.children:
            own = f"{key}/{child.name}".lstrip("/")
            if child.kind is NodeKind.REPEAT:
                for turn in range(1, self.counts.get(own, 0) + 1):
                    yield child, f"{own}[{turn}]"
                    yield from self.places(child, f"{own}[{turn}]")
            else:
                yield child, own
                yield from self.places(child, own)


def settle(filled: Filled) -> None:
    """Work out relevance, turns and calculations until nothing changes any more."""
    for _ in range(ROUNDS):
        before = (dict(filled.answers), dict(filled.counts), dict(filled.relevant))
        filled.relevant = {}
        _settle_below(filled, filled.form.top, "", shown=True)
        if before == (filled.answers, filled.counts, filled.relevant):
            return


def _settle_below(filled: Filled, node: Node, key: str, *, shown: bool) -> None:
    for child in node.children:
        own = f"{key}/{child.name}".lstrip("/")
        if child.kind is NodeKind.REPEAT:
            filled.counts[own] = _turns(filled, child, own) if shown else 0
            for turn in range(1, filled.counts[own] + 1):
                _settle_one(filled, child, f"{own}[{turn}]", shown=shown)
        else:
            _settle_one(filled, child, own, shown=shown)


def _settle_one(filled: Filled, node: Node, key: str, *, shown: bool) -> None:
    shown = shown and (node.relevant is None or node.relevant.truth(filled.scope(key)))
    filled.relevant[key] = shown
    if node.calculate is not None and shown and not _of_the_device(node):
        value = node.calculate.text_in(filled.scope(key))
        if value:
            filled.answers[key] = value
        else:
            filled.answers.pop(key, None)
    if not shown:
        filled.answers.pop(key, None)
    elif key not in filled.answers and filled.given.get(key) and node.calculate is None:
        filled.answers[key] = filled.given[key]
    _settle_below(filled, node, key, shown=shown)


def _of_the_device(node: Node) -> bool:
    """What only the device knew: when it was worked out there."""
    return bool(node.preload) or (node.calculate is not None and bool(node.calculate.names & {"now", "today", "once"}))


def _turns(filled: Filled, node: Node, key: str) -> int:
    wanted = number(single(node.count.evaluate(filled.scope(key)))) if node.count else float("nan")
    return int(min(wanted, MOST_TURNS)) if wanted > 0 else 0  # NaN is not


def judge(form: Form, answers: Mapping[str, str], *, now: datetime) -> Judged:
    """What holds of answers that came from outside. Never refuses: what cannot stand is dropped or flagged."""
    filled = Filled(form, {key: value for key, value in answers.items() if value != ""}, now)
    settle(filled)
    asked = {key: node for node, key in filled.places(form.top) if filled.relevant.get(key)}
    flags = [Flag(key, "answer.not-in-the-form") for key in answers if bare(key) not in form.types]
    for key, node in asked.items():
        flags += [Flag(key, reason) for reason in faults_of(filled, node, key)]
    kept = {key: filled.answers[key] for key in asked if key in filled.answers}
    return Judged(kept, dict(filled.counts), tuple(flags))


def faults_of(filled: Filled, node: Node, key: str) -> list[str]:
    """What is wrong with the answer at a key of a settled form."""
    if node.kind is not NodeKind.QUESTION:
        return []
    value = filled.answers.get(key, "")
    if not value:
        needed = node.required is not None and truth(single(node.required.evaluate(filled.scope(key))))
        return ["answer.missing"] if needed else []
    if not _is_of_type(node.type, value):
        return ["answer.type"]
    found = []
    if node.control in {Control.ONE, Control.SEVERAL} and not _are_choices(filled, node, key, value):
        found.append("answer.no-choice")
    if node.constraint is not None and not node.constraint.truth(filled.scope(key)):
        found.append("answer.constraint")
    return found


def _are_choices(filled: Filled, node: Node, key: str, value: str) -> bool:
    given = [value] if node.control is Control.ONE else value.split()
    allowed = {choice.value for choice in choices_at(filled, node, key)}
    return set(given) <= allowed and len(set(given)) == len(given)


def choices_at(filled: Filled, node: Node, key: str) -> list[Choice]:
    """The choices that stand there now, where a filter leaves some out."""
    if node.only is None:
        return list(node.choices)
    here = filled.scope(key)
    return [choice for choice in node.choices if node.only.truth(here.moved(key, choice.about))]


def _is_of_type(kind: str, value: str) -> bool:
    try:
        if kind == "int":
            return value.strip() == value and abs(int(value)) < 10**15 and "_" not in value
        if kind == "decimal":
            return abs(float(value)) < 10**15 and "_" not in value
        if kind in _MOMENTS:
            return bool(_MOMENTS[kind](value))
    except ValueError:
        return False
    return kind != "geopoint" or _POINT.fullmatch(value) is not None


_MOMENTS: Final = {
    "date": lambda value: date.fromisoformat(value[:10]),
    "time": lambda value: str(time.fromisoformat(value)),
    "dateTime": datetime.fromisoformat,
}
