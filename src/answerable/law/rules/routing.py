"""Who handles a matter, and who must not. Pure, and the same at every hand-over.

The body or officer complained about, and whatever it commands, neither handles nor sees the complaint (UA 393/96
art. 7, RU 59-FZ art. 8(6)). `bars` says who that is, `route` gives the body at registration, `handed_to` at every
later hand-over: forwarding, re-assignment, substitution, merging (there with the union of both bars).
Every choice leaves steps in codes that the page can say in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from answerable.base.verdict import NotNowError
from answerable.people.rules import CommandTree


class Because(StrEnum):
    """Why a body is barred."""

    ABOUT = "complained_about"
    COMMANDED = "commanded_by"  # by a body that is complained about
    HEADED = "headed_by"  # the officer complained about heads it
    SAME_UNIT = "same_unit"  # the officer complained about serves in it


class RoutingStep(StrEnum):
    """What moved a matter on its way to a body."""

    ADDRESSED = "addressed"
    COMPETENT = "competent"
    FALLBACK = "fallback"
    BARRED = "barred"
    UNSUITABLE = "unsuitable"  # may not decide about colleagues
    NOT_ANSWERING = "not_answering"
    ABOVE = "above"
    NAMED = "named"  # by the pack, for when nobody above is left
    JUDGED = "judged"  # the law says who decides about whom it is about
    HELD = "held"  # until somebody outside of the command has looked whether it is about it


@dataclass(frozen=True, slots=True)
class RoutingBar:
    """One barred body: why, and on account of which body complained about."""

    body: int
    because: Because
    by: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Who neither handles nor sees a matter. Only ever grows."""

    bodies: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()
    reasons: tuple[RoutingBar, ...] = ()

    def __or__(self, other: "Bars") -> "Bars":
        """The bars of two matters that become one."""
        reasons = dict.fromkeys((*self.reasons, *other.reasons))
        return Bars(self.bodies | other.bodies, self.persons | other.persons, tuple(reasons))

    def __bool__(self) -> bool:
        """Say whether anybody is barred."""
        return bool(self.bodies or self.persons)

    def why(self, body: int) -> RoutingBar | None:
        """The first reason why a body is barred."""
        return next((bar for bar in self.reasons if bar.body == body), None)


@dataclass(frozen=True, slots=True)
class Competence:
    """A body answers for this category in this place; None means any."""

    body: int
    territory: int | None = None
    category: int | None = None
    care: str = ""  # the specialist whom a flag of special care names; never takes part in routing


@dataclass(frozen=True, slots=True)
class Judge:
    """By law one body decides complaints about another, in a category of matters or in all (PL KPA art. 229)."""

    of: int
    by: int
    category: int | None = None


@dataclass(frozen=True, slots=True)
class RoutingQuestion:
    """What routing looks at. Lines run from the nearest outwards: place, community, raion; category, its parent."""

    addressed_to: int | None = None
    territories: Sequence[int] = ()
    categories: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class RoutingOrder:
    """How a pack has arranged who answers.

    named        bodies for a conflict that leaves nobody above (prosecutor, monitor), in order
    holding      bodies that look first at what may be about a command that they stand outside of, in order
    answering    bodies that take matters today
    unsuitable   bodies that answer, but don't decide about colleagues (a patrol, a front desk)
    judges       who decides about whom, where the law says it; goes before whoever stands above
    """

    competences: Sequence[Competence]
    fallback: int
    named: Sequence[int] = ()
    answering: frozenset[int] = frozenset()
    unsuitable: frozenset[int] = frozenset()
    holding: Sequence[int] = ()
    judges: Sequence[Judge] = ()


@dataclass(frozen=True, slots=True)
class Routed:
    """The body, and the way there in codes."""

    body: int
    why: list[dict[str, object]] = field(default_factory=list)


def bars(
    tree: CommandTree,
    *,
    about_body: int | None = None,
    about_person: int | None = None,
    serves_in: Iterable[tuple[int, bool]] = (),
    same_unit: bool = True,
) -> Bars:
    """Who is barred from a complaint about a body, an officer, or both.

    serves_in   the officer's bodies, each with whether they head it: a head's whole command is barred
    same_unit   bar the unit that a rank-and-file officer serves in, too (a profile's `forbid_handler`)
    """
    causes: list[tuple[int, Because]] = [] if about_body is None else [(about_body, Because.ABOUT)]
    if about_person is not None:
        causes += [
            (body, Because.HEADED if heads else Because.SAME_UNIT) for body, heads in serves_in if heads or same_unit
        ]
    reasons = [RoutingBar(body, because, body) for body, because in causes]
    reasons += [
        RoutingBar(below, Because.COMMANDED, body)
        for body, _ in causes
        for below in sorted(tree.commanded_by(body) - {body})
    ]
    persons = frozenset() if about_person is None else frozenset({about_person})
    return Bars(frozenset(bar.body for bar in reasons), persons, tuple(dict.fromkeys(reasons)))


def recused(person: int) -> Bars:
    """What a handler's recusal bars: that person, nobody else."""
    return Bars(persons=frozenset({person}))


def route(tree: CommandTree, *, ask: RoutingQuestion, order: RoutingOrder, barred: Bars) -> Routed:
    """The body that handles a new matter.

    To whom it is addressed; where that may not have it or nobody is addressed: whom the law names as judge of those whom
    it is about; else the competent body, by the nearest place, then the narrowest category; else the pack's fallback.
    Raises NotNow("law.nobody-may-handle") when the conflict rule leaves nobody.
    """
    to = ask.addressed_to if ask.addressed_to in tree.parents else None
    addressed = [] if to is None else [_step(RoutingStep.ADDRESSED, to)]
    no = None if to is None else _no(to, order, barred)
    if (to is None or no) and (judge := judging(order, ask=ask, barred=barred)):
        said = [*addressed, *([no] if no else [])]
        return Routed(judge.by, [*said, _step(RoutingStep.JUDGED, judge.by, by=judge.of)])
    if to is not None:
        return handed_to(tree, to, order=order, barred=barred, why=addressed)
    competence = competent(order.competences, ask, order.answering)
    if competence is None:
        return handed_to(
            tree, order.fallback, order=order, barred=barred, why=[_step(RoutingStep.FALLBACK, order.fallback)]
        )
    first = _step(RoutingStep.COMPETENT, competence.body, territory=competence.territory, category=competence.category)
    return handed_to(tree, competence.body, order=order, barred=barred, why=[first])


def judging(order: RoutingOrder, *, ask: RoutingQuestion, barred: Bars) -> Judge | None:
    """Who decides by law about those whom a matter is about: for its narrowest category, and only who may have it."""
    about = {bar.body for bar in barred.reasons if bar.because in {Because.ABOUT, Because.HEADED}}
    fitting = [
        one
        for one in order.judges
        if one.of in about
        and (one.category is None or one.category in ask.categories)
        and _no(one.by, order, barred, named=True) is None
    ]
    return min(fitting, key=lambda one: _rank(one.category, ask.categories), default=None)


def competent(competences: Sequence[Competence], ask: RoutingQuestion, answering: frozenset[int]) -> Competence | None:
    """The competence that fits best: nearest place first, then narrowest category, then the pack's order."""
    fitting = [
        one
        for one in competences
        if not one.care
        and one.body in answering
        and (one.territory is None or one.territory in ask.territories)
        and (one.category is None or one.category in ask.categories)
    ]
    return min(
        fitting,
        key=lambda one: (_rank(one.territory, ask.territories), _rank(one.category, ask.categories)),
        default=None,
    )


def _rank(wanted: int | None, line: Sequence[int]) -> int:
    return len(line) if wanted is None else line.index(wanted)


def specialist(competences: Sequence[Competence], *, care: str, territories: Sequence[int]) -> int | None:
    """The body that the pack names for a kind of special care in a place; it's named to the resident, not routed to."""
    fitting = [
        one for one in competences if one.care == care and (one.territory is None or one.territory in territories)
    ]
    best = min(fitting, key=lambda one: _rank(one.territory, territories), default=None)
    return None if best is None else best.body


def handed_to(
    tree: CommandTree,
    candidate: int,
    *,
    order: RoutingOrder,
    barred: Bars,
    why: Sequence[Mapping[str, object]] = (),
) -> Routed:
    """The candidate if it may; else the nearest above that may; else the bodies that the pack names, in order.

    Never a barred one. Raises NotNow("law.nobody-may-handle") when none is left.
    """
    steps = [dict(step) for step in why]
    for place, body in enumerate(tree.upwards(candidate)):
        if no := _no(body, order, barred):
            steps.append(no)
            continue
        if place:
            steps.append(_step(RoutingStep.ABOVE, body))
        return Routed(body, steps)
    for body in order.named:
        if no := _no(body, order, barred, named=True):
            steps.append(no)
            continue
        return Routed(body, [*steps, _step(RoutingStep.NAMED, body)])
    raise NotNowError("law.nobody-may-handle")


def held_by(order: RoutingOrder, barred: Bars) -> Routed:
    """The body that has a matter until somebody has looked whether it is about those whom it may name: outside of them.

    The first that may of those that the pack names for it, else of those that it names for conflicts.
    """
    for body in (*order.holding, *order.named):
        if body in order.answering and body not in barred.bodies:
            return Routed(body, [_step(RoutingStep.HELD, body)])
    raise NotNowError("law.nobody-may-handle")


def may_lie_with(body: int, *, order: RoutingOrder, barred: Bars) -> bool:
    """Say whether a matter may lie with a body: what a list of bodies to forward to is made of."""
    return _no(body, order, barred) is None


def _no(body: int, order: RoutingOrder, barred: Bars, *, named: bool = False) -> dict[str, object] | None:
    """Why a body can't have it, as a step; None when it can. A body named for conflicts is fit for them."""
    if body in barred.bodies:
        bar = barred.why(body)
        return _step(RoutingStep.BARRED, body, because=bar.because.value if bar else "", by=bar.by if bar else None)
    if body not in order.answering:
        return _step(RoutingStep.NOT_ANSWERING, body)
    if barred.bodies and not named and body in order.unsuitable:
        return _step(RoutingStep.UNSUITABLE, body)
    return None


def _step(step: RoutingStep, body: int, **facts: object) -> dict[str, object]:
    return {"step": step.value, "body": body, **{name: fact for name, fact in facts.items() if fact not in (None, "")}}
