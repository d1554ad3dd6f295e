"""Reading a pack as a whole, and what only the whole can show."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from answerable.appeals.terms import Care
from answerable.base.packs.checked import LawStatus
from answerable.base.packs.faults import PackError
from answerable.base.packs.lines import Spot
from answerable.base.packs.row import Reading
from answerable.channels.terms import Channel
from answerable.law.actions.loading import LawFacts, ProfileFacts, plain
from answerable.law.models import Profile
from answerable.law.pack import categories, terms
from answerable.law.pack.installation import InstallationPart, bodies_named, read_installation
from answerable.law.queries import profile_of
from answerable.law.rules import deadlines
from answerable.law.rules.deadlines import TermUnit
from answerable.law.terms import ABOUT_POLICE, MatterKind, Step
from answerable.people import pack as people_pack
from answerable.people.actions.loading import BodyFacts
from answerable.places import boundaries
from answerable.places import pack as places_pack
from answerable.site import rooms
from answerable.site.packs.shape import Pack

KNOWN: Final = (
    "pack.yaml", "territories.csv", "bodies.yaml", "roles.yaml", "people.yaml", "categories.yaml", "kinds.yaml", "profiles.yaml",
    "grounds.yaml", "templates.yaml", "boundaries.geojson", "README.md",
)  # fmt: skip
DEFINED_IN: Final = {
    "territory": "territories.csv", "body": "bodies.yaml", "role": "roles.yaml", "category": "categories.yaml",
}  # fmt: skip
"""In which file the things stand that others name; calendars are asked for where they are named."""
CHANNELS: Final = {*map(str, Channel), "email", "sms", "voice", "vk", "facebook", "telegram", "open311"}
"""Ways in that a term can be for; of those that are no channel yet, too, so that a pack need not change with them."""


def check_pack(folder: Path, *, on: date, reading: Reading | None = None) -> Pack:
    """A faultless pack. Raises PackError with every fault; what only the whole shows is looked at once every file is read."""
    reading = reading or Reading()
    if not folder.is_dir():
        reading.faults.add(str(folder), 0, "no such folder", "Give the folder of a pack")
        raise PackError(reading.faults.found)
    parts = [part for room in rooms.ROOMS for part in room.pack]
    _strangers(folder, reading, known=(*KNOWN, *(file for part in parts for file in part.files)))
    read = read_installation(folder, reading)
    if read is None:
        raise PackError(reading.faults.found)
    pack = _parts(folder, reading, read)
    loads = [(part.says, part.read(folder, reading)) for part in parts]
    reading.resolve(DEFINED_IN)
    if not reading.faults.broken:
        _bodies_fit(pack, reading)
        _terms_fit(pack, reading, on)
        _settings_fit(pack, reading)
    if reading.faults:
        raise PackError(reading.faults.found)
    return replace(pack, notes=_notes(pack, on), loads=loads)


def _strangers(folder: Path, reading: Reading, *, known: tuple[str, ...]) -> None:
    """A file that nobody reads is a slip: `bodys.yaml` must not pass in silence."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in known and not path.name.startswith("."):
            reading.faults.add(path.name, 0, "nothing reads this file", f"Known: {', '.join(known)}")


def _parts(folder: Path, reading: Reading, read: InstallationPart) -> Pack:
    calendars = places_pack.calendars(folder, reading)
    territories = places_pack.territories(folder, reading, zone=read.zone)
    command = people_pack.bodies(folder, reading, zone=read.zone, calendar=read.calendar, prefix=read.prefix)
    language = next(iter(reading.languages), "")
    kinds = terms.kinds(folder, reading)
    settings = {
        **read.settings,
        "boundaries": boundaries.boundaries(folder, reading),
        "kinds": kinds,
        "judges": terms.judges(command.judged_by),
    }
    return Pack(
        code=read.code,
        digest=digest(folder),
        valid_from=read.valid_from,
        territories=territories,
        calendars=calendars,
        bodies=command.tree,
        roles=people_pack.roles(folder, reading),
        people=people_pack.people(folder, reading, language=language),
        law=LawFacts(
            categories=categories.categories(folder, reading),
            jurisdictions=terms.jurisdictions(command.answers_for, cares={str(care) for care in Care}),
            profiles=terms.profiles(folder, reading, known=_known_kinds(kinds, reading), channels=CHANNELS),
            grounds=terms.grounds(folder, reading),
            rungs=read.rungs,
            templates=categories.templates(folder, reading),
            settings=settings,
        ),
        settings=settings,
    )


def _known_kinds(kinds: list[dict[str, Any]], reading: Reading) -> list[str] | None:
    """The pack's kinds; None where their file could not be read, so that no term is blamed for it."""
    return None if "kinds.yaml" in reading.faults.broken else [str(kind["code"]) for kind in kinds]


def digest(folder: Path) -> str:
    """SHA-256 over names and contents of the pack's files, in order of name."""
    total = hashlib.sha256()
    for path in sorted(
        [*folder.glob("*.yaml"), *folder.glob("*.csv"), *folder.glob("*.geojson"), *folder.glob("calendars/*.yaml")]
    ):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _bodies_fit(pack: Pack, reading: Reading) -> None:
    """Bodies that a setting gives appeals to must take appeals."""
    by_code = {body.code: body for body in pack.bodies}
    whole_file = Spot(None, "pack.yaml", 0)
    for name in ("fallback", "conflict_bodies", "holding_bodies"):
        for code in bodies_named(pack.settings, name):
            if code in by_code and not by_code[code].answers:
                reading.fault(
                    whole_file, f"{name} names {code!r}, which takes no appeals", "Name one with answers: true"
                )
    for judge in pack.settings["judges"]:
        if judge["by"] in by_code and not by_code[judge["by"]].answers:
            says = f"{judge['by']!r} judges {judge['of']!r} and takes no appeals"
            reading.fault(whole_file, says, "Name one with answers: true")
    if not pack.settings["conflict_bodies"]:
        reading.fault(
            whole_file,
            "conflict_bodies is empty",
            "Name who handles a complaint about the top: a prosecutor, a monitor",
        )
    _seats_fit(pack, by_code, reading)


def _seats_fit(pack: Pack, by_code: Mapping[str, BodyFacts], reading: Reading) -> None:
    """A first head of each body that takes appeals must be able to sign, else an appeal could never be answered."""
    powers = {role.code: set(role.powers) for role in pack.roles}
    signing = {seat.body for person in pack.people for seat in person.seats if "sign" in powers.get(seat.role, set())}
    fallback = pack.settings["fallback"]
    if pack.people and fallback in by_code and not _someone_signs(fallback, by_code, signing):
        reading.fault(
            Spot(None, "people.yaml", 0),
            f"nobody may sign for the fallback body {fallback!r}",
            "Give somebody a role that signs",
        )


def _someone_signs(code: str | None, by_code: Mapping[str, BodyFacts], signing: set[str]) -> bool:
    """Say whether somebody in a body, or above it, may sign."""
    while code is not None:
        if code in signing:
            return True
        code = by_code[code].parent
    return False


def _terms_fit(pack: Pack, reading: Reading, on: date) -> None:
    """Every kind of appeal has a due date on each way in today: a clock that nothing sets would never run."""
    profiles = [profile_of(Profile(**plain(one))) for one in pack.law.profiles if _usable(one)]
    unanswered = {kind["code"] for kind in pack.settings["kinds"] if not kind["answered"]}
    chosen = [str(kind["code"]) for kind in pack.settings["kinds"] if kind["code"] not in unanswered]
    kinds = dict.fromkeys([*(str(kind) for kind in MatterKind if kind not in unanswered), ABOUT_POLICE, *chosen])
    told: set[str] = set()
    for channel in (Channel.WEB, Channel.DESK):
        lost = [kind for kind in kinds if not _has_a_term(profiles, kind, channel, on)]
        if more := [kind for kind in lost if kind not in told]:
            reading.faults.add(
                "profiles.yaml", 0, f"no term for answering a {', '.join(more)} that came by {channel} on {on}",
                "Add a profile with step: answer that applies to it",
            )  # fmt: skip
        told.update(lost)


def _has_a_term(profiles: Sequence[deadlines.Profile], kind: str, channel: Channel, on: date) -> bool:
    """Say whether a date is set for the answer to a kind, or where the law sets none, for its entry in a register."""
    steps = (Step.ANSWER,) if kind in terms.PLAIN else (Step.ANSWER, Step.REGISTER)
    return any(deadlines.pick(profiles, kind=kind, channel=channel, step=step, on=on) for step in steps)


def _settings_fit(pack: Pack, reading: Reading) -> None:
    """What a term says and a setting says, too, must be the same: the product goes by the setting."""
    for one in pack.law.profiles:
        spot = reading.defined["version of a term"][f"{one.code} from {one.valid_from}"]
        days = pack.settings["dispute_days"]
        if one.step == Step.REVIEW_WINDOW and (one.count, one.unit) != (days, TermUnit.CALENDAR_DAY):
            says = f"{one.code} gives {one.count} {one.unit}, and dispute_days in pack.yaml {days} days"
            reading.fault(spot, says, "Make both the same")
        wanted = {"complained_about": True, "subordinates": True, "same_unit": pack.settings["same_unit"]}
        if one.forbid_handler is not None and dict(one.forbid_handler) != wanted:
            says = "forbid_handler says otherwise than the rule of conflict, which always bars whom it is about"
            reading.fault(spot, says, "Leave it out; same_unit in pack.yaml says the rest")


def _usable(facts: ProfileFacts) -> bool:
    return not facts.extend or "cap_total" in facts.extend or bool(facts.extend.get("uncapped"))


def _notes(pack: Pack, on: date) -> list[str]:
    """What is right but should be known."""
    last = {one.code: max(other.year for other in pack.calendars if other.code == one.code) for one in pack.calendars}
    notes = [
        f"the calendar {code} ends with {year}: due dates after that are counted by plain weekends and say so"
        for code, year in sorted(last.items())
        if year < on.year + 1
    ]
    unread = sum(one.status == LawStatus.UNVERIFIED for one in pack.law.profiles)
    if unread:
        notes.append(f"{unread} of {len(pack.law.profiles)} terms are unverified: pages say so beside each")
    seated = {seat.body for person in pack.people for seat in person.seats}
    if silent := sum(body.answers and body.code not in seated for body in pack.bodies):
        notes.append(f"{silent} bodies that take appeals have nobody yet; grant seats at the desk")
    return notes
