"""Translations that an installation adds beside ours, and what a page says where one is missing.

A catalogue lies in the home (`locale/LANGUAGE/LC_MESSAGES/django.po`), or in a pack, whose loading puts it there. It
holds what no catalogue of the product says, and may say better what one does. A phrase that a language lacks is said in
the pack's next language that has it, at last in English; what would break a page is left out as if it were missing.
"""

import gettext
import itertools
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from django import conf
from django.apps import apps
from django.utils.translation import to_language, to_locale, trans_real

from answerable.base import foreign
from answerable.site import translations
from answerable.site.translated_doors import ReadAt
from answerable.site.translations import SOURCE_LANGUAGE

CONTEXT: Final = trans_real.CONTEXT_SEPARATOR
TAKEN: Final = "taken.po"  # what the pack's catalogue said when it was taken last


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """How far a language is translated.

    lacking  how many phrases of the pages are said in another language
    of       how many there are
    wrong    translations that would break a page, a line for each
    by_door  the first two of each door: what only staff read may wait, what residents read should not
    """

    language: str
    lacking: int
    of: int
    wrong: Sequence[str] = ()
    by_door: Mapping[ReadAt, tuple[int, int]] = field(default_factory=dict)


def languages_in(folder: Path) -> list[str]:
    """The languages of which a folder `locale` has a catalogue."""
    return sorted(to_language(path.parents[1].name) for path in folder.glob("*/LC_MESSAGES/django.po"))


def standing(language: str, folders: Iterable[Path]) -> CatalogueState:
    """How far the product and these folders together translate into a language."""
    source = translations.all_phrases()
    if language == SOURCE_LANGUAGE:
        return CatalogueState(language, 0, len(source))
    known = translations.known(language)
    for folder in folders:
        added = translations.read(translations.path_in(folder, language), language)
        known |= {translations.key_of(each): each for each in added if each.id and not translations.missing(each)}
    lacking = {key for key in source if translations.missing(known.get(key))}
    rest = {key: said for key, said in source.items() if key not in lacking}
    wrong = tuple(translations.faults_in(language, known, rest))
    read_at = translations.doors()
    counts = {door: (Counter(map(read_at.get, lacking))[door], n) for door, n in Counter(read_at.values()).items()}
    return CatalogueState(
        language, len(lacking), len(source), wrong, {door: counts[door] for door in ReadAt if door in counts}
    )


def scaffold(language: str, folder: Path) -> tuple[Path, int]:
    """Make a catalogue of what the product doesn't say in a language, or bring one up to date; returns how many wait.

    What was translated stays; what stands nowhere in the source any more goes.
    """
    path = translations.path_in(folder, language)
    source, known = translations.all_phrases(), translations.known(language)
    written = translations.read(path, language)
    kept = {translations.key_of(each): each for each in written if each.id}
    made = Catalog(locale=to_locale(language), fuzzy=False)
    waiting = 0
    for key, (phrase, place) in source.items():
        before = kept.get(key)
        if before is None and not translations.missing(known.get(key)):
            continue
        where = [(str(place.relative_to(translations.SOURCE)), 0)]
        made.add(
            (phrase.text, phrase.plural) if phrase.plural else phrase.text,
            string=before.string if before else None,
            locations=where,
            flags=before.flags if before else (),
            context=phrase.context or None,
        )
        waiting += bool(translations.missing(before))
    translations.write(path, made)
    return path, waiting


def compile_in(folder: Path, languages: Iterable[str] = ()) -> int:
    """Compile the catalogues of a folder; returns how many. A language without one gets an empty one, so that it exists."""
    wanted = {*languages_in(folder), *languages} - {SOURCE_LANGUAGE}
    wanted -= {*translations.translated()} - {*languages_in(folder)}
    source = translations.all_phrases() if wanted else {}
    for language in wanted:
        path = translations.path_in(folder, language)
        each = translations.read(path, language)
        for message in [one for one in each if one.id]:
            phrase = source.get(translations.key_of(message), (None,))[0]
            if phrase is None or translations.missing(message) or translations.misfit(phrase, message):
                each.delete(message.id, message.context)
        translations.compile_to(path.with_suffix(".mo"), each)
    return len(wanted)


def take(pack: Path, home: Path) -> list[str]:
    """Put a pack's own catalogues into the home; returns their languages.

    What the installation wrote stays: a phrase that differs from what was taken last was changed here. So what was taken
    is kept beside, and a later pack changes only what nobody touched.
    """
    found = languages_in(pack)
    for language in found:
        target = translations.path_in(home, language)
        taken = target.with_name(TAKEN)
        given, ours, before = (
            translations.read(path, language) for path in (translations.path_in(pack, language), target, taken)
        )
        last = {translations.key_of(each): each.string for each in before if each.id}
        for each in ours:
            changed = each.id and any(each.string) and last.get(translations.key_of(each)) != each.string
            if changed and (phrase := given.get(each.id, each.context)) is not None:
                phrase.string, phrase.flags = each.string, each.flags
            elif changed:
                given[each.id] = each
        translations.write(target, given)
        shutil.copyfile(translations.path_in(pack, language), taken)
    return found


def fall_back(languages: Sequence[str], folders: Iterable[Path]) -> None:
    """Let the default language say what it lacks in the next ones, down to English; the others fall back to it.

    Each such phrase knows its language (`base.foreign`). Asked for once, when a process starts; what ships is whole and
    needs nothing.
    """
    lacking = [language for language in languages if language not in {SOURCE_LANGUAGE, *translations.whole()}]
    ours = [
        *folders,
        *(Path(app.path) / "locale" for app in apps.get_app_configs()),
        Path(conf.__file__).parent / "locale",
    ]
    for language in lacking:
        said = trans_real.translation(language)
        # in place of Django's: the default language, whose phrases don't know which theirs is
        said._fallback = None  # type: ignore[attr-defined] # noqa: SLF001 -- gettext's, not in stubs
        for other in itertools.takewhile(SOURCE_LANGUAGE.__ne__, (one for one in languages if one != language)):
            for folder in ours:
                if gettext.find("django", folder, [to_locale(other)]):
                    said.add_fallback(_Told(gettext.translation("django", folder, [to_locale(other)]), other))
        said.add_fallback(_Told(gettext.NullTranslations(), SOURCE_LANGUAGE))


class _Told(gettext.NullTranslations):
    """Another language's translations, each of whose phrases knows its language."""

    def __init__(self, said: gettext.NullTranslations, language: str) -> None:
        super().__init__()
        self._said, self._language = said, language

    def add_fallback(self, fallback: gettext.NullTranslations) -> None:
        """Who says what these lack, too; of each phrase the first that has it tells its language."""
        self._said.add_fallback(fallback)

    def gettext(self, message: str) -> str:
        """A phrase; of one with a context that nobody translated what stands behind the context."""
        return foreign.as_marked(self._said.gettext(message).rpartition(CONTEXT)[2], self._language)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same, counted."""
        return foreign.as_marked(self._said.ngettext(msgid1, msgid2, n).rpartition(CONTEXT)[2], self._language)
