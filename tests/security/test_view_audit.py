"""No row, no plaintext, on every page that shows something sealed: S21 as it holds for tier S, with real keys.

The court here: a nameless complaint about the head of the department, which lies with the chair (Koval) and is read by
the monitor (Olena).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT, World, make_world
from answerable.appeals.views.desk import case
from answerable.base.actor import SYSTEM
from answerable.base.testing import now
from answerable.law.terms import Cause
from answerable.oversight import actions as oversight_actions
from answerable.oversight import rules as oversight_rules
from answerable.oversight.testing import item_of
from answerable.people import signing
from answerable.people.models import Account, Body
from answerable.people.testing import give_seat, make_account
from answerable.site.testing import DATABASE
from answerable.vault import actions as vault_actions
from answerable.vault.models import AccessRecord, File, KeyPair
from answerable.vault.terms import Holder, RecordBar
from answerable.vault.testing import Given, jpeg
from answerable_host.cluster import server
from tests.security import leaks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.security, pytest.mark.instants]


@pytest.fixture
def world() -> World:
    made = make_world()
    made.keys()
    return made


@pytest.fixture
def mark() -> str:
    return leaks.mark()


def sealed(
    world: World,
    mark: str,
    *,
    about: str = "petrenko",
    files: tuple[tuple[str, bytes], ...] = (),
    at: datetime | None = None,
) -> Appeal:
    """A nameless complaint about somebody who serves, the mark in its words and its place."""
    token = f"a-token-of-a-sealed-one-{mark}"
    for name, content in files:
        vault_actions.keep_draft(token=token, upload=Given(name, content), at=now())
    drafts = tuple(File.objects.filter(draft__isnull=False).order_by("id").values_list("id", flat=True))
    sent = world.sent(
        at=at or now(),
        token=token,
        kind="complaint",
        text=f"{mark} The head of the department took my phone. When do I get it back?",
        about_person=world.people[about],
        where=f"{mark} street 5",
        category=world.categories["conduct"],
        drafts=drafts,
    )
    while vault_actions.clean_one_file():
        pass
    return Appeal.objects.get(id=sent.appeal)


def at_desk(world: World, login: str, *, opened: bool = True) -> Client:
    """Somebody signed in who has just proved who they are, their key open or not."""
    client = Client(headers={"accept-language": "en"})
    account = Account.objects.get(id=world.people[login])
    client.force_login(account)
    request = SimpleNamespace(session=client.session, user=account)
    signing.prove(request, now())  # type: ignore[arg-type] # what it needs of a request
    request.session.save()
    if opened:
        answer = client.post("/desk/keys/open/", {"password": f"the long password of {login}"})
        assert answer.status_code == 302
    return client


def stated(client: Client, appeal: Appeal, purpose: str = "handle") -> None:
    """Say for what it is opened."""
    answer = client.post(f"/desk/appeals/{appeal.number}/purpose/", {"purpose": purpose})
    assert answer.headers["Location"] == f"/desk/appeals/{appeal.number}/"


@contextmanager
def unwritable_audit(home: Path) -> Iterator[None]:
    """Take away from the application the right to write looks."""
    with server.connect(server.ServerFolders(home), dbname=DATABASE) as boss:
        boss.execute("REVOKE INSERT ON vault_look FROM answerable_app")
        boss.commit()
        try:
            yield
        finally:
            boss.execute("GRANT INSERT ON vault_look TO answerable_app")
            boss.commit()


def pages(world: World, appeal: Appeal) -> list[str]:
    """Every page at a desk that shows something of a sealed appeal."""
    number = appeal.number
    found = ["", "answer/", "points/", "note/", "ask/", "forward/", "refuse/", "merge/", "category/"]
    return [f"/desk/appeals/{number}/{page}" for page in found]


def test_view_audit_a_page_shows_words_only_after_its_look_is_committed(world: World, mark: str) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    stated(koval, appeal)
    before = AccessRecord.objects.count()
    answer = koval.get(f"/desk/appeals/{appeal.number}/")
    assert mark in answer.content.decode()
    look = AccessRecord.objects.latest("number")
    assert AccessRecord.objects.count() == before + 1
    assert (look.record, look.name, look.purpose, look.section, look.allowed) == (
        appeal.id,
        "Koval",
        "handle",
        "desk:appeals:case",
        True,
    )


def test_view_audit_that_cannot_be_written_closes_every_page(world: World, mark: str, test_home: Path) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    stated(koval, appeal)
    shows = [page for page in pages(world, appeal) if mark in koval.get(page).content.decode()]
    assert f"/desk/appeals/{appeal.number}/" in shows
    with unwritable_audit(test_home):
        for page in shows:
            answer = koval.get(page)
            assert (answer.status_code, leaks.in_answer(answer, mark)) == (503, []), page
        for language, said in (("uk", "Зараз"), ("ru", "Сейчас")):
            answer = koval.get(shows[0], {"language": language})
            assert answer.status_code == 503
            assert said in answer.content.decode()
    assert mark in koval.get(shows[0]).content.decode()


def test_view_audit_stays_when_the_page_fails_afterwards(
    world: World, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    stated(koval, appeal)
    before = AccessRecord.objects.count()

    def broken(*_: object) -> None:
        raise RuntimeError("after reading")

    monkeypatch.setattr(case, "_acts", broken)
    koval.raise_request_exception = False
    answer = koval.get(f"/desk/appeals/{appeal.number}/")
    assert (answer.status_code, leaks.in_answer(answer, mark)) == (500, [])
    assert AccessRecord.objects.count() == before + 1


def test_view_audit_wants_a_purpose_first_and_knows_that_of_the_assigned(world: World, mark: str) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    answer = koval.get(f"/desk/appeals/{appeal.number}/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"/desk/appeals/{appeal.number}/purpose/?next=")
    assert AccessRecord.objects.count() == 0
    assert "What do you open it for?" in koval.get(answer.headers["Location"]).content.decode()
    assert koval.post(answer.headers["Location"], {"purpose": "curiosity"}).status_code == 200
    assert AccessRecord.objects.count() == 0
    with world.reading("koval", at=now()):
        appeals_actions.accept_appeal(by=world.actor("koval", now()), at=now(), ref=appeal.id)
        appeals_actions.assign(by=world.actor("koval", now()), at=now(), ref=appeal.id, to=world.people["koval"])
    assert mark in koval.get(f"/desk/appeals/{appeal.number}/").content.decode()
    assert AccessRecord.objects.latest("number").purpose == "handle"


def test_view_audit_leads_to_the_key_that_is_closed_and_back(world: World, mark: str) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval", opened=False)
    stated(koval, appeal)
    answer = koval.get(f"/desk/appeals/{appeal.number}/")
    assert answer.headers["Location"] == f"/desk/keys/open/?next=%2Fdesk%2Fappeals%2F{appeal.number}%2F"
    assert (AccessRecord.objects.count(), leaks.in_answer(answer, mark)) == (0, [])
    back = koval.post(
        answer.headers["Location"],
        {"password": "the long password of koval", "next": f"/desk/appeals/{appeal.number}/"},
    )
    assert mark in koval.get(back.headers["Location"]).content.decode()


def test_view_audit_lists_and_searches_show_no_words(world: World, mark: str) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    for address in ("/desk/", "/desk/?view=all", "/desk/load/", "/desk/promises/"):
        assert leaks.in_answer(koval.get(address), mark) == [], address
    assert appeal.number not in koval.post("/desk/search/", {"q": mark}, follow=True).content.decode()
    listed = koval.get("/desk/").content.decode()
    assert (appeal.number in listed, "sealed" in listed) == (True, True)
    found = koval.post("/desk/search/", {"q": appeal.number}).headers["Location"]
    assert koval.get(found).status_code == 302  # by its number it is found
    assert AccessRecord.objects.count() == 0


def test_view_audit_the_chairs_daily_reading_is_a_look_to_oversee(world: World, mark: str, test_home: Path) -> None:
    appeal = sealed(world, mark, at=AT, about="shevchuk")
    rung = oversight_actions.escalate(
        by=SYSTEM,
        at=now(),
        ref=appeal.id,
        cause=Cause.OVERDUE,
        occasion=oversight_rules.occasion_of_date(appeal.due_at),
        since=appeal.due_at,
    )
    item, koval = item_of(rung), at_desk(world, "koval")
    answer = koval.get(f"/chair/items/{item.id}/")
    assert mark in answer.content.decode()
    look = AccessRecord.objects.latest("number")
    assert (look.purpose, look.section) == ("oversee", "chair:oversight:item")
    with unwritable_audit(test_home):
        assert koval.get(f"/chair/items/{item.id}/").status_code == 503


def test_view_audit_a_file_and_its_thumbnail_are_looks_too(world: World, mark: str, test_home: Path) -> None:
    appeal = sealed(
        world, mark, files=((f"{mark}.jpg", jpeg()), (f"{mark}.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(40)))
    )
    picture, sound = File.objects.filter(thing=f"appeal/{appeal.id}").order_by("id")
    koval = at_desk(world, "koval")
    addresses = [f"/desk/appeals/{appeal.number}/files/{picture.id}/{part}" for part in ("", "?part=thumb")]
    addresses.append(f"/desk/appeals/{appeal.number}/files/{sound.id}/original/")
    for address in addresses:
        assert "/purpose/" in koval.get(address).headers["Location"], address
    stated(koval, appeal)
    for address in addresses:
        before = AccessRecord.objects.count()
        assert koval.get(address).status_code == 200, address
        assert AccessRecord.objects.count() > before
    assert AccessRecord.objects.filter(section="original").count() == 1
    with unwritable_audit(test_home):
        for address in addresses:
            assert koval.get(address).status_code == 503, address
    late = koval.session
    late["proved"] = 0
    late.save()
    assert "/desk/me/again/" in koval.get(addresses[2]).headers["Location"]  # originals want a fresh proof
    assert koval.get(addresses[0]).status_code == 200
    assert koval.get(f"/desk/appeals/{appeal.number}/files/{picture.id}/original/").status_code == 302


def test_view_audit_whoever_may_know_of_it_and_has_no_key_reads_who_can_give_one(world: World, mark: str) -> None:
    appeal = sealed(world, mark)
    olena = at_desk(world, "olena")
    stated(olena, appeal, "review")
    assert KeyPair.objects.filter(holder=Holder.ACCOUNT, owner=world.people["olena"]).exists()
    vault_actions.close_to_barred(
        by=world.actor("koval"),
        at=now(),
        subject=subject_of(appeal.id),
        bar=RecordBar(accounts=frozenset({world.people["olena"]})),
    )
    answer = olena.get(f"/desk/appeals/{appeal.number}/")
    said = answer.content.decode()
    assert (answer.status_code, "there is no key for you" in said, "Koval" in said, mark in said) == (
        403,
        True,
        True,
        False,
    )
    assert AccessRecord.objects.filter(allowed=False, actor=f"officer/{world.people['olena']}").count() == 1


def test_view_audit_the_auditor_reads_numbers_and_never_words(world: World, mark: str) -> None:
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    stated(koval, appeal, "court")
    koval.get(f"/desk/appeals/{appeal.number}/")
    aud = make_account("aud")
    give_seat(aud, Body.objects.get(code="mon"), "audit")
    client = Client(headers={"accept-language": "en"})
    client.force_login(aud)
    page = client.get("/desk/looks/")
    said = page.content.decode()
    assert (appeal.number in said, "Koval" in said, "for a court" in said, "The chain is whole" in said) == (True,) * 4
    assert leaks.in_answer(page, mark) == []
    for query, found in (
        (f"number={appeal.number}", True),
        ("number=DIR-2026-1", False),
        ("reader=kov", True),
        ("reader=olena", False),
        ("purpose=court", True),
        ("purpose=handle", False),
        ("refused=on", False),
    ):
        found_at = client.post("/desk/looks/", dict([query.split("=")]))  # a name is in no address
        assert query.split("=")[1] not in found_at.headers["Location"]
        rows = client.get(found_at.headers["Location"]).content.decode().split("<tbody>")[-1]
        assert (appeal.number in rows.split("</tbody>")[0]) is found, query
    assert koval.get("/desk/looks/").status_code == 404


def test_view_audit_a_persons_look_stands_apart_from_what_the_system_opened(world: World, mark: str) -> None:
    """Of three openings two only handed the key on: the auditor sees the one person who read, and how many are left out."""
    appeal = sealed(world, mark)
    koval = at_desk(world, "koval")
    stated(koval, appeal, "court")
    koval.get(f"/desk/appeals/{appeal.number}/")
    for _ in range(2):
        vault_actions.record_access(
            by=world.actor("olena"), at=AT, subject=subject_of(appeal.id), root=0, section="keys", purpose="handover"
        )
    aud = make_account("aud")
    give_seat(aud, Body.objects.get(code="mon"), "audit")
    client = Client(headers={"accept-language": "en"})
    client.force_login(aud)
    said = client.get("/desk/looks/").content.decode()
    assert ("Olena" in said, "Koval" in said, "2 openings by the system" in said) == (False, True, True)
    assert "Olena" in client.get("/desk/looks/?automatic=on").content.decode()


def test_view_audit_the_sender_opens_with_the_code_and_only_their_own(world: World, mark: str, test_home: Path) -> None:
    token = f"a-token-of-its-sender-{mark}"
    sent = world.sent(
        at=now(), token=token, kind="complaint", text=f"{mark} he took it", about_person=world.people["petrenko"]
    )
    client = Client(headers={"accept-language": "en"})
    assert client.post("/en/follow/", {"code": sent.code}).status_code == 302
    page = client.get("/en/follow/message/")
    assert mark in page.content.decode()
    assert (AccessRecord.objects.latest("number").purpose, AccessRecord.objects.latest("number").record) == (
        "own",
        sent.appeal,
    )
    with unwritable_audit(test_home):
        answer = client.get("/en/follow/message/")
        assert (answer.status_code, leaks.in_answer(answer, mark)) == (503, [])
    client.post("/en/follow/leave/")
    assert client.get("/en/follow/message/").status_code == 302
