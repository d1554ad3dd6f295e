"""Lists, counts and search show what exists for the actor, in the order the law wants, in a fixed number of queries."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal, Incident
from answerable.appeals.queries import WorkView, finding
from answerable.appeals.queries.worklist import PAGE, page_of
from answerable.appeals.testing import AT, at_desk
from answerable.base.actor import SYSTEM
from answerable.base.ids import made_at
from answerable.vault.keys import server_key
from answerable.vault.rules.search import tokens


def test_the_list_is_in_the_order_of_dates_over_all_bodies(world):
    later = world.sent(at=AT + timedelta(days=2))
    first = world.sent(category=None, territory=None)
    rows = queries.worklist(world.actor("petrenko"), view=WorkView.TODO, at=AT).rows
    assert [row.id for row in rows] == [first.appeal, later.appeal]
    assert rows[0].gist.startswith("The lamp at the school is dark.")


def test_pages_follow_each_other_without_a_gap_or_a_double(world):
    sent = [world.sent(at=AT + timedelta(minutes=number)).appeal for number in range(120)]
    actor, seen, cursor = world.actor("petrenko"), [], ""
    while True:
        page = queries.worklist(actor, view=WorkView.TODO, at=AT, after=cursor)
        seen += [row.id for row in page.rows]
        if not (cursor := page.next):
            break
    assert seen == sent


def test_counts_are_those_of_the_lists(world):
    head = world.actor("petrenko")
    for _ in range(3):
        world.sent(category=None, territory=None)
    mine = world.sent(category=None, territory=None).appeal
    actions.accept_appeal(by=head, at=AT, ref=mine)
    actions.ask_sender(by=head, at=AT, ref=mine, text="At what time?")
    counts = queries.counts(head, at=AT)
    lists = {view: len(queries.worklist(head, view=view, at=AT).rows) for view in counts}
    assert counts == lists
    assert (counts[WorkView.TODO], counts[WorkView.MINE], counts[WorkView.WAITING]) == (4, 1, 1)


def test_a_word_that_half_the_register_uses_is_found_by_a_small_unit_too(world, monkeypatch):
    """The newest finds of the whole system may all be others': then the actor's own are looked through."""
    mine = [world.sent(addressed_to=world.bodies["p1"]).number for _ in range(2)]
    for _ in range(6):
        world.sent(addressed_to=world.bodies["pro"])
    monkeypatch.setattr(finding, "SEARCHED", 3)
    found = [row.number for row in queries.search(world.actor("shevchuk"), "lamp school", at=AT).rows]
    assert sorted(found) == sorted(mine)
    monkeypatch.setitem(finding.page_of.__globals__, "PAGE", 1)
    monkeypatch.setattr(finding, "PAGE", 1)
    first = queries.search(world.actor("shevchuk"), "lamp school", at=AT)
    second = queries.search(world.actor("shevchuk"), "lamp school", at=AT, after=first.next)
    assert [row.number for page in (first, second) for row in page.rows] == found


@pytest.mark.parametrize(("late", "walked"), [([], [5, 4, 3]), ([5], [4, 3, 2]), ([4, 5], None), (range(6), None)])
def test_a_walk_fills_a_page_only_where_nothing_newer_stands_behind_it(world, monkeypatch, late, walked):
    """What came into the register late (an import) has a newer id than what was registered after it."""
    refs = [world.sent(addressed_to=world.bodies["p1"]).appeal for _ in range(6)]
    for place, ref in enumerate(refs):
        registered = made_at(ref) - (timedelta(days=400 - place) if place in late else timedelta())
        Appeal.objects.filter(id=ref).update(registered_at=registered)
    for module in (finding.__dict__, finding.page_of.__globals__):
        monkeypatch.setitem(module, "PAGE", 2)
    monkeypatch.setattr(finding, "SPARE", 1)
    head, found, cursor = world.actor("shevchuk"), [], ""
    met = finding._met_soon(head, [tokens(server_key(), "lamp")], "")
    while True:
        page = queries.search(head, "lamp", at=AT, after=cursor)
        found += [row.id for row in page.rows]
        if not (cursor := page.next):
            break
    assert found == list(Appeal.objects.order_by("-registered_at", "-id").values_list("id", flat=True))
    assert met == (walked and [refs[place] for place in walked])


def test_the_walk_meets_what_the_actor_may_see_alone(world, monkeypatch):
    mine = [world.sent(addressed_to=world.bodies["p1"]).appeal for _ in range(4)]
    for _ in range(3):
        world.sent(addressed_to=world.bodies["pro"])
    for ref in Appeal.objects.values_list("id", flat=True):
        Appeal.objects.filter(id=ref).update(registered_at=made_at(ref))
    for module in (finding.__dict__, finding.page_of.__globals__):
        monkeypatch.setitem(module, "PAGE", 2)
    monkeypatch.setattr(finding, "SPARE", 0)
    actor, wanted = world.actor("shevchuk"), [tokens(server_key(), "lamp")]
    assert finding._met_soon(actor, wanted, "") == mine[:0:-1]
    monkeypatch.setattr(finding, "FELT", 3)  # the newest three are another tree's: they promise nothing
    assert finding._met_soon(actor, wanted, "") is None
    assert [row.id for row in queries.search(actor, "lamp", at=AT).rows] == mine[:1:-1]


def test_search_finds_any_form_of_a_word_and_a_number(world):
    got = world.sent(text="Ліхтарі біля школи не світять другий тиждень", language="uk")
    world.sent(text="Something else altogether")
    head = world.actor("petrenko")
    number = Appeal.objects.get(id=got.appeal).number
    found = {words: [row.id for row in queries.search(head, words, at=AT).rows] for words in ("ліхтар школа", number)}
    assert found == {"ліхтар школа": [got.appeal], number: [got.appeal]}


def test_seen_by_is_the_same_rule_as_the_policy(world):
    world.sent()
    world.sent(kind="complaint", about_body=world.bodies["p2"], category=None)
    world.sent(kind="complaint", about_person=world.people["petrenko"], category=None)
    world.sent(addressed_to=world.bodies["dir"])
    world.sent(seal=True)
    for login in world.people:
        actor = world.actor(login)
        rows = set(queries.seen_by(actor).values_list("id", flat=True))
        assert rows == {appeal.id for appeal in Appeal.objects.all() if queries.is_seen_by(actor, appeal)}, login


def test_a_list_asks_a_fixed_number_of_queries(world, django_assert_num_queries):
    head = world.actor("petrenko")
    for _ in range(20):
        world.sent()
    with django_assert_num_queries(2):  # the rows, and whose answers wait for a signature or came back
        queries.worklist(head, view=WorkView.TODO, at=AT)
    with django_assert_num_queries(1):
        queries.counts(head, at=AT)
    with django_assert_num_queries(3):  # the walk, the finds, the rows: two when the walk fills the page
        queries.search(head, "lamp school", at=AT)


def undated(world, many: int) -> list[str]:
    """Numbers of open appeals for which the law sets no date, in the order of their arrival."""
    sent = [world.sent(kind="thanks", category=None, territory=None) for _ in range(many)]
    Appeal.objects.filter(id__in=[one.appeal for one in sent]).update(due_at=None, safe_at=None, profile=None)
    return [one.number for one in sent]


@pytest.mark.parametrize("view", [WorkView.TODO, WorkView.MINE, WorkView.WAITING, WorkView.REPLIED])
def test_what_has_no_date_stands_last_and_is_all_there(world, monkeypatch, view: WorkView):
    without = undated(world, 4)
    dated = [world.sent(at=AT + timedelta(minutes=n), category=None, territory=None).number for n in range(4)]
    head = world.actor("petrenko")
    Appeal.objects.update(assignee=head.id, asked_at=AT, replied_at=AT)
    for length in (1, 2, 3, 4, 50):
        monkeypatch.setitem(page_of.__globals__, "PAGE", length)
        seen, cursor = [], ""
        while True:
            page = queries.worklist(head, view=view, at=AT, after=cursor)
            seen += [row.number for row in page.rows]
            if not (cursor := page.next):
                break
        assert seen == dated + without, length


def test_campaigns_without_dates_are_one_row_each_on_whichever_page(world, monkeypatch):
    """The head of a campaign stands where its first open row does, on this side of a cursor or on that one."""
    without, (first, *copies), (other, *more) = undated(world, 2), undated(world, 3), undated(world, 2)
    dated = world.sent(category=None, territory=None).number
    head = world.actor("petrenko")
    for numbers in ([first, *copies], [other, *more, dated]):
        refs = list(Appeal.objects.filter(number__in=numbers).values_list("id", flat=True))
        incident = actions.group(by=head, at=AT, refs=refs, title="The same letter")
        Incident.objects.filter(id=incident).update(opened_by=SYSTEM.word)
    for length in (1, 2, 3, 50):
        monkeypatch.setitem(page_of.__globals__, "PAGE", length)
        seen, cursor = [], ""
        while True:
            page = queries.worklist(head, view=WorkView.TODO, at=AT, after=cursor)
            seen += [(row.number, row.folded) for row in page.rows]
            if not (cursor := page.next):
                break
        assert seen == [(dated, True), (without[0], False), (without[1], False), (first, True)], length


def test_more_than_a_page_of_appeals_without_a_date_can_be_read_to_the_end_at_the_desk(world):
    """The list answered with an error, and what was past its first fifty rows stood in no list."""
    dated = world.sent(category=None, territory=None).number
    wanted = [dated, *undated(world, PAGE + 5)]
    client, address, seen = at_desk(world, "petrenko"), "/desk/?view=todo", []
    while address:
        shown = client.get(address)
        assert shown.status_code == 200
        text = shown.content.decode()
        seen += [number for number in wanted if f"/desk/appeals/{number}/" in text]
        further = re.search(r'<a href="(\?[^"]+)" rel="next">', text)
        address = f"/desk/{unescape(further[1])}" if further else ""
    assert seen == wanted


@pytest.mark.parametrize(
    "bent", ["x", "~", "undated~x", "undated~", f"undated~{10**30}", "2026-03-03~7", "0001-01-01~-1"]
)
def test_a_bent_cursor_shows_a_page(world, bent: str):
    world.sent(category=None, territory=None)
    client = at_desk(world, "petrenko")
    for view in WorkView:
        assert client.get("/desk/", {"view": view.value, "after": bent}).status_code == 200, view
    found = client.post("/desk/search/", {"q": "lamp"}).headers["Location"]
    assert client.get(f"{found}&{urlencode({'after': bent})}").status_code == 200
