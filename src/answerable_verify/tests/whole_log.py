"""A small log in which every kind of version 2 stands, beside acts of version 1 in the same cases: honest, whole, fixed.

It is told in steps, so that a test can change one, leave one out or put one in, and see what an auditor says.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

from answerable_verify.canonical import Json, read_json, write_json
from answerable_verify.commitment import lock
from answerable_verify.strict import base64_of
from answerable_verify.testing import DAY, NOON, SmallLog, act, case_id

FIRST: Final = date(2026, 9, 1)
ANCHOR: Final = "anchor"
SEED: Final = sha256(b"the seed").hexdigest()
LETTER: Final = sha256(b"the letter").hexdigest()
SALT: Final = sha256(b"the salt").digest()
H: Final = base64_of(sha256(b"contents").digest())

Step = tuple[str, Json]
"""The name of a step and its leaf; of an anchor only the time at which witnesses saw what stands before it."""
SUBJECT_CASES: Final = {name: case_id(100 + i) for i, name in enumerate(
    ("mixed", "appeal", "letter", "promise", "broken", "advice", "review", "diploma", "ballot", "draw", "sealed-draw",
     "test", "dropped", "quorum", "refused", "key", "data", "figure", "counted")
)}  # fmt: skip


def digest(what: str) -> str:
    """The SHA-256 of a word, where a leaf wants one."""
    return sha256(what.encode()).hexdigest()


class Story:
    """Steps as they are told: days and turns are kept here."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._day = FIRST
        self._turn: dict[str, int] = {}

    def on(self, day: int) -> None:
        """What follows happens so many days after the first."""
        self._day = FIRST + timedelta(day)

    def case(self, name: str, kind: str, due: int | None = None, /, **extra: Any) -> None:
        """An act of version 2 on a case; `due` in days after this one."""
        leaf: Json = {"v": 2, "k": kind, "c": SUBJECT_CASES[name], "n": self._next(name), "d": self._day.isoformat()}
        leaf |= {"b": "d05", "t": "all", "g": "all", "h": H}
        if due is not None:
            leaf["due"] = (self._day + timedelta(due)).isoformat()
        if extra:
            leaf["x"] = {key.rstrip("_"): value for key, value in extra.items()}
        self.steps.append((f"{name} {kind}", leaf))

    def appeal(self, name: str, kind: str, due: int | None = None, /, **extra: Any) -> None:
        """An act of version 2 on an appeal."""
        self.case(name, kind, due, a="d05", **extra)

    def old(self, name: str, kind: str) -> None:
        """An act of version 1."""
        leaf = read_json(act(kind, n=self._next(name), on=self._day), "act") | {"c": SUBJECT_CASES[name]}
        self.steps.append((f"{name} {kind}", leaf))

    def log(self, kind: str, h: str | None = None, /, **extra: Any) -> None:
        """An act of the log itself."""
        leaf: Json = {"v": 2, "k": kind, "d": self._day.isoformat()}
        leaf["x"] = {key.rstrip("_"): value for key, value in extra.items()}
        self.steps.append((kind, leaf if h is None else leaf | {"h": h}))

    def anchor(self) -> None:
        """Witnesses see the log at noon of this day."""
        self.steps.append((ANCHOR, {"at": NOON + DAY * (self._day - FIRST).days}))

    def _next(self, name: str) -> int:
        self._turn[name] = self._turn.get(name, -1) + 1
        return self._turn[name]


def _begins(story: Story) -> None:
    story.old("mixed", "registered")
    story.appeal("appeal", "registered", 30, ch="web", m="all", w="own")
    story.case("promise", "promise-made", 10, src="answer")
    story.case("broken", "promise-made", 10, src="meeting")
    story.case("advice", "recommendation-made", 20, src="monitor")
    story.case("review", "review-opened", 14, size=3)
    story.case("diploma", "certificate", name="press-1", until="2029-09-01")
    story.case("ballot", "ballot-opened", sha256=digest("rules"), until="2026-09-04")
    story.case("draw", "draw-framed", frame=digest("frame"), design=digest("design"), size=900, wanted=30)
    story.case("sealed-draw", "draw-committed", lock=base64_of(lock("seed", SEED, SALT)))
    story.case("test", "test-committed", lock=base64_of(lock("sha256", LETTER, SALT)))
    story.case("dropped", "test-committed", lock=base64_of(lock("sha256", digest("another"), SALT)))
    story.case("quorum", "quorum-asked", need=2)
    story.case("refused", "quorum-asked", need=2)
    story.case("key", "key-enrolled", role="reader", sha256=digest("key"))
    story.case("data", "dataset-frozen", name="ratings", sha256=digest("rows"), size=120, tree=3)
    story.case(
        "figure",
        "figure-frozen",
        name="respect",
        def_=1,
        period="2026-08",
        sha256=digest("8"),
        of=SUBJECT_CASES["data"],
    )
    story.case("counted", "figure-frozen", name="in-time", def_=1, period="2026-08", sha256=digest("9"), tree=4)
    story.log("care-root", H, week="2026-W36")


def _goes_on(story: Story) -> None:
    story.appeal("letter", "registered", ch="mail", m="all", w="own")
    for kind, extra in (("acknowledged", {}), ("routed", {"to": "d06"}), ("read", {"to": "chair"})):
        story.appeal("appeal", kind, **extra)
    story.appeal("mixed", "joined", to="d07", until="2026-09-20")
    story.old("mixed", "acknowledged")
    story.appeal("mixed", "forwarded", 30, to="d08")
    story.appeal("appeal", "extended", 40, basis="expert")
    story.appeal("appeal", "paused", basis="mediation", until="2026-09-08")
    story.appeal("mixed", "contributed", from_="d07")
    story.appeal("mixed", "contacted", until="2026-10-01")
    story.appeal("mixed", "corrected", 20, basis="kind", m="crime")
    story.case("promise", "promise-moved", 9, basis="tender")
    story.case("promise", "promise-kept")
    story.case("broken", "promise-contested", w="monitor")
    story.case("advice", "recommendation-answered", 30, e="accepted")
    story.case("review", "review-ended", e="plan")
    story.case("draw", "draw-seeded", seed=digest("dice"), src="dice")
    story.case("draw", "draw-drawn", sha256=digest("thirty"), size=30)
    story.case("sealed-draw", "draw-framed", frame=digest("closings"), design=digest("tenth"), size=51, wanted=5)
    story.case("ballot", "ballot-closed", sha256=digest("ballots"), size=312, result=digest("result"))
    story.case("quorum", "quorum-opened", shares=2, institutions=2)
    story.case("refused", "quorum-ended", e="refused")
    story.case("dropped", "test-dropped", basis="expired")
    story.case("key", "key-differs", sha256=digest("intruder"))
    story.case("key", "key-mended")
    story.log("key-unknown", role="reader", sha256=digest("forged"))
    story.log("row-differs", field="due_at", index=1)
    story.log("number-void", number="K-2026-00131")
    story.log("moderated", basis="insult", src="comment")


def _ends(story: Story) -> None:
    story.appeal("appeal", "resumed", 30, basis="agreed")
    for kind, extra in (
        ("answered", {"points": 2, "met": 1, "promised": 1}), ("rated", {"rating": "bad", "w": "taken"}),
        ("disputed", {"w": "own"}), ("escalated", {"rule": "disputed", "to": "dep"}),
        ("instructed", {"to": "d05", "until": "2026-09-15"}), ("measure", {"rule": "talk", "to": "d05"}),
        ("commended", {"to": "d06"}), ("withdrawn", {"w": "own", "spoke": "nobody"}), ("reopened", {"w": "own"}),
        ("closed", {"e": "silent"}), ("erased", {"basis": "wish"}),
    ):  # fmt: skip
        story.appeal("appeal", kind, **extra)
    story.old("mixed", "answered")
    story.case("broken", "promise-ended", e="broken")
    story.case("advice", "recommendation-answered", e="done")
    story.case("diploma", "certificate-ended", basis="error")
    story.case("sealed-draw", "draw-seeded", seed=SEED, src="sealed", salt=base64_of(SALT))
    story.case("sealed-draw", "draw-drawn", sha256=digest("five"), size=5)
    beginning = [name for name, _ in story.steps].index("letter registered")
    opened = {"of": SUBJECT_CASES["letter"], "at": beginning, "sha256": LETTER, "salt": base64_of(SALT), "to": "d05"}
    story.case("test", "test-opened", **opened, answered=1, true=1, timely=0, courteous=1)
    story.case("key", "key-ended", basis="left")
    story.case("data", "dataset-corrected", basis="typo", sha256=digest("rows again"), size=121)
    story.case("figure", "figure-corrected", basis="typo", def_=1, sha256=digest("8 again"), of=SUBJECT_CASES["data"])
    story.case("counted", "figure-ended", basis="definition")
    story.log("witness-retired", sha256=digest("witness"), size=20)
    story.log("clock-mended", basis="host-clock", from_="2026-12-01", until="2026-09-09")
    story.log("care-root", H, week="2026-W37")


def steps() -> list[Step]:
    """The whole story."""
    story = Story()
    _begins(story)
    story.anchor()
    story.on(4)
    _goes_on(story)
    story.anchor()
    story.on(8)
    _ends(story)
    return story.steps


def played(told: Sequence[Step], change: Callable[[bytes], bytes] = bytes) -> SmallLog:
    """The log that these steps make. Leaves are written as they are told, lawful or not."""
    log = SmallLog()
    for name, leaf in told:
        if name == ANCHOR:
            log.anchor(at=leaf["at"])
        else:
            log.entries.append(change(write_json(leaf)))
    return log


def place(told: Sequence[Step], name: str) -> int:
    """The index of the first leaf of this name."""
    return [one for one, _ in told].index(name)
