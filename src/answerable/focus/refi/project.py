"""What a project of coded texts holds. GUIDs are lower case, without braces; positions are codepoints, an end stands behind."""

import uuid
from dataclasses import dataclass
from typing import Final

PROJECT: Final = "urn:QDA-XML:project:1.0"
CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
NAMESPACE: Final = uuid.UUID("8f3f3a9e-52f5-5c0b-9a53-5a1f5f0f7a11")


@dataclass(frozen=True, slots=True)
class User:
    """A coder, by a pseudonym."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code, or a folder of codes (not codable)."""

    guid: str
    name: str
    is_codable: bool = True
    color: str = ""
    description: str = ""
    children: tuple["ProjectCode", ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A code given to a selection, by whom and when (ISO 8601; empty: not said)."""

    guid: str
    code: str
    user: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text."""

    guid: str
    start: int
    end: int
    name: str = ""
    user: str = ""
    at: str = ""
    codings: tuple[Coding, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectText:
    """A transcript, or a memo: a name, its text, its selections."""

    guid: str
    name: str
    text: str
    user: str = ""
    at: str = ""
    selections: tuple[Selection, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectCase:
    """A participant: a pseudonym, and the selections that are their turns."""

    guid: str
    name: str
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSet:
    """A set: the texts of a focus group, or the codes of a theme."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A whole project. `lost` names what was in a file that was read and has no place here."""

    name: str
    origin: str = "Answerable"
    users: tuple[User, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    cases: tuple[ProjectCase, ...] = ()
    sources: tuple[ProjectText, ...] = ()
    notes: tuple[ProjectText, ...] = ()
    sets: tuple[ProjectSet, ...] = ()
    lost: tuple[str, ...] = ()


def guid_of(kind: str, ref: int) -> str:
    """The GUID of a row: the same in every export."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{ref}"))


def plain_guid(text: str) -> str:
    """A GUID as it is compared: without braces, lower case."""
    return text.strip().strip("{}").lower()
