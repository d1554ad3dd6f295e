"""What the journal and the public log say of pairs of keys, and which pairs are no longer what they say.

A row of `vault_key_pair` is believed only so far: it has to be as its last deed left it (`ledger.queries.held`), its
public half has to be the one of its enrolment in the journal, and, but for senders' pairs, the one of its leaf.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from answerable.base.room import subject_kinds
from answerable.ledger.models import Case, Entry, PublicLeaf
from answerable.ledger.queries import held
from answerable.vault.held import KEY_PAIRS, RECORDS
from answerable.vault.models import KeyPair, Record
from answerable.vault.rules import wraps
from answerable.vault.terms import Holder
from answerable_verify.leaf import parse_leaf

ENROLLED: Final = "key.enrolled"
DIFFERS: Final = "key.differs"
MENDED: Final = "key.mended"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How a pair was enrolled.

    fingerprint  of the public half in the journal; empty for a sender's pair of before there were any
    sha256       of the public half in the pair's leaf; empty where it has none
    index        of that leaf, once it has a place
    """

    fingerprint: str = ""
    sha256: str = ""
    index: int | None = None


def digest_of(public: bytes | memoryview) -> str:
    """SHA-256 of a public key, in hexadecimal, as leaves write it."""
    return sha256(bytes(public)).hexdigest()


def enrolments_of(pairs: Iterable[KeyPair]) -> Mapping[int, Enrolment]:
    """The enrolments of these pairs; a pair that was never enrolled is not among them."""
    things = {f"key/{pair.id}": pair.id for pair in pairs}
    said = {
        entry.thing: str(entry.facts.get("fingerprint", ""))
        for entry in Entry.objects.filter(thing__in=things, deed=ENROLLED).order_by("-id")
    }
    cases = dict(Case.objects.filter(thing__in=things).values_list("thing", "code"))
    leaves = {bytes(row.case or b""): row for row in PublicLeaf.objects.filter(case__in=list(cases.values()), n=0)}
    found = {}
    for thing, fingerprint in said.items():
        row = leaves.get(bytes(cases.get(thing, b"")))
        digest = "" if row is None else str(parse_leaf(bytes(row.body)).extra.get("sha256", ""))
        found[things[thing]] = Enrolment(fingerprint, digest, None if row is None else row.idx)
    return found


def false_pairs(pairs: Iterable[KeyPair]) -> set[int]:
    """Which of these pairs are not the ones that were enrolled."""
    given = list(pairs)
    known = enrolments_of(given)
    found = held.altered(KEY_PAIRS, [pair.id for pair in given])
    return found | {pair.id for pair in given if not _is_enrolled(pair, known.get(pair.id))}


def _is_enrolled(pair: KeyPair, known: Enrolment | None) -> bool:
    if known is None:
        return False
    if known.fingerprint and known.fingerprint != wraps.key_fingerprint(bytes(pair.public)).replace(" ", "-"):
        return False
    return not known.sha256 or known.sha256 == digest_of(pair.public)


def told_of(pair: int) -> str:
    """The digest with which an alarm about a pair stands; empty where none stands."""
    return held.alarms_standing("key", thing=f"key/{pair}").get(f"key/{pair}", "")


def alarms_standing() -> list[int]:
    """The pairs about which an alarm stands: found to be another than enrolled, and not seen to be mended since."""
    return sorted(int(thing.rpartition("/")[2]) for thing in held.alarms_standing("key"))


def key_troubles() -> list[str]:
    """Why an operator should look at the keys now, in plain words; nothing when all is well."""
    found = [
        f"the key pair {pair} is not the one that was enrolled: nothing is wrapped to it" for pair in alarms_standing()
    ]
    for kind in subject_kinds():
        found += [f"the record of {thing} was changed past the journal" for thing in held.alarms_standing(kind.word)]
    return found


def watched_pairs() -> list[KeyPair]:
    """The living pairs of people, bodies and the quorum, and those about which an alarm stands."""
    living = KeyPair.objects.filter(retired_at=None).exclude(holder=Holder.CODE)
    return list((living | KeyPair.objects.filter(id__in=alarms_standing())).order_by("id"))


def is_altered(record: Record) -> bool:
    """Say whether a record's row is not as this system left it: its epoch, its inward key, the key that is kept."""
    return record.id in held.altered(RECORDS, [record.id])
