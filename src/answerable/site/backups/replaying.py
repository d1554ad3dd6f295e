"""Doing again, after a restore, what the book of erasures says: nothing erased or taken back comes back to life."""

from answerable.base.subject import Subject
from answerable.ledger import queries as ledger_queries
from answerable.people.actions import restored as people_restored
from answerable.site import rooms, scheduling
from answerable.vault.actions import restored as vault_restored
from answerable_host.backups.erasures import Erasure


def replay(book: list[Erasure]) -> tuple[int, int, list[str]]:
    """Do everything again, in order; returns how many were done, how many needed nothing, and what stumbled.

    A deed that the book knows and no room declares stumbles: it stops a restore.
    """
    again = {str(each.deed): each.again for room in rooms.ROOMS for each in room.lasting}
    done = passed = 0
    stumbled = []
    for erasure in book:
        try:
            if again[erasure.deed](Subject.parse(erasure.thing), erasure.when):
                done += 1
            else:
                passed += 1
        except Exception as error:  # noqa: BLE001 -- all of them are tried, and any that fails keeps the system shut
            stumbled.append(f"{erasure.deed} of {erasure.thing}: {type(error).__name__}")
    return done, passed, stumbled


def end_all_sessions() -> int:
    """End the sessions that the backup brought along, of officers and of senders; returns how many."""
    return people_restored.drop_all_sessions() + vault_restored.drop_follow_sessions()


def read_on() -> list[str]:
    """Let followers hear what the backup knows and they had not; returns which erasures, bars and keys still wait.

    A restored installation does not open before them: somebody could read what was shut a minute before the backup.
    """
    scheduling.read_on()
    waiting = ledger_queries.critical_waiting()
    return [f"{each} is not carried out; mend the cause, then `answerable replay`" for each in waiting]
