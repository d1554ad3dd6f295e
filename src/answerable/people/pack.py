"""bodies.yaml, roles.yaml and people.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from answerable.base.packs.row import PackRow, Reading, listed
from answerable.people import powers
from answerable.people.actions.loading import BodyFacts, PersonFacts, RoleFacts, SeatFacts
from answerable.people.terms import BodyKind, KnownBy
from answerable.places.pack import is_zone, known_calendar

DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Above:
    """What a body takes from the one that commands it, or from the pack."""

    code: str | None
    zone: str
    calendar: str
    territory: str | None = None
    prefix: str = ""
    depth: int = 0


@dataclass(slots=True)
class Bodies:
    """What bodies.yaml gives: the tree, and of each body the rows for the law to read: for what it answers, who judges it."""

    tree: list[BodyFacts] = field(default_factory=list)
    answers_for: list[tuple[str, PackRow]] = field(default_factory=list)
    judged_by: list[tuple[str, PackRow]] = field(default_factory=list)


def bodies(folder: Path, reading: Reading, *, zone: str, calendar: str, prefix: str) -> Bodies:
    """The command tree: a body's `units` stand within it, so that nothing can command itself."""
    found = Bodies()
    for row in listed(folder, "bodies.yaml", "bodies", reading):
        _body(row, Above(None, zone, calendar, prefix=prefix), found)
    if not found.tree and "bodies.yaml" not in reading.faults.broken:
        reading.faults.add("bodies.yaml", 0, "no body", "Add the bodies that answer")
    return found


def _body(row: PackRow, above: Above, found: Bodies) -> None:
    if above.depth > DEEPEST:
        row.fault("code", f"more than {DEEPEST} levels of command", "Flatten the tree")
        return
    code = row.defines("body")
    territory = row.refers("territory", "territory") or above.territory
    zone = row.checked("zone", is_zone, "Write an IANA zone such as Europe/Kyiv", default=above.zone)
    calendar = known_calendar(row.reading, row, "calendar", above.calendar)
    facts = BodyFacts(
        code=code,
        kind=row.choice("kind", BodyKind, default=None if above.code is None else BodyKind.POLICE).value,
        parent=above.code,
        name=row.names("name", longest=300),
        zone=zone,
        calendar=calendar,
        about=row.names("about", needed=False),
        territory=territory,
        prefix=_prefix(row, above),
        email=row.checked("email", lambda said: "@" in said, "Write an e-mail address", default=""),
        answers=row.yes("answers", default=True),
        unsuitable_for_conflict=row.yes("unsuitable_for_conflict"),
        authority=row.yes("authority", default=above.code is None),
        known_by=_known_by(row),
    )
    if above.code is None and not facts.authority:
        row.fault("authority", "a body that nobody commands is an authority", "Remove the line")
    found.tree.append(facts)
    found.answers_for += [(code, one) for one in row.rows("answers_for")]
    found.judged_by += [(code, one) for one in row.rows("judged_by")]
    for unit in row.rows("units"):
        _body(unit, Above(code, zone, calendar, territory, depth=above.depth + 1), found)
    row.done()


def _known_by(row: PackRow) -> dict[str, list[str]]:
    """What people recognise a body or a person by besides the name; everything may be left out."""
    return {word.value: row.words(word.value) for word in KnownBy}


def _prefix(row: PackRow, above: Above) -> str:
    """The prefix of numbers; only a top has one, and no two tops have the same."""
    said = row.text("prefix", needed=False, longest=8) or above.prefix
    if above.code is not None:
        if said:
            row.fault("prefix", "only a body at the top has a prefix for its numbers", "Remove the prefix")
        return ""
    if not (said.isascii() and said.isalnum() and said.isupper()):
        row.fault("prefix", f"the prefix {said!r} isn't one", "Write up to 8 capital Latin letters and digits")
    return said


def roles(folder: Path, reading: Reading) -> list[RoleFacts]:
    """What each kind of seat may do."""
    known = powers.known()
    found = []
    for row in listed(folder, "roles.yaml", "roles", reading):
        found.append(
            RoleFacts(row.defines("role", longest=40), row.names("name"), row.words("powers", known, needed=True))
        )
        row.done()
    return found


def people(folder: Path, reading: Reading, *, language: str) -> list[PersonFacts]:
    """Who signs in first. The file may be absent: then an operator makes the first account."""
    if not (folder / "people.yaml").exists():
        return []
    return [_person(row, language) for row in listed(folder, "people.yaml", "people", reading)]


def _person(row: PackRow, language: str) -> PersonFacts:
    seats = [_seat(one) for one in row.rows("seats")]
    if not seats:
        row.fault("seats", "a person without a seat can do nothing", "Add seats: a list of body and role")
    names = row.names("name", longest=120) if isinstance(row.at("name").value, dict) and row.has("name") else {}
    facts = PersonFacts(
        login=row.defines("person", "login"),
        name=_first_written(names) if names else row.text("name", longest=120),
        names=names,
        post=row.names("post"),
        language=row.checked(
            "language", lambda one: one in row.reading.languages, "Write one of the pack's languages", default=language
        ),
        seats=seats,
        email=row.text("email", needed=False, longest=254),
        named=row.yes("named"),
        known_by=_known_by(row),
    )
    row.done()
    return facts


def _first_written(names: Mapping[str, str]) -> str:
    """What a person is called where no language is asked: in Latin letters where somebody wrote them, as logs are read."""
    return names.get("en") or next(iter(names.values()))


def _seat(row: PackRow) -> SeatFacts:
    facts = SeatFacts(
        row.refers("body", "body", needed=True) or "", row.refers("role", "role", needed=True) or "", row.yes("heads")
    )
    row.done()
    return facts
