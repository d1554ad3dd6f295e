"""Searching from the desk: found by words or a number, and no address says what was typed."""

from answerable.appeals.testing import World
from answerable.appeals.tests.test_desk_pages import at_desk, page, words
from answerable.base.testing import now


def test_a_whole_number_leads_straight_to_its_appeal(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    answer = at_desk(world, "ivanenko").post("/desk/search/", {"q": sent.number.lower()}, follow=True)
    assert answer.redirect_chain[-1] == (page("case", sent.number), 302)


def test_no_address_holds_what_was_searched_for(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "ivanenko")
    led = client.post("/desk/search/", {"q": " lamp "})
    assert ("lamp" in led.headers["Location"], led.status_code) == (False, 302)
    found = client.get(led.headers["Location"])
    assert (sent.number in words(found), "Found for “lamp”" in words(found)) == (True, True)
    assert sent.number in words(client.get(led.headers["Location"]))  # gone back to, or reloaded
    shown = words(at_desk(world, "ivanenko").get(led.headers["Location"]))  # another session understands no token of it
    assert (sent.number in shown, "Type words of an appeal" in shown) == (False, True)
    assert 'method="get"' not in client.get("/desk/search/").content.decode()


def test_a_session_remembers_its_latest_searches_and_no_more(world: World) -> None:
    client = at_desk(world, "ivanenko")
    led = [client.post("/desk/search/", {"q": f"word{n}"}).headers["Location"] for n in range(22)]
    assert ["Found for" in words(client.get(address)) for address in (led[1], led[2], led[21])] == [False, True, True]
