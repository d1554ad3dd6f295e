"""Whom to believe: a trust policy as c2sp.org/tlog-policy writes it (logs, witnesses, groups, one quorum).

Four lines are ours and are comments to everybody else; a reader that does not know them is stricter, the safe side.
`#: log-until <size> <vkey>` names a retired key of a log, whose checkpoints count up to that size only.
`#: witness-until <size> <name> <vkey>` names a retired witness, whose word counts up to that size, and
`#: quorum-until <size> <k> <name>...` the quorum that held up to that size: old receipts live on when witnesses change.
`#: promise <vkey>` names the key of the log's promises.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .note import COSIGNATURE, ED25519, VerifierKey, parse_vkey
from .strict import RejectedError, decimal, utf8

NONE: Final = "none"
MOST_LINES: Final = 1000
POLICY_LIMIT: Final = 1 << 18
_WORDS: Final = re.compile(r"[^ \t]+")
_ODD: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key of the policy and where its owner answers, when told."""

    key: VerifierKey
    url: str | None = None
    until: int | None = None
    """For a retired key: the largest tree size it still speaks for."""


@dataclass(frozen=True, slots=True)
class WitnessGroup:
    """At least `need` of the members, which are names of witnesses or of earlier groups."""

    need: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerQuorum:
    """What made a checkpoint good up to a size: `need` of these witnesses, retired ones or present."""

    until: int
    need: int
    members: tuple[str, ...]


@dataclass(slots=True)
class Policy:
    """Logs that are believed, witnesses by name, and the quorum of witnesses that makes a checkpoint good."""

    logs: list[KnownKey] = field(default_factory=list)
    witnesses: dict[str, KnownKey] = field(default_factory=dict)
    groups: dict[str, WitnessGroup] = field(default_factory=dict)
    quorum: str = NONE
    promise: VerifierKey | None = None
    retired: dict[str, KnownKey] = field(default_factory=dict)
    """Witnesses that stopped, by name."""
    former: list[FormerQuorum] = field(default_factory=list)

    @classmethod
    def of(cls, logs: Iterable[VerifierKey], witnesses: Iterable[VerifierKey] = (), quorum: int = 0) -> "Policy":
        """The policy "one of these logs and `quorum` of these witnesses"."""
        policy = cls([KnownKey(key) for key in logs], {f"w{i}": KnownKey(key) for i, key in enumerate(witnesses)})
        if not 0 <= quorum <= len(policy.witnesses):
            raise RejectedError("policy", f"{quorum} of {len(policy.witnesses)} witnesses cannot be had")
        if quorum:
            policy.groups["quorum"] = WitnessGroup(quorum, tuple(policy.witnesses))
            policy.quorum = "quorum"
        return policy

    @property
    def keys(self) -> list[VerifierKey]:
        """Every key named, of logs and witnesses."""
        return [known.key for known in (*self.logs, *self.witnesses.values(), *self.retired.values())]

    def counts(self, public: bytes, size: int) -> bool:
        """Whether a witness's word counts over a tree of this size: always, but for a retired one's after its end."""
        ended = [known.until for known in self.retired.values() if known.key.public == public]
        return not ended or size <= (ended[0] or 0)

    def satisfied_by(self, publics: Collection[bytes], size: int | None = None) -> bool:
        """Whether cosignatures of these public keys make the quorum; of a tree of `size` also one that held then."""
        if self.quorum == NONE or self._witnessed(self.quorum, publics):
            return True
        return size is not None and any(self._held(former, publics, size) for former in self.former)

    def _held(self, former: FormerQuorum, publics: Collection[bytes], size: int) -> bool:
        if size > former.until:
            return False
        members = [(self.retired.get(name) or self.witnesses[name]).key.public for name in former.members]
        return sum(public in publics and self.counts(public, size) for public in members) >= former.need

    def _witnessed(self, name: str, publics: Collection[bytes]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name].key.public in publics
        group = self.groups[name]
        return sum(self._witnessed(member, publics) for member in group.members) >= group.need


class _Reader:
    """The policy as read so far, and which names are members of a group already."""

    def __init__(self) -> None:
        self.policy = Policy(quorum="")
        self.used: set[str] = set()
        self.verbs: dict[str, Callable[[list[str], str], None]] = {
            "log": self.log,
            "witness": self.witness,
            "group": self.group,
            "quorum": self.set_quorum,
        }
        self.ours: dict[str, Callable[[list[str], str], None]] = {
            "log-until": self.log_until,
            "promise": self.promise,
            "witness-until": self.witness_until,
            "quorum-until": self.quorum_until,
        }

    def _fresh(self, known: Iterable[KnownKey], key: VerifierKey, kind: int, where: str) -> None:
        if key.kind != kind:
            raise RejectedError(where, "a key of the wrong kind")
        if any(one.key.public == key.public for one in known):
            raise RejectedError(where, "the same key twice")

    def log(self, words: list[str], where: str, until: int | None = None) -> None:
        if len(words) not in (1, 2):
            raise RejectedError(where, "expected: log <key> [<address>]")
        key = parse_vkey(words[0])
        self._fresh(self.policy.logs, key, ED25519, where)
        self.policy.logs.append(KnownKey(key, words[1] if len(words) == 2 else None, until))

    def log_until(self, words: list[str], where: str) -> None:
        if len(words) != 2:
            raise RejectedError(where, "expected: log-until <size> <key>")
        self.log(words[1:], where, decimal(words[0].encode(), where))

    def promise(self, words: list[str], where: str) -> None:
        if len(words) != 1 or self.policy.promise is not None:
            raise RejectedError(where, "expected at most one line: promise <key>")
        self.policy.promise = parse_vkey(words[0])
        if self.policy.promise.kind != ED25519:
            raise RejectedError(where, "a key of the wrong kind")

    def _new_name(self, name: str, where: str) -> str:
        if name == NONE or any(
            name in held for held in (self.policy.witnesses, self.policy.groups, self.policy.retired)
        ):
            raise RejectedError(where, "the name is taken")
        return name

    def witness(self, words: list[str], where: str) -> None:
        if len(words) not in (2, 3):
            raise RejectedError(where, "expected: witness <name> <key> [<address>]")
        key = parse_vkey(words[1])
        self._fresh((*self.policy.witnesses.values(), *self.policy.retired.values()), key, COSIGNATURE, where)
        self.policy.witnesses[self._new_name(words[0], where)] = KnownKey(key, words[2] if len(words) == 3 else None)

    def witness_until(self, words: list[str], where: str) -> None:
        if len(words) != 3:
            raise RejectedError(where, "expected: witness-until <size> <name> <key>")
        key = parse_vkey(words[2])
        self._fresh((*self.policy.witnesses.values(), *self.policy.retired.values()), key, COSIGNATURE, where)
        name = self._new_name(words[1], where)
        self.policy.retired[name] = KnownKey(key, None, decimal(words[0].encode(), where))

    def quorum_until(self, words: list[str], where: str) -> None:
        if len(words) < 3:
            raise RejectedError(where, "expected: quorum-until <size> <k> <member>...")
        until, need, members = decimal(words[0].encode(), where), decimal(words[1].encode(), where), words[2:]
        known = self.policy.witnesses.keys() | self.policy.retired.keys()
        if not set(members) <= known or len(set(members)) != len(members) or not 1 <= need <= len(members):
            raise RejectedError(
                where, "a witness that is not defined above or stands there twice, or too many asked for"
            )
        self.policy.former.append(FormerQuorum(until, need, tuple(members)))

    def group(self, words: list[str], where: str) -> None:
        if len(words) < 3:
            raise RejectedError(where, "expected: group <name> all|any|<k> <member>...")
        name, threshold, *members = words
        for member in members:
            if member in self.used or not (member in self.policy.witnesses or member in self.policy.groups):
                raise RejectedError(where, "a member that is not defined above, or is a member already")
            self.used.add(member)
        counts = {"all": len(members), "any": 1}
        need = counts[threshold] if threshold in counts else decimal(threshold.encode(), where)
        if not 1 <= need <= len(members):
            raise RejectedError(where, "a threshold that cannot be met or means nothing")
        self.policy.groups[self._new_name(name, where)] = WitnessGroup(need, tuple(members))

    def set_quorum(self, words: list[str], where: str) -> None:
        if len(words) != 1 or self.policy.quorum:
            raise RejectedError(where, "expected exactly one line: quorum <name>|none")
        if words[0] not in (NONE, *self.policy.witnesses, *self.policy.groups):
            raise RejectedError(where, "the quorum is not defined above")
        self.policy.quorum = words[0]


def parse_policy(raw: bytes) -> Policy:
    """Read a policy file. Every name must be defined before it is used, and be a member of one group at most."""
    text = utf8(raw, "policy")  # the specification allows any high octet; we want to show names, so UTF-8
    lines = text.split("\n")
    if len(raw) > POLICY_LIMIT or len(lines) > MOST_LINES or _ODD.search(text):
        raise RejectedError("policy", "too long, or with a control character")
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        words = _WORDS.findall(line)
        verbs = reader.verbs
        if words[:1] == ["#:"] and words[1:2] and words[1] in reader.ours:
            words, verbs = words[1:], reader.ours
        elif not words or words[0].startswith("#"):
            continue
        if words[0] not in verbs:
            raise RejectedError(f"policy, line {number}", "not a line of a policy")
        verbs[words[0]](words[1:], f"policy, line {number}")
    if not reader.policy.quorum:
        raise RejectedError("policy", "no quorum line")
    return reader.policy


def read_policy(path: Path) -> Policy:
    """The policy in a file."""
    with path.open("rb") as file:
        return parse_policy(file.read(POLICY_LIMIT + 1))
