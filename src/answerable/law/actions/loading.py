"""Loading categories, law and order from a pack, in the caller's transaction.

Dated things (who answers for what, terms, grounds, the ladder) are never rewritten: what a pack no longer says is
closed on the day before, what it newly says begins on its day, and an old matter keeps what it began with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.db import transaction

from answerable.base.actor import SYSTEM
from answerable.base.packs.part import Tally
from answerable.base.verdict import NotNowError
from answerable.law.models import Category, Ground, Jurisdiction, Profile, Rung, Setting, Template
from answerable.ledger.actions import record
from answerable.people.actions.loading import locked_revision, move_revision
from answerable.places.actions import save_differing
from answerable.places.models import Territory
from answerable.places.rules import ONE, tree_order

# What makes a term another term: a change of these needs a new valid_from; the rest is description and may be mended.
TERM: Final = (
    "step",
    "clock_from",
    "count",
    "unit",
    "first_day",
    "day_off",
    "extend",
    "applies_to",
    "channels",
    "bodies",
)
Row = TypeVar("Row", Profile, Ground)


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category as a pack gives it; `parent` and `specialist` are codes."""

    code: str
    parent: str | None
    place: int
    name: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)
    kinds: Sequence[str] = ()
    stopper: Mapping[str, Any] | None = None
    questions: Sequence[Mapping[str, Any]] = ()
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sensitive: bool = False
    specialist: str | None = None


@dataclass(frozen=True, slots=True)
class JurisdictionFacts:
    """Who answers for what and where; codes, None for any."""

    body: str
    territory: str | None = None
    category: str | None = None
    care: str = ""


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """A term of a law as a pack gives it (columns of models.Profile)."""

    code: str
    jurisdiction: str
    basis: str
    basis_name: Mapping[str, str]
    applies_to: Sequence[str]
    channels: Sequence[str]
    bodies: Sequence[str]
    step: str
    clock_from: str
    count: int
    unit: str
    first_day: str
    day_off: str
    extend: Mapping[str, Any] | None
    forbid_handler: Mapping[str, bool] | None
    silence: Mapping[str, Any] | None
    evidence: str
    place: int
    valid_from: date
    valid_to: date | None
    source: str
    checked_on: date
    status: str
    on_forward: str = "restarts"
    by_content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """A ground as a pack gives it (columns of models.Ground)."""

    code: str
    act: str
    name: Mapping[str, str]
    basis: str
    status: str
    needs: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class RungFacts:
    """A rung of the ladder as a pack gives it."""

    cause: str
    place: int
    after_days: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """An answer text as a pack gives it."""

    code: str
    name: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LawFacts:
    """Everything that this room takes from a pack."""

    categories: Sequence[CategoryFacts] = ()
    jurisdictions: Sequence[JurisdictionFacts] = ()
    profiles: Sequence[ProfileFacts] = ()
    grounds: Sequence[GroundFacts] = ()
    rungs: Sequence[RungFacts] = ()
    templates: Sequence[TemplateFacts] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


def load_law(facts: LawFacts, *, bodies: Mapping[str, int], since: date, on: date, tally: Tally) -> None:
    """Make law and order those of the pack.

    since   from when the pack's jurisdictions and ladder hold where the installation has none yet
    on      today: from when changes of them hold
    """
    load_categories(facts.categories, bodies=bodies, on=on, tally=tally)
    load_jurisdictions(facts.jurisdictions, bodies=bodies, since=since, on=on, tally=tally)
    load_dated(Profile, [plain(one) for one in facts.profiles], fixed=TERM, on=on, tally=tally)
    load_dated(Ground, [plain(one) for one in facts.grounds], fixed=("act", "needs"), on=on, tally=tally)
    load_rungs(facts.rungs, since=since, on=on, tally=tally)
    load_templates(facts.templates, tally=tally)
    load_settings(facts.settings, tally=tally)


def plain(facts: ProfileFacts | GroundFacts) -> dict[str, Any]:
    """Facts as columns: lists for sequences, so that what is read back compares equal."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(facts).items()}


def load_categories(rows: Sequence[CategoryFacts], *, bodies: Mapping[str, int], on: date, tally: Tally) -> None:
    """Categories, parents first; one that is gone is retired."""
    known = {row.code: row for row in Category.objects.select_for_update()}
    wanted = {row.code: row for row in rows}
    for code in tree_order({row.code: row.parent for row in rows}):
        facts, row = wanted[code], known.setdefault(code, Category(code=code))
        columns = {
            "parent_id": known[facts.parent].id if facts.parent else None,
            "place": facts.place,
            "name": dict(facts.name),
            "hint": dict(facts.hint),
            "kinds": list(facts.kinds),
            "stopper": None if facts.stopper is None else dict(facts.stopper),
            "questions": [dict(question) for question in facts.questions],
            "words": {language: list(words) for language, words in facts.words.items()},
            "sensitive": facts.sensitive,
            "specialist_id": bodies[facts.specialist] if facts.specialist else None,
            "retired_on": None,
        }
        save_differing(row, columns, tally, "category")
    for code, row in known.items():
        if code not in wanted and row.retired_on is None:
            row.retired_on = on
            row.save(update_fields=["retired_on"])
            tally.count(tally.ended, "category")


def load_jurisdictions(
    rows: Sequence[JurisdictionFacts], *, bodies: Mapping[str, int], since: date, on: date, tally: Tally
) -> None:
    """Who answers for what: what is new begins, what is gone ends yesterday."""
    places = dict(Territory.objects.values_list("code", "id"))
    categories = dict(Category.objects.values_list("code", "id"))
    wanted = dict.fromkeys(
        (
            bodies[one.body],
            places[one.territory] if one.territory else None,
            categories[one.category] if one.category else None,
            one.care,
        )
        for one in rows
    )
    known = {
        (row.body_id, row.territory_id, row.category_id, row.care): row
        for row in Jurisdiction.objects.select_for_update().filter(valid_to=None)
    }
    begins = on if Jurisdiction.objects.exists() else since
    for key in wanted:
        if key not in known:
            body, territory, category, care = key
            Jurisdiction.objects.create(
                body_id=body, territory_id=territory, category_id=category, care=care, valid_from=begins
            )
            tally.count(tally.made, "jurisdiction")
    _end((row for key, row in known.items() if key not in wanted), on, tally, "jurisdiction")


def load_rungs(rows: Sequence[RungFacts], *, since: date, on: date, tally: Tally) -> None:
    """The ladder: what is new begins, what is gone ends yesterday."""
    wanted = dict.fromkeys((one.cause, one.place, one.after_days, one.to) for one in rows)
    known = {
        (row.cause, row.place, row.after_days, tuple(row.to)): row
        for row in Rung.objects.select_for_update().filter(valid_to=None)
    }
    begins = on if Rung.objects.exists() else since
    for cause, place, days, to in [key for key in wanted if key not in known]:
        Rung.objects.create(cause=cause, place=place, after_days=days, to=list(to), valid_from=begins)
        tally.count(tally.made, "rung")
    _end((row for key, row in known.items() if key not in wanted), on, tally, "rung")


def _end(rows: Iterable[Jurisdiction | Rung], on: date, tally: Tally, kind: str) -> None:
    """Close rows on the day before; today a thing has one rule, not two."""
    for row in rows:
        row.valid_to = on - ONE
        row.save(update_fields=["valid_to"])
        tally.count(tally.ended, kind)


def load_dated(
    model: type[Row], rows: Sequence[dict[str, Any]], *, fixed: Sequence[str], on: date, tally: Tally
) -> None:
    """Rules with a code and a first day. A new version closes the one before it on the day before its own first day.

    Refuses (NotNow) to change a version in what it commands: that would rewrite the law under old matters.
    """
    kind = model._meta.model_name or ""  # noqa: SLF001 -- Django's own way to say it
    known = {(row.code, row.valid_from): row for row in model._default_manager.select_for_update()}  # noqa: SLF001 -- the same
    for facts in closed(rows):
        row = known.get((facts["code"], facts["valid_from"]))
        if row is not None and (changed := [name for name in fixed if getattr(row, name) != facts[name]]):
            raise NotNowError(
                "pack.rule-rewritten", rule=facts["code"], valid_from=facts["valid_from"], changed=changed
            )
        save_differing(row or model(code=facts["code"], valid_from=facts["valid_from"]), facts, tally, kind)
    firsts = {(facts["code"], facts["valid_from"]) for facts in rows}
    for row in (row for key, row in known.items() if key not in firsts):
        later = [first for code, first in firsts if code == row.code and first > row.valid_from]
        begun = row.valid_from <= on  # what hasn't begun is withdrawn and never holds
        _close(row, min(later, default=on) if begun else row.valid_from, tally)


def closed(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Versions of one code in order, each ending before the next begins."""
    found = []
    for facts in rows:
        later = [
            one["valid_from"]
            for one in rows
            if one["code"] == facts["code"] and one["valid_from"] > facts["valid_from"]
        ]
        ends = [day for day in (facts["valid_to"], min(later) - ONE if later else None) if day is not None]
        found.append({**facts, "valid_to": min(ends) if ends else None})
    return found


def _close(row: Profile | Ground, before: date, tally: Tally) -> None:
    """End a rule that the pack has replaced or dropped, unless it has ended already."""
    if row.valid_to is None or row.valid_to >= before:
        row.valid_to = before - ONE
        row.save(update_fields=["valid_to"])
        tally.count(tally.ended, row._meta.model_name or "")  # noqa: SLF001 -- Django's own way to say it


def load_templates(rows: Sequence[TemplateFacts], *, tally: Tally) -> None:
    """Answer texts; nothing rests on one that is gone, so it is deleted."""
    known = {row.code: row for row in Template.objects.select_for_update()}
    for facts in rows:
        row = known.pop(facts.code, None) or Template(code=facts.code)
        save_differing(row, {"name": dict(facts.name), "text": dict(facts.text)}, tally, "template")
    for row in known.values():
        row.delete()
        tally.count(tally.ended, "template")


@transaction.atomic
def mark(name: str, value: object, *, at: datetime) -> None:
    """Keep a mark of the system's own beside what the pack decides; every process sees it at its next request."""
    revision = locked_revision()
    Setting.objects.update_or_create(name=name, defaults={"value": value})
    record(by=SYSTEM, at=at, deed="setting.marked", thing=f"setting/{name}")
    move_revision(revision)


def load_settings(settings: Mapping[str, Any], *, tally: Tally) -> None:
    """What the place decides besides. Rows that aren't a pack's (`sample`) stay as they are."""
    known = {row.name: row for row in Setting.objects.select_for_update()}
    for name, value in settings.items():
        save_differing(known.get(name) or Setting(name=name), {"value": value}, tally, "setting")
