"""The vault's declaration."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.base.menu import Menu, MenuEntry
from answerable.base.room import Held, LastingDeed, Room, Rows, Tables, Urls
from answerable.base.row_policy import WORD, Guarded, Unguarded, of_pair, of_subject
from answerable.base.subject import Subject
from answerable.people.terms import Power
from answerable.vault.sealed_fields import SEALED
from answerable.vault.terms import KeyDeed


def _urls() -> Urls:
    from answerable.vault import urls

    return Urls(desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.vault import wording

    return wording.REASONS


def _jobs() -> tuple[object, ...]:
    from answerable.vault import jobs

    return (
        jobs.hash_waiting_codes,
        jobs.clean_waiting_files,
        jobs.scan_waiting_files,
        jobs.remember_codes,
        jobs.watch_keys,
        jobs.sweep,
    )


def _red_lines(at: datetime) -> Iterable[str]:  # noqa: ARG001 -- the signature of a declaration
    from answerable.vault import queries

    return queries.key_troubles()


def _rows() -> Rows:
    from answerable.vault import models

    return (
        Guarded(models.FollowUpCode, of_pair(column="appeal")),
        Guarded(models.FormerCode, of_pair(column="appeal")),
        Guarded(models.FollowSession, of_pair(column="appeal")),
        Guarded(models.File, f"{of_subject()} OR draft IS NOT NULL AND {WORD} <> ''"),
        Unguarded(models.FailedAttempt, "failures at a locator, whether it has a code or not: nobody's"),
        Unguarded(models.Wanted, "that the list of a record's readers waits for a key: a number and a day"),
        Unguarded(models.Record, "public halves of record keys; key holders and the quorum work across trees"),
        Unguarded(models.Wrap, "record keys wrapped to their readers: who has no wrap has nothing, whatever is seen"),
        Unguarded(models.AccessRecord, "who looked at what, append-only, for auditors, who stand outside every tree"),
        Unguarded(models.KeyPair, "public keys, meant to be compared"),
        Unguarded(models.Slot, "private keys under their holders' passwords; a holder belongs to no tree"),
        Unguarded(models.Share, "shares of the quorum, sealed to their holders; the quorum stands above every tree"),
        Unguarded(models.QuorumRequest, "of the quorum, which stands above every tree; reason and share are sealed"),
    )


def _held() -> Held:
    from answerable.vault import held

    return held.HELD


def _counted() -> Tables:
    from answerable.vault import models

    return (models.File,)


def _retired_again(key: Subject, at: datetime) -> bool:
    from answerable.vault.actions import restored

    return restored.retire_again(key.id, at=at)


VAULT: Final = Room(
    name="vault",
    sealed=SEALED,
    leaves=(
        "key-enrolled",
        "key-differs",
        "key-mended",
        "key-ended",
        "key-unknown",
        "quorum-asked",
        "quorum-opened",
        "quorum-ended",
        "row-differs",
    ),
    rows=_rows,
    held=_held,
    urls=_urls,
    menu=(MenuEntry(page="desk:vault:keys", says=_("My key"), menus=(Menu.DESK_OWN,), place=20, power=Power.KEYS),),
    refusals=_refusals,
    red_lines=_red_lines,
    jobs=_jobs,
    counted=_counted,
    lasting=(LastingDeed(deed=KeyDeed.RETIRED, again=_retired_again),),
)
