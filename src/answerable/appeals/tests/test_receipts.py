"""What a sender can take home: a promise at once, a receipt after the log has published, and the right to have none."""

import re
from base64 import b64decode

import pytest
from django.test import Client

from answerable.appeals.actions import receipts as actions
from answerable.appeals.models import Appeal
from answerable.appeals.queries import receipts
from answerable.appeals.terms import Deed
from answerable.appeals.testing import AT, World
from answerable.appeals.tests.test_public_pages import begin, send
from answerable.base.testing import now
from answerable.base.verdict import NotNowError, RefusedError
from answerable.ledger import checking, keys, published
from answerable.ledger import queries as ledger_queries
from answerable.ledger.models import Entry
from answerable.ledger.testing import at_home, sequencer
from answerable_verify import RejectedError, leaf_hash, parse_vkey, verify_promise, verify_receipt

pytestmark = pytest.mark.instants

TEXT = "Лампа біля школи темна.\nКоли її полагодять?"


@pytest.fixture
def home(db, tmp_path):
    with at_home(tmp_path / "home") as folder:
        yield folder


def publish(at=AT):
    one = sequencer()
    one.step(at=at, everything=True)
    return one


def promise_key():
    return parse_vkey(keys.ring().promise[-1].vkey)


def test_the_promise_is_there_at_once_and_speaks_of_the_leaf(home, world: World):
    keys.ensure(at=AT)
    appeal = Appeal.objects.get(id=world.sent(text=TEXT).appeal)
    standing = receipts.in_log(appeal)
    assert (standing.ready, [act.kind for act in standing.acts]) == (False, ["registered"])
    found = verify_promise(receipts.promise_of(appeal), promise_key())
    assert found.by - found.issued == 86_400
    publish()
    index = receipts.in_log(appeal).acts[0].place
    assert leaf_hash(published.entry(index, published.head().checkpoint)) == found.leaf


def test_before_the_log_has_keys_there_is_no_promise_and_nothing_breaks(home, world: World):
    appeal = Appeal.objects.get(id=world.sent(text=TEXT).appeal)
    assert receipts.promise_of(appeal) is None
    assert receipts.promise_at_once(b"x" * 32, at=AT) == ""


def test_the_page_that_answers_the_sending_brings_the_promise_with_it(home, world: World, client: Client):
    keys.ensure(at=AT)
    page = send(client, begin(client)).content.decode()
    raw = b64decode(re.search(r'href="data:application/octet-stream;base64,([^"]+)"', page)[1])
    leaf = ledger_queries.leaves_of(f"appeal/{Appeal.objects.get().id}")[0]
    assert verify_promise(raw, promise_key()).leaf == bytes(leaf.leaf_hash)


def test_without_a_log_a_message_is_registered_and_nothing_is_promised(home, world: World, client: Client):
    page = send(client, begin(client)).content.decode()
    assert Appeal.objects.get().number in page
    assert "message.promise" not in page


def test_the_receipt_proves_the_words_and_without_them_keeps_them(home, world: World):
    registered = world.sent(text=TEXT)
    appeal = Appeal.objects.get(id=registered.appeal)
    keys.ensure(at=AT)
    assert receipts.receipt_of(appeal) is None
    publish()
    found = verify_receipt(receipts.receipt_of(appeal), published.published_policy())
    assert (found.fields["text"], found.fields["number"]) == (TEXT, registered.number)
    short = receipts.receipt_of(appeal, hide=receipts.PRIVATE)
    said = verify_receipt(short, published.published_policy())
    assert set(said.fields) == {"at", "number"}
    assert len(short) <= receipts.QR_BYTES
    for words in (TEXT, "school", "street"):
        assert words.encode() not in short
    moment = int(now().timestamp())
    checked = checking.check_receipt(
        receipts.receipt_of(appeal), typed=TEXT, policy=published.published_policy(), now=moment
    )
    assert checked.verdict == checking.REGISTERED


def test_words_changed_in_the_database_give_no_receipt(home, world: World):
    appeal = Appeal.objects.get(id=world.sent(text=TEXT).appeal)
    publish()
    Appeal.objects.filter(id=appeal.id).update(number="K-99999")  # deferred triggers look only at the commit
    appeal.refresh_from_db()
    with pytest.raises(RejectedError, match="not the ones that were logged"):
        receipts.receipt_of(appeal)


def followed(client: Client, world: World, **said):
    registered = world.sent(text=TEXT, **said)
    client.post("/en/follow/", {"code": registered.code})
    return registered


def page_of(client: Client, path: str = "") -> str:
    answer = client.get(f"/en/follow/message/record/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_offers_the_promise_first_and_the_receipt_when_it_is_there(home, world: World, client: Client):
    keys.ensure(at=AT)
    registered = followed(client, world)
    assert "/follow/message/record/" in client.get("/en/follow/message/").content.decode()
    before = page_of(client)
    assert "Download the promise" in before
    assert "Download the receipt" not in before
    assert client.get("/en/follow/message/record/receipt/").status_code == 404
    publish()
    after = page_of(client)
    assert "Download the receipt" in after
    there = re.search(r'href="(/en/log/\d+/)"', after)[1]
    entry = client.get(there).content.decode()
    assert "registered" in entry
    assert registered.number not in entry
    answer = client.get("/en/follow/message/record/receipt/")
    assert "message.tlog-proof" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert verify_receipt(answer.content, published.published_policy()).fields["text"] == TEXT
    short = client.get("/en/follow/message/record/receipt/?words=no").content
    assert "text" in verify_receipt(short, published.published_policy()).withheld
    square = client.get("/en/follow/message/record/square/")
    assert square["Content-Type"] == "image/svg+xml"
    assert verify_promise(client.get("/en/follow/message/record/promise/").content, promise_key()).by


def test_a_receipt_cannot_be_mailed_before_it_exists_nor_by_anybody_else(home, world: World):
    registered = world.sent(contact="oksana@example.org", way="email")
    keys.ensure(at=AT)
    with pytest.raises(NotNowError, match="not-yet"):
        actions.mail_receipt(by=world.sender(registered), at=AT, ref=registered.appeal)
    nameless = world.sent()
    with pytest.raises(NotNowError, match="no-address"):
        actions.mail_receipt(by=world.sender(nameless), at=AT, ref=nameless.appeal)
    with pytest.raises(RefusedError):
        actions.decline_receipt(by=world.actor("petrenko"), at=AT, ref=registered.appeal)


def test_an_anonymous_sender_can_say_that_none_shall_be_made(home, world: World, client: Client):
    registered = followed(client, world)
    publish()
    assert client.post("/en/follow/message/record/none/").status_code == 302
    assert "none can be had here" in page_of(client)
    for path in ("receipt/", "receipt/?words=no", "square/", "promise/"):
        assert client.get(f"/en/follow/message/record/{path}").status_code == 404
    with pytest.raises(NotNowError, match="declined"):
        actions.mail_receipt(by=world.sender(registered), at=AT, ref=registered.appeal)
    client.post("/en/follow/message/record/none/")
    assert Entry.objects.filter(deed=Deed.RECEIPT_DECLINED.value).count() == 1


def test_a_stranger_without_a_code_gets_nothing(home, world: World, client: Client):
    for path in ("", "receipt/", "promise/", "square/"):
        assert client.get(f"/en/follow/message/record/{path}").status_code == 302
