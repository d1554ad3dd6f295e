"""`answerable channel`: accounts at the command line, and what a recorded delivery would become, without writing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.base.ids import new_id
from answerable.channels.models import Account, RawDelivery
from answerable.people.models import Body
from answerable.site.commands import channel

pytestmark = pytest.mark.django_db
LETTER = b"From: Anna <anna@example.org>\r\nSubject: Complaint\r\nMessage-ID: <1@x.example>\r\n\r\nThe lamp is dark.\r\n-- \r\nAnna"


def said(*words: str) -> str:
    """What the command answers."""
    done = CliRunner().invoke(channel.command, list(words))
    return done.output.strip()


@pytest.fixture
def body() -> str:
    ref = new_id()
    Body.objects.create(id=ref, root=ref, code="dep", kind="police", zone="Europe/Kyiv", calendar="ua", name={})
    return "dep"


def test_an_account_is_set_listed_and_shut(body: str, tmp_path: Path) -> None:
    assert said("list") == "no account is set; letters go out by smtp_url, and nothing comes in"
    secret = tmp_path / "address"
    secret.write_text("appeals@police.example\n")
    assert said("set", "email", "main", "--body", body, "--with", f"address=@{secret}") == "set"
    assert said("list") == "email\tmain\tdep\tin use"
    assert said("shut", "email", "main") == "shut"
    assert said("list") == "email\tmain\tdep\tshut"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("set", "pigeon", "main", "--body", "dep"), "Error: no such channel; there are: email"),
        (("set", "email", "Main/", "--body", "dep"), "Error: a name is made of a-z, 0-9 and dashes, 39 at most"),
        (("set", "email", "main", "--body", "nobody"), "Error: there is no body 'nobody'"),
        (("set", "email", "main", "--body", "dep", "--with", "x=1"), "Error: email has no setting 'x'; it has: "),
        (("shut", "email", "other"), "Error: there is no such account in use"),
    ],
)
def test_what_cannot_be_set_is_said(body: str, words: tuple[str, ...], answer: str) -> None:
    assert said(*words).startswith(answer)
    assert Account.objects.count() == 0


def test_a_recorded_letter_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(LETTER)
    found = json.loads(said("replay", "email", str(file)))
    assert {name: found[name] for name in ("becomes", "from", "kind", "language", "text", "refers")} == {
        "becomes": "an appeal",
        "from": "anna@example.org",
        "kind": "complaint",
        "language": "en",
        "text": "The lamp is dark.",
        "refers": [],
    }
    file.write_bytes(LETTER.replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject"))
    assert json.loads(said("replay", "email", str(file))) == {"becomes": "nothing", "why": "auto-submitted"}
    assert RawDelivery.objects.count() == 0
