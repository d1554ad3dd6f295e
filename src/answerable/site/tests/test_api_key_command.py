"""Keys of programs from the shell: issued, listed without their text, taken back."""

import re

import pytest
from click.testing import CliRunner

from answerable.base.testing import now
from answerable.people.queries import api_keys
from answerable.people.terms import ApiScope
from answerable.people.testing import make_body
from answerable.site.commands.api_key import command

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, words)
    return done.exit_code, done.output


def test_a_key_is_issued_listed_and_taken_back() -> None:
    make_body("dep")
    code, said = run("issue", "dep", "FixMyStreet", "--days", "30")
    found = re.fullmatch(r"key (\d+) of FixMyStreet, until [\d-]+: (\S+)\n", said)
    assert (code, found is not None) == (0, True)
    ref, text = found.groups()
    assert api_keys.holder_of(text, ApiScope.OPEN311, now()).name == "FixMyStreet"
    code, said = run("list")
    assert (code, ref in said, text in said) == (0, True, False)
    assert run("revoke", ref) == (0, "taken back\n")
    assert api_keys.holder_of(text, ApiScope.OPEN311, now()) is None
    assert "taken back" in run("list")[1]
    assert run("revoke", ref) == (1, "Error: it was taken back before\n")


def test_what_is_not_there_is_said() -> None:
    assert run("issue", "nowhere", "x") == (1, "Error: the pack has no body 'nowhere'\n")
    assert run("revoke", "5") == (1, "Error: there is no key 5\n")
