"""Doing again, after a restore, what the book of erasures says: nothing erased or taken back comes back to life."""

from answerable.base.subject import Subject
from answerable.site import rooms
from answerable_host.backups.erasures import Erasure


def replay(book: list[Erasure]) -> tuple[int, int, list[str]]:
    """Do everything again, in order; answers how many were done, how many needed nothing, and what stumbled.

    A deed that the book knows and no room declares stumbles: it stops a restore.
    """
    again = {each.deed: each.again for room in rooms.ROOMS for each in room.lasting}
    done = passed = 0
    stumbled = []
    for erasure in book:
        try:
            if again[erasure.deed](Subject.parse(erasure.thing), erasure.when):
                done += 1
            else:
                passed += 1
        except Exception as error:  # noqa: BLE001 -- all of them are tried, and any that fails keeps the house shut
            stumbled.append(f"{erasure.deed} of {erasure.thing}: {type(error).__name__}")
    return done, passed, stumbled
