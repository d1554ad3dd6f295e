"""Who may do what to an appeal: one pure function for each act, asked by actions, pages and templates alike.

The conflict rule comes first in every one of them: whoever the appeal is about, and whatever they command, may nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from answerable.appeals.terms import Purpose, Tier
from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import ApiScope, Power

YES: Final = Verdict()


@dataclass(frozen=True, slots=True)
class AppealStanding:
    """What policy needs to know of an appeal."""

    id: int
    body: int
    tier: str
    assignee: int | None = None
    barred_bodies: frozenset[int] = frozenset()
    barred_persons: frozenset[int] = frozenset()
    readers: frozenset[int] = frozenset()


def can_be_shown(as_barred: Actor, appeal: AppealStanding, *, body: int, scopes: Collection[str]) -> Verdict:
    """Whether a program sees that an appeal exists: what lies with its body, by its scopes, about nobody who serves there.

    `as_barred` is everybody who may read from the program, taken for one.
    """
    if is_barred(as_barred, appeal):
        return Verdict("appeal.about-your-own-body")
    wanted = ApiScope.SEALED if appeal.tier == Tier.SEALED else ApiScope.READ
    return YES if appeal.body == body and wanted in scopes else Verdict("appeal.of-another-body")


def is_barred(actor: Actor, appeal: AppealStanding) -> bool:
    """Say whether the appeal is about the actor, about whom they act for, or about a body that they belong to."""
    return bool(actor.tied_to & appeal.barred_bodies or actor.persons & appeal.barred_persons)


def can_read(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Who has it, who stands above (not when sealed), to whom it climbed; the sender; never who it is about."""
    if actor.kind is ActorKind.SYSTEM:
        return YES
    if actor.kind is ActorKind.RESIDENT:
        return YES if actor.id == appeal.id else Verdict("appeal.not-yours")
    if is_barred(actor, appeal):
        return Verdict("appeal.about-your-own-body")
    if appeal.body in actor.bodies or appeal.readers & actor.bodies:
        return YES
    if appeal.tier == Tier.WORKING and appeal.body in actor.oversees:
        return YES
    return Verdict("appeal.of-another-body")


def _in_office(actor: Actor, appeal: AppealStanding, power: Power) -> Verdict:
    """A seat with the power in the body that has it, or the same power in a seat that oversees the body."""
    if actor.kind is ActorKind.SYSTEM:
        return YES
    readable = can_read(actor, appeal)
    if not readable:
        return readable
    above = appeal.tier == Tier.WORKING and appeal.body in actor.oversees and actor.has_anywhere(power)
    if actor.has(power, appeal.body) or above:
        return YES
    return Verdict(f"appeal.needs-power-{power}")


def _needs(power: Power) -> Callable[[Actor, AppealStanding], Verdict]:
    def can(actor: Actor, appeal: AppealStanding) -> Verdict:
        return _in_office(actor, appeal, power)

    can.__doc__ = f"A seat with the power to {power.value} in the body that has it, or above it; never when barred."
    return can


can_handle: Final = _needs(Power.HANDLE)
can_sign: Final = _needs(Power.SIGN)
can_assign: Final = _needs(Power.ASSIGN)
can_forward: Final = _needs(Power.FORWARD)
can_hand_on: Final = can_forward
can_extend: Final = _needs(Power.EXTEND)
can_refuse: Final = _needs(Power.REFUSE)


can_publish: Final = can_sign  # who may speak for the body passes what is said of it in public


def can_be_given(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Whether somebody may be made the one who works on it: a handler of that very body who isn't barred."""
    if is_barred(actor, appeal):
        return Verdict("appeal.they-are-barred")
    return YES if actor.has(Power.HANDLE, appeal.body) else Verdict("appeal.they-are-of-another-body")


def can_recuse(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Whoever may read it at work may step back from it."""
    return can_read(actor, appeal) if actor.kind is ActorKind.OFFICER else Verdict("appeal.not-yours")


def can_follow(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Only the sender rates, disputes, replies and withdraws."""
    mine = actor.kind is ActorKind.RESIDENT and actor.id == appeal.id
    return YES if mine else Verdict("appeal.only-the-sender")


def can_instruct(actor: Actor, appeal: AppealStanding) -> Verdict:
    """The chair to whom it climbed, or above the body that has it."""
    if actor.kind is ActorKind.SYSTEM:
        return YES
    if not actor.has_anywhere(Power.CHAIR):
        return Verdict("appeal.needs-power-chair")
    return can_read(actor, appeal)


def can_say_about(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Who may say late whom it is about: its sender, the monitor (without reading it), whoever oversees or handles it."""
    if actor.kind is ActorKind.RESIDENT:
        return can_follow(actor, appeal)
    if is_barred(actor, appeal):
        return Verdict("appeal.about-your-own-body")
    if actor.has_anywhere(Power.MONITOR):
        return YES
    if actor.has_anywhere(Power.CHAIR) or appeal.body in actor.oversees:
        return can_read(actor, appeal)
    return can_handle(actor, appeal)


def can_enter(actor: Actor) -> Verdict:
    """Whoever has a seat with the power to enter what comes by phone, visit or letter."""
    return YES if actor.has_anywhere(Power.ENTER) else Verdict("appeal.needs-power-enter")


def can_take_down(actor: Actor, appeal: AppealStanding, *, concerned: Collection[int]) -> Verdict:
    """Who writes down what a sender says: whoever enters calls, outside of the bodies `concerned`, never a barred one."""
    if is_barred(actor, appeal):
        return Verdict("appeal.about-your-own-body")
    may = can_enter(actor)
    if not may:
        return may
    return Verdict("word.of-a-body-concerned") if actor.tied_to & frozenset(concerned) else YES


def can_hear_in_person(actor: Actor, *, entered_by: str) -> Verdict:
    """Who gives a sender the way back to a contested message: who may take down a word, and did not write its slip."""
    return Verdict("word.you-entered-it") if actor.word == entered_by else YES


def can_see_sender(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Name and contact: the sender, and whoever handles the appeal; not everybody who may read the text."""
    if actor.kind is ActorKind.RESIDENT:
        return can_read(actor, appeal)
    return _in_office(actor, appeal, Power.HANDLE)


def can_ring(actor: Actor, appeal: AppealStanding) -> Verdict:
    """Who tells a sender by phone that there is news, and so sees the number: who enters calls in the body that has it."""
    return _in_office(actor, appeal, Power.ENTER)


def purpose_of_work(actor: Actor, appeal: AppealStanding) -> str:
    """The purpose that needs no asking: whoever was given the appeal handles it. Empty: the reader states one."""
    return Purpose.HANDLE if actor.kind is ActorKind.OFFICER and appeal.assignee == actor.id else ""


def can_hold_key(actor: Actor, appeal: AppealStanding, *, bodies: Collection[int]) -> Verdict:
    """Whether a sealed appeal is opened to somebody's key: a key holder's own seat in one of `bodies`, never a barred one.

    `bodies` are those that have it, to which it climbed or can climb, and the monitor's.
    """
    if actor.kind is not ActorKind.OFFICER or is_barred(actor, appeal):
        return Verdict("appeal.about-your-own-body")
    return YES if any(actor.has(Power.KEYS, body) for body in bodies) else Verdict("appeal.needs-power-keys")


ACTS: Final[dict[str, Callable[[Actor, AppealStanding], Verdict]]] = {
    "accept": can_handle,
    "assign": can_assign,
    "note": can_handle,
    "ask": can_handle,
    "points": can_handle,
    "categorise": can_handle,
    "matter": can_handle,
    "correct": can_handle,
    "step": can_handle,
    "hand_on": can_hand_on,
    "forward": can_forward,
    "extend": can_extend,
    "term": can_extend,
    "refuse": can_refuse,
    "draft": can_handle,
    "answer": can_sign,
    "sign": can_sign,
    "return": can_sign,
    "group": can_handle,
    "merge": can_handle,
    "recuse": can_recuse,
    "publish": can_publish,
    "meant": can_handle,
    "about": can_say_about,
    "close": can_handle,
}
