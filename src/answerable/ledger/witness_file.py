"""Whom this log asks to be witnessed by, and whom a reader may believe: the policy file, read and kept in order.

`home/log-policy` is the operator's: lines `witness`, `group`, `quorum` of c2sp.org/tlog-policy, nothing else. With the
log's own keys in front it is what `/log/keys` serves and what receipts on our pages are checked by.
"""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from answerable_verify.note import COSIGNATURE, VerifierKey, parse_vkey
from answerable_verify.policy import NONE, POLICY_LIMIT, FormerQuorum, Policy, parse_policy
from answerable_verify.strict import RejectedError

FILE: Final = "log-policy"
OURS: Final = "witnesses"
"""The group that the command keeps: any so many of all witnesses."""
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
HEAD: Final = (
    "# Witnesses of this log and how many of them must have seen a checkpoint (c2sp.org/tlog-policy).\n"
    "# `answerable witness add|remove|quorum` keep it, as long as its only group is the one named `witnesses`.\n"
)


@dataclass(frozen=True, slots=True)
class Witnessing:
    """The operator's part of the policy as the command writes it: witnesses by name, and how many make a quorum.

    `retired` are witnesses that were removed (name, key, the size up to which their word counts), `former` the quorums that
    held up to a size: receipts of that time stay what they were.
    """

    witnesses: tuple[tuple[str, VerifierKey, str], ...] = ()
    quorum: int = 0
    retired: tuple[tuple[str, VerifierKey, int], ...] = ()
    former: tuple[FormerQuorum, ...] = ()

    def text(self) -> str:
        """The lines of the file."""
        lines = [f"witness {name} {key.vkey} {url}".rstrip() for name, key, url in self.witnesses]
        if self.quorum:
            names = " ".join(name for name, _, _ in self.witnesses)
            lines += [f"group {OURS} {self.quorum} {names}", f"quorum {OURS}"]
        else:
            lines.append(f"quorum {NONE}")
        lines += [f"#: witness-until {size} {name} {key.vkey}" for name, key, size in self.retired]
        lines += [f"#: quorum-until {one.until} {one.need} {' '.join(one.members)}" for one in self.former]
        return HEAD + "\n".join(lines) + "\n"


def written_lines(home: Path) -> str:
    """The operator's part as it stands in the file; no witness and no quorum where there is no file."""
    path = home / FILE
    if not path.is_file():
        return Witnessing().text()
    with path.open("rb") as file:
        raw = file.read(POLICY_LIMIT + 1)
    parse_policy(raw)  # a fault is named by its line before anything is asked of anybody
    return raw.decode()


def whole_policy(home: Path, log_lines: str) -> bytes:
    """The policy that a reader can believe: our log's lines, then the operator's. Raises `Rejected` naming the line."""
    raw = (log_lines + written_lines(home)).encode()
    parse_policy(raw)
    return raw


def policy_of(raw: bytes) -> Policy:
    """The policy in such a text."""
    return parse_policy(raw)


def read_file(home: Path) -> Witnessing:
    """The file as the command keeps it. Raises `Rejected` when somebody wrote it in a way that the command would spoil."""
    policy = parse_policy(written_lines(home).encode())
    simple = set(policy.groups) <= {OURS} and policy.quorum in {NONE, OURS} and not policy.logs
    group = policy.groups.get(OURS)
    if not simple or (group and set(group.members) != set(policy.witnesses)):
        raise RejectedError(FILE, "it was written by hand in a way that the command does not know; edit it by hand")
    witnesses = tuple((name, known.key, known.url or "") for name, known in policy.witnesses.items())
    retired = tuple((name, known.key, known.until or 0) for name, known in policy.retired.items())
    return Witnessing(witnesses, group.need if group and policy.quorum == OURS else 0, retired, tuple(policy.former))


def with_witness(was: Witnessing, *, name: str, vkey: str, url: str) -> Witnessing:
    """One witness more; the quorum becomes the smallest majority where there was none or it was a majority before."""
    key = parse_vkey(vkey)
    if key.kind != COSIGNATURE:
        raise RejectedError("key", "this is not the key of a witness: it begins its base64 part with B")
    if not NAME.fullmatch(name) or name in {NONE, OURS}:
        raise RejectedError("name", "small Latin letters, digits, dot, dash, underscore; not `none` or `witnesses`")
    if any(name == known or key.public == held.public for known, held, _ in (*was.witnesses, *was.retired)):
        raise RejectedError("witness", "this name or this key is in the policy already")
    count = len(was.witnesses) + 1
    usual = was.quorum in {0, len(was.witnesses) // 2 + 1}
    return replace(was, witnesses=(*was.witnesses, (name, key, url)), quorum=count // 2 + 1 if usual else was.quorum)


def without_witness(was: Witnessing, *, name: str, size: int) -> Witnessing:
    """One witness fewer; its word counts up to the log's present `size`, and so does the quorum that held.

    A quorum that could no longer be met becomes the smallest majority.
    """
    gone = [(one[0], one[1], size) for one in was.witnesses if one[0] == name]
    left = tuple(one for one in was.witnesses if one[0] != name)
    if not gone:
        raise RejectedError("witness", "no witness has this name")
    before = FormerQuorum(size, was.quorum, tuple(one[0] for one in was.witnesses))
    return Witnessing(
        left,
        min(was.quorum, len(left) // 2 + 1) if left else 0,
        (*was.retired, *gone),
        (*was.former, before) if was.quorum else was.former,
    )


def write_file(home: Path, wanted: Witnessing) -> None:
    """Write the file, whole or not at all."""
    if wanted.quorum > len(wanted.witnesses):
        raise RejectedError("quorum", f"{wanted.quorum} of {len(wanted.witnesses)} witnesses cannot be had")
    home.mkdir(parents=True, exist_ok=True)
    path, draft = home / FILE, home / f".{FILE}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(wanted.text())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
