"""Who may grant, confirm, end, stand in and reset. Pure: what is asked about comes in as arguments.

`line` is always the body and everybody above it, up to the top: the power to grant seats reaches down the command.
"""

from collections.abc import Collection, Iterable
from typing import Final

from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import Verdict
from answerable.people.terms import Power

WATCHES: Final = frozenset({Power.MONITOR, Power.AUDIT})


def _grants_in(actor: Actor, line: Iterable[int]) -> bool:
    return any(actor.has(Power.PEOPLE, body) for body in line)


def _is(actor: Actor, word: str) -> bool:
    """Say whether a word of the ledger is the actor, or somebody the actor sits for."""
    return word in {f"{ActorKind.OFFICER.value}/{person}" for person in actor.persons}


def can_make_account(actor: Actor) -> Verdict:
    """Whoever grants seats anywhere may make an account; it can do nothing before a seat is granted."""
    return (
        Verdict() if actor.kind is ActorKind.SYSTEM or actor.has_anywhere(Power.PEOPLE) else Verdict("people.not-yours")
    )


def can_grant(actor: Actor, *, line: Iterable[int], account: int) -> Verdict:
    """Nobody grants a seat to themselves, nor to whom they stand in for."""
    if account in actor.persons:
        return Verdict("people.not-to-yourself")
    return Verdict() if actor.kind is ActorKind.SYSTEM or _grants_in(actor, line) else Verdict("people.not-yours")


def can_issue_key(actor: Actor, *, line: Iterable[int]) -> Verdict:
    """Whoever grants seats in a body may let another's program in for it, and shut it out again."""
    return Verdict() if actor.kind is ActorKind.SYSTEM or _grants_in(actor, line) else Verdict("people.not-yours")


def can_confirm_key(actor: Actor, *, line: Iterable[int], issued_by: str) -> Verdict:
    """The second person of a key that shows sealed things: not whoever issued it; in the line, or who watches from outside."""
    if _is(actor, issued_by) or actor.kind is ActorKind.SYSTEM:
        return Verdict("people.second-person-needed")
    watches = any(actor.has_anywhere(power) for power in WATCHES)
    return Verdict() if watches or _grants_in(actor, line) else Verdict("people.not-yours")


def can_confirm(actor: Actor, *, line: Iterable[int], account: int, granted_by: str) -> Verdict:
    """The second person: neither the one who granted nor the one who gets, in the line or from outside (monitor)."""
    if account in actor.persons:
        return Verdict("people.not-to-yourself")
    if _is(actor, granted_by) or actor.kind is ActorKind.SYSTEM:
        return Verdict("people.second-person-needed")
    watches = any(actor.has_anywhere(power) for power in WATCHES)
    return Verdict() if watches or _grants_in(actor, line) else Verdict("people.not-yours")


def can_end(actor: Actor, *, line: Iterable[int], account: int) -> Verdict:
    """A seat is given back by its holder or taken by who grants in that body."""
    if actor.kind is ActorKind.SYSTEM or account == actor.id or _grants_in(actor, line):
        return Verdict()
    return Verdict("people.not-yours")


def can_close(actor: Actor, *, lines: Collection[Iterable[int]], account: int) -> Verdict:
    """Whoever grants in every body where the person sits may close the account, never the own one."""
    if account in actor.persons:
        return Verdict("people.not-to-yourself")
    reaches = actor.has_anywhere(Power.PEOPLE) and all(_grants_in(actor, line) for line in lines)
    return Verdict() if actor.kind is ActorKind.SYSTEM or reaches else Verdict("people.not-yours")


def can_describe(actor: Actor, *, lines: Collection[Iterable[int]], account: int | None) -> Verdict:
    """Whoever grants seats where the person (or the body) is says what they are known by, never of themselves."""
    if account is not None and account in actor.persons:
        return Verdict("people.not-to-yourself")
    return Verdict() if any(_grants_in(actor, line) for line in lines) else Verdict("people.not-yours")


def can_begin_absence(
    actor: Actor,
    *,
    account: int,
    lines: Collection[Iterable[int]],
    roots: Collection[int],
    other_roots: Collection[int],
) -> Verdict:
    """One's own absence, or a colleague's by who grants there; the substitute serves under the same top.

    A substitute's own say is not enough to lend the desk on: only the person or a superior names one.
    """
    if set(roots).isdisjoint(other_roots):
        return Verdict("people.substitute-elsewhere")
    above = bool(lines) and all(_grants_in(actor, line) for line in lines)
    return Verdict() if account == actor.id or above else Verdict("people.not-yours")


def can_end_absence(actor: Actor, *, account: int, lines: Collection[Iterable[int]]) -> Verdict:
    """Whoever is back says so, or a superior does; not the substitute."""
    above = bool(lines) and all(_grants_in(actor, line) for line in lines)
    return Verdict() if account == actor.id or above else Verdict("people.not-yours")


def can_reset(actor: Actor, *, lines: Collection[Iterable[int]], account: int) -> Verdict:
    """A forgotten password is reset by whoever might close the account."""
    return can_close(actor, lines=lines, account=account)


def can_tend(actor: Actor) -> Verdict:
    """Whoever watches over the installation sees what it could not carry out, and lets it be tried again."""
    watches = any(actor.has_anywhere(power) for power in WATCHES)
    return Verdict() if watches else Verdict("people.not-yours")


def is_own(actor: Actor, *, account: int) -> Verdict:
    """A password, a language, a factor: only the person's own."""
    return Verdict() if actor.kind is ActorKind.OFFICER and actor.id == account else Verdict("people.not-yours")
