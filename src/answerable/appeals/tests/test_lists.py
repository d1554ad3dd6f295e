"""Lists, counts and search show what exists for the actor, in the order the law wants, in a fixed number of queries."""

from datetime import timedelta

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal
from answerable.appeals.queries import WorkView, finding
from answerable.appeals.testing import AT


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
    actions.accept(by=head, at=AT, ref=mine)
    actions.ask(by=head, at=AT, ref=mine, text="At what time?")
    counts = queries.counts(head, at=AT)
    lists = {view: len(queries.worklist(head, view=view, at=AT).rows) for view in counts}
    assert counts == lists
    assert (counts[WorkView.TODO], counts[WorkView.MINE], counts[WorkView.WAITING]) == (4, 1, 1)


def test_a_word_that_half_the_house_uses_is_found_by_a_small_unit_too(world, monkeypatch):
    """The newest finds of the whole house may all be others': then the actor's own are looked through."""
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
    with django_assert_num_queries(1):
        queries.worklist(head, view=WorkView.TODO, at=AT)
    with django_assert_num_queries(1):
        queries.counts(head, at=AT)
    with django_assert_num_queries(1):
        queries.search(head, "lamp school", at=AT)
