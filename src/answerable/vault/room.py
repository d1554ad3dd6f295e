"""The vault's declaration."""

from collections.abc import Mapping
from typing import Final

from answerable.base.room import Room, Urls
from answerable.base.row_policy import WORD, Guarded, Unguarded, of_pair, of_subject
from answerable.vault.sealed_fields import SEALED


def _urls() -> Urls:
    from answerable.vault import urls

    return Urls(desk=urls.desk)


def _refusals() -> Mapping[str, object]:
    from answerable.vault import wording

    return wording.REASONS


def _jobs() -> tuple[object, ...]:
    from answerable.vault import jobs

    return jobs.hash_waiting_codes, jobs.clean_waiting_files, jobs.scan_waiting_files, jobs.remember_codes, jobs.sweep


VAULT: Final = Room(
    name="vault",
    sealed=SEALED,
    rows=(
        Guarded("vault_follow_up_code", of_pair(column="appeal")),
        Guarded("vault_follow_session", of_pair(column="appeal")),
        Guarded("vault_file", f"{of_subject()} OR draft IS NOT NULL AND {WORD} <> ''"),
        Unguarded("vault_knock", "failures at a locator, whether it has a code or not: nobody's"),
        Unguarded("vault_wanted", "that the list of a record's readers waits for a key: a number and a day"),
        Unguarded("vault_record", "public halves of record keys; key holders and the quorum work across trees"),
        Unguarded("vault_wrap", "record keys wrapped to their readers: who has no wrap has nothing, whatever is seen"),
        Unguarded("vault_look", "who looked at what, append-only, for auditors, who stand outside every tree"),
        Unguarded("vault_key_pair", "public keys, meant to be compared"),
        Unguarded("vault_slot", "private keys under their holders' passwords; a holder belongs to no tree"),
        Unguarded("vault_share", "shares of the quorum, sealed to their holders; the quorum stands above every tree"),
        Unguarded("vault_quorum_request", "of the quorum, which stands above every tree; reason and share are sealed"),
    ),
    urls=_urls,
    refusals=_refusals,
    jobs=_jobs,
    counted=("vault_file",),
)
