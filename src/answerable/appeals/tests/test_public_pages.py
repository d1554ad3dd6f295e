"""The public door: two screens, once only, nothing typed is lost, and the page with the code."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import World
from answerable.base.testing import now
from answerable.channels.queries import first_text, messages_of
from answerable.law.models import Category, Setting
from answerable.vault import actions as vault_actions

WRITE = "/en/write/"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def shown(answer) -> str:
    return answer.content.decode()


def begin(client: Client, **typed: str) -> str:
    """Screen 1 filled in and sent on; returns the page that comes."""
    fields = hidden(shown(client.get(WRITE)))
    plain = {"text": "The lamp is dark.", "kind": "report", "about": "unsure"}
    return shown(client.post(WRITE, fields | plain | typed | {"screen": "first", "go": "check"}))


def send(client: Client, page: str, **typed: str):
    return client.post(WRITE, hidden(page) | {"screen": "second", "go": "send"} | typed)


@pytest.fixture
def plain(world: World, client: Client) -> Client:
    return client


def test_writing_shows_who_reads_it_before_anything_is_kept(world: World, plain: Client):
    page = begin(plain)
    assert "Who will read it" in page
    assert Appeal.objects.count() == 0


def test_sending_gives_number_code_and_date_in_the_same_answer(world: World, plain: Client):
    answer = send(plain, begin(plain))
    appeal = Appeal.objects.get()
    page = shown(answer)
    assert appeal.number in page
    assert len(re.findall(r"<span>\d{4}</span>", page)) == 6
    assert "<time" in page
    assert answer["Cache-Control"] == "no-store"
    assert answer.cookies == {}


def test_sending_twice_makes_one_appeal_and_shows_the_same_code(world: World, plain: Client):
    page = begin(plain)
    first, second = send(plain, page), send(plain, page)
    codes = [re.findall(r"<span>\d{4}</span>", shown(answer)) for answer in (first, second)]
    assert Appeal.objects.count() == 1
    assert codes[0] == codes[1]


def test_an_empty_form_names_both_fields_and_keeps_the_rest(world: World, plain: Client):
    page = begin(plain, text=" ", about="", about_words="", where="")
    assert "Say in your own words" in page
    assert "choose that you are not sure" in page
    assert 'aria-invalid="true"' in page


def test_the_kind_has_no_preselected_answer_and_is_asked_for(world: World, plain: Client):
    asked = shown(plain.get(WRITE))
    assert re.findall(r'name="kind" value="(\w+)"[^>]*checked', asked) == []
    page = begin(plain, kind="")
    assert "Choose what you would like to do." in page
    assert "The lamp is dark." in page
    assert Appeal.objects.count() == 0


def test_a_folded_field_that_holds_something_stands_open(world: World, plain: Client):
    fold = re.compile(r'<details class="fold"( open)?>')
    assert fold.search(shown(plain.get(WRITE))).group(1) is None
    assert fold.search(begin(plain, text="", about_words="badge 12")).group(1) == " open"


def test_the_slip_bears_the_address_as_a_square_code_without_the_code(world: World, plain: Client):
    page = shown(send(plain, begin(plain)))
    assert re.search(r'<img class="qr" src="data:image/svg\+xml[^"]+"', page)


def test_a_text_over_the_limit_is_refused_kindly_and_kept(world: World, plain: Client):
    text = "я" * 100_001
    page = begin(plain, text=text, safe="words")
    assert "1 character longer" in page
    assert text in page


@pytest.mark.parametrize(
    "text", ["я" * 100_000, "a\x00b", "\u202eright\u200f to left", "a\ufffdb", "line\nline\r\nend", "<b>&\"'"]
)
def test_a_strange_text_is_kept_as_it_was_written(world: World, plain: Client, text: str):
    send(plain, begin(plain, text=text))
    assert first_text(subject_of(Appeal.objects.get().id)) == text.replace("\r\n", "\n")


def test_changing_something_brings_back_what_was_typed_on_both_screens(world: World, plain: Client):
    page = begin(plain, text="My own words", where="at the bridge")
    page = shown(plain.post(WRITE, hidden(page) | {"screen": "second", "go": "change", "contact": "a@example.org"}))
    assert "My own words" in page
    assert "at the bridge" in page
    assert json.loads(hidden(page)["second"])["contact"] == "a@example.org"


def test_another_language_keeps_what_was_typed(world: World, plain: Client):
    page = begin(plain, text="My own words")
    page = shown(plain.post("/uk/write/", hidden(page) | {"screen": "second", "go": "again"}))
    assert '<html lang="uk">' in page
    assert "My own words" in page


def test_a_complaint_says_who_is_barred(world: World, plain: Client):
    page = begin(plain, kind="complaint", about=str(world.bodies["p2"]))
    assert "P2" in page.upper()
    assert "the complaint is about it" in page


def test_a_tampered_hidden_field_begins_anew(world: World, plain: Client):
    page = begin(plain)
    answer = plain.post(WRITE, hidden(page) | {"first": '{"text": 1}', "screen": "second", "go": "send"})
    assert "Say in your own words" in shown(answer)
    assert Appeal.objects.count() == 0


def test_a_wrong_contact_is_named_and_kept(world: World, plain: Client):
    page = shown(send(plain, begin(plain), contact="call me"))
    assert "neither an e-mail address" in page
    assert 'value="call me"' in page
    assert Appeal.objects.count() == 0


def test_pages_of_the_public_door_ask_the_database_a_fixed_number_of_times(
    world: World, plain: Client, django_assert_max_num_queries
):
    page = begin(plain)
    fields = hidden(page) | {"screen": "second", "go": "again"}
    plain.get("/en/")
    for most, ask in (
        (6, lambda: plain.get("/en/")),  # one of them: which ways in do not work now
        (12, lambda: plain.get(WRITE)),
        (22, lambda: plain.post(WRITE, fields)),
        (30, lambda: plain.post(WRITE, fields | {"go": "send"})),
    ):
        with django_assert_max_num_queries(most):
            assert ask().status_code == 200


def test_what_is_followed_asks_the_database_a_fixed_number_of_times(
    world: World, client: Client, settings, django_assert_max_num_queries
):
    registered = world.sent()
    client.cookies[settings.FOLLOW_COOKIE_NAME] = vault_actions.begin_follow(
        subject=subject_of(registered.appeal), root=Appeal.objects.get().root, at=now()
    )
    client.get("/en/follow/message/")
    with django_assert_max_num_queries(30):
        assert client.get("/en/follow/message/").status_code == 200


@pytest.mark.parametrize("path", ["", "reply/", "dispute/", "withdraw/", "contact/", "files/1/"])
def test_a_stranger_to_the_code_is_led_to_where_it_is_typed(world: World, client: Client, path: str):
    asked = client.get(f"/en/follow/message/{path}", follow=True, headers={"accept-language": "en"})
    assert asked.redirect_chain[-1][0] == "/en/follow/"


def test_a_code_seen_by_an_operator_may_not_decide_before_it_is_changed(world: World, client: Client, settings):
    registered = world.sent(made_by="operator")
    answer = client.post("/en/follow/", {"code": registered.code})
    assert answer.status_code == 302
    assert "First take a code of your own" in shown(client.get("/en/follow/message/"))
    assert client.get("/en/follow/message/withdraw/").status_code == 409
    fresh = client.post("/en/follow/message/code/")
    assert len(re.findall(r"<span>\d{4}</span>", shown(fresh))) == 6
    assert client.get("/en/follow/message/withdraw/").status_code == 200


def test_questions_lead_to_the_matter_that_was_meant(world: World, plain: Client):
    street, conduct = world.categories["street"], world.categories["conduct"]
    options = [{"code": "yes", "text": {"en": "Yes"}, "leads_to": "conduct"}, {"code": "no", "text": {"en": "No"}}]
    Category.objects.filter(id=street).update(questions=[{"code": "q", "text": {"en": "Was it?"}, "options": options}])
    page = begin(plain, category=str(street))
    assert "Was it?" in page
    again = shown(send(plain, page, question_q="yes"))
    assert Appeal.objects.count() == 0
    send(plain, again)
    assert Appeal.objects.get().category_id == conduct


def test_a_matter_that_cannot_wait_says_call_first(world: World, plain: Client):
    street = world.categories["street"]
    Category.objects.filter(id=street).update(stopper={"call": "102", "text": {"en": "Do not write, call."}})
    page = begin(plain, category=str(street))
    assert "Call 102 first" in page
    page = shown(plain.post(WRITE, hidden(page) | {"go": "safe:street"}))
    assert "Who will read it" in page


@pytest.mark.parametrize("words", ["Help, a man with a knife is in our stairwell", "Рятуйте, сусід б’є дружину"])
def test_words_of_danger_lead_to_call_first_and_one_tap_goes_on(world: World, plain: Client, words: str):
    Setting.objects.create(name="emergency", value="112")
    page = begin(plain, text=words)
    assert "sounds as if somebody is in danger now" in page
    assert re.findall(r'href="tel:(\d+)"', page)[:1] == ["112"]
    page = shown(plain.post(WRITE, hidden(page) | {"go": "safe:words"}))
    assert "Who will read it" in page
    send(plain, page)
    assert Appeal.objects.count() == 1


def test_words_of_danger_come_before_the_faults_of_the_form(world: World, plain: Client):
    words = "Help, a man with a knife is in our stairwell"
    page = begin(plain, text=words, kind="", about="")
    assert "sounds as if somebody is in danger now" in page
    again = shown(plain.post(WRITE, hidden(page) | {"go": "safe:words"}))
    assert ("sounds as if" in again, "Who will read it" in again, words in again) == (False, False, True)


def test_danger_in_a_later_message_asks_to_call_first_and_loses_nothing(world: World, client: Client):
    registered = world.sent()
    subject = subject_of(registered.appeal)
    client.post("/en/follow/", {"code": registered.code})
    page = shown(client.get("/en/follow/message/reply/"))
    words = {"text": "He is at the door with an axe, he is breaking the door", "go": "send"}
    asked = shown(client.post("/en/follow/message/reply/", hidden(page) | words))
    assert ("sounds as if somebody is in danger now" in asked, words["text"] in asked) == (True, True)
    assert len(messages_of(subject)) == 1
    assert client.post("/en/follow/message/reply/", hidden(asked) | words).status_code == 302
    assert len(messages_of(subject)) == 2


def test_words_of_the_past_are_no_reason_to_call_first(world: World, plain: Client):
    assert "Who will read it" in begin(plain, text="Last year a man with a knife stood in our stairwell. Nobody came.")


def test_a_forged_reply_is_asked_for_the_code_and_keeps_nothing(world: World, client: Client, settings):
    registered = world.sent()
    client.post("/en/follow/", {"code": registered.code})
    asked = client.post("/en/follow/message/reply/", {"text": "forged", "go": "send"})
    assert "Type the code again" in shown(asked)
    assert len(messages_of(subject_of(registered.appeal))) == 1
    page = shown(client.get("/en/follow/message/reply/"))
    assert client.post("/en/follow/message/reply/", hidden(page) | {"text": "mine", "go": "send"}).status_code == 302
    assert len(messages_of(subject_of(registered.appeal))) == 2
