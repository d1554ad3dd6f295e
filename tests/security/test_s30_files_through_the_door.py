"""S29 and S30 through the real doors: a zoo of files beside one letter, and what a handler gets of those that stay."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import make_world
from answerable.appeals.tests.test_public_pages import hidden, shown
from answerable.channels.queries import first_text
from answerable.people.models import Account
from answerable.vault import actions as vault_actions
from answerable.vault import testing
from answerable.vault.models import AccessRecord, File
from answerable.vault.terms import FileState, Scan
from answerable.vault.tests.clamd import EICAR, clamd
from tests.security import leaks

pytestmark = [pytest.mark.security, pytest.mark.django_db]
WRITE = "/en/write/"
MARK = leaks.mark()
TEXT = "The words of the letter that must never be lost."
STAYS = {
    "photo.jpg": testing.jpeg(mark=MARK),
    "scan.png": testing.png(mark=MARK),
    "paper.pdf": testing.pdf(MARK),
    "letter.docx": testing.docx(MARK),
    "open.odt": testing.odt(MARK),
}
ZOO = {
    "exe as jpg": ("photo.jpg", b"MZ\x90\x00" + bytes(200)),
    "svg with script": ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "html": ("page.html", b"<!doctype html><script>alert(1)</script>"),
    "jpeg and zip": ("both.jpg", testing.jpeg() + testing.archive({"a": b"b"})),
    "150 million pixels": ("bomb.png", testing.png_bomb()),
    "unpacks to gigabytes": ("bomb.docx", testing.docx(**{"word/big.xml": bytes(160_000_000)})),
    "ten thousand files": ("many.zip", testing.archive({f"{n}": b"" for n in range(10_000)})),
    "empty": ("empty.txt", b""),
}


def to_screen_two(client: Client, files: list[SimpleUploadedFile]) -> str:
    fields = hidden(shown(client.get(WRITE)))
    typed = {"text": TEXT, "kind": "report", "about": "unsure", "screen": "first", "go": "check", "files": files}
    return shown(client.post(WRITE, fields | typed))


def sent_with(client: Client, files: list[SimpleUploadedFile]) -> Appeal:
    """A letter with files, sent; refused files are said on screen 1, from where the letter goes on without them."""
    page = to_screen_two(client, files)
    if "Who will read it" not in page:
        assert TEXT in page
        page = shown(
            client.post(
                WRITE,
                hidden(page) | {"text": TEXT, "kind": "report", "about": "unsure", "screen": "first", "go": "check"},
            )
        )
    assert "Your message is registered" in shown(
        client.post(WRITE, hidden(page) | {"screen": "second", "go": "send", "name": "Olena"})
    )
    return Appeal.objects.latest("id")


def handler(world) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=world.people["petrenko"]))
    return client


@pytest.mark.parametrize("what", ZOO)
def test_s29_a_refused_file_says_why_and_the_words_are_never_lost(what):
    make_world()
    name, content = ZOO[what]
    client = Client()
    page = to_screen_two(client, [SimpleUploadedFile(name, content)])
    assert TEXT in page
    assert not File.objects.exists()
    assert "Who will read it" not in page, "a refusal is said before anything is sent"
    appeal = sent_with(client, [])
    assert first_text(subject_of(appeal.id)) == TEXT


def test_s29_odd_names_are_made_safe_and_a_file_is_handed_out_as_a_download_only():
    world = make_world()
    names = [
        "../../../etc/passwd.txt",
        "photo\u202egpj.txt",
        "a" * 300 + ".txt",
        "CON.txt",
        ".txt",
        "a\r\nX-Bad: 1.txt",
    ]
    files = [SimpleUploadedFile("x", f"file {n}".encode()) for n in range(len(names))]
    for file, name in zip(files, names, strict=True):
        file._name = name  # past Django's own cleaning, as a hand-made request could
    appeal = sent_with(Client(), files)
    while vault_actions.clean_one_file():
        pass
    kept = File.objects.filter(thing=f"appeal/{appeal.id}")
    assert kept.count() == len(names)
    desk = handler(world)
    for file in kept:
        answer = desk.get(reverse("desk:appeals:file", args=[appeal.number, file.id]))
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert "X-Bad" not in answer.headers
        assert ".." not in answer.headers["Content-Disposition"]
        assert "%E2%80%AE" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", STAYS)
def test_s30_what_staff_are_given_holds_none_of_the_hidden_marks(name):
    world = make_world()
    assert leaks.in_bytes(STAYS[name], MARK), "the original must hold the mark, or the test proves nothing"
    appeal = sent_with(Client(), [SimpleUploadedFile(name, STAYS[name])])
    while vault_actions.clean_one_file():
        pass
    (file,) = File.objects.filter(thing=f"appeal/{appeal.id}")
    assert file.state == FileState.DERIVED
    desk, there = handler(world), reverse("desk:appeals:file", args=[appeal.number, file.id])
    for where in (there, f"{there}?part=thumb"):
        answer = desk.get(where)
        if answer.status_code == 200:
            assert not leaks.in_bytes(answer.content, MARK)
    assert desk.get(reverse("desk:appeals:original", args=[appeal.number, file.id])).status_code in {302, 404}


def test_s30_an_original_needs_a_fresh_proof_and_its_look_is_written_first():
    world = make_world()
    appeal = sent_with(Client(), [SimpleUploadedFile("voice.ogg", testing.sounds()["ogg"])])
    (file,) = File.objects.filter(thing=f"appeal/{appeal.id}")
    assert file.state == FileState.KEPT
    desk = handler(world)
    led = desk.get(reverse("desk:appeals:file", args=[appeal.number, file.id]), follow=True)
    assert "/desk/me/again/" in led.redirect_chain[-1][0]
    assert not AccessRecord.objects.exists()


def test_s29_a_virus_is_marked_and_needs_a_proof_and_never_stops_a_letter(tmp_path, settings):
    world = make_world()
    appeal = sent_with(Client(), [SimpleUploadedFile("eicar.txt", EICAR)])
    while vault_actions.clean_one_file():
        pass
    desk = handler(world)
    page = reverse("desk:appeals:case", args=[appeal.number])
    assert "not checked for viruses" in desk.get(page).content.decode()
    with clamd(tmp_path) as place:
        settings.ANSWERABLE = replace(settings.ANSWERABLE, clamd=place)
        assert vault_actions.scan_some() == 1
    (file,) = File.objects.filter(thing=f"appeal/{appeal.id}")
    assert file.scan == Scan.FOUND
    assert "VIRUS FOUND" in desk.get(page).content.decode()
    led = desk.get(reverse("desk:appeals:file", args=[appeal.number, file.id]), follow=True)
    assert "/desk/me/again/" in led.redirect_chain[-1][0]
