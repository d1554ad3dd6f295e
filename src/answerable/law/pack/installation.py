"""pack.yaml: what holds of the whole place, and the ladder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from answerable.base.packs.lines import read_yaml
from answerable.base.packs.row import LANGUAGES, PackRow, Reading, Reference
from answerable.law.actions.loading import RungFacts
from answerable.law.pack.categories import is_phone
from answerable.law.rules import urgent
from answerable.law.rules.ladder import ABOVE, CHAIR
from answerable.law.terms import Cause, Nameless
from answerable.places.pack import is_zone

FILE: Final = "pack.yaml"


@dataclass(slots=True)
class InstallationPart:
    """What pack.yaml gives."""

    code: str = ""
    zone: str = "UTC"
    calendar: str = ""
    prefix: str = ""
    valid_from: date = date.min
    rungs: list[RungFacts] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


def read_installation(folder: Path, reading: Reading) -> InstallationPart | None:
    """pack.yaml; None when there is nothing to go on with."""
    spot = read_yaml(folder / FILE, FILE, reading.faults)
    if spot is None:
        return None
    if not isinstance(spot.value, dict):
        reading.fault(spot, "pack.yaml is a map of words to values", "Write them as `word: value`")
        return None
    row = PackRow(reading, spot)
    spoken = tuple(dict.fromkeys(row.words("languages", LANGUAGES, needed=True)))
    if not spoken and row.at("languages").value == []:
        row.fault("languages", "no language is offered", "Name one at least, as [uk, en]: the first is the default")
    reading.languages = spoken  # its texts are needed in these alone; where none is named, that is the one fault
    found = InstallationPart(
        code=row.code(longest=30),
        zone=row.checked("zone", is_zone, "Write an IANA zone such as Europe/Kyiv"),
        calendar=row.refers("calendar", "calendar", needed=True) or "",
        prefix=row.text("prefix", needed=False, longest=8),
        valid_from=row.day("valid_from", needed=True) or date.min,
        rungs=_ladder(row),
    )
    found.settings = _settings(row, found) | {"languages": list(spoken)}
    row.done()
    return found


def _settings(row: PackRow, found: InstallationPart) -> dict[str, Any]:
    """Rows of the settings, by name; docs/operating/packs.md says what each is for."""
    return {
        "pack": found.code,
        "zone": found.zone,
        "calendar": found.calendar,
        "place_name": row.names("name", longest=80),
        "tagline": row.names("tagline", longest=200),
        **_law(row),
        **_emergency(row),
        "urgent_words": _urgent_words(row),
        "office": _office(row),
        "public_note": row.names("public_note"),
        "fallback": row.refers("body", "fallback", needed=True),
        "chairs": row.references("body", "chairs"),
        "monitor": row.refers("body", "monitor", needed=True),
        "conflict_bodies": row.references("body", "conflict_bodies"),
        "holding_bodies": row.references("body", "holding_bodies"),
        "same_unit": row.yes("same_unit", default=True),
        "seal_nameless": row.choice("seal_nameless", Nameless, default=Nameless.COMPLAINTS).value,
        "dispute_days": row.whole("dispute_days", low=1, high=365, default=30),
        "withdrawal_days": row.whole("withdrawal_days", low=1, high=90, default=14),
        "reading_hours": row.whole("reading_hours", low=1, high=168, default=24),
        "working_hours": _working_hours(row),
        "limits": _limits(row),
        **_population(row),
        "sources": [_source(one) for one in row.rows("sources")],
    }


def _law(row: PackRow) -> dict[str, Any]:
    inner = row.map("law")
    facts = {"law_code": inner.code(longest=10), "law": inner.names("name")}
    inner.done()
    return facts


def _emergency(row: PackRow) -> dict[str, Any]:
    """The number to call in danger (the first), and all of them with their names."""
    found = []
    for one in row.rows("emergency"):
        found.append(
            {
                "call": one.checked("call", is_phone, "Write a number to call, in quotes"),
                "name": one.names("name", longest=120),
            }
        )
        one.done()
    if not found:
        row.fault("emergency", "no number to call in danger", "Write emergency: a list of call and name")
    return {"emergency": found[0]["call"] if found else "", "emergency_numbers": found}


def _urgent_words(row: PackRow) -> dict[str, list[str]]:
    """What the place adds to the shipped words of danger, list by list."""
    row.asked.add("urgent_words")
    if not row.has("urgent_words"):
        return {}
    inner = row.map("urgent_words")
    found = {}
    for kind in urgent.KINDS:
        found[kind] = [line for line in inner.words(kind) if _is_pattern(inner, kind, line)]
    inner.done()
    return {kind: lines for kind, lines in found.items() if lines}


def _is_pattern(row: PackRow, kind: str, line: str) -> bool:
    try:
        urgent.read([{kind: [line]}])
    except ValueError:
        row.fault(
            kind,
            f"{line!r} has an empty place",
            "Write words with | for either and + for both, as: door + breaking|forcing",
        )
        return False
    return True


def _office(row: PackRow) -> dict[str, Any]:
    """Where a person can be reached by whoever can't write: shown on every page; empty where the pack names nothing."""
    row.asked.add("office")
    if not row.has("office"):
        return {}
    inner = row.map("office")
    found = {
        "phone": inner.checked("phone", is_phone, "Write a number to call, in quotes", default=""),
        "hours": inner.names("hours", needed=False, longest=80),
        "address": inner.names("address", needed=False, longest=160),
    }
    inner.done()
    return found


def is_year_or_day(word: str) -> bool:
    """Whether it is written as 2022 or 2022-01-01."""
    return re.fullmatch(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?", word) is not None


def _population(row: PackRow) -> dict[str, Any]:
    """Where the numbers of people in territories.csv are from, and of which day: without it nothing is divided by them."""
    row.asked.add("population")
    if not row.has("population"):
        return {}
    inner = row.map("population")
    cure = 'Write the year or the day in quotes, as "2022" or "2022-01-01"'
    found = {"source": inner.names("source", longest=300), "as_of": inner.checked("as_of", is_year_or_day, cure)}
    inner.done()
    return {"population": found}


def _working_hours(row: PackRow) -> dict[str, int]:
    """Between which hours letters go to a chair, by the clock of the place."""
    row.asked.add("working_hours")
    if not row.has("working_hours"):
        return {"opens": 9, "closes": 18}
    inner = row.map("working_hours")
    found = {
        "opens": inner.whole("opens", low=0, high=22, default=9),
        "closes": inner.whole("closes", low=1, high=23, default=18),
    }
    inner.done()
    if found["closes"] <= found["opens"]:
        row.fault("working_hours", "the day closes before it opens", "Write opens before closes, as whole hours")
    return found


def _limits(row: PackRow) -> dict[str, int]:
    """What a resident may send at most; what is left out is the system's default."""
    row.asked.add("limits")
    if not row.has("limits"):
        return {}
    inner = row.map("limits")
    found = {
        word: inner.whole(word, low=1, high=high)
        for word, high in (("text", 200_000), ("files", 50), ("file_mb", 200), ("files_mb", 500))
        if inner.has(word)
    }
    inner.done()
    return found


def _source(row: PackRow) -> dict[str, str]:
    facts = {"what": row.text("what"), "from": row.text("from"), "checked_on": row.text("checked_on")}
    row.done()
    return facts


def _ladder(row: PackRow) -> list[RungFacts]:
    """For each cause the rungs, from the first up."""
    found: list[RungFacts] = []
    inner = row.map("ladder")
    for cause in Cause:
        for place, rung in enumerate(inner.rows(cause.value), start=1):
            days, to = rung.whole("after_days", low=0, high=365), rung.words("to", needed=True)
            row.reading.references += [
                Reference("body", word, rung.at("to")) for word in to if word not in {ABOVE, CHAIR}
            ]
            found.append(RungFacts(cause.value, place, days, tuple(to)))
            rung.done()
    inner.done()
    for cause in (Cause.OVERDUE, Cause.DISPUTED):
        if not any(rung.cause == cause for rung in found):
            row.fault("ladder", f"no rung for {cause.value!r}", "A matter must be able to climb: add one")
    return found


def bodies_named(settings: Mapping[str, Any], name: str) -> list[str]:
    """Codes of bodies that a setting names."""
    value = settings.get(name)
    return [value] if isinstance(value, str) else list(value or [])
