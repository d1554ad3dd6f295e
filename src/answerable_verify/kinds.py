"""The kinds of leaf of version 2, as one table: whose case a kind belongs to, what it says, and what must come before.

`leaf` reads and writes by this table, `audit.subjects` judges by it, the page that checks receipts is given it; none of
them has code for a single kind. The table is closed: a kind or a field that is not here is refused. All values are
codes, days, numbers, digests; never a word that somebody typed, and nothing about a child, ever (`care-root` alone
speaks of that work, as a sealed sum, each week alike). docs/decisions/0013-leaf-version-2.md says why.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from answerable_verify.holds import GIVEN, Holds

VERSION: Final = 2

CODE: Final = "code"
"""A code as in every leaf: letters, digits and . _ : / + = - only, 64 at most."""
DAY: Final = "day"
"""A calendar day, YYYY-MM-DD."""
WEEK: Final = "week"
"""An ISO week, YYYY-Www."""
NUMBER: Final = "number"
"""A whole number from 0."""
FLAG: Final = "flag"
"""0 or 1."""
SEVERAL: Final = "several"
"""A whole number from 2: what one person or one institution can't do alone."""
SIZE: Final = "size"
"""A size of this very log, or a place in it: never beyond the leaf that says it."""
SHA256: Final = "sha256"
"""A SHA-256 in hexadecimal."""
HASH: Final = "hash"
"""32 bytes in base64: a salt, or a lock (the commitment to one field that a later act opens)."""
CASE: Final = "case"
"""The id of another case of this log."""

Type = str | tuple[str, ...]
"""One of the words above, or the closed list of codes that may stand there."""

WORDS: Final = ("body", "own", "taken")
"""Whose word it is: the body's, the sender's own, or taken down by an operator who read it back."""
ENDINGS: Final = (
    "merged",
    "refused",
    "sent-on",
    "silent",
    "solved",
    "unreachable",
    "unsolved",
    "withdrawn",
)
"""How a matter ended. Only `solved`, by the sender's word, counts as solved."""
SOURCES: Final = ("answer", "campaign", "instruction", "meeting", "patronage", "priority", "recommendation", "review")
"""Where a promise was made."""
ADVISERS: Final = ("court", "inspectorate", "monitor", "organisation", "panel")
"""Who recommends."""

APPEAL: Final = "appeal"
LOG: Final = ""
"""Subject of the acts of the log itself, which belong to no case."""

NEVER, MAY, MUST = "never", "may", "must"
ALWAYS, BODY = "always", "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActKind:
    """What the log knows of one kind of act.

    subject    kind of the case it belongs to; empty: an act of the log itself
    follows    the kinds of which one must be the act before it in its case; empty: it opens the case
    due        whether it carries (and sets) the day by which something is due
    needs      its fields in `x`, by their type        may   those that it can also have
    one_of     fields of `may` of which exactly one is there
    hidden     an act of the log with a commitment `h` (acts on cases always have one)
    once       fields that acts of this kind may say once together, in the whole log; of an act on a case also what its case
               said first
    choice     asks `once` only where this holds: who draws all of a frame has no choice to make twice
    holds      what must hold between its values and those of its case
    weekly     said once for each week, none left out, in order
    witnessed  witnesses must have seen the act before it in the log before this one came
    wait       days that must lie between the opening of the case, as witnesses saw it, and this
    unlocks    the field that opens the case's `lock`, with the salt `salt`
    unlike     a field that must differ from what the case said first under that name
    of         kind of the cases that the field `of` may name; they stand in the log before
    lane       whether its leaf waits for others: as its `body`'s leaves do, `always`, or `never` (alarms)
    """

    subject: str
    follows: tuple[str, ...] = ()
    due: str = NEVER
    needs: Mapping[str, Type] = field(default_factory=dict)
    may: Mapping[str, Type] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()
    hidden: bool = False
    once: tuple[str, ...] = ()
    choice: Holds | None = None
    holds: tuple[Holds, ...] = ()
    weekly: bool = False
    witnessed: bool = False
    wait: int = 0
    unlocks: str = ""
    unlike: str = ""
    of: str = ""
    lane: str = BODY


_DUE_LATER: Final = (Holds("due", ">=", "on"),)
_UNTIL_LATER: Final = (Holds("until", ">=", "on"),)
_THEIRS: Final = (Holds("w", "!=", "'body'"),)
"""It is the sender's word, told or taken down: never that of the body which it is about."""


def _appeal(
    *, due: str = NEVER, needs: Mapping[str, Type] | None = None, holds: tuple[Holds, ...] = (), **may: Type
) -> ActKind:
    """An act on an appeal: its order is judged with that of version 1, which may stand in the same case.

    `a` is the authority whose term runs. No act without it is of version 2: what version 1 can say has one spelling.
    """
    return ActKind(subject=APPEAL, due=due, needs={"a": CODE, **(needs or {})}, may=may, holds=holds)


_APPEAL: Final[Mapping[str, ActKind]] = {
    # m: kind of matter ("all" where the group is), ch: channel, w: whose word
    "registered": _appeal(due=MAY, needs={"ch": CODE, "m": CODE, "w": WORDS}, holds=_DUE_LATER, to=CODE),
    "acknowledged": _appeal(rule=CODE),
    "routed": _appeal(holds=(), needs={"to": CODE}, **{"from": CODE}),  # within the authority: moves no day
    "forwarded": _appeal(due=MAY, needs={"to": CODE}, holds=_DUE_LATER, basis=CODE, **{"from": CODE}),  # to another one
    "joined": _appeal(needs={"to": CODE, "until": DAY}, holds=_UNTIL_LATER),  # a co-executor, with a day of its own
    "contributed": _appeal(needs={"from": CODE}),  # what a co-executor did
    "corrected": _appeal(due=MAY, basis=CODE, m=CODE, to=CODE, w=WORDS),
    "contacted": _appeal(until=DAY, holds=_UNTIL_LATER),  # until: the next time that was agreed
    "extended": _appeal(due=MUST, needs={"basis": CODE}, holds=_DUE_LATER, rule=CODE),
    "paused": _appeal(needs={"basis": CODE}, until=DAY, holds=_UNTIL_LATER),
    "resumed": _appeal(due=MAY, holds=_DUE_LATER, basis=CODE),
    "answered": _appeal(
        holds=(Holds("points", "==", "met+promised+refused"),),
        basis=CODE,
        met=NUMBER,
        points=NUMBER,
        promised=NUMBER,
        refused=NUMBER,
        rule=CODE,
    ),
    "rated": _appeal(needs={"rating": CODE, "w": WORDS}, holds=_THEIRS),
    "disputed": _appeal(needs={"w": WORDS}, holds=_THEIRS, basis=CODE),
    "escalated": _appeal(needs={"rule": CODE, "to": CODE}),
    "read": _appeal(needs={"to": CODE}),  # by the post that it was passed up to
    "instructed": _appeal(needs={"to": CODE}, basis=CODE, until=DAY, holds=_UNTIL_LATER),
    "measure": _appeal(needs={"rule": CODE, "to": CODE}),
    "commended": _appeal(needs={"to": CODE}),  # a body, never a person
    "reopened": _appeal(due=MAY, holds=_DUE_LATER, basis=CODE, to=CODE, w=WORDS),
    "withdrawn": _appeal(needs={"w": WORDS}, holds=_THEIRS, spoke=CODE),
    "closed": _appeal(
        needs={"e": ENDINGS},
        holds=(Holds("w", GIVEN, when=("e", "solved")), Holds("w", "!=", "'body'", when=("e", "solved"))),
        basis=CODE,
        w=WORDS,
    ),
    "erased": _appeal(basis=CODE),
}

_PROMISE: Final[Mapping[str, ActKind]] = {
    "promise-made": ActKind(subject="promise", due=MUST, needs={"src": SOURCES}, may={"rule": CODE}, holds=_DUE_LATER),
    "promise-moved": ActKind(
        subject="promise",
        follows=("promise-made", "promise-moved", "promise-contested"),
        due=MUST,
        needs={"basis": CODE},
        holds=_DUE_LATER,
    ),
    "promise-kept": ActKind(  # with evidence, which `h` commits to
        subject="promise", follows=("promise-made", "promise-moved", "promise-contested")
    ),
    "promise-contested": ActKind(
        subject="promise",
        follows=("promise-made", "promise-moved", "promise-kept", "promise-contested", "promise-ended"),
        needs={"w": (*WORDS, "monitor")},
    ),
    "promise-ended": ActKind(  # otherwise than kept
        subject="promise",
        follows=("promise-made", "promise-moved", "promise-contested"),
        needs={"e": ("broken", "lapsed", "replaced")},
        may={"basis": CODE},
    ),
}

_ADVICE: Final[Mapping[str, ActKind]] = {
    "recommendation-made": ActKind(subject="recommendation", due=MAY, needs={"src": ADVISERS}, holds=_DUE_LATER),
    "recommendation-answered": ActKind(
        subject="recommendation",
        follows=("recommendation-made", "recommendation-answered"),
        due=MAY,
        needs={"e": ("accepted", "done", "refused")},
        may={"basis": CODE},
        holds=_DUE_LATER,
    ),
    "review-opened": ActKind(  # of a problem that comes again
        subject="review", due=MUST, needs={"size": SEVERAL}, holds=_DUE_LATER
    ),
    "review-ended": ActKind(subject="review", follows=("review-opened",), needs={"e": ("none", "plan")}),
}

_CERTIFICATE: Final[Mapping[str, ActKind]] = {
    "certificate": ActKind(subject="certificate", needs={"name": CODE}, may={"until": DAY}, holds=_UNTIL_LATER),
    "certificate-ended": ActKind(subject="certificate", follows=("certificate",), needs={"basis": CODE}),
}

_BALLOT: Final[Mapping[str, ActKind]] = {
    "ballot-opened": ActKind(  # of rules and options
        subject="ballot", needs={"sha256": SHA256, "until": DAY}, holds=_UNTIL_LATER
    ),
    "ballot-closed": ActKind(
        subject="ballot",
        follows=("ballot-opened",),
        needs={"result": SHA256, "sha256": SHA256, "size": NUMBER},  # of the ballots as they were counted
        witnessed=True,
        holds=(Holds("on", ">=", "first.until"),),
    ),
}

_DRAW: Final[Mapping[str, ActKind]] = {
    "draw-committed": ActKind(
        subject="draw", needs={"lock": HASH}, once=("lock",)
    ),  # to a seed drawn before the frame is known
    "draw-framed": ActKind(
        subject="draw",
        follows=("", "draw-committed"),
        needs={"design": SHA256, "frame": SHA256, "size": NUMBER, "wanted": NUMBER},
        witnessed=True,
    ),
    "draw-seeded": ActKind(
        subject="draw",
        follows=("draw-framed",),
        needs={"seed": SHA256, "src": ("beacon", "dice", "lottery", "sealed")},
        may={"salt": HASH},
        witnessed=True,
        unlocks="seed",
        once=("frame", "design"),
        choice=Holds("first.size", ">", "first.wanted"),
        holds=(Holds("salt", GIVEN, when=("src", "sealed")), Holds("src", "==", "'sealed'", when=("salt", ""))),
    ),
    "draw-drawn": ActKind(
        subject="draw",
        follows=("draw-seeded",),
        needs={"sha256": SHA256, "size": NUMBER},
        holds=(Holds("size", "==", "first.wanted|first.size"),),  # fewer would be a choice among those drawn
    ),
}

_LETTER: Final[Mapping[str, ActKind]] = {
    "test-committed": ActKind(  # to the SHA-256 of the letter
        subject="test", needs={"lock": HASH}, once=("lock",), lane=ALWAYS
    ),
    "test-opened": ActKind(
        subject="test",
        follows=("test-committed",),
        needs={"at": SIZE, "of": CASE, "salt": HASH, "sha256": SHA256, "to": CODE},
        may={"answered": FLAG, "courteous": FLAG, "taken": FLAG, "timely": FLAG, "true": FLAG},
        witnessed=True,
        unlocks="sha256",
        of=APPEAL,
    ),
    "test-dropped": ActKind(subject="test", follows=("test-committed",), needs={"basis": CODE}),  # never sent
}

_QUORUM: Final[Mapping[str, ActKind]] = {
    "quorum-asked": ActKind(subject="quorum", needs={"need": SEVERAL}, lane=NEVER),
    "quorum-opened": ActKind(
        subject="quorum",
        follows=("quorum-asked",),
        needs={"institutions": SEVERAL, "shares": SEVERAL},
        witnessed=True,
        wait=3,
        holds=(Holds("shares", ">=", "first.need"), Holds("institutions", "<=", "shares")),
        lane=NEVER,
    ),
    "quorum-ended": ActKind(
        subject="quorum", follows=("quorum-asked",), needs={"e": ("expired", "refused", "withdrawn")}, lane=NEVER
    ),
}

_KEY: Final[Mapping[str, ActKind]] = {
    "key-enrolled": ActKind(subject="key", needs={"role": CODE, "sha256": SHA256}, lane=NEVER),  # of the public key
    "key-differs": ActKind(  # from its enrolment: what was found in its place
        subject="key",
        follows=("key-enrolled", "key-differs", "key-mended"),
        needs={"sha256": SHA256},
        unlike="sha256",
        lane=NEVER,
    ),
    "key-mended": ActKind(subject="key", follows=("key-differs",), lane=NEVER),
    "key-ended": ActKind(
        subject="key", follows=("key-enrolled", "key-differs", "key-mended"), needs={"basis": CODE}, lane=NEVER
    ),
}

_FIGURE: Final[Mapping[str, ActKind]] = {
    "dataset-frozen": ActKind(
        subject="dataset",
        needs={"name": CODE, "sha256": SHA256, "size": NUMBER},
        may={"period": CODE, "tree": SIZE},  # tree: size of the log that its rows come from
    ),
    "dataset-corrected": ActKind(
        subject="dataset",
        follows=("dataset-frozen", "dataset-corrected"),
        needs={"basis": CODE, "sha256": SHA256, "size": NUMBER},
        may={"tree": SIZE},
        holds=(Holds("sha256", "!=", "last.sha256"),),
    ),
    "figure-frozen": ActKind(  # recomputable from the log (`tree`), or from a data set frozen before it is quoted (`of`)
        subject="figure",
        needs={"def": NUMBER, "name": CODE, "period": CODE, "sha256": SHA256},
        may={"of": CASE, "tree": SIZE},
        one_of=("of", "tree"),
        of="dataset",
    ),
    "figure-corrected": ActKind(
        subject="figure",
        follows=("figure-frozen", "figure-corrected"),
        needs={"basis": CODE, "def": NUMBER, "sha256": SHA256},
        may={"of": CASE, "tree": SIZE},
        one_of=("of", "tree"),
        of="dataset",
        holds=(Holds("sha256", "!=", "last.sha256"),),
    ),
    "figure-ended": ActKind(subject="figure", follows=("figure-frozen", "figure-corrected"), needs={"basis": CODE}),
}

_LOG: Final[Mapping[str, ActKind]] = {
    "witness-retired": ActKind(  # sha256 of its verifier key; its word counts up to a size
        subject=LOG, needs={"sha256": SHA256, "size": SIZE}, may={"basis": CODE}, once=("sha256",), lane=NEVER
    ),
    "number-void": ActKind(subject=LOG, needs={"number": CODE}, may={"basis": CODE}, once=("number",)),
    "key-unknown": ActKind(subject=LOG, needs={"role": CODE, "sha256": SHA256}, lane=NEVER),  # was never enrolled
    "row-differs": ActKind(subject=LOG, needs={"field": CODE, "index": SIZE}, lane=NEVER),  # from the leaf `index`
    "clock-mended": ActKind(  # an operator's command: the journal had run ahead of the clock
        subject=LOG, needs={"basis": CODE, "from": DAY, "until": DAY}, holds=(Holds("until", "<=", "from"),), lane=NEVER
    ),
    "moderated": ActKind(subject=LOG, needs={"basis": CODE, "src": ("answer", "appeal", "comment")}),
    "care-root": ActKind(
        subject=LOG,
        needs={"week": WEEK},
        hidden=True,
        once=("week",),
        weekly=True,
        holds=(Holds("week", "<=", "on"),),
        lane=NEVER,
    ),
}

KINDS: Final[Mapping[str, ActKind]] = {
    **_APPEAL, **_PROMISE, **_ADVICE, **_CERTIFICATE, **_BALLOT, **_DRAW, **_LETTER, **_QUORUM, **_KEY, **_FIGURE, **_LOG,
}  # fmt: skip
"""Every kind of version 2, by its name."""

SUBJECTS: Final = tuple(sorted({kind.subject for kind in KINDS.values()} - {LOG}))
"""The kinds of subject that have cases in the log."""


def as_json() -> str:
    """The part of the table by which a receipt is read, for readers that are no Python."""
    rows = {
        name: {"subject": kind.subject, "due": kind.due, "needs": kind.needs, "may": kind.may, "one_of": kind.one_of}
        for name, kind in KINDS.items()
    }
    return json.dumps(rows, sort_keys=True, separators=(",", ":"))
