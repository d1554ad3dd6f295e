"""Whom a text may be about: those who are looked for, and what was found of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MentionMark(StrEnum):
    """By what somebody was recognised."""

    NAME = "name"
    INITIALS = "initials"
    POST = "post"  # of a person, or of whoever heads a body
    OTHER_NAME = "other_name"  # a nickname, an abbreviation
    NUMBER = "number"  # of a badge or a car
    LINK = "link"
    NOBODY = "nobody"  # by nothing: whoever complains names nobody known, and their command is asked about


@dataclass(frozen=True, slots=True)
class WordForms:
    """The forms of a word in the grammar of its language, and whether it is also an ordinary word (мороз: frost)."""

    forms: tuple[str, ...]
    common: bool = False


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An officer (or a body) as somebody may speak of them.

    names    in each script, the surname last: "Віктор Мороз"; of a body, its name in each language
    posts    in each language: "начальник районного відділу"
    others   nicknames; abbreviations of a body
    numbers  of badges and cars
    links    addresses of profiles: "vk.com/name"
    places   what the territory of a body is called, in each language
    force    a body of the force: its head is looked for by what people call such a post
    """

    id: int
    is_body: bool = False
    names: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    force: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who may be meant: whose id, whether it is a body's, by what, and the words as they stand in the text.

    A body is meant by the post of whoever heads it, too: then the mark is `POST`.
    """

    id: int
    is_body: bool
    mark: MentionMark
    words: str


Forms = Mapping[str, WordForms]
