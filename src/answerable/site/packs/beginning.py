"""`answerable pack new`: a folder that passes the check, to be changed file by file. What is made is in `skeleton/`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from answerable.base.packs.faults import Fault, PackError
from answerable.base.packs.row import CODE, LANGUAGES
from answerable.places.pack import is_zone

LONGEST: Final = 30  # characters of a pack's code
_TEXT: Final = re.compile(r"<<(.+?)>>")
_BLANK: Final = re.compile(r"@(code|name|names|languages|zone|prefix|today|year|next)@")


def begin_pack(folder: Path, *, languages: Sequence[str], zone: str, on: date) -> list[str]:
    """Make the folder of a new pack, named for it; returns its files. Refuses one that exists, and what would not pass.

    Every text stands in English under each language, to be translated.
    """
    name = folder.name
    wrong = [Fault(str(folder), 0, "there is something already", "Choose another name")] if folder.exists() else []
    if not CODE.fullmatch(name) or len(name) > LONGEST:
        cure = f"Use Latin letters, digits, dot, dash and underscore, {LONGEST} at most"
        wrong.append(Fault(str(folder), 0, f"{name!r} isn't a code", cure))
    wrong += [
        Fault("languages", 0, f"{language!r} is no code of a language", "Write uk, pl or pt-br")
        for language in languages
        if language not in LANGUAGES
    ]
    if not is_zone(zone):
        wrong.append(Fault("zone", 0, f"{zone!r} isn't known here", "Write an IANA zone such as Europe/Kyiv"))
    if wrong:
        raise PackError(wrong)
    blanks = {
        "code": name,
        "name": name,
        "names": ",".join([name] * len(languages)),
        "zone": zone,
        "prefix": (re.sub(r"[^A-Z0-9]", "", name.upper()) or "PACK")[:3],
        "today": str(on),
        "year": str(on.year),
        "next": str(on.year + 1),
    }
    skeleton = files("answerable.site.packs") / "skeleton"
    return sorted(_made(skeleton, folder, languages, blanks))


def _made(source: Traversable, target: Path, languages: Sequence[str], blanks: dict[str, str]) -> list[str]:
    target.mkdir(parents=True)
    found = []
    for each in source.iterdir():
        if each.is_dir():
            found += [f"{each.name}/{file}" for file in _made(each, target / each.name, languages, blanks)]
            continue
        listed = ("," if each.name.endswith(".csv") else ", ").join(languages)
        text = _filled(each.read_text("utf-8"), {**blanks, "languages": listed})
        (target / each.name).write_text(_TEXT.sub(lambda one: _in_each(one[1], languages), text), "utf-8")
        found.append(each.name)
    return found


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda blank: blanks[blank[1]], text)


def _in_each(text: str, languages: Sequence[str]) -> str:
    """A text as a pack writes it, the same in every language."""
    return "{" + ", ".join(f'{language}: "{text}"' for language in languages) + "}"
