"""Looking files through for viruses: found is found, silence says nothing, and nobody who sends waits for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from answerable.vault import actions, testing
from answerable.vault.models import File
from answerable.vault.scanning import scanned
from answerable.vault.terms import Scan
from answerable.vault.tests.clamd import EICAR, clamd

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
TOKEN = "a-token-of-forty-characters-and-some-more"


@pytest.fixture
def place(tmp_path):
    with clamd(tmp_path) as listening:
        yield listening


def draft(content: bytes = EICAR, name: str = "note.txt") -> File:
    return actions.keep_draft(token=TOKEN, upload=SimpleUploadedFile(name, content), at=AT)


def test_a_virus_is_found_and_a_letter_is_clean(place):
    assert scanned(EICAR, at=place) is Scan.FOUND
    assert scanned(b"Dear all", at=place) is Scan.CLEAN
    assert scanned(bytes(3_000_000) + EICAR, at=place) is Scan.FOUND
    assert scanned(b"", at=place) is Scan.CLEAN


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK", b"x" * 9000, b"stream: \0", b"FOUND\0", b"\0"],
)
def test_whatever_is_no_clear_answer_says_nothing(tmp_path, answer):
    with clamd(tmp_path, answer) as listening:
        found = scanned(b"Dear all", at=listening)
    assert found is (Scan.CLEAN if answer == b"stream: OK" else Scan.NOT_YET)


@pytest.mark.parametrize("at", ["/nowhere/clamd.ctl", "127.0.0.1:9", "[::1]:9"])
def test_nobody_listening_says_nothing(at):
    assert scanned(b"Dear all", at=at) is Scan.NOT_YET


def test_files_are_looked_through_by_the_job_and_never_while_somebody_sends(db, place, settings):
    file = draft()
    assert File.objects.get(id=file.id).scan == Scan.NOT_YET
    assert actions.scan_some() == 0  # no clamd
    settings.ANSWERABLE = replace(settings.ANSWERABLE, clamd=place)
    clean = draft(testing.jpeg(), "photo.jpg")
    assert actions.scan_some() == 2
    assert (File.objects.get(id=file.id).scan, File.objects.get(id=clean.id).scan) == (Scan.FOUND, Scan.CLEAN)
    assert actions.scan_some() == 0


def test_a_silent_clamd_is_asked_again_later(db, tmp_path, settings):
    file = draft()
    settings.ANSWERABLE = replace(settings.ANSWERABLE, clamd=str(tmp_path / "nowhere"))
    assert actions.scan_some() == 0
    with clamd(tmp_path) as place:
        settings.ANSWERABLE = replace(settings.ANSWERABLE, clamd=place)
        assert actions.scan_some() == 1
    assert File.objects.get(id=file.id).scan == Scan.FOUND
