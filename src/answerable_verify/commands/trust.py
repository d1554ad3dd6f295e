"""Whom a command believes: the options `--policy`, `--log-key`, `--witness-key`, `--quorum`."""

import argparse
from pathlib import Path

from answerable_verify.note import parse_vkey
from answerable_verify.policy import Policy, read_policy
from answerable_verify.reader import served_policy
from answerable_verify.source import Source
from answerable_verify.strict import RejectedError
from answerable_verify.voice import complain


def options() -> argparse.ArgumentParser:
    """The options as a parent of every command's parser."""
    trust = argparse.ArgumentParser(add_help=False)
    trust.add_argument(
        "--policy", metavar="FILE", help="whom to believe: logs, witnesses, quorum (c2sp.org/tlog-policy)"
    )
    trust.add_argument(
        "--log-key", action="append", default=[], metavar="VKEY", help="instead of a policy: the log's key"
    )
    trust.add_argument("--witness-key", action="append", default=[], metavar="VKEY", help="a witness's key")
    trust.add_argument("--quorum", type=int, help="how many of the witness keys must have seen it (default: most)")
    return trust


def named_policy(given: argparse.Namespace) -> Policy | None:
    """The policy named on the command line: a file, or keys and a quorum. None when nothing was named."""
    if given.policy:
        return read_policy(Path(given.policy))
    if given.log_key:
        witnesses = [parse_vkey(key) for key in given.witness_key]
        quorum = given.quorum if given.quorum is not None else len(witnesses) // 2 + 1 if witnesses else 0
        return Policy.of([parse_vkey(key) for key in given.log_key], witnesses, quorum)
    return None


def needed_policy(given: argparse.Namespace, source: Source | None = None) -> Policy:
    """The policy named, or that of the log itself, which is said aloud."""
    policy = named_policy(given)
    if policy is None and source is not None:
        complain("No --policy was given: the keys are taken from the log itself, which proves less.")
        policy, _ = served_policy(source)
    if policy is None:
        raise RejectedError(
            "--policy", "name a policy file, or --log-key: whom to believe cannot come from the receipt"
        )
    return policy
