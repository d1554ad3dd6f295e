"""The acts of a body and of a sender, each with its refusal beside its success."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from answerable.appeals import actions, queries
from answerable.appeals.actions import PointReply
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError
from answerable.channels.models import Notice
from answerable.law import queries as law_queries
from answerable.law.models import Ground
from answerable.ledger.queries import history_of
from answerable.promises.models import Promise


@pytest.fixture
def at_dep(world):
    """A request that lies with the department, and its head."""
    got = world.sent(category=None, territory=None, kind="request", contact="a@example.org", way="email")
    return world, got.appeal, world.actor("petrenko")


def pointed(world, ref, by):
    actions.set_points(by=by, at=AT, ref=ref, points=[(None, "When?"), (None, "Who?"), (None, "How much?")])
    return [point.id for point in queries.points_of(Appeal.objects.get(id=ref))]


def answered(world, ref, by, at=AT):
    one, two, three = pointed(world, ref, by)
    replies = [
        PointReply(one, "answered", "On Friday."),
        PointReply(two, "refused", "May not be said.", ground="secret"),
        PointReply(three, "promised", "We will count.", due_on=date(2026, 4, 1), owner=by.id),
    ]
    return actions.answer_appeal(by=by, at=at, ref=ref, text="Thank you for asking.", replies=replies)


def deeds(ref):
    return [entry.deed.partition(".")[2] for entry in history_of(f"appeal/{ref}")]


def test_an_answer_says_something_to_every_point_and_makes_its_promise(at_dep):
    world, ref, head = at_dep
    answered(world, ref, head)
    appeal = Appeal.objects.get(id=ref)
    assert (appeal.state, [point.outcome for point in queries.points_of(appeal)]) == (
        "answered",
        ["answered", "refused", "promised"],
    )
    assert Promise.objects.get().due_on == date(2026, 4, 1)
    assert deeds(ref) == ["registered", "points_set", "answered"]
    assert list(Notice.objects.order_by("id").values_list("kind", flat=True)) == ["registered", "answered"]


def test_an_answer_that_leaves_something_out_is_refused_and_names_each_field(at_dep):
    world, ref, head = at_dep
    one, two, three = pointed(world, ref, head)
    replies = [
        PointReply(one, "answered", ""),
        PointReply(two, "refused", "No.", ground="none"),
        PointReply(three, "promised", "Yes."),
    ]
    with pytest.raises(InvalidError) as refused:
        actions.answer_appeal(by=head, at=AT, ref=ref, text=" ", replies=replies)
    assert refused.value.faults == {
        "text": "field.needed",
        f"point_{one}_text": "field.needed",
        f"point_{two}_ground": "answer.choose-ground",
        f"point_{three}_due_on": "answer.promise-needs-a-day",
    }
    with pytest.raises(InvalidError) as refused:
        actions.answer_appeal(by=head, at=AT, ref=ref, text="All is well.", replies=replies[:2])
    assert refused.value.faults == {"points": "answer.every-point"}


def test_a_handler_without_the_power_may_not_sign(at_dep):
    world, ref, _ = at_dep
    with pytest.raises(RefusedError, match="needs-power-sign"):
        actions.answer_appeal(by=world.actor("ivanenko"), at=AT, ref=ref, text="Yes.", replies=[])


def test_forwarding_begins_the_receivers_clock_and_is_refused_after_its_term(at_dep):
    world, ref, head = at_dep
    later = AT + timedelta(days=3)
    actions.forward_appeal(
        by=head, at=later, ref=ref, to=world.bodies["ins"], ground="other-competence", text="Theirs."
    )
    appeal = Appeal.objects.get(id=ref)
    assert (appeal.body_id, appeal.state, appeal.due_at.date()) == (world.bodies["ins"], "registered", date(2026, 4, 6))
    with pytest.raises(NotNowError, match="term-has-passed"):
        actions.forward_appeal(
            by=world.actor("sydorenko"),
            at=later + timedelta(days=7),
            ref=ref,
            to=world.bodies["dep"],
            ground="other-competence",
            text="Back.",
        )


def test_forwarding_never_reaches_whom_it_is_about(world):
    got = world.sent(kind="complaint", about_body=world.bodies["dep"], category=None)
    for code in ("dep", "p1", "p2"):
        with pytest.raises(RefusedError, match="is-barred"):
            actions.forward_appeal(
                by=world.actor("koval"),
                at=AT,
                ref=got.appeal,
                to=world.bodies[code],
                ground="other-competence",
                text="x",
            )
    assert Appeal.objects.get(id=got.appeal).body_id == world.bodies["dir"]


def test_the_database_itself_refuses_a_barred_body(world):
    got = world.sent(kind="complaint", about_body=world.bodies["dep"], category=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(id=got.appeal).update(body=world.bodies["p1"])


def test_the_database_refuses_a_write_without_its_deed(world):
    got = world.sent()
    with connection.cursor() as cursor:  # the registration's own deed ends with its transaction
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Appeal.objects.get(id=got.appeal).state == "registered"


@pytest.mark.django_db(transaction=True)
def test_a_commit_without_a_deed_is_refused(transactional_db):
    from answerable.appeals.testing import make_world

    got = make_world().sent()
    with pytest.raises(IntegrityError, match="without its deed"):
        Appeal.objects.filter(id=got.appeal).update(state="closed")
    assert Appeal.objects.get(id=got.appeal).state == "registered"


def test_an_extension_is_within_the_cap_and_before_the_date(at_dep):
    _, ref, head = at_dep
    for until, reason in ((date(2026, 4, 18), "past-cap"), (date(2026, 4, 2), "past-cap")):
        with pytest.raises(NotNowError, match=reason):
            actions.extend_term(by=head, at=AT, ref=ref, until=until, ground="needs-study", text="An expert is asked.")
    actions.extend_term(
        by=head, at=AT, ref=ref, until=date(2026, 4, 17), ground="needs-study", text="An expert is asked."
    )
    assert Appeal.objects.get(id=ref).due_at.date() == date(2026, 4, 17)
    with pytest.raises(NotNowError, match="used-up"):
        actions.extend_term(by=head, at=AT, ref=ref, until=date(2026, 4, 17), ground="needs-study", text="Again.")


@pytest.mark.parametrize(
    ("since", "until", "at", "offered"),
    [
        (date(2026, 3, 4), None, datetime(2026, 3, 3, 21, 59, tzinfo=UTC), False),
        (date(2026, 3, 4), None, datetime(2026, 3, 3, 22, 0, tzinfo=UTC), True),  # midnight in Kyiv
        (date(2024, 1, 1), date(2026, 3, 3), datetime(2026, 3, 3, 21, 59, tzinfo=UTC), True),
        (date(2024, 1, 1), date(2026, 3, 3), datetime(2026, 3, 3, 22, 0, tzinfo=UTC), False),
    ],
)
def test_a_ground_begins_and_ends_at_midnight_of_the_body(at_dep, *, since, until, at, offered):
    _, ref, head = at_dep
    Ground.objects.filter(act="extend", code="needs-study").update(valid_from=since, valid_to=until)
    known = law_queries.grounds("extend", body=Appeal.objects.get(id=ref).body_id, at=at)
    assert [row.code for row in known] == ["needs-study"] * offered
    words = {"until": date(2026, 4, 17), "ground": "needs-study", "text": "An expert is asked."}
    if offered:
        assert actions.extend_term(by=head, at=at, ref=ref, **words).due_at.date() == date(2026, 4, 17)
    else:
        with pytest.raises(InvalidError, match="choose-ground"):
            actions.extend_term(by=head, at=at, ref=ref, **words)


def test_an_extension_after_the_date_is_refused(at_dep):
    _, ref, head = at_dep
    with pytest.raises(NotNowError, match="after-due"):
        actions.extend_term(
            by=head, at=AT + timedelta(days=40), ref=ref, until=date(2026, 4, 17), ground="needs-study", text="Late."
        )


def test_a_repeated_appeal_is_refused_only_with_the_earlier_answer(at_dep):
    world, ref, head = at_dep
    answered(world, ref, head)
    first = Appeal.objects.get(id=ref).number
    again = world.sent(category=None, territory=None).appeal
    with pytest.raises(InvalidError) as refused:
        actions.refuse_appeal(by=head, at=AT, ref=again, ground="repeated", text="Answered.", earlier="DIR-2026-99999")
    assert refused.value.faults == {"earlier": "refuse.name-the-earlier-answer"}
    actions.refuse_appeal(by=head, at=AT, ref=again, ground="repeated", text="Answered.", earlier=first)
    assert Appeal.objects.get(id=again).state == "refused"


def test_rating_every_point_as_answered_closes_and_one_dispute_keeps_open(at_dep):
    world, ref, head = at_dep
    answered(world, ref, head)
    sender = world.sender(type("R", (), {"appeal": ref}))
    points = [point.id for point in queries.points_of(Appeal.objects.get(id=ref))]
    actions.rate(by=sender, at=AT, ref=ref, point=points[0], rating="answered")
    actions.dispute(by=sender, at=AT, ref=ref, text="No count.", points=[points[2]], token="a-dispute-form-token")
    again = actions.dispute(
        by=sender, at=AT, ref=ref, text="No count.", points=[points[2]], token="a-dispute-form-token"
    )
    assert again.state == "disputed"
    assert deeds(ref).count("disputed") == 1
    with pytest.raises(RefusedError):
        actions.close_appeal(by=head, at=AT + timedelta(days=60), ref=ref)


def test_a_body_may_close_only_when_the_time_to_dispute_is_over(at_dep):
    world, ref, head = at_dep
    answered(world, ref, head)
    with pytest.raises(NotNowError, match="may-still-be-disputed"):
        actions.close_appeal(by=head, at=AT + timedelta(days=29), ref=ref)
    actions.close_appeal(by=head, at=AT + timedelta(days=31), ref=ref)
    assert Appeal.objects.get(id=ref).state == "closed"


def test_one_sender_cannot_touch_the_appeal_of_another(world):
    mine, other = world.sent(), world.sent()
    with pytest.raises(MissingError):
        actions.reply(by=world.sender(mine), at=AT, ref=other.appeal, text="Hello", token="another-form-token")


def test_a_reply_sent_twice_is_one_message(world):
    got = world.sent()
    for _ in range(2):
        actions.reply(by=world.sender(got), at=AT, ref=got.appeal, text="One more thing", token="a-reply-form-token")
    assert deeds(got.appeal) == ["registered", "replied"]


def test_merging_unites_the_bars_and_refuses_to_break_one(world):
    boss = world.actor("koval")
    one = world.sent(kind="complaint", about_body=world.bodies["dep"], category=None).appeal
    two = world.sent(kind="request", addressed_to=world.bodies["dir"]).appeal
    actions.merge(by=boss, at=AT, ref=one, into=two, text="The same matter.")
    target = Appeal.objects.get(id=two)
    assert set(target.barred_bodies) == {world.bodies[code] for code in ("dep", "p1", "p2")}
    assert not queries.is_seen_by(world.actor("petrenko"), target)
    actions.unmerge(by=boss, at=AT, ref=one, text="A mistake.")
    assert Appeal.objects.get(id=one).state == "registered"


def test_recusal_takes_the_appeal_away_from_the_person(at_dep):
    world, ref, _ = at_dep
    handler = world.actor("ivanenko")
    actions.recuse(by=handler, at=AT, ref=ref, text="My brother-in-law.")
    with pytest.raises(MissingError):
        queries.by_id_for(handler, ref)
    with pytest.raises(RefusedError, match="they-are-barred"):
        actions.assign(by=world.actor("petrenko"), at=AT, ref=ref, to=handler.id)


def test_one_answer_to_an_incident_tells_every_sender(world):
    head = world.actor("petrenko")
    sent = [
        world.sent(category=None, territory=None, contact=f"s{number}@example.org", way="email").appeal
        for number in range(3)
    ]
    incident = actions.group(by=head, at=AT, refs=sent, title="Night racing")
    given = actions.answer_incident(by=head, at=AT, incident=incident, text="We patrol there from Friday.")
    assert (len(given), Notice.objects.filter(kind="answered").count()) == (3, 3)
    assert [Appeal.objects.get(id=ref).state for ref in sent] == ["answered"] * 3


def test_reopening_puts_it_back_to_work_by_the_instructed_day(at_dep):
    world, ref, head = at_dep
    answered(world, ref, head)
    actions.dispute(
        by=world.sender(type("R", (), {"appeal": ref})), at=AT, ref=ref, text="No.", token="d-token-long-enough"
    )
    actions.reopen(
        by=world.actor("koval"), at=AT, ref=ref, to=world.bodies["dep"], due_on=date(2026, 3, 20), instruction=7
    )
    appeal = Appeal.objects.get(id=ref)
    assert (appeal.state, appeal.due_at.date()) == ("reopened", date(2026, 3, 20))
    with override("uk"):
        assert queries.case(head, appeal, at=AT).due_sentence.endswith("20 березня")
    answered_again = queries.points_of(appeal)
    replies = [PointReply(point.id, "answered", "Now it is said.") for point in answered_again]
    actions.answer_appeal(by=head, at=AT + timedelta(days=1), ref=ref, text="We answer again.", replies=replies)
    assert Appeal.objects.get(id=ref).state == "answered"
