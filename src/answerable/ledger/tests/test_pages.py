"""The pages of the log answer whatever they are asked, and never with somebody's exception."""

import pytest
from django.test import Client

from answerable.ledger import published, testing
from answerable.ledger.actions.recording import add_to_log
from answerable.ledger.checking import LONGEST
from answerable.ledger.models import Tree
from answerable.ledger.views import browsing
from answerable_verify import one_file


@pytest.fixture
def home(db, tmp_path):
    with testing.at_home(tmp_path) as found:
        yield found


def test_the_page_before_the_first_entry_says_so(home, client: Client):
    page = client.get("/en/log/").content.decode()
    assert "Nothing has been published yet." in page
    assert client.get("/en/log/0/").status_code == 404
    assert client.get("/log/offered").status_code == 404


def test_every_entry_has_a_page_whatever_it_is(home, client: Client):
    testing.record_public_act(1)
    testing.record_public_act(1, "answered")
    add_to_log(body=b"not a leaf \xff")
    testing.sequencer().step(at=testing.AT, everything=True)
    size = published.head().checkpoint.size
    answers = [client.get(f"/en/log/{index}/").status_code for index in range(size + 2)]
    assert answers == [200] * size + [404] * 2
    assert client.get(f"/en/log/?entry={size - 1}")["Location"] == f"/en/log/{size - 1}/"
    for odd in (str(size), "x", "-1", "9" * 30, ""):
        assert client.get("/en/log/", {"entry": odd}).status_code == 200


def test_the_log_can_be_leafed_through_page_by_page_and_each_is_proven(home, client: Client):
    assert "Nothing is in the log yet." in client.get("/en/log/entries/").text
    for case in range(browsing.ROWS):
        testing.record_public_act(case)
    add_to_log(body=b"not a leaf \xff")
    testing.sequencer().step(at=testing.AT, everything=True)
    size = published.head().checkpoint.size
    newest, oldest = client.get("/en/log/entries/").text, client.get("/en/log/entries/0/").text
    for index in range(size):
        assert f'href="/en/log/{index}/"' in (oldest if index < browsing.ROWS else newest)
    assert ('href="/en/log/entries/0/"' in newest, 'href="/en/log/entries/1/"' in oldest) == (True, True)
    assert "registered" in oldest
    assert client.get(f"/en/log/entries/{size}/").status_code == 404
    (one,) = (published.folder() / "tile" / "entries").rglob(f"*.p/{size}")
    one.write_bytes(one.read_bytes().replace(b"registered", b"withdrawnn"))
    assert "These entries are missing" in client.get("/en/log/entries/").text


def test_the_verifier_is_offered_with_the_hash_that_a_witness_publishes(home, client: Client):
    answer = client.get("/log/answerable-verify.pyz")
    assert (answer.status_code, answer.content) == (200, one_file.build())
    for address in ("/en/log/", "/en/log/check/"):
        page = client.get(address).content.decode()
        assert one_file.digest() in page
        assert "from a witness" in page


def test_a_log_that_has_stopped_says_so_to_everybody_and_names_no_path(home, client: Client):
    testing.sequencer().step(at=testing.AT, everything=True)
    assert "The log has stopped" not in client.get("/en/log/").content.decode()
    Tree.objects.filter(id=1).update(frozen="the file /srv/mark holds 9 entries signed by this log")
    page = client.get("/en/log/").content.decode()
    assert "The log has stopped" in page
    assert "/srv/mark" not in page


@pytest.mark.parametrize("raw", [b"", b"\0", b"c2sp.org/tlog-proof@v1\n", b"x" * (LONGEST + 5), "ї".encode() * 999])
def test_noise_is_refused_in_plain_words(home, client: Client, raw: bytes):
    testing.sequencer().step(at=testing.AT, everything=True)
    typed = {"pasted": raw.decode(errors="replace"), "text": "x", "policy": published.policy_text().decode()}
    answer = client.post("/en/log/check/", typed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "does NOT hold" in page or 'class="errors"' in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("policy", ["", "quorum none", "log nonsense", "witness a b\nquorum a", "\0", "x" * 300_000])
def test_a_policy_that_is_none_is_refused_with_its_line(home, client: Client, policy: str):
    answer = client.post("/en/log/check/", {"pasted": "x", "text": "", "policy": policy})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()


def test_posts_to_the_witnesses_door_are_answered_by_number(home, client: Client):
    testing.sequencer().step(at=testing.AT, everything=True)
    for body, status in ((b"", 400), (b"x" * 70_000, 400), ("a\n\n\u2014 b AAAAAAAA\n".encode(), 403)):
        assert client.post("/log/cosignatures", body, content_type="text/plain").status_code == status
    assert client.get("/log/cosignatures").status_code == 405
