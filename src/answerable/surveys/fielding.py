"""The law of the field: who is asked by which link, what an address comes to, and what of an answer says whose it is."""

import base64
import csv
import hmac
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Final

from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.questionnaire.form import Form
from answerable.surveys.questionnaire.scope import bare

LINK: Final = re.compile(r"[a-z2-7]{16}")
"""A personal link: 80 bits, in letters that nobody mixes up."""
FINAL: Final = frozenset({Disposition.INTERVIEW, Disposition.PARTIAL, Disposition.NOT_ELIGIBLE})
"""What is not asked again."""
GUESSES: Final = (("unit",), ("address",), ("psu", "hh"))
"""By which questions a form usually says the code of a unit."""
OUTCOME: Final = "outcome"
ABOUT_THE_INTERVIEW: Final = frozenset({"consent", OUTCOME})
"""Questions that say how an interview went (`disposition_of`), and nothing of whoever was asked."""


@dataclass(frozen=True, slots=True)
class DrawnUnit:
    """A unit of the list that was drawn: replicate 0 is the sample, the others are reserves."""

    code: str
    stratum: str
    replicate: int
    chance: Fraction


def drawn_units(raw: bytes) -> Iterator[DrawnUnit]:
    """The units of a drawn list, as `answerable_verify.draw` writes it."""
    for row in csv.DictReader(io.StringIO(raw.decode())):
        yield DrawnUnit(row["unit"], row["stratum"], int(row["replicate"]), Fraction(row["chance"]))


def chances(drawn: list[DrawnUnit], opened: int = 0) -> dict[str, Fraction]:
    """The chance of each unit that is asked: of being drawn, and then of not being put into a reserve that stays closed.

    opened  how many reserves were opened: with each of them the chance of everybody in its strata grows
    """
    everybody: dict[str, int] = {}
    sample: dict[str, int] = {}
    for unit in drawn:
        everybody[unit.stratum] = everybody.get(unit.stratum, 0) + 1
        sample[unit.stratum] = sample.get(unit.stratum, 0) + (unit.replicate <= opened)
    return {
        unit.code: unit.chance * Fraction(sample[unit.stratum], everybody[unit.stratum])
        for unit in drawn
        if unit.replicate <= opened
    }


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """A unit that is asked: its stratum and sampling point are of the first stage, its chance is of both together."""

    code: str
    stratum: str
    cluster: str
    chance: Fraction


def asked_units(drawn: list[DrawnUnit], points: list[DrawnUnit] | None, opened: int = 0) -> list[AskedUnit]:
    """The sample that is asked, with so many of its reserves. `points`: the draw of sampling points, each of which is a stratum of `drawn`.

    Raises ValueError where a stratum is no drawn sampling point, or a drawn sampling point has no unit.
    """
    own = chances(drawn, opened)
    sample = [unit for unit in drawn if unit.replicate <= opened]
    if points is None:
        return [AskedUnit(unit.code, unit.stratum, "", own[unit.code]) for unit in sample]
    above, of = chances(points), {point.code: point for point in points if point.replicate == 0}
    if {unit.stratum for unit in sample} != set(of):
        raise ValueError("the strata are not the drawn sampling points")
    return [
        AskedUnit(unit.code, of[unit.stratum].stratum, unit.stratum, above[unit.stratum] * own[unit.code])
        for unit in sample
    ]


def link_of(key: bytes, unit: int) -> str:
    """The personal link of a unit: the same each time, so that a reminder has the one of the letter."""
    return new_link(hmac.digest(key, f"surveys/unit/{unit}".encode(), "sha256")[:10])


def new_link(chance: bytes) -> str:
    """A personal link of 80 bits of chance."""
    return base64.b32encode(chance).decode().lower()


def digest_of(link: str) -> str:
    """What is kept of a link."""
    return sha256(link.encode()).hexdigest()


def unit_questions(form: Form, names: str) -> tuple[str, ...]:
    """The names that are written, where each is a question of the form; what forms usually have where none is written."""
    known = {node.name for node in form.nodes()}
    wanted = tuple(names.split())
    if wanted:
        return wanted if set(wanted) <= known else ()
    return next((guess for guess in GUESSES if set(guess) <= known), ())


def known_of(form: Form, names: str, *, code: str, stratum: str) -> dict[str, str]:
    """What the code of a unit says already, path -> answer: the parts of it, and the stratum; nothing without such questions."""
    wanted = names.split()
    if not wanted:
        return {}
    parts = code.rsplit("-", len(wanted) - 1) if len(wanted) > 1 else [code]
    paths = {node.name: node.path for node in form.questions()}
    said = dict(zip(wanted, parts, strict=False)) | {"stratum": stratum}
    return {paths[name]: value for name, value in said.items() if name in paths}


def alone(form: Form) -> dict[str, str]:
    """What nobody says of themselves, path -> answer: that an interview was one."""
    return {node.path: Disposition.INTERVIEW.value for node in form.questions() if node.name == OUTCOME}


def unit_of(answers: Mapping[str, str], questions: tuple[str, ...]) -> str:
    """The code of the unit that the answers say, its parts joined by a dash; empty where one is missing."""
    said = {bare(key).rpartition("/")[2]: value for key, value in answers.items() if "[" not in key}
    parts = [said.get(name, "") for name in questions]
    return "-".join(parts) if parts and all(parts) else ""


def disposition_of(answers: Mapping[str, str]) -> Disposition:
    """What answers come to: what their question `outcome` says in AAPOR's codes; refused where `consent` is no."""
    said = {key.rpartition("/")[2]: value for key, value in answers.items() if "[" not in key}
    if said.get("consent") == "no":
        return Disposition.REFUSED
    return Disposition.PARTIAL if said.get(OUTCOME) == Disposition.PARTIAL else Disposition.INTERVIEW


def without_unit(answers: Mapping[str, str], questions: tuple[str, ...]) -> dict[str, str]:
    """The answers without what says at which door they were given."""
    return {key: value for key, value in answers.items() if key.rpartition("/")[2] not in questions}
