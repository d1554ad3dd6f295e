"""Asking by telephone: one number at a time, quotas asked first, call-backs, and numbers that are gone in the end."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from answerable.base.testing import now, standing_at
from answerable.base.verdict import NotNowError, RefusedError
from answerable.ledger.models import Entry
from answerable.ledger.testing import AT
from answerable.people import queries as people_queries
from answerable.people.testing import make_body, make_person
from answerable.surveys import actions, calling, queries, testing
from answerable.surveys.calling import CallOutcome, QuotaState
from answerable.surveys.models import Quota, Response, Survey, Unit
from answerable.surveys.questionnaire import screens
from answerable.surveys.tests.test_draws import signed_in
from answerable.surveys.tests.test_field import field, maker, monitor  # noqa: F401 -- fixtures

GOOD = {"main.age": "30", "main.good_job": "3", "main.problems": "roads"}


@pytest.fixture
def caller(field, maker, monitor):  # noqa: F811 -- the fixtures
    """Somebody who asks by telephone and does nothing else, in a survey whose numbers are kept."""
    lines = "".join(f"{unit.code},+38057{place:07}\n" for place, unit in enumerate(Unit.objects.order_by("id")))
    assert signed_in(maker).post(f"{field}calls/set-up/", {"numbers": lines}).status_code == 302
    return make_person("ira", monitor, "interviews")


def taken(client: Client, field: str) -> str:  # noqa: F811 -- an address
    """The address of the call that the client is given."""
    return client.post(f"{field}calls/")["Location"]


def test_the_law_of_the_telephone() -> None:
    again = {outcome: calling.next_call(outcome, at=AT, attempts=1, agreed=None) for outcome in CallOutcome}
    hours = {outcome.value: (when - AT) / timedelta(hours=1) for outcome, when in again.items() if when}
    assert hours == {"no-answer": 5, "busy": 0.5, "call-back": 24}
    agreed = [AT + timedelta(days=2), AT - timedelta(days=1), AT + timedelta(days=90)]
    found = [calling.next_call(CallOutcome.CALL_BACK, at=AT, attempts=1, agreed=each) for each in agreed]
    assert found == [agreed[0], AT + timedelta(days=1), AT + timedelta(days=1)]
    assert calling.next_call(CallOutcome.BUSY, at=AT, attempts=8, agreed=None) is None
    full, open_ = QuotaState("sex", "F", 2, 2), QuotaState("sex", "M", 2, 1)
    assert calling.full_quota({"a/sex": "F"}, [open_, full]) == full
    assert (calling.full_quota({"a/sex": "M", "b[1]/sex": "F"}, [open_, full]), calling.full_quota({}, [full])) == (
        None,
        None,
    )
    assert calling.counted_in({"a/sex": "M"}, [full, open_]) == [open_]
    assert calling.unknown_quotas(testing.form(), {"good_job": {"5": 1, "9": 1}, "told": {"yes": 1}}) == [
        "good_job 9",
        "told yes",
    ]


def test_questions_of_quotas_come_after_consent_and_before_the_rest() -> None:
    form = testing.form()
    before = screens.screens(screens.filled(form, {}, now=AT))
    after = screens.screens(screens.filled(form, {"start_here/consent": "yes"}, now=AT))
    names = frozenset({"good_job"})
    assert calling.quotas_first(before, names) == before
    asked = [[one.node.name for one in step.asked] for step in calling.quotas_first(after, names)]
    assert asked == [["hello", "consent"], ["good_job"], ["age", "problems", "times"]]
    assert len(calling.quotas_first(after, frozenset({"age", "good_job", "problems", "times"}))) == 2


@pytest.mark.django_db
def test_an_interview_by_telephone_from_its_number_to_its_answers(field, caller) -> None:  # noqa: F811
    client = signed_in(caller)
    assert client.get("/desk/surveys/calls/").status_code == 200
    address = taken(client, field)
    page = client.get(address)
    unit = Unit.objects.get(caller=caller.id)
    assert (re.findall(r'href="tel:(\+38057\d{7})"', page.text), page["Cache-Control"]) != ([], "")
    assert taken(client, field) == address  # the one that is on the line, not another
    on = client.post(address, {"at": "0", "go": "on", "start_here.consent": "yes", "in": "uk"})["Location"]
    assert "Скільки вам років?" in client.get(on).text
    wrong = client.post(address, {"at": "1", "go": "on", "main.age": "9", "main.good_job": "3"})
    assert (wrong.status_code, 'value="9"' in wrong.text) == (400, True)
    done = client.post(address, {"at": "1", "go": "on"} | GOOD)
    assert (done["Location"], client.get(address).status_code) == (f"{field}calls/", 404)
    response = Response.objects.get()
    unit.refresh_from_db()
    assert (response.mode, response.disposition, response.flags) == ("telephone", "I", [])
    assert (unit.disposition, unit.telephone, unit.draft, unit.link) == ("I", None, None, "")
    deeds = list(Entry.objects.filter(deed__in=("survey.called", "survey.answered")).values_list("deed", flat=True))
    assert sorted(deeds) == ["survey.answered", "survey.called", "survey.called"]
    assert not any(number in str(entry.facts) for entry in Entry.objects.all() for number in ("38057",))


@pytest.mark.django_db
def test_a_call_without_an_interview_is_called_again_or_never(field, caller) -> None:  # noqa: F811
    client = signed_in(caller)
    first = taken(client, field)
    gap = client.post(f"{first}end/", {})
    assert (gap.status_code, "tel:" in gap.text) == (400, True)
    assert client.post(f"{first}end/", {"outcome": "call-back", "agreed": "2026-11-18T15:00"}).status_code == 302
    second = taken(client, field)
    assert second != first
    client.post(f"{second}end/", {"outcome": "refused"})
    units = {unit.disposition: unit for unit in Unit.objects.exclude(disposition="")}
    assert {name: bool(unit.telephone) for name, unit in units.items()} == {"O": True, "R": False}
    survey = Survey.objects.get()
    assert (queries.to_call(survey).count(), queries.due_to_call(survey, at=now()).count()) == (9, 8)
    later = queries.call_backs(survey, at=now())
    assert later == [units["O"].call_at]
    assert queries.due_to_call(survey, at=later[0]).first() == units["O"]  # who was promised a call comes first


@pytest.mark.django_db
def test_a_number_is_one_persons_until_its_time_has_passed(field, caller, monitor) -> None:  # noqa: F811
    other = make_person("oleh", monitor, "interviews")
    mine, theirs = taken(signed_in(caller), field), taken(signed_in(other), field)
    assert (mine != theirs, signed_in(other).get(mine).status_code) == (True, 404)
    ref = int(mine.rstrip("/").rpartition("/")[2])
    by = people_queries.actor_for(other.id, now())
    with pytest.raises(NotNowError):
        actions.end_call(by=by, at=now(), unit=ref, outcome=CallOutcome.BUSY)
    late = now() + calling.ON_THE_LINE + timedelta(minutes=1)
    with pytest.raises(NotNowError):
        actions.keep_call(by=people_queries.actor_for(caller.id, now()), at=late, unit=ref, answers={})
    due = queries.due_to_call(Survey.objects.get(), at=late)
    assert ref in set(due.values_list("id", flat=True))


@pytest.mark.django_db
def test_a_full_quota_ends_the_interview_after_its_questions(field, caller, maker) -> None:  # noqa: F811
    none = signed_in(maker).post(f"{field}calls/quotas/", {"quotas": "good_job 9 5"})
    assert (none.status_code, "no such question" in none.text, "good_job 9 5" in none.text) == (400, True, True)
    assert signed_in(maker).post(f"{field}calls/quotas/", {"quotas": "good_job 3 1\ngood_job 5 2"}).status_code == 302
    client = signed_in(caller)
    for _turn in range(2):
        address = taken(client, field)
        client.post(address, {"at": "0", "go": "on", "start_here.consent": "yes"})
        over = client.post(address, {"at": "1", "go": "on", "main.good_job": "3"})
        client.post(address, {"at": "2", "go": "on", "main.age": "30", "main.problems": "roads"})
    assert over["Location"] == f"{field}calls/"
    found = {each.disposition: each for each in Response.objects.all()}
    assert sorted(found) == ["I", "NE"]
    assert found["NE"].flags == [["good_job=3", "answer.quota-full"]]
    assert queries.answers_of(found["NE"]) == {
        "start_here/consent": "yes", "main/good_job": "3", "main/agegr": "old",  # as the form works it out of no age
    }  # fmt: skip
    assert sorted(Unit.objects.exclude(disposition="").values_list("disposition", "link")) == [("I", ""), ("NE", "")]
    assert sorted(Quota.objects.values_list("choice", "wanted", "taken")) == [("3", 1, 1), ("5", 2, 0)]
    page = client.get(f"{field}calls/").text
    assert ("<code>good_job</code>" in page, "Numbers and quotas" in page) == (True, False)
    assert signed_in(maker).post(f"{field}calls/quotas/", {"quotas": "good_job 3 4"}).status_code == 302
    assert list(Quota.objects.values_list("choice", "wanted", "taken")) == [("3", 4, 1)]


@pytest.mark.django_db
def test_numbers_of_other_addresses_are_refused_whole(field, maker) -> None:  # noqa: F811
    codes = list(Unit.objects.order_by("id").values_list("code", flat=True))
    client = signed_in(maker)
    other = client.post(f"{field}calls/set-up/", {"numbers": f"{codes[0]},123456\nh-999,123457"})
    assert (other.status_code, "no drawn address" in other.text, "h-999,123457" in other.text) == (400, True, True)
    bad = client.post(f"{field}calls/set-up/", {"numbers": f"{codes[0]},call me"})
    assert (bad.status_code, "Line 1: write the code" in bad.text) == (400, True)
    assert Unit.objects.exclude(telephone=None).count() == 0


@pytest.mark.django_db
def test_whoever_may_not_call_finds_nothing(field, caller, monitor) -> None:  # noqa: F811
    address = taken(signed_in(caller), field)
    ref, survey = int(address.rstrip("/").rpartition("/")[2]), Survey.objects.get()
    stranger = make_person("petro", make_body("other", kind="monitor"), "interviews", "surveys")
    reader = make_person("oksana", monitor, "read")
    for account in (stranger, reader):
        client = signed_in(account)
        pages = [client.get(each).status_code for each in (f"{field}calls/", f"{field}calls/set-up/", address)]
        posts = [
            client.post(each).status_code for each in (f"{field}calls/", f"{field}calls/quotas/", f"{address}end/")
        ]
        assert (pages, posts) == ([404] * 3, [404] * 3)
        by = people_queries.actor_for(account.id, now())
        for act in (
            lambda by=by: actions.take_call(by=by, at=now(), survey=survey.id),
            lambda by=by: actions.end_call(by=by, at=now(), unit=ref, outcome=CallOutcome.BUSY),
            lambda by=by: actions.set_quotas(by=by, at=now(), survey=survey.id, wanted={}),
            lambda by=by: actions.keep_numbers(by=by, at=now(), survey=survey.id, numbers={}),
        ):
            with pytest.raises(RefusedError):
                act()
    own = signed_in(caller)
    makes = [own.get(each).status_code for each in (field, f"{field}field/", f"{field}calls/set-up/")]
    assert (makes, own.post(f"{field}calls/quotas/").status_code) == ([404] * 3, 404)  # calls, and makes nothing
    with standing_at(now() + timedelta(days=1)):
        assert signed_in(caller).get(address).status_code == 404
