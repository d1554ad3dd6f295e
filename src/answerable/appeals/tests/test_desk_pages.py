"""The desk through its door: what each page lets be done, says afterwards, keeps when something is wrong, and costs."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.appeals import queries
from answerable.appeals.models import Appeal, Draft, Point
from answerable.appeals.testing import World, at_desk, make_world, page, words
from answerable.base.testing import now

pytestmark = [pytest.mark.django_db, pytest.mark.instants]

LIST = "/desk/"


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    """One world for all tests of this file; what each does to it is undone."""
    return make_world()


def with_points(world: World, number: str, client: Client) -> list[int]:
    """Confirm the suggested points; returns their ids."""
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-text": "When?", "form-1-text": "Who?"}
    assert client.post(page("points", number), rows).status_code == 302
    return list(Point.objects.filter(appeal__number=number).order_by("place").values_list("id", flat=True))


def an_answer(points: list[int], **changed: str) -> dict[str, str]:
    """A whole answer as the form sends it: the first point answered, the second promised."""
    first, second = points
    return {
        "text": "We have looked into it.",
        f"point_{first}_outcome": "answered",
        f"point_{first}_text": "Tomorrow.",
        f"point_{second}_outcome": "promised",
        f"point_{second}_text": "The foreman will tell you.",
        f"point_{second}_due_on": (now().date() + timedelta(days=5)).isoformat(),
        "do": "sign",
    } | changed


def test_a_handler_sees_the_list_with_right_counts(world: World) -> None:
    sent = [world.sent(at=now(), category=None, territory=None) for _ in range(3)]
    client = at_desk(world, "ivanenko")
    shown = words(client.get(LIST))
    assert [number.number in shown for number in sent] == [True, True, True]
    assert "To do, by the law 3" in shown
    client.post(page("accept", sent[0].number))
    assert "Mine 1" in words(client.get(LIST))


def test_the_list_of_somebody_complained_about_is_without_the_complaint(world: World) -> None:
    sent = world.sent(at=now(), kind="complaint", about_body=world.bodies["p1"], category=None)
    for login, seen in (("petrenko", True), ("shevchuk", False)):
        client = at_desk(world, login)
        assert (sent.number in words(client.get(LIST))) is seen
        assert client.get(page("case", sent.number)).status_code == (302 if seen else 404)  # sealed: for what purpose?
        assert (sent.number in words(client.post("/desk/search/", {"q": "lamp"}, follow=True))) is False


def test_filters_narrow_and_a_bent_one_narrows_nothing(world: World) -> None:
    first = world.sent(at=now(), category=None, territory=None)
    second = world.sent(at=now(), category=None, territory=None, kind="request", care=("child",))
    client = at_desk(world, "ivanenko")
    for asked, seen in (
        ("?kind=request", (False, True)),
        ("?care=on", (False, True)),
        ("?overdue=on", (False, False)),
        ("?kind=nonsense&view=nonsense&after=nonsense", (True, True)),
    ):
        shown = words(client.get(LIST + asked))
        assert (asked, first.number in shown, second.number in shown) == (asked, *seen)


def test_the_list_says_by_which_day_it_is_ordered_where_that_is_not_the_laws_date(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    Appeal.objects.filter(id=sent.appeal).update(safe_at=at, due_at=at + timedelta(days=3))
    assert "safe until 2 Mar" in words(at_desk(world, "ivanenko").get(LIST))
    assert "In the order of the last safe working day." in words(at_desk(world, "ivanenko").get(LIST))
    far = now() + timedelta(days=20)  # nobody has to hurry
    Appeal.objects.filter(id=sent.appeal).update(safe_at=far, due_at=far + timedelta(days=3))
    assert "safe until" not in words(at_desk(world, "ivanenko").get(LIST))


def test_the_case_page_says_the_words_the_dates_and_why_it_is_here(world: World) -> None:
    sent = world.sent(at=now(), kind="complaint", about_body=world.bodies["p1"], category=None, name="Olha")
    client = at_desk(world, "petrenko")
    client.post(page("purpose", sent.number), {"purpose": "handle"})
    shown = words(client.get(page("case", sent.number)))
    assert "The lamp at the school is dark." in shown
    assert "the server keeps one until somebody does" in shown
    assert "1 month from" in shown
    assert "Barred from it P1" in shown
    assert "Olha" in shown


@pytest.mark.parametrize("act", ["accept", "assign", "ask", "note", "points", "categorise", "forward", "extend"])
def test_every_act_has_a_page_of_its_own(world: World, act: str) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    answer = at_desk(world, "petrenko").get(page(act, sent.number))
    assert answer.status_code == 200
    assert sent.number in words(answer)


@pytest.mark.parametrize("act", ["refuse", "join", "merge", "recuse", "close", "ungroup", "unmerge", "looked", "drop"])
def test_every_rarer_act_has_a_page_of_its_own(world: World, act: str) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    assert at_desk(world, "petrenko").get(page(act, sent.number)).status_code == 200


def test_an_act_without_the_power_says_why_not(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "ivanenko")
    assert client.get(page("extend", sent.number)).status_code == 403
    assert "Only the head or a deputy may extend the term." in words(client.get(page("case", sent.number)))


def test_a_fault_keeps_what_was_typed(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    typed = {"to": str(world.bodies["pro"]), "ground": "", "text": "It is theirs to answer."}
    answer = client.post(page("forward", sent.number), typed)
    assert answer.status_code == 400
    assert "It is theirs to answer." in words(answer)
    assert Appeal.objects.get(number=sent.number).body_id == world.bodies["dep"]


def test_forwarding_leads_back_to_the_list_and_says_so(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    typed = {"to": str(world.bodies["pro"]), "ground": "other-competence", "text": "It is theirs to answer."}
    answer = client.post(page("forward", sent.number), typed, follow=True)
    assert answer.request["PATH_INFO"] == LIST
    assert "Forwarded." in words(answer)
    assert client.get(page("case", sent.number)).status_code == 404


def test_extending_shows_the_cap_and_refuses_a_later_day(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    assert "At the latest" in words(client.get(page("extend", sent.number)))
    typed = {"until": (now().date() + timedelta(days=80)).isoformat(), "ground": "needs-study", "text": "Measuring."}
    answer = client.post(page("extend", sent.number), typed)
    assert answer.status_code == 409
    assert "the law allows no later one" in words(answer)
    right = typed | {"until": (now().date() + timedelta(days=40)).isoformat()}
    assert "Extended." in words(client.post(page("extend", sent.number), right, follow=True))


def test_an_answer_needs_its_points_first(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    answer = client.get(page("answer", sent.number))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{page('points', sent.number)}?next=answer")


def test_points_keep_the_order_of_their_numbers(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    rows = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "form-0-text": "second", "form-0-ORDER": "2"}
    client.post(page("points", sent.number), rows | {"form-1-text": "first", "form-1-ORDER": "1", "form-2-text": ""})
    appeal = Appeal.objects.get(number=sent.number)
    seen = queries.case(world.actor("petrenko", now()), appeal, at=now())
    assert [point.text for point in seen.points] == ["first", "second"]


def test_a_point_left_without_a_word_is_named_and_the_rest_is_kept(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    points = with_points(world, sent.number, client)
    answer = client.post(page("answer", sent.number), an_answer(points, **{f"point_{points[0]}_text": ""}))
    assert answer.status_code == 400
    assert "Please fill this in." in words(answer)
    assert "The foreman will tell you." in words(answer)
    assert Draft.objects.filter(appeal__number=sent.number).count() == 1


def test_a_signed_answer_is_sent_and_its_draft_is_gone(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    points = with_points(world, sent.number, client)
    preview = client.post(page("answer", sent.number), an_answer(points, do="preview"))
    assert "As the sender will read it" in words(preview)
    answer = client.post(page("answer", sent.number), an_answer(points), follow=True)
    assert "The answer is sent." in words(answer)
    assert Appeal.objects.get(number=sent.number).state == "answered"
    assert Draft.objects.count() == 0
    assert "The foreman will tell you." in words(client.get(page("promises")))


def test_who_may_not_sign_saves_for_signature_and_the_head_signs_it(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    points = with_points(world, sent.number, handler)
    assert handler.post(page("answer", sent.number), an_answer(points)).status_code == 403
    handler.post(page("answer", sent.number), an_answer(points, do="signature"))
    shown = head.get(page("answer", sent.number))
    assert "Ivanenko is writing an answer to this, too." in words(shown)
    assert "For signature." in words(shown)
    draft = Draft.objects.get()
    assert "We have looked into it." in words(head.get(page("answer", sent.number), {"from": draft.id}))


def test_a_colleagues_draft_is_not_opened_by_who_may_not_sign(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    head, handler = at_desk(world, "petrenko"), at_desk(world, "ivanenko")
    points = with_points(world, sent.number, head)
    head.post(page("answer", sent.number), an_answer(points, do="draft"))
    shown = words(handler.get(page("answer", sent.number), {"from": Draft.objects.get().id}))
    assert ("Petrenko is writing" in shown, "We have looked into it." in shown) == (True, False)


def test_a_template_fills_the_text_and_no_point(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    points = with_points(world, sent.number, client)
    typed = an_answer(points, do="fill", template="thanks", **{f"point_{points[0]}_text": ""})
    shown = client.post(page("answer", sent.number), typed).content.decode()
    assert shown.count("Thank you for writing.") == 1
    assert "We have looked into it." in shown


def test_merging_can_be_undone_from_the_message(world: World) -> None:
    first, second = (world.sent(at=now(), category=None, territory=None) for _ in range(2))
    client = at_desk(world, "petrenko")
    answer = client.post(page("merge", second.number), {"into": first.number, "text": "The same lamp."}, follow=True)
    assert page("unmerge", second.number) in answer.content.decode()
    client.post(page("unmerge", second.number), {"text": "Another lamp."})
    assert Appeal.objects.get(number=second.number).state == "registered"


def test_a_number_of_nothing_that_may_be_seen_is_a_fault_of_the_field(world: World) -> None:
    hidden = world.sent(at=now(), kind="complaint", about_body=world.bodies["dep"], category=None)
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    for number in (hidden.number, "NO-2026-00000"):
        answer = client.post(page("merge", sent.number), {"into": number, "text": "The same."})
        assert answer.status_code == 400
        assert "There is no such number among the appeals that you may see." in words(answer)


def test_one_answer_to_many_says_who_will_be_told(world: World) -> None:
    sent = [world.sent(at=now(), category=None, territory=None).number for _ in range(3)]
    client = at_desk(world, "petrenko")
    made = client.post(page("begin"), {"title": "Dark street", "numbers": " ".join(sent[:2])}, follow=True)
    incident = Appeal.objects.get(number=sent[0]).incident_id
    assert "Dark street" in words(made)
    client.post(page("incident", incident), {"numbers": sent[2]})
    assert "3 senders will be told" in words(client.get(page("answer-many", incident)))
    done = client.post(page("answer-many", incident), {"text": "Mended.", "outcome": "answered"}, follow=True)
    assert "3 senders have been answered." in words(done)
    assert set(Appeal.objects.values_list("state", flat=True)) == {"answered"}


def test_stepping_back_takes_the_appeal_out_of_sight(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "ivanenko")
    shown = words(client.post(page("recuse", sent.number), {"text": "My brother."}, follow=True))
    assert "You have stepped back." in shown
    assert client.get(page("case", sent.number)).status_code == 404


def entry(**changed: str) -> dict[str, str]:
    """A call as the operator types it."""
    plain = {
        "token": "a-token-that-nobody-guesses-1",
        "came": "call",
        "kind": "report",
        "text": "No water in our street since morning.",
        "language": "uk",
    }
    return plain | changed


def test_an_operator_enters_a_call_and_gets_the_code(world: World) -> None:
    client = at_desk(world, "marta")
    answer = client.post(page("entry"), entry(place="town", contact="a@example.org"))
    assert answer.status_code == 200
    made = Appeal.objects.get()
    assert made.number in words(answer)
    assert len(re.findall(r"<span>\d{4}</span>", answer.content.decode())) == 6
    assert (made.channel, made.language, made.territory_id) == ("desk", "uk", world.places["town"])
    again = client.post(page("entry"), entry(place="town"))
    assert (Appeal.objects.count(), made.number in words(again)) == (1, True)


def test_a_letter_counts_from_the_day_it_arrived(world: World) -> None:
    client = at_desk(world, "marta")
    assert client.post(page("entry"), entry(came="letter")).status_code == 400
    day = now().astimezone(ZoneInfo("Europe/Kyiv")).date() - timedelta(
        days=3
    )  # a day as the operator reads it off the stamp
    client.post(page("entry"), entry(came="letter", received_on=day.isoformat()))
    assert Appeal.objects.get().due_facts["start"] == day.isoformat()


def test_a_body_is_recognised_by_typing_and_does_not_get_the_complaint(world: World) -> None:
    at_desk(world, "marta").post(page("entry"), entry(kind="complaint", about="p1"))
    made = Appeal.objects.get()
    assert (made.about_body_id, made.body_id == world.bodies["p1"]) == (world.bodies["p1"], False)


def test_a_repeated_call_is_hinted_at(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None, text="No water in our street since the morning, please.")
    client = at_desk(world, "marta")
    looked = client.post(page("entry"), entry(do="look"))
    assert (sent.number in words(looked), Appeal.objects.count()) == (True, 1)
    rows = client.post(page("alike"), entry()).json()["rows"]
    assert [row["number"] for row in rows] == [sent.number]


def test_who_may_not_enter_finds_no_such_form(world: World) -> None:
    assert at_desk(world, "ivanenko").get(page("entry")).status_code == 403


def test_a_head_sees_the_load_by_body_and_person(world: World) -> None:
    sent = world.sent(at=now(), category=None, territory=None)
    client = at_desk(world, "petrenko")
    client.post(page("assign", sent.number), {"to": str(world.people["ivanenko"])})
    shown = words(client.get(page("load")))
    assert "DEP 1 0 0 0 0" in shown
    assert "Ivanenko DEP 1 0" in shown


def test_strangers_are_led_to_sign_in(world: World) -> None:
    for address in (LIST, page("entry"), page("case", "DIR-2026-00001")):
        assert Client().get(address).status_code == 302


def cost(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_list_costs_the_same_queries_whatever_its_length(world: World) -> None:
    client = at_desk(world, "petrenko")
    world.sent(at=now(), category=None, territory=None)
    client.get(LIST)
    first = cost(client, LIST)
    for _ in range(12):
        world.sent(at=now(), category=None, territory=None)
    assert (cost(client, LIST), first <= MOST_QUERIES_OF_A_LIST) == (first, True)


def test_a_case_costs_the_same_queries_whatever_happened_to_it(world: World) -> None:
    client = at_desk(world, "petrenko")
    sent = world.sent(at=now(), category=None, territory=None)
    with_points(world, sent.number, client)
    client.post(page("accept", sent.number))
    client.get(page("case", sent.number))  # the messages of the acts are said once
    first = cost(client, page("case", sent.number))
    for _ in range(6):
        client.post(page("note", sent.number), {"text": "Looked at it."})
        client.post(page("ask", sent.number), {"text": "Which lamp?"})
    client.get(page("case", sent.number))
    assert (cost(client, page("case", sent.number)), first <= MOST_QUERIES_OF_A_CASE) == (first, True)


MOST_QUERIES_OF_A_LIST = 22
MOST_QUERIES_OF_A_CASE = 30
