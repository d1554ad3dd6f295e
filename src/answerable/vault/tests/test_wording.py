"""Every reason has its sentence, in every language, and what is said of a code never depends on its existence."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from answerable.vault import wording
from answerable.vault.rules import files
from answerable.vault.terms import CodeMisreadError, FileState

ROOM = Path(__file__).resolve().parents[1]


def raised(pattern):
    sources = [path.read_text() for path in ROOM.rglob("*.py") if "tests" not in path.parts]
    return {reason for source in sources for reason in re.findall(pattern, source)}


def test_every_reason_that_is_given_has_a_sentence():
    given = raised(r'\b(?:NotNow|Refused|Verdict)\(\s*"([a-z.-]+)"') | raised(r'else Verdict\("([a-z.-]+)"\)')
    assert given - set(wording.REASONS) == set()
    assert raised(r'FileRefused\("([a-z]+)"\)') - set(wording.FILE_REFUSALS) == set()
    assert set(wording.FILE_STATES) == set(FileState)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("reason", ["empty", "long", "letter", "group", "count", "check"])
def test_every_misreading_is_said_in_every_language(language, reason):
    with translation.override(language):
        said = wording.misread(CodeMisreadError(reason, group=3, digits=23))
    assert ("%" in said, len(said) > 20) == (False, True)


def test_numbers_of_digits_are_declined():
    def said(digits):
        with translation.override("uk"):
            return wording.misread(CodeMisreadError("count", digits=digits))

    assert [said(n).split()[3].strip(";") for n in (1, 3, 5, 21, 22, 25)] == [
        "цифру",
        "цифри",
        "цифр",
        "цифру",
        "цифри",
        "цифр",
    ]


def test_limits_on_the_page_are_those_of_the_rules():
    with translation.override("en"):
        said = wording.limits()
        refusals = {reason: str(sentence) for reason, sentence in wording.FILE_REFUSALS.items()}
    assert said.startswith("Up to 10 files, 20 MB each, 60 MB together")
    assert (files.MOST_FILES, files.MOST_BYTES >> 20, files.MOST_TOGETHER >> 20) == (10, 20, 60)
    assert ("20 MB" in refusals["big"], "60 MB" in refusals["together"]) == (True, True)
