"""Registering: number, code and date at once; the same form twice is one appeal; never with whom it is about."""

import pytest
from django.db import connection

from answerable.appeals import queries
from answerable.appeals.models import Appeal
from answerable.appeals.terms import subject_of
from answerable.appeals.testing import AT
from answerable.base.verdict import InvalidError, MissingError, NotNowError
from answerable.channels.queries import first_text
from answerable.ledger.queries import history_of
from answerable.people.actions import loading
from answerable.people.models import Body
from answerable.vault import actions as vault_actions


def test_a_report_lies_with_the_nearest_body_and_has_number_code_and_date(world):
    got = world.sent()
    appeal = Appeal.objects.get(id=got.appeal)
    assert (appeal.number, appeal.body_id, appeal.state) == ("DIR-2026-00001", world.bodies["p1"], "registered")
    assert len(got.code) == 24
    assert got.due_at is not None
    assert got.due_at.isoformat() == "2026-04-03T20:59:59+00:00"
    assert [entry.deed for entry in history_of(f"appeal/{got.appeal}")] == ["appeal.registered"]


def test_the_code_opens_the_appeal_before_and_after_it_is_hashed(world):
    got = world.sent()
    assert vault_actions.open_by_code(typed=got.code, at=AT) == subject_of(got.appeal)
    while vault_actions.hash_one_code():
        pass
    assert vault_actions.open_by_code(typed=got.code, at=AT) == subject_of(got.appeal)


def test_the_same_form_sent_again_is_the_same_appeal_with_the_same_code(world):
    form = world.intake(token="the-very-same-form-token", text="First words")
    first = world.sent(token=form.token, text=form.text)
    again = world.sent(token=form.token, text="Other words, typed after a lost connection")
    assert (again.appeal, again.number, again.code, again.repeated) == (first.appeal, first.number, first.code, True)
    assert Appeal.objects.count() == 1
    assert first_text(subject_of(first.appeal)) == "First words"


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ({"about_body": "p2"}, "dep"),
        ({"about_body": "dep"}, "dir"),
        ({"about_body": "dir"}, "pro"),
        ({"about_person": "tkach"}, "dep"),
        ({"about_person": "petrenko"}, "dir"),
        ({"about_body": "dir", "about_person": "hlushko"}, "mon"),
    ],
)
def test_a_complaint_goes_above_whom_it_is_about(world, said, body):
    ids = {
        "about_body": world.bodies.get(said.get("about_body")),
        "about_person": world.people.get(said.get("about_person")),
    }
    got = world.sent(kind="complaint", category=world.categories["conduct"], **ids)
    appeal = Appeal.objects.get(id=got.appeal)
    assert appeal.body_id == world.bodies[body]
    assert appeal.tier == "S"
    assert appeal.body_id not in appeal.barred_bodies


def test_a_complaint_that_nobody_may_have_is_refused_and_says_so(world):
    Body.objects.filter(code__in=["pro", "mon"]).update(answers=False)
    loading.move_revision(loading.locked_revision())
    with pytest.raises(NotNowError, match="nobody-may-handle"):
        world.sent(kind="complaint", about_body=world.bodies["dir"], category=None)


@pytest.mark.parametrize("text", ["", "  \n ", "\x00"])
def test_an_empty_text_is_refused_by_its_field(world, text):
    with pytest.raises(InvalidError) as refused:
        world.sent(text=text)
    assert refused.value.faults == {"text": "field.needed"}


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "\u202eright to left\u202c and NUL \x00 within", "lone \ud800 surrogate", "ї" * 50_000]
)
def test_any_words_are_kept_faithfully(world, text):
    got = world.sent(text=text)
    assert first_text(subject_of(got.appeal)) == text


def test_a_text_over_the_limit_is_refused(world):
    with pytest.raises(InvalidError) as refused:
        world.sent(text="a" * 100_001)
    assert refused.value.faults == {"text": "text.too-long"}


def test_whom_it_is_about_and_whatever_they_command_see_nothing(world):
    got = world.sent(kind="complaint", about_person=world.people["petrenko"], category=None, text="Zhovten zhaluha")
    number = Appeal.objects.get(id=got.appeal).number
    for login in ("petrenko", "bondar", "ivanenko", "marta", "shevchuk", "tkach", "sydorenko"):
        actor = world.actor(login)
        with pytest.raises(MissingError):
            queries.one_for(actor, number)
        assert queries.search(actor, "zhaluha", at=AT).rows == []
        assert all(row.id != got.appeal for row in queries.worklist(actor, view=queries.WorkView.ALL, at=AT).rows)
    assert queries.one_for(world.actor("koval"), number).id == got.appeal


def test_intake_is_one_statement(world, django_assert_num_queries):
    world.sent()
    with django_assert_num_queries(2):  # the revision of bodies and law, and the statement
        world.sent()


def test_nothing_typed_stands_in_the_clear(world):
    world.sent(text="marktext", name="markname", contact="markmail@example.org", way="email", where="markplace")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(t::text, '') FROM (SELECT to_jsonb(a) t FROM appeals_appeal a UNION ALL "
            "SELECT to_jsonb(m) FROM channels_message m UNION ALL SELECT to_jsonb(s) FROM appeals_sender s UNION ALL "
            "SELECT to_jsonb(n) FROM channels_notice n UNION ALL SELECT to_jsonb(e) FROM ledger_entry e) all_rows"
        )
        everything = cursor.fetchone()[0]
    hexed = [word.encode().hex() for word in ("marktext", "markname", "markmail", "markplace")]
    assert [word for word in ("marktext", "markname", "markmail", "markplace", *hexed) if word in everything] == []
