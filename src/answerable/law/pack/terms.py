"""kinds.yaml, profiles.yaml, grounds.yaml: kinds of matter, terms and grounds of law, each with its source and its check."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from answerable.base.packs.checked import LawStatus
from answerable.base.packs.faults import meant
from answerable.base.packs.row import PackRow, Reading, listed
from answerable.law.actions.loading import GroundFacts, JurisdictionFacts, ProfileFacts, closed, plain
from answerable.law.rules.clocks import OnForward
from answerable.law.rules.deadlines import DayOff, FirstDay, TermUnit
from answerable.law.rules.kinds import EVIDENCE, is_acted_on
from answerable.law.terms import ABOUT_POLICE, ClockFrom, GroundFor, GroundNeeds, MatterKind, Step

PLAIN: Final = {str(kind) for kind in (*MatterKind, ABOUT_POLICE)}


def kinds(folder: Path, reading: Reading) -> list[dict[str, Any]]:
    """The kinds of matter that the law knows besides the five plain ones; the file may be absent."""
    if not (folder / "kinds.yaml").exists():
        return []
    return [_kind(row) for row in listed(folder, "kinds.yaml", "kinds", reading)]


def _kind(row: PackRow) -> dict[str, Any]:
    code, of = row.defines("kind", longest=40), row.choice("of", MatterKind)
    facts: dict[str, Any] = {
        "code": code,
        "of": of.value,
        "name": row.names("name", longest=120),
        "asks": row.names("asks", needed=False, longest=200),
        "told": row.names("told", needed=False, longest=600),
        "call": row.checked("call", str.isdecimal, "Write a number to call, in quotes", default=""),
        "answered": row.yes("answered", default=True),
    }
    if code in PLAIN and code != of:
        row.fault("of", f"{code!r} is a plain kind and stands under itself", f"Write of: {code}")
    if not facts["answered"] and code not in PLAIN:
        row.fault("answered", "what the law does not want answered is a plain kind", "Say it of thanks")
    row.done()
    return facts


def profiles(
    folder: Path, reading: Reading, *, known: Collection[str] | None, channels: Collection[str]
) -> list[ProfileFacts]:
    """The terms, in the file's order: the first that applies is taken. `known` are the kinds of the pack (None: any),
    `channels` the ways in that a term can name.
    """
    found = []
    kinds_of_law = None if known is None else {*PLAIN, *known}
    for place, row in enumerate(listed(folder, "profiles.yaml", "profiles", reading), start=1):
        found.append(_profile(row, place, kinds_of_law, channels))
        row.done()
    _check_versions(found, reading)
    _check_contents(found, reading)
    return found


def _check_contents(found: list[ProfileFacts], reading: Reading) -> None:
    """Where the content decides between two terms each has to name the other: the decision goes both ways."""
    for one in found:
        if one.by_content is None:
            continue
        others = [other for other in found if other.code == one.by_content["instead"] and other.step == one.step]
        if not any(other.by_content and other.by_content["instead"] == one.code for other in others):
            spot = reading.defined["version of a term"][f"{one.code} from {one.valid_from}"]
            says = f"{one.code} names {one.by_content['instead']!r} instead, which does not name it back"
            reading.fault(spot, says, "Write by_content with both, each naming the other")


def _profile(row: PackRow, place: int, known: Collection[str] | None, channels: Collection[str]) -> ProfileFacts:
    code, since = row.code(), row.day("valid_from", needed=True) or date.min
    row.reading.define("version of a term", f"{code} from {since}", row.spot)
    term = _term(row, 10_000)
    facts = ProfileFacts(
        code=code,
        jurisdiction=row.text("jurisdiction", longest=10),
        basis=row.text("basis", longest=120),
        basis_name=row.names("basis_name", needed=False, longest=200),
        applies_to=row.words("applies_to", known, needed=True),
        channels=row.words("channels", channels),
        bodies=row.references("body", "bodies"),
        step=row.choice("step", Step).value,
        clock_from=row.choice("clock_from", ClockFrom).value,
        count=term["count"],
        unit=term["unit"],
        first_day=row.choice("first_day", FirstDay, default=FirstDay.EXCLUDE).value,
        day_off=row.choice("day_off", DayOff, default=DayOff.NEXT).value,
        extend=_extension(row),
        forbid_handler=_flags(row, "forbid_handler", ("complained_about", "subordinates", "same_unit")),
        silence=_silence(row),
        evidence=row.text("evidence", needed=False, longest=60),
        place=place,
        valid_from=since,
        valid_to=row.day("valid_to"),
        source=row.text("source"),
        checked_on=row.day("checked_on", needed=True) or date.min,
        status=row.choice("status", LawStatus).value,
        on_forward=row.choice("on_forward", OnForward, default=OnForward.RESTARTS).value,
        by_content=_by_content(row),
    )
    _acted_on(row, facts)
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        row.fault("valid_to", f"{code} ends before it begins", "Correct one of the dates")
    return facts


def _acted_on(row: PackRow, facts: ProfileFacts) -> None:
    """Refuse what the product would show and do nothing about: a law page that promises is worse than none."""
    step = Step(facts.step)
    if not is_acted_on(facts.step, facts.clock_from):
        says = f"nothing acts on the step {facts.step} counted from {facts.clock_from}"
        row.fault("step", says, "Leave the term out; docs/operating/packs.md lists what is acted on")
        return
    if facts.evidence and facts.evidence not in EVIDENCE[step]:
        allowed = ", ".join(sorted(EVIDENCE[step])) or "none"
        row.fault("evidence", f"{facts.step} is not closed by {facts.evidence!r}", f"Write one of: {allowed}")
    if step is not Step.ANSWER and (facts.extend or facts.by_content):
        row.fault("extend", "only the term of an answer is lengthened or chosen by content", "Leave it out")


def _term(row: PackRow, most: int) -> dict[str, Any]:
    return {
        "count": row.whole("count", low=1, high=most, needed=True, default=1),
        "unit": row.choice("unit", TermUnit).value,
    }


def _extension(row: PackRow) -> dict[str, Any] | None:
    """{by, max, cap_total, times, notice_to_applicant, reasons_required}; an extension without a cap is refused."""
    if not row.has("extend"):
        row.asked.add("extend")
        return None
    inner = row.map("extend")
    facts: dict[str, Any] = {
        "by": inner.words("by"),
        "times": inner.whole("times", low=1, high=20, default=1),  # of an uncapped one not asked
        "notice_to_applicant": inner.yes("notice_to_applicant", default=True),
        "reasons_required": inner.yes("reasons_required", default=True),
    }
    if inner.yes("uncapped"):  # written only where it is so: what was loaded before stays the same rule
        facts["uncapped"] = True
    if inner.has("cap_total") == ("uncapped" in facts):
        inner.fault(
            "cap_total",
            "an extension without a cap hides lateness",
            "Write cap_total: {count: ..., unit: ...}, or uncapped: true where the law knows no cap",
        )
    for word in ("max", "cap_total"):
        inner.asked.add(word)
        if inner.has(word):
            length = inner.map(word)
            facts[word] = _term(length, 3650)
            length.done()
    inner.done()
    return facts


def _by_content(row: PackRow) -> dict[str, Any] | None:
    """That the content decides: which profile holds instead, and what has to be so for this one."""
    row.asked.add("by_content")
    if not row.has("by_content"):
        return None
    inner = row.map("by_content")
    facts = {"instead": inner.text("instead", longest=60), "when": inner.names("when")}
    inner.done()
    return facts


def _flags(row: PackRow, word: str, words: tuple[str, ...]) -> dict[str, bool] | None:
    row.asked.add(word)
    if not row.has(word):
        return None
    inner = row.map(word)
    found = {flag: inner.yes(flag, default=True) for flag in words}
    inner.done()
    return found


def _silence(row: PackRow) -> dict[str, Any] | None:
    """What happens when the term is missed: who is told, and which right to a court the resident has."""
    row.asked.add("silence")
    if not row.has("silence"):
        return None
    inner = row.map("silence")
    facts = {"court_right": inner.names("court_right", needed=False)}
    if inner.has("escalate_to"):
        inner.fault("escalate_to", "to whom a matter climbs is said by the ladder", "Leave it out; see pack.yaml")
    inner.asked.add("escalate_to")
    inner.done()
    return facts


def _check_versions(found: list[ProfileFacts], reading: Reading) -> None:
    """A version that ends before another begins must not leave it over: say where a term has a gap."""
    rows = [plain(one) for one in found]
    for written, tidy in zip(rows, closed(rows), strict=True):
        if written["valid_to"] is not None and tidy["valid_to"] is not None and tidy["valid_to"] < written["valid_to"]:
            spot = reading.defined["version of a term"][f"{written['code']} from {written['valid_from']}"]
            reading.fault(
                spot,
                f"two versions of {written['code']} hold on the same day",
                "End the older one before the newer begins",
            )


def _ground_needs(row: PackRow, act: GroundFor) -> str:
    """What is said with a ground besides; only with the act that asks for it."""
    if not row.has("needs"):
        row.asked.add("needs")
        return ""
    needs = row.choice("needs", GroundNeeds)
    asks = GroundFor.POINT if needs is GroundNeeds.SENT_ON else GroundFor.EXAMINE
    if act is not asks:
        row.fault("needs", f"{needs.value!r} is asked with act: {asks.value} only", "Change one of the two")
    return needs.value


def grounds(folder: Path, reading: Reading) -> list[GroundFacts]:
    """What the law lets a body say no with."""
    found = []
    for row in listed(folder, "grounds.yaml", "grounds", reading):
        code, since = row.code(), row.day("valid_from", needed=True) or date.min
        row.reading.define("version of a ground", f"{code} from {since}", row.spot)
        act = row.choice("act", GroundFor)
        found.append(
            GroundFacts(
                code=code,
                act=act.value,
                name=row.names("name"),
                basis=row.text("basis", longest=120),
                status=row.choice("status", LawStatus).value,
                needs=_ground_needs(row, act),
                valid_from=since,
                valid_to=row.day("valid_to"),
            )
        )
        row.done()
    return found


def jurisdictions(said: Iterable[tuple[str, PackRow]], *, cares: Collection[str]) -> list[JurisdictionFacts]:
    """Who answers for what and where, as each body says it in bodies.yaml. `cares` are the kinds of special care."""
    return [_jurisdiction(body, row, cares) for body, row in said]


def _jurisdiction(body: str, row: PackRow, cares: Collection[str]) -> JurisdictionFacts:
    care = row.text("care", needed=False)
    if care and care not in cares:
        row.fault("care", f"'care' is {care!r}", meant(care, cares))
    facts = JurisdictionFacts(body, row.refers("territory", "territory"), row.refers("category", "category"), care)
    row.done()
    return facts


def judges(said: Iterable[tuple[str, PackRow]]) -> list[dict[str, str]]:
    """Who decides complaints about whom, as each body says it in bodies.yaml; they become the setting `judges`."""
    return [_judge(body, row) for body, row in said]


def _judge(body: str, row: PackRow) -> dict[str, str]:
    facts = {
        "of": body,
        "by": row.refers("body", "body", needed=True) or "",
        "category": row.refers("category", "category") or "",
    }
    if facts["by"] == body:
        row.fault("body", f"{body!r} would judge itself", "Name another body")
    row.done()
    return facts
