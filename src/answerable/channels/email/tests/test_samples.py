"""Letters that others collected (shared data, skipped where it is not at hand): read without loss, trimmed, told apart."""

import csv
import zipfile
from pathlib import Path
from typing import Final

import pytest

from answerable.base.incoming import Nothing, Report, UnreadableDeliveryError, Words
from answerable.channels.email import bounces, inbound, mime
from answerable.channels.email.html_text import text_of
from answerable.channels.email.quoting import new_part
from answerable.channels.terms import AccountFacts, Channel

SAMPLES: Final = Path(__file__).parents[5].parent / "shared" / "data" / "mail-samples"
ACCOUNT: Final = AccountFacts(id=1, channel=Channel.EMAIL, name="main", body=5, root=5)
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples of letters are not beside the project")


def samples(archive: str, ending: str = "") -> dict[str, bytes]:
    """The files of one archive of samples; none where the samples are not at hand."""
    if not SAMPLES.is_dir():
        return {}
    with zipfile.ZipFile(SAMPLES / archive) as packed:
        return {
            name: packed.read(name) for name in sorted(packed.namelist()) if name.endswith(ending) and name[-1] != "/"
        }


def read(raw: bytes) -> str:
    """What a letter is taken for."""
    try:
        (found,) = inbound.read(raw, ACCOUNT)
    except UnreadableDeliveryError as fault:
        return fault.reason
    match found:
        case Words():
            return "words"
        case Report():
            return "report"
        case Nothing():
            return found.why


TALON: Final = samples("talon-replies.zip")
REPLIES: Final = {name: raw for name, raw in TALON.items() if "standard_replies/" in name and name.endswith(".eml")}
PAGES: Final = {name: raw for name, raw in TALON.items() if "html_replies/" in name}


@pytest.mark.parametrize("name", sorted(REPLIES))
def test_talons_replies_are_trimmed_to_what_is_new(name: str) -> None:
    letter = mime.parse(REPLIES[name])
    assert new_part(mime.contents(letter).text, heading=mime.header(letter, "Subject")).strip() == "Hello"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_talons_pages_are_trimmed_to_what_is_new(name: str) -> None:
    said = new_part(text_of(PAGES[name].decode("utf-8", "replace")))
    assert said.split() == ["Hi.", "I", "am", "fine.", "Thanks,", "Alex"]


BOUNCES: Final = samples("bounces.zip", ".txt")


def expected_bounces() -> dict[str, frozenset[str]]:
    """File -> the addresses that failed, as the samples' own list says."""
    if not SAMPLES.is_dir():
        return {}
    with (SAMPLES / "bounces_expected.csv").open(encoding="utf-8", newline="") as lines:
        return {row["file"]: frozenset(row["failed_addresses"].split()) for row in csv.DictReader(lines)}


def test_each_bounce_names_the_addresses_of_the_expected_list() -> None:
    found = {name.rpartition("/")[2]: bounces.failed_addresses(raw) for name, raw in BOUNCES.items()}
    assert found == expected_bounces()
    assert len(found) == 53


@pytest.mark.parametrize("name", sorted(BOUNCES))
def test_no_bounce_becomes_an_appeal(name: str) -> None:
    assert read(BOUNCES[name]) != "words"


MIME4J: Final = samples("mime4j-testmsgs.zip", ".msg")
PYTHON: Final = samples("python-email-msgs.zip", ".txt")


@pytest.mark.parametrize("name", sorted(MIME4J))
def test_mime4js_letters_are_read_without_a_fault(name: str) -> None:
    assert read(MIME4J[name]) in KNOWN


@pytest.mark.parametrize("name", sorted(PYTHON))
def test_pythons_letters_are_read_without_a_fault(name: str) -> None:
    assert read(PYTHON[name]) in KNOWN


KNOWN: Final = {
    "words", "report", "report-of-nothing-ours", "encrypted", "no-letter", "auto-submitted", "own", "list", "bulk", "robot",
    "empty-return-path", "away", "looks-returned",
}  # fmt: skip
