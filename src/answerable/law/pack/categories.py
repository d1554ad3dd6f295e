"""categories.yaml (with stoppers and questions) and templates.yaml."""

import re
from pathlib import Path
from typing import Any, Final

from answerable.base.packs.row import PackRow, Reading, listed
from answerable.law.actions.loading import CategoryFacts, TemplateFacts
from answerable.law.terms import MatterKind

KINDS: Final = {str(kind) for kind in MatterKind}
PHONE: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,18}")


def categories(folder: Path, reading: Reading) -> list[CategoryFacts]:
    """What appeals are about; `branches` stand within a category."""
    found: list[CategoryFacts] = []
    for row in listed(folder, "categories.yaml", "categories", reading):
        _category(row, None, found)
    if not found and "categories.yaml" not in reading.faults.broken:
        reading.faults.add("categories.yaml", 0, "no category", "Add what residents write about")
    return found


def _category(row: PackRow, parent: str | None, found: list[CategoryFacts]) -> None:
    code = row.defines("category")
    facts = CategoryFacts(
        code=code,
        parent=parent,
        place=len(found) + 1,
        name=row.names("name", longest=200),
        hint=row.names("hint", needed=False),
        kinds=row.words("kinds", KINDS),
        stopper=_stopper(row),
        questions=_questions(row),
        words=_words(row),
        sensitive=row.yes("sensitive"),
        specialist=row.refers("body", "specialist"),
    )
    found.append(facts)
    for branch in row.rows("branches"):
        _category(branch, code, found)
    row.done()


def _stopper(row: PackRow) -> dict[str, Any] | None:
    """Stop and call: for what can't wait for a letter."""
    if not row.has("stopper"):
        row.asked.add("stopper")
        return None
    inner = row.map("stopper")
    facts = {"text": inner.names("text"), "call": inner.checked("call", is_phone, "Write a number to call, in quotes")}
    inner.done()
    return facts


def is_phone(word: str) -> bool:
    """Say whether it could be a telephone number."""
    return PHONE.fullmatch(word) is not None


def _questions(row: PackRow) -> list[dict[str, Any]]:
    """Branching questions: an option leads to a category, to another question here, or nowhere."""
    rows = list(row.rows("questions"))
    codes = [one.code() for one in rows]
    found = []
    for code, one in zip(codes, rows, strict=True):
        options = [_option(option, set(codes) - {code}) for option in one.rows("options")]
        if len(options) < 2:
            one.fault(
                "options", f"the question {code!r} has fewer than two options", "Add options, or remove the question"
            )
        found.append({"code": code, "text": one.names("text"), "options": options})
        one.done()
    if len(set(codes)) < len(codes):
        row.fault("questions", "two questions have the same code", "Rename one")
    return found


def _option(row: PackRow, questions: set[str]) -> dict[str, Any]:
    leads_to = row.text("leads_to", needed=False)
    if leads_to and leads_to not in questions:
        row.refers("category", "leads_to")
    facts = {"code": row.code(), "text": row.names("text"), "leads_to": leads_to or None}
    row.done()
    return facts


def _words(row: PackRow) -> dict[str, list[str]]:
    """Beginnings of words that suggest the category, by language."""
    row.asked.add("words")
    if not row.has("words"):
        return {}
    inner = row.map("words")
    found = {
        language: [word.casefold() for word in inner.words(language)]
        for language in (*row.reading.languages, *inner.other_languages())
    }
    inner.done()
    return found


def templates(folder: Path, reading: Reading) -> list[TemplateFacts]:
    """Texts that can fill an answer; the file may be absent."""
    if not (folder / "templates.yaml").exists():
        return []
    found = []
    for row in listed(folder, "templates.yaml", "templates", reading):
        found.append(TemplateFacts(row.defines("template"), row.names("name"), row.names("text", longest=20_000)))
        row.done()
    return found
