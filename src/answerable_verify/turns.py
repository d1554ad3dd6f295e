"""Whether an act may stand where it would be written: the table of kinds, asked before an auditor asks it. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from .kinds import APPEAL, KINDS, VERSION
from .leaf import LogLeaf, contradictions, parse_leaf

_OPENS: Final = "registered"
"""What begins the case of an appeal, in either version."""


class OutOfTurnError(ValueError):
    """A leaf that every auditor would convict: a fault of the room that wants to write it."""


def must_stand(body: bytes, before: Sequence[bytes] = ()) -> None:
    """Raise OutOfTurnError for a leaf that can't follow those `before` it in its case, or that contradicts them."""
    leaf, acts = parse_leaf(body), [parse_leaf(one) for one in before]
    why = _out_of_order(leaf, acts) if leaf.of_case else ""
    faults = [why] if why else contradictions(leaf, _facts(acts))
    if faults:
        raise OutOfTurnError(f"'{leaf.kind}' is not written: {faults[0]}")


def _out_of_order(leaf: LogLeaf, acts: Sequence[LogLeaf]) -> str:
    follows = KINDS[leaf.kind].follows if leaf.subject != APPEAL else ()
    if not acts:
        opens = leaf.kind == _OPENS if leaf.subject == APPEAL else not follows or "" in follows
        return "" if opens else "it can't begin a case."
    if acts[0].subject != leaf.subject:
        return f"it is an act on another subject ({leaf.subject}) than its case is of ({acts[0].subject})."
    if leaf.subject == APPEAL:
        return "it begins a case." if leaf.kind == _OPENS else ""
    if acts[-1].kind not in follows:
        return f"it can't follow '{acts[-1].kind}'."
    unlike = KINDS[leaf.kind].unlike
    same = unlike and leaf.extra[unlike] == _facts(acts).get(unlike)
    return "it tells of a difference and names none." if same else ""


def _facts(acts: Sequence[LogLeaf]) -> dict[str, Any]:
    """What the acts of a case said first under each name, and last under `last.` and the name."""
    facts: dict[str, Any] = {}
    for act in acts:
        if act.version == VERSION:
            facts = {**act.extra, **facts, **{f"last.{name}": said for name, said in act.extra.items()}}
    return facts
