"""The pages of the chair, of a body that was asked, and for anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from answerable.appeals import actions as appeals_actions
from answerable.appeals.actions import TakenDown
from answerable.appeals.terms import Taken
from answerable.appeals.testing import World, make_world
from answerable.base.actor import resident
from answerable.base.testing import now
from answerable.oversight import actions, queries
from answerable.oversight.models import Escalation, Instruction, Item
from answerable.oversight.testing import answered, hear_all, item_of, late
from answerable.people.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.instants]


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    """One world for all tests of this file; what each does to it is undone."""
    return make_world()


def signed_in(world: World, login: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=world.people[login]))
    return client


def test_the_reading_opens_at_the_first_unread_and_going_on_reads_each(world: World) -> None:
    items = [item_of(late(world)) for _ in range(3)]
    client = signed_in(world, "koval")
    page = client.get("/chair/")
    assert page["Location"] == reverse("chair:oversight:item", args=[items[0].id])
    shown = client.get(page["Location"])
    assert (shown.status_code, shown.context["place"], shown.context["count"]) == (200, 1, 3)
    assert "The lamp at the school is dark." in shown.text
    assert Item.objects.get(id=items[0].id).read_at is None
    for item, following in zip(items, [*items[1:], None], strict=True):
        answer = client.post(reverse("chair:oversight:read", args=[item.id]))
        where = reverse("chair:oversight:item", args=[following.id]) if following else "/chair/lists/today/"
        assert answer["Location"] == where
    assert Item.objects.filter(read_at=None).count() == 0
    assert "Everything is read" in client.get("/chair/").text


def test_the_place_is_kept_between_visits(world: World) -> None:
    items = [item_of(late(world)) for _ in range(3)]
    client = signed_in(world, "koval")
    client.get(reverse("chair:oversight:item", args=[items[1].id]))
    assert signed_in(world, "koval").get("/chair/")["Location"] == reverse("chair:oversight:item", args=[items[1].id])


def test_a_fault_of_an_act_names_its_field_and_keeps_the_words(world: World) -> None:
    item = item_of(late(world))
    client = signed_in(world, "koval")
    where = reverse("chair:oversight:act", args=[item.id, "instruct"])
    assert client.get(where).status_code == 200
    past = client.post(where, {"to": world.bodies["p1"], "due_on": "2026-01-01", "text": "Look again."})
    assert past.status_code == 400
    assert "Choose a day after today, within a year." in past.text
    assert "Look again.</textarea>" in past.text
    ahead = (now() + timedelta(days=4)).date().isoformat()
    done = client.post(where, {"to": world.bodies["p1"], "due_on": ahead, "text": "Look again."}, follow=True)
    assert (done.status_code, Instruction.objects.count()) == (200, 1)
    assert "The instruction is given" in done.text


def test_words_that_seem_to_set_a_volume_target_are_asked_about_and_go_on_by_one_tick(world: World) -> None:
    item = item_of(late(world))
    client = signed_in(world, "koval")
    where = reverse("chair:oversight:act", args=[item.id, "instruct"])
    assert "no_target" not in client.get(where).text
    typed = {
        "to": world.bodies["p1"],
        "due_on": (now() + timedelta(days=4)).date().isoformat(),
        "text": "Not fewer than ten children are to be placed in the centre each month.",
    }
    asked = client.post(where, typed)
    assert (asked.status_code, Instruction.objects.count()) == (400, 0)
    assert "how many people should be stopped" in asked.text
    assert 'name="no_target"' in asked.text
    assert typed["text"] in asked.text
    client.post(where, {**typed, "no_target": "on"})
    assert Instruction.objects.count() == 1


@pytest.mark.parametrize("name", ["instruct", "return", "measure", "commend", "accept"])
def test_each_act_has_a_page(world: World, name: str) -> None:
    item = item_of(late(world))
    page = signed_in(world, "koval").get(reverse("chair:oversight:act", args=[item.id, name]))
    assert (page.status_code, "The lamp at the school is dark." in page.text) == (200, True)


def test_an_unknown_act_and_a_strangers_item_are_the_same_missing_page(world: World) -> None:
    item = item_of(late(world))
    client = signed_in(world, "koval")
    unknown = client.get(reverse("chair:oversight:act", args=[item.id, "forgive"]))
    absent = client.get(reverse("chair:oversight:item", args=[1]))
    other = signed_in(world, "petrenko").get(reverse("chair:oversight:item", args=[item.id]))
    assert (unknown.status_code, absent.status_code, other.status_code) == (404, 404, 404)


@pytest.mark.parametrize("which", ["today", "unread", "escalations"])
def test_each_list_shows_the_item(world: World, which: str) -> None:
    item = item_of(late(world))
    page = signed_in(world, "koval").get(reverse("chair:oversight:lists", args=[which]))
    assert (page.status_code, item.appeal.number in page.text) == (200, True)


def test_a_body_sees_what_was_asked_and_explains(world: World) -> None:
    item = item_of(late(world))
    at = now()
    koval = world.actor("koval", at)
    actions.ask_why(by=koval, at=at, item=item.id, due_on=at.date() + timedelta(days=3), text="Why so late?")
    asked = Instruction.objects.get()
    client = signed_in(world, "shevchuk")
    assert "Why so late?" in client.get("/desk/instructions/").text
    where = reverse("desk:oversight:instruction", args=[asked.id])
    assert client.post(where, {"text": " "}).status_code == 400
    assert client.post(where, {"text": "Two of us are ill."})["Location"] == "/desk/instructions/"
    assert [line.explains for line in queries.unread_of(koval)] == [True]
    assert signed_in(world, "tkach").get(where).status_code == 404
    assert "Why so late?" in signed_in(world, "koval").get("/chair/instructions/").text


def test_the_public_page_shows_figures_with_their_n_to_anybody(world: World) -> None:
    for _ in range(5):
        late(world)
    Item.objects.update(at=now())
    fresh = Client().get("/en/how-they-answer/")
    assert (fresh.context["shown"].reading.unread, "fewer than 5" in fresh.text) == (0, True)  # today's move nothing
    Item.objects.update(at=now() - timedelta(days=2))
    page = Client().get("/en/how-they-answer/")
    assert (page.status_code, page.context["shown"].reading.told_unread) == (200, 5)
    assert len(page.content) < 150_000
    assert not page.cookies


def test_a_dispute_that_was_taken_down_climbs_is_marked_and_counted_apart(world: World) -> None:
    at = now() - timedelta(days=2)
    one, *own = [answered(world, world.sent(at=at), at=at) for _ in range(6)]
    said = TakenDown(how=Taken.CALL, what="dispute", token="t" * 32, text="It is dark again.")
    appeals_actions.take_down(by=world.actor("marta", at), at=at, ref=one.id, said=said)
    for appeal in own:
        appeals_actions.dispute(by=resident(appeal.id), at=at, ref=appeal.id, text="No.", token="")
    hear_all()
    assert sorted(Escalation.objects.filter(why__taken=True).values_list("appeal", flat=True)) == [one.id]
    climbed = Client().get("/en/how-they-answer/").context["climbed"]
    assert [n for name, n in climbed if "disputed" in str(name) or "taken down" in str(name)] == [5, None]
    page = signed_in(world, "koval").get(reverse("chair:oversight:lists", args=["escalations"])).text
    assert one.number in page


def test_the_pages_of_the_reading_cost_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(ref: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("chair:oversight:item", args=[ref])).status_code == 200
        return len(asked)

    client = signed_in(world, "koval")
    item = item_of(late(world))
    cost(item.id)
    one = cost(item.id)
    for _ in range(5):
        late(world)
    assert cost(item.id) == one
    assert one <= 45


def test_who_is_barred_late_is_put_before_the_chair_with_what_they_had_done(world: World) -> None:
    sent = world.sent(at=now(), acted="none")
    appeals_actions.accept_appeal(by=world.actor("shevchuk", now()), at=now(), ref=sent.appeal)
    about = [f"body-{world.bodies['p1']}"]
    appeals_actions.say_about(by=world.actor("petrenko", now()), at=now(), ref=sent.appeal, about=about, text="Theirs.")
    hear_all()
    hear_all()
    item = Item.objects.get(appeal=sent.appeal)
    assert (item.body_id, item.bar is not None) == (world.bodies["dir"], True)
    client = signed_in(world, "koval")
    assert "barred late" in client.get(reverse("chair:oversight:lists", args=["unread"])).text
    shown = client.get(reverse("chair:oversight:item", args=[item.id])).text
    assert [words in shown for words in ("Who is barred now", "Taken up by P1.", "It lay with:", "Shevchuk")] == [
        True
    ] * 4
