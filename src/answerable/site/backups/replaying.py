"""Doing again, after a restore, what the book of erasures says: nothing erased or taken back comes back to life."""

from collections.abc import Callable
from typing import Final

from answerable.appeals import actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import Deed, State
from answerable.base.actor import HOUSE, resident
from answerable_host.backups.erasures import Erasure

Again = Callable[[Erasure], bool]


def _erased(erasure: Erasure) -> bool:
    """An appeal that was erased: its words, its sender, its files and its key."""
    if not Appeal.objects.filter(id=erasure.ref).exists():
        return False
    return actions.erase(by=HOUSE, at=erasure.when, ref=erasure.ref, basis="restored")


def _withdrawn(erasure: Erasure) -> bool:
    """An appeal that its sender took back."""
    appeal = Appeal.objects.filter(id=erasure.ref).first()
    if appeal is None or appeal.state == State.WITHDRAWN:
        return False
    actions.withdraw(by=resident(erasure.ref), at=erasure.when, ref=erasure.ref, text="")
    return True


def _no_contact(erasure: Erasure) -> bool:
    """A consent to be written to that its sender took back."""
    if not Appeal.objects.filter(id=erasure.ref).exists():
        return False
    actions.change_contact(by=resident(erasure.ref), at=erasure.when, ref=erasure.ref, contact="", way="")
    return True


AGAIN: Final[dict[str, Again]] = {
    Deed.ERASED: _erased,
    Deed.WITHDRAWN: _withdrawn,
    Deed.CONTACT_CHANGED: _no_contact,
}
"""What is done again for each deed. A deed that the book knows and this table does not stops a restore."""


def replay(book: list[Erasure]) -> tuple[int, int, list[str]]:
    """Do everything again, in order; answers how many were done, how many needed nothing, and what stumbled."""
    done = passed = 0
    stumbled = []
    for erasure in book:
        try:
            if AGAIN[erasure.deed](erasure):
                done += 1
            else:
                passed += 1
        except Exception as error:  # noqa: BLE001 -- all of them are tried, and any that fails keeps the house shut
            stumbled.append(f"{erasure.deed} of {erasure.thing}: {type(error).__name__}")
    return done, passed, stumbled
