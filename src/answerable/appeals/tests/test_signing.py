"""From "save for signature" to the signature: the list, the letter, the remark, absence, and who may not."""

from datetime import timedelta

import pytest
from django.test import Client

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal, Draft
from answerable.appeals.queries import signing
from answerable.appeals.testing import World, at_desk, make_world, page, words
from answerable.base.actor import resident
from answerable.base.testing import now
from answerable.base.verdict import MissingError, NotNowError
from answerable.channels import queries as channels_queries
from answerable.channels.models import Notice
from answerable.people import actions as people_actions
from answerable.people.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.instants]


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    """One world for all tests of this file; what each does to it is undone."""
    return make_world()


@pytest.fixture
def addressed(world: World) -> None:
    """Everybody has an address of their own."""
    for account in Account.objects.all():
        account.email = f"{account.login}@example.test"
        account.save(update_fields=["email"])


def an_appeal(world: World, *, points: int = 1) -> tuple[str, list[int]]:
    """An appeal with confirmed points, at the department."""
    sent = world.sent(at=now(), category=None, territory=None)
    actions.set_points(
        by=world.actor("petrenko", now()),
        at=now(),
        ref=sent.appeal,
        points=[(None, f"Question {n}?") for n in range(points)],
    )
    return sent.number, [point.id for point in queries.points_of(Appeal.objects.get(id=sent.appeal))]


def offered(world: World, client: Client, **changed: str) -> tuple[str, Draft]:
    """An answer that a handler has put up for signature through the form."""
    number, (point,) = an_appeal(world)
    typed = {
        "text": "We have looked into it.",
        f"point_{point}_outcome": "answered",
        f"point_{point}_text": "Tomorrow.",
    }
    client.post(page("answer", number), typed | {"do": "signature"} | changed)
    return number, Draft.objects.get(appeal__number=number)


def letters(kind: str) -> list[str]:
    """To whom letters of a kind are on their way."""
    return sorted(channels_queries.address_of(one) for one in Notice.objects.filter(kind=kind))


@pytest.mark.usefixtures("addressed")
def test_the_head_is_told_and_signs_from_the_list(world: World) -> None:
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    number, draft = offered(world, handler)
    assert letters("to_sign") == ["bondar@example.test", "petrenko@example.test"]
    assert "For signature 1" in words(head.get("/desk/"))
    listed = words(head.get(page("signing")))
    assert (number in listed, "Ivanenko" in listed, "1 of 1" in listed) == (True, True, True)
    shown = words(head.get(page("sign", number, draft.id)))
    assert "We have looked into it." in shown
    assert "1 of 1 point has a word" in shown
    done = words(
        head.post(page("sign", number, draft.id), {"do": "sign", "read": draft.saved_at.isoformat()}, follow=True)
    )
    assert f"Signed and sent: {number}." in done
    assert "No answer waits for your signature." in done
    appeal = Appeal.objects.get(number=number)
    assert (appeal.state, Draft.objects.count()) == ("answered", 0)


def test_the_next_answer_follows_the_signature(world: World) -> None:
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    (first, draft), (second, other) = offered(world, handler), offered(world, handler)
    answer = head.post(page("sign", first, draft.id), {"do": "sign", "read": draft.saved_at.isoformat()})
    assert answer.headers["Location"] == page("sign", second, other.id)


@pytest.mark.usefixtures("addressed")
def test_a_remark_sends_it_back_to_who_wrote_it(world: World) -> None:
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    number, draft = offered(world, handler)
    empty = head.post(page("sign", number, draft.id), {"do": "return", "text": " "})
    assert (empty.status_code, "Please fill this in." in words(empty) or "required" in words(empty)) == (400, True)
    head.post(page("sign", number, draft.id), {"do": "return", "text": "Name the day, please."})
    assert letters("returned") == ["ivanenko@example.test"]
    assert "No answer waits" in words(head.get(page("signing")))
    for where in ("case", "answer"):
        shown = words(handler.get(page(where, number)))
        assert ("Petrenko returned your answer with a remark." in shown, "Name the day, please." in shown) == (
            True,
            True,
        )
    assert "returned with a remark" in words(handler.get("/desk/"))
    (point,) = queries.points_of(Appeal.objects.get(number=number))
    again = {"text": "On Monday.", f"point_{point.id}_outcome": "answered", f"point_{point.id}_text": "On Monday."}
    handler.post(page("answer", number), again | {"do": "signature"})
    assert "returned your answer" not in words(handler.get(page("case", number)))
    assert "On Monday." in words(head.get(page("sign", number, draft.id)))


def test_the_remark_is_no_word_for_the_sender(world: World) -> None:
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    number, draft = offered(world, handler)
    head.post(page("sign", number, draft.id), {"do": "return", "text": "Name the day, please."})
    appeal = Appeal.objects.get(number=number)
    seen = queries.followed(resident(appeal.id), at=now())
    assert [line.deed for line in seen.history if line.deed in {"appeal.offered", "appeal.returned"}] == []


def test_words_that_changed_since_they_were_read_are_not_signed(world: World) -> None:
    handler = at_desk(world, "ivanenko")
    number, draft = offered(world, handler)
    appeal, head = Appeal.objects.get(number=number), world.actor("petrenko", now())
    said = {"text": "Sent.", "replies": []}
    with pytest.raises(NotNowError, match="changed-since-read"):
        actions.sign_draft(
            by=head, at=now(), ref=appeal.id, draft=draft.id, read=draft.saved_at - timedelta(seconds=1), **said
        )
    actions.keep_draft(by=world.actor("ivanenko", now()), at=now(), ref=appeal.id, typed={"text": "Other words."})
    assert Draft.objects.get(id=draft.id).offered_at is None
    with pytest.raises(MissingError):
        actions.sign_draft(by=head, at=now(), ref=appeal.id, draft=draft.id, read=draft.saved_at, **said)
    late = at_desk(world, "petrenko").get(page("sign", number, draft.id), follow=True)
    assert "waits for no signature any more" in words(late)


def test_the_same_words_saved_again_still_wait(world: World) -> None:
    handler = at_desk(world, "ivanenko")
    number, draft = offered(world, handler)
    (point,) = queries.points_of(Appeal.objects.get(number=number))
    typed = {
        "text": "We have looked into it.",
        f"point_{point.id}_outcome": "answered",
        f"point_{point.id}_text": "Tomorrow.",
    }
    handler.post(page("answer", number), typed | {"do": "preview"})
    kept = Draft.objects.get(id=draft.id)
    assert (kept.offered_at, kept.saved_at) == (draft.offered_at, draft.saved_at)


def test_what_lacks_is_said_and_keeps_it_from_being_sent(world: World) -> None:
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    number, (point,) = an_appeal(world)
    typed = {"text": "We will come.", f"point_{point}_outcome": "promised", f"point_{point}_text": "Soon."}
    handler.post(page("answer", number), typed | {"do": "signature"})
    draft = Draft.objects.get()
    assert "a promise has no day" in words(head.get(page("signing")))
    answer = head.post(page("sign", number, draft.id), {"do": "sign", "read": draft.saved_at.isoformat()})
    assert answer.status_code == 400
    assert "We will come." in words(answer)
    assert (
        Appeal.objects.get(number=number).state == "accepted" or Appeal.objects.get(number=number).state == "registered"
    )


@pytest.mark.usefixtures("addressed")
def test_who_is_away_is_not_told_but_who_stands_in_is(world: World) -> None:
    today = now().date()
    people_actions.begin_absence(
        by=world.actor("petrenko", now()),
        at=now(),
        account=world.people["petrenko"],
        substitute=world.people["marta"],
        from_on=today,
        until_on=today + timedelta(days=3),
    )
    number, _draft = offered(world, at_desk(world, "ivanenko"))
    assert letters("to_sign") == ["bondar@example.test", "marta@example.test"]
    assert number in words(at_desk(world, "marta").get(page("signing")))


def test_a_unit_in_which_nobody_signs_has_its_answers_signed_above(world: World) -> None:
    Account.objects.filter(login="shevchuk").update(is_active=False)
    sent = world.sent(at=now())  # the street is patrol 1's
    appeal = Appeal.objects.get(id=sent.appeal)
    assert appeal.body_id == world.bodies["p1"]
    assert [one.login for one in signing.signers_of(appeal, at=now())] == ["petrenko"]


def test_who_may_not_sign_has_neither_list_nor_page(world: World) -> None:
    handler = at_desk(world, "ivanenko")
    number, draft = offered(world, handler)
    assert "For signature 1" not in words(handler.get("/desk/"))
    assert handler.get(page("sign", number, draft.id)).status_code == 403
    assert handler.post(page("sign", number, draft.id), {"do": "sign"}).status_code == 403
    elsewhere = at_desk(world, "hlushko")
    assert elsewhere.get(page("sign", number, draft.id)).status_code == 404
    assert number not in words(elsewhere.get(page("signing")))


def test_the_list_asks_as_much_for_five_as_for_one(world: World, django_assert_max_num_queries) -> None:
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    for _ in range(5):
        offered(world, handler)
    head.get(page("signing"))
    with django_assert_max_num_queries(40):
        head.get(page("signing"))


def test_an_act_shows_what_stands_next_and_light_ones_need_no_page(world: World) -> None:
    first, second, third = (world.sent(at=now(), category=None, territory=None).number for _ in range(3))
    handler, head = at_desk(world, "ivanenko"), at_desk(world, "petrenko")
    before = words(handler.get(page("case", first)))
    assert ("Keep a note" in before, "Next in your list" in before) == (True, False)
    done = words(handler.post(page("accept", first), follow=True))
    assert f"Next in your list: {second}" in done
    after_the_last = words(handler.post(page("note", third), {"text": "Looked at the street."}, follow=True))
    assert f"Next in your list: {first}" in after_the_last
    assert "Looked at the street." in after_the_last
    taken = words(head.post(page("assign", first), {"to": str(world.people["petrenko"])}, follow=True))
    assert f"Next in your list: {second}" in taken
    assert Appeal.objects.get(number=first).assignee_id == world.people["petrenko"]
