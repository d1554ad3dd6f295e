"""Doing again, after a restore, what the book of erasures says: nothing erased or taken back comes back to life."""

from collections.abc import Sequence
from pathlib import Path

from answerable.base.subject import Subject
from answerable.ledger import queries as ledger_queries
from answerable.people.actions import restored as people_restored
from answerable.site import rooms, scheduling
from answerable.vault.actions import restored as vault_restored
from answerable_host.backups import erasures
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


class BehindError(Exception):
    """The database is older than what is remembered outside of it, and could not be brought on; nothing may open."""


def catch_up(places: Sequence[Path]) -> int:
    """Treat a database that turned out to be an old one like a restored one: no session lives on, and what ended ends again.

    So a dump that somebody put back by hand, on whatever server, brings nobody back. Returns how much was done again. Raises
    `BehindError` where the newest book is in none of these places, or something could not be done again.
    """
    try:
        erasures.must_be_newest(places)
        book = list(erasures.read_erasures(places))
    except erasures.BrokenRecordError as broken:
        raise BehindError(f"{broken}. Put the newest one into {places[0]}") from None
    end_all_sessions()
    done, _passed, stumbled = replay(book)
    if stumbled := [*stumbled, *read_on()]:
        raise BehindError("; ".join(stumbled))
    return done


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
