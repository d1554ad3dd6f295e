"""Catalogues of translations: found in the source, kept by room, compiled at start, complete or the build fails.

A string belongs to the catalogue of the room where it stands unless another room's catalogue has it already; one that
stands nowhere any more is dropped. Which languages there are is read from the folders `locale/`, and no list of them
stands in the code. What an installation translates besides is in `catalogues`. No xgettext needed.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import to_language, to_locale, trim_whitespace

from answerable.site import rooms, translated_doors
from answerable.site.translated_doors import ReadAt

ROOMS: Final = tuple(room.name for room in rooms.ROOMS)
SOURCE: Final = Path(__file__).resolve().parent.parent
KEYWORDS: Final = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
SOURCE_LANGUAGE: Final = "en"
FOR_RESIDENTS: Final = frozenset({"pl"})
"""Languages that ship whole for residents alone: what only staff read may be missing, and stands in the pack's next one."""
Key = tuple[str, str]
QUOTED: Final = r"""(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
INLINE: Final = re.compile(rf"^(?:translate|trans)\s+{QUOTED}")
CONTEXT: Final = re.compile(rf"\bcontext\s+{QUOTED}")
CONSTANT: Final = re.compile(rf"_\({QUOTED}\)")
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
TagText = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing to translate: a singular, perhaps a plural, perhaps a context that tells homonyms apart."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> Key:
        """What names it in a catalogue."""
        return self.text, self.context


@cache
def phrases(room: str) -> tuple[tuple[Phrase, Path], ...]:
    """Everything to translate in one room, and where it stands; read once, since a process doesn't change its source."""
    return tuple(_phrases(room))


def _phrases(room: str) -> Iterator[tuple[Phrase, Path]]:
    for path in sorted((SOURCE / room).rglob("*.*")):
        parts = path.relative_to(SOURCE).parts
        if "tests" in parts or "migrations" in parts or path.name.startswith("test_"):
            continue
        if path.suffix == ".py":
            yield from ((phrase, path) for phrase in in_python(path.read_bytes()))
        elif "templates" in parts and path.suffix in {".html", ".txt"}:
            yield from ((phrase, path) for phrase in in_template(path.read_text(encoding="utf-8")))


def in_python(source: bytes) -> Iterator[Phrase]:
    """The phrases of a Python file."""
    for _, found, _, context in babel_extract("python", io.BytesIO(source), keywords=KEYWORDS):
        words = (found,) if isinstance(found, str) else tuple(found)
        if words[0]:
            yield Phrase(words[0], words[1] if len(words) > 1 else "", context or "")


def in_template(source: str) -> Iterator[Phrase]:
    """The phrases of a template, spelt as Django looks them up."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
            continue
        yield from (Phrase(_literal(found)) for found in CONSTANT.finditer(token.contents))
        if inline := INLINE.match(token.contents):
            yield Phrase(_literal(inline), context=_context(token))
        elif token.contents.split()[0] in {"blocktranslate", "blocktrans"}:
            yield _block(token, tokens)


def _literal(found: re.Match[str]) -> str:
    quote = found["quote"]
    return found["text"].replace(f"\\{quote}", quote).replace("\\\\", "\\").replace("%", "%%")


def _context(token: Token) -> str:
    found = CONTEXT.search(token.contents)
    return found["text"] if found else ""


def _block(opening: Token, tokens: Iterator[Token]) -> Phrase:
    """A phrase between `blocktranslate` and its end."""
    forms = [""]
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            forms[-1] += token.contents.replace("%", "%%")
        elif token.token_type is TokenType.VAR:
            forms[-1] += f"%({token.contents})s"
        elif token.contents.strip() == "plural":
            forms.append("")
        elif token.contents.startswith("endblock"):
            break
    if "trimmed" in opening.split_contents():
        forms = [trim_whitespace(form) for form in forms]
    return Phrase(forms[0], forms[1] if len(forms) > 1 else "", _context(opening))


def path_in(folder: Path, language: str) -> Path:
    """Where a folder `locale` keeps its catalogue of a language."""
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def catalogue_path(room: str, language: str) -> Path:
    """Where a room keeps its translations into a language."""
    return path_in(SOURCE / room / "locale", language)


def translated() -> list[str]:
    """The languages that the product is translated into: those of which a catalogue lies beside the source."""
    return sorted({to_language(path.parents[1].name) for path in SOURCE.glob("*/locale/*/LC_MESSAGES/django.po")})


def whole() -> list[str]:
    """The languages of which every phrase is there, staff's too."""
    return [language for language in translated() if language not in FOR_RESIDENTS]


def read(path: Path, language: str) -> Catalog:
    """A catalogue, empty when there is none yet; how it counts is told by its own head, a new one's by CLDR."""
    if path.is_file():
        with path.open("rb") as file:
            return read_po(file, locale=to_locale(language))
    return Catalog(locale=to_locale(language), fuzzy=False)


def catalogue(room: str, language: str) -> Catalog:
    """A room's catalogue, empty when there is none yet."""
    return read(catalogue_path(room, language), language)


def key_of(message: Message) -> tuple[str, str]:
    """What names a message in a catalogue."""
    return (message.id[0] if isinstance(message.id, tuple | list) else message.id), message.context or ""


def extract() -> int:
    """Bring all catalogues up to date with the source; returns how many phrases are new."""
    found = {room: {phrase.key: phrase for phrase, _ in phrases(room)} for room in ROOMS}
    everywhere = {key for of_room in found.values() for key in of_room}
    new = 0
    for language in translated():
        kept = {room: catalogue(room, language) for room in ROOMS}
        known = {key_of(message) for each in kept.values() for message in each if message.id}
        for room, each in kept.items():
            missing = [phrase for key, phrase in found[room].items() if key not in known]
            stale = [message for message in each if message.id and key_of(message) not in everywhere]
            for phrase in missing:
                known.add(phrase.key)
                each.add((phrase.text, phrase.plural) if phrase.plural else phrase.text, context=phrase.context or None)
            for message in stale:
                each.delete(message.id, message.context)
            if missing or stale:
                write(catalogue_path(room, language), each)
            new += len(missing)
    return new


def write(path: Path, each: Catalog) -> None:
    """Write a catalogue as translators edit it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, each, width=100, omit_header=False, ignore_obsolete=True, include_lineno=False)


def compile_all() -> list[Path]:
    """Compile catalogues that are newer than their compiled form; returns those that were."""
    done = []
    for room in ROOMS:
        for language in translated():
            path = catalogue_path(room, language)
            target = path.with_suffix(".mo")
            if not path.is_file() or (target.is_file() and target.stat().st_mtime >= path.stat().st_mtime):
                continue
            each = catalogue(room, language)
            for message in [one for one in each if one.id and missing(one)]:
                each.delete(message.id, message.context)  # counted ones would be compiled as English
            compile_to(target, each)
            done.append(target)
    return done


def compile_to(target: Path, each: Catalog) -> None:
    """Compile a catalogue, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".mo.new")
    with draft.open("wb") as file:
        write_mo(file, each)
    draft.replace(target)


def all_phrases() -> dict[Key, tuple[Phrase, Path]]:
    """Everything to translate, each phrase once, with a place where it stands."""
    return {phrase.key: (phrase, path) for room in ROOMS for phrase, path in phrases(room)}


def doors() -> dict[Key, ReadAt]:
    """At which door each phrase is read."""
    places: dict[Key, list[Path]] = {}
    for room in ROOMS:
        for phrase, path in phrases(room):
            places.setdefault(phrase.key, []).append(path.relative_to(SOURCE))
    return {key: translated_doors.of(paths) for key, paths in places.items()}


def known(language: str) -> dict[tuple[str, str], Message]:
    """What the product's catalogues say in a language."""
    return {key_of(each): each for room in reversed(ROOMS) for each in catalogue(room, language) if each.id}


def translation_faults() -> list[str]:
    """What is untranslated or wrongly translated, a line for each; nothing when every reader is served.

    Asked for every language of a pack that ships with the product, and every language that has a catalogue here; of those
    that are for residents, only what residents read.
    """
    source = all_phrases()
    wanted = sorted({*translated(), *of_shipped_packs()} - {SOURCE_LANGUAGE})
    return [line for language in wanted for line in faults_in(language, known(language), _asked_of(language, source))]


def _asked_of(language: str, source: Mapping[Key, tuple[Phrase, Path]]) -> Mapping[Key, tuple[Phrase, Path]]:
    """What a language has to say."""
    if language not in FOR_RESIDENTS:
        return source
    said, read_at = known(language), doors()
    of_residents = {key for key in source if read_at[key] is not ReadAt.STAFF}
    return {key: found for key, found in source.items() if key in of_residents or not missing(said.get(key))}


def of_shipped_packs() -> set[str]:
    """The languages of the packs that lie beside the product."""
    found = [path for parent in SOURCE.parents[:2] for path in parent.glob("packs/*/pack.yaml")]
    packs = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in found]
    return {str(language) for pack in packs for language in pack["languages"]}


def faults_in(
    language: str, known: Mapping[tuple[str, str], Message], source: Mapping[tuple[str, str], tuple[Phrase, Path]]
) -> Iterator[str]:
    """What is missing or wrong in one language."""
    for key, (phrase, path) in source.items():
        wrong = missing(known.get(key)) or misfit(phrase, known[key])
        if wrong:
            yield f"{language}: {path.relative_to(SOURCE)}: {phrase.text[:70]!r}: {wrong}"


def missing(message: Message | None) -> str:
    """Why a phrase is not translated by a message; empty when it is."""
    if message is None:
        return "is in no catalogue"
    if not all(_forms(message)):
        return "is not translated"
    return "is marked fuzzy" if message.fuzzy else ""


def _forms(message: Message) -> TagText:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def misfit(phrase: Phrase, message: Message) -> str:
    """Why a translation doesn't fit its phrase, so that a page would break on it; empty when it does."""
    forms = _forms(message)
    if bool(phrase.plural) is not isinstance(message.id, tuple | list):
        return "is counted in one place and not in the other"
    wanted = _names(phrase.text) | _names(phrase.plural)
    strange = [form for form in forms if not _names(form) <= wanted]
    lost = wanted - set().union(*(_names(form) for form in forms))
    return f"has other placeholders than {sorted(wanted)}" if strange or lost else ""


def _names(text: str) -> set[str]:
    return {percent or brace for percent, brace in PLACEHOLDER.findall(text)}
