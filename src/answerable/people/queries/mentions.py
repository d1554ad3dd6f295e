"""Whom a text may be about: everybody who can be recognised, made ready once for a revision of the people."""

from collections.abc import Iterable
from threading import Lock
from typing import Final

from answerable.people import queries
from answerable.people.models import Account, Body, Inflection
from answerable.people.rules.known import KnownPerson, Mention, WordForms
from answerable.people.rules.mentions import Catalogue, catalogue, mentions
from answerable.people.rules.spelling import words_of
from answerable.people.terms import BodyKind, KnownBy

_kept: dict[str, tuple[int, Catalogue]] = {}
_renewing: Final = Lock()


def mentions_in(texts: Iterable[str], names: Iterable[str] = (), *, revision: int | None = None) -> list[Mention]:
    """Whom texts may be about, each once. `names` are texts that are nothing but names: of files, "about whom".

    revision  of the people, where the caller has asked for it already
    """
    among = known_at(queries.revision() if revision is None else revision)
    found = [one for text in texts for one in mentions(text, among)]
    found += [one for text in names for one in mentions(text, among, names_only=True)]
    return list({(one.is_body, one.id): one for one in reversed(found)}.values())[::-1]


def known_at(number: int) -> Catalogue:
    """Everybody who can be recognised in a text, as they stand at a revision."""
    kept = _kept.get("now")
    if kept is not None and kept[0] == number:
        return kept[1]
    with _renewing:
        forms = {row.word: WordForms(tuple(row.forms), row.common) for row in Inflection.objects.all()}
        _kept["now"] = (number, catalogue(everybody(), forms))
        return _kept["now"][1]


def everybody() -> list[KnownPerson]:
    """Everybody who has an account, closed ones too, and every body in use."""
    accounts, bodies = Account.objects.order_by("id"), Body.objects.filter(retired_on=None).order_by("id")
    people = [_known(row, (row.name, *row.names.values()), posts=tuple(row.post.values())) for row in accounts]
    return people + [_known(row, row.name.values()) for row in bodies.select_related("territory")]


def _known(row: Account | Body, names: Iterable[str], posts: tuple[str, ...] = ()) -> KnownPerson:
    territory = row.territory if isinstance(row, Body) else None
    said = {word: tuple(row.known_by.get(word, ())) for word in KnownBy}
    return KnownPerson(
        id=row.id,
        is_body=isinstance(row, Body),
        names=tuple(dict.fromkeys(names)),
        posts=posts,
        others=said[KnownBy.OTHERS],
        numbers=(*said[KnownBy.BADGES], *said[KnownBy.PLATES]),
        links=said[KnownBy.PROFILES],
        places=() if territory is None else tuple(territory.name.values()),
        force=isinstance(row, Body) and row.kind in {BodyKind.POLICE, BodyKind.CHAIR},
    )


def words_without_forms() -> list[str]:
    """The words of names, posts and nicknames of which the grammar has not been asked yet."""
    known = set(Inflection.objects.values_list("word", flat=True))
    said = (text for one in everybody() for text in (*one.names, *one.posts, *one.others))
    words = {word.written.lower() for text in said for word in words_of(text) if word.written.isalpha()}
    return sorted(word for word in words - known if not word.isascii() and len(word) <= 120)
