"""Loading a pack: the whole in one transaction, or nothing. Loading the same again changes nothing and says so."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from answerable.base.actor import SYSTEM, Actor
from answerable.base.foreign import in_language
from answerable.base.packs.faults import Fault, PackError
from answerable.base.packs.part import Loading, Tally
from answerable.base.verdict import NotNowError
from answerable.law.actions import loading as law_loading
from answerable.law.models import Setting
from answerable.ledger.actions import record
from answerable.people.actions import loading as people
from answerable.people.terms import Deed
from answerable.places import actions as places_actions
from answerable.site import catalogues
from answerable.site.packs.shape import Pack
from answerable.site.packs.whole import check_pack
from answerable_host import spoken

CURES: Final = {
    "pack.body-under-another-top": ("bodies.yaml", "Leave it under its top; retire it and make a new body instead"),
    "pack.rule-rewritten": ("profiles.yaml", "Add a version with a later valid_from: old appeals keep the old one"),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading did. `passwords` are first passwords by sign-in name, told here and nowhere else."""

    pack: Pack
    tally: Tally
    passwords: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Say whether anything in the database changed."""
        return bool(self.tally)


def load_pack(
    folder: Path,
    *,
    at: datetime,
    by: Actor = SYSTEM,
    replace: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """Make the installation that of the pack in a folder.

    Raises FaultyPack, having changed nothing, when the pack has faults, when it would rewrite a rule under old appeals,
    or when the installation runs another pack and `replace` doesn't say that this is meant.
    """
    progress("reading")
    pack = check_pack(folder, on=at.date())
    drawn = people.draw_passwords(pack.people)
    try:
        loaded = _written(pack, drawn, by=by, at=at, replace=replace, progress=progress)
    except NotNowError as refusal:
        file, cure = CURES.get(refusal.reason, ("pack.yaml", ""))
        words = ", ".join(f"{name} {value}" for name, value in refusal.words.items())
        raise PackError([Fault(file, 0, f"refused ({refusal.reason}: {words})", cure)]) from refusal
    keep_passwords(loaded.passwords, who_they_are(pack))
    keep_languages(folder, loaded.pack)
    return loaded


def keep_languages(folder: Path, pack: Pack) -> None:
    """Let whoever starts from now on speak the pack's languages, with the catalogues that it brings."""
    home: Path = settings.ANSWERABLE.home
    catalogues.take(folder / "locale", spoken.catalogues(home))
    spoken.keep(home, pack.settings["languages"])
    catalogues.compile_in(spoken.catalogues(home), pack.settings["languages"])


def password_file() -> Path:
    """Where first passwords lie until everybody has signed in: beside the secrets, outside the database."""
    home: Path = settings.ANSWERABLE.home
    return home / "secret" / "first-sign-in.txt"


def who_they_are(pack: Pack) -> dict[str, str]:
    """Name, post and body of the pack's people, by sign-in name, in the pack's first language: for who hands passwords out."""
    language = pack.settings["languages"][0]
    bodies = {body.code: in_language(body.name, language) for body in pack.bodies}
    return {
        each.login: "; ".join(
            [
                in_language(each.names, language) if each.names else each.name,
                in_language(each.post, language),
                *dict.fromkeys(bodies[seat.body] for seat in each.seats),
            ]
        )
        for each in pack.people
    }


def keep_passwords(passwords: Mapping[str, str], who: Mapping[str, str]) -> None:
    """Add first passwords to their file, readable by its owner only: sign-in name, password, and who that is."""
    if not passwords:
        return
    path = password_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(
            f"{login} {password}  {who.get(login, '')}".rstrip() + "\n" for login, password in passwords.items()
        )


@transaction.atomic
def _written(
    pack: Pack,
    drawn: Mapping[str, people.FirstPassword],
    *,
    by: Actor,
    at: datetime,
    replace: bool,
    progress: Callable[[str], None],
) -> Loaded:
    revision, tally = people.locked_revision(), Tally()
    _same_installation(pack, replace=replace)
    on = at.astimezone(ZoneInfo(pack.settings["zone"])).date()
    progress("places and calendars")
    places_actions.load_territories(pack.territories, on=on, tally=tally)
    places_actions.load_calendars(pack.calendars, tally=tally)
    progress("bodies and roles")
    bodies = people.load_bodies(pack.bodies, on=on, tally=tally)
    people.load_roles(pack.roles, tally=tally)
    progress("categories, terms, ladder")
    law_loading.load_law(pack.law, bodies=bodies, since=pack.valid_from, on=on, tally=tally)
    for says, load_part in pack.loads:
        progress(says)
        load_part(Loading(by=by, at=at, on=on, since=pack.valid_from, tally=tally))
    progress("first seats")
    passwords = people.load_people(pack.people, drawn=drawn, pack=pack.code, by=by, at=at, tally=tally)
    if tally:
        people.move_revision(revision)
        counts = {"made": tally.made, "changed": tally.changed, "ended": tally.ended}
        record(
            by=by,
            at=at,
            deed=Deed.PACK_LOADED,
            thing=f"pack/{pack.code}",
            facts={"digest": pack.digest, **{name: sum(count.values()) for name, count in counts.items()}},
        )
    return Loaded(pack, tally, passwords)


def _same_installation(pack: Pack, *, replace: bool) -> None:
    """Another pack would retire everything of this one: that must be meant."""
    running = Setting.objects.filter(name="pack").values_list("value", flat=True).first()
    if running not in (None, pack.code) and not replace:
        raise PackError(
            [
                Fault(
                    "pack.yaml",
                    0,
                    f"this installation runs the pack {running!r}, not {pack.code!r}",
                    "Give --replace if you mean it",
                )
            ]
        )
