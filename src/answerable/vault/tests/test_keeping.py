"""Files kept as drafts, attached, cleaned, handed out and swept."""

import io
import os
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from answerable.base.actor import resident
from answerable.base.ids import EPOCH_MS, new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError
from answerable.ledger.models import Entry
from answerable.vault import actions, file_store, keys, queries, testing
from answerable.vault.models import File
from answerable.vault.rules import files
from answerable.vault.terms import FileRefusedError, FileState
from answerable.vault.views.files import part_to_offer, served

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A shelf of its own."""
    monkeypatch.setattr(keys, "files_home", lambda: tmp_path / "files")
    return tmp_path / "files"


APPEAL = Subject("appeal", 77)


def keep(content, name="a.jpg", token="form"):
    return actions.keep_draft(token=token, upload=testing.Given(name, content), at=AT)


def attach(token="form", appeal=APPEAL, **more):
    return actions.attach(by=resident(appeal.id), at=AT, token=token, subject=appeal, root=5, **more)


def test_a_draft_is_kept_attached_cleaned_and_handed_out():
    file = keep(testing.jpeg(mark=testing.MARK), name="../двір\u202e.jpg")
    assert (list(queries.drafts("form")), list(queries.drafts("other"))) == ([file], [])
    assert attach(message=9) == 1
    assert list(queries.drafts("form")) == []
    file = queries.file_of(APPEAL, file.id)
    assert (file.message, file.expires_at, file.state, part_to_offer(file)) == (9, None, "pending", "")
    with pytest.raises(MissingError):
        served(file)
    assert (actions.clean_one_file(), actions.clean_one_file(), queries.uncleaned()) == (True, False, 0)
    file.refresh_from_db()
    response = served(file)
    assert (file.state, part_to_offer(file), queries.file_name(file)) == ("derived", "copy", "двір.jpg")
    assert Image.open(io.BytesIO(response.content)).size == (20, 40)
    assert testing.MARK.encode() not in response.content
    assert testing.MARK.encode() in queries.content(file, "original")
    assert [e.facts for e in Entry.objects.filter(thing="appeal/77", deed="file.attached")] == [{"files": 1}]


@pytest.mark.security
def test_s29_a_file_is_handed_out_so_that_no_browser_runs_it():
    keep("просто слова".encode(), name="слова.txt")
    attach()
    actions.clean_one_file()
    response = served(File.objects.get())
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "text/plain; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Disposition"].endswith("filename*=UTF-8''%D1%81%D0%BB%D0%BE%D0%B2%D0%B0.txt")


@pytest.mark.security
def test_s02_neither_disk_nor_database_holds_a_file_in_clear(home):
    file = keep(testing.MARK.encode() * 50, name=f"{testing.MARK}.txt")
    attach()
    actions.clean_one_file()
    file.refresh_from_db()
    on_disk = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    row = b"".join(bytes(value) for value in (file.name, file.key, file.mark))
    assert (testing.MARK.encode() in on_disk, testing.MARK.encode() in row) == (False, False)
    assert {path.stat().st_mtime for path in home.rglob("*") if path.is_file()} == {0}
    assert {path.stat().st_mode & 0o077 for path in home.rglob("*")} == {0}


def test_the_same_file_twice_is_one_file():
    content = testing.jpeg()
    assert keep(content).id == keep(content, name="again.jpg").id
    assert keep(content, token="another form").id != keep(content).id


def test_files_of_another_form_cannot_be_attached():
    mine, other = keep(testing.jpeg(), token="mine"), keep(testing.png(), name="a.png", token="other")
    assert attach("mine", drafts=[mine.id, other.id]) == 1
    assert list(queries.drafts("other")) == [other]
    assert attach("mine") == 0


@pytest.mark.security
def test_s29_the_eleventh_file_and_what_is_too_much_together_are_refused(monkeypatch):
    for number in range(files.MOST_FILES):
        keep(f"file {number}".encode(), name="a.txt")
    with pytest.raises(FileRefusedError, match="many"):
        keep(b"one more", name="a.txt")
    monkeypatch.setattr(files, "MOST_TOGETHER", 40)
    keep(b"x" * 20, name="a.txt", token="b")
    with pytest.raises(FileRefusedError, match="together"):
        keep(b"y" * 20, name="a.txt", token="b")
    assert (queries.drafts("form").count(), queries.drafts("b").count()) == (10, 1)
    assert len(list(file_store.stored_files())) == 11


@pytest.mark.security
@pytest.mark.parametrize("content", [b"", testing.png_bomb(), testing.jpeg() + testing.archive({"a": b"b"})])
def test_s29_a_refused_file_leaves_nothing(content):
    with pytest.raises(FileRefusedError):
        keep(content)
    assert (File.objects.count(), list(file_store.stored_files())) == (0, [])


@pytest.mark.security
def test_s29_a_file_that_breaks_its_cleaner_is_left_alone_and_marked():
    keep(testing.jpeg()[:300])
    attach()
    assert [actions.clean_one_file() for _ in range(4)] == [True, True, True, False]
    file = File.objects.get()
    assert (file.state, part_to_offer(file), file.tries) == (FileState.KEPT, "", 3)
    assert queries.content(file, "original") == testing.jpeg()[:300]


def test_sound_is_kept_but_not_cleaned():
    keep(testing.sounds()["mp3"], name="a.mp3")
    assert (File.objects.get().state, actions.clean_one_file()) == (FileState.KEPT, False)


def test_a_draft_taken_back_is_gone_from_disk_too():
    file = keep(testing.jpeg())
    actions.drop_draft(token="other", file=file.id)
    assert queries.drafts("form").count() == 1
    actions.drop_draft(token="form", file=file.id)
    assert (queries.drafts("form").count(), list(file_store.stored_files())) == (0, [])


@pytest.mark.security
def test_s35_drafts_never_sent_and_orphans_are_swept_and_nothing_else():
    keep(testing.jpeg())
    attach()
    keep(testing.png(), name="a.png", token="never sent")
    orphan = int((AT - timedelta(days=3)).timestamp() * 1000 - EPOCH_MS) << 21
    file_store.store_part(orphan, "original", [b"x"])
    file_store.store_part(young := new_id(), "original", [b"x"])
    attached = File.objects.exclude(thing="").get()
    assert actions.sweep_files(at=AT) == 1
    assert actions.sweep_files(at=AT + timedelta(hours=25)) == 1
    assert (list(file_store.stored_files()), File.objects.count()) == (sorted([attached.id, young]), 1)


@pytest.mark.security
def test_s35_what_a_writer_left_who_was_killed_is_swept(home):
    """Drafts of parts lay there for ever: the sweep knew only whole parts."""
    keep(testing.jpeg())
    attach()
    attached = File.objects.exclude(thing="").get()
    left = [home / f"{file & 0xFF:02x}" / f"{file:016x}.original-draft" for file in (1 << 21, attached.id)]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    actions.sweep_files(at=AT + timedelta(hours=1))
    assert [path.exists() for path in left] == [False, True], "who writes now must not be disturbed"
    actions.sweep_files(at=AT + timedelta(hours=25))
    assert ([path.exists() for path in left], list(file_store.stored_files())) == ([False, False], [attached.id])


@pytest.mark.security
def test_s38_a_full_disk_refuses_and_keeps_no_half_of_a_file(home):
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("a file where the folder should be")
    with pytest.raises(NotNowError, match=r"file\.disk"):
        keep(testing.jpeg())
    assert File.objects.count() == 0


def test_a_file_of_another_thing_is_missing():
    file = keep(testing.jpeg())
    attach()
    with pytest.raises(MissingError):
        queries.file_of(Subject("appeal", 78), file.id)
