"""Handing on inside an authority and forwarding to another: whose term runs, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.appeals import actions, queries
from answerable.appeals.models import Appeal
from answerable.appeals.rules import public_acts
from answerable.appeals.testing import AT
from answerable.base.actor import SYSTEM
from answerable.base.verdict import InvalidError, NotNowError, RefusedError
from answerable.law.queries import standing_order
from answerable.ledger.models import PublicLeaf
from answerable_verify.leaf import parse_leaf

pytestmark = pytest.mark.django_db


def handed_on(world, ref, to, *, by="petrenko", at=AT):
    return actions.hand_on(by=world.actor(by, at), at=at, ref=ref, to=world.bodies[to], text="It is yours.")


def forwarded(world, ref, to, *, by="petrenko", at=AT):
    return actions.forward_appeal(
        by=world.actor(by, at), at=at, ref=ref, to=world.bodies[to], ground="other-competence", text="It is theirs."
    )


def test_inside_an_authority_it_is_handed_on_at_any_time_and_the_date_stays(world):
    sent = world.sent(category=None)
    before = Appeal.objects.get(id=sent.appeal)
    late = AT + timedelta(days=40)
    handed_on(world, sent.appeal, "p2", at=AT + timedelta(days=8))
    handed_on(world, sent.appeal, "dir", at=late)
    after = Appeal.objects.get(id=sent.appeal)
    assert (after.due_at, after.safe_at, after.due_facts, after.extended) == (
        before.due_at, before.safe_at, before.due_facts, before.extended,
    )  # fmt: skip
    assert (after.body_id, after.assignee_id, after.state) == (world.bodies["dir"], None, "registered")


def test_handing_on_keeps_an_extension_used_and_forwarding_starts_without(world):
    sent = world.sent(category=None)
    head = world.actor("petrenko")
    words = {"until": date(2026, 4, 17), "ground": "needs-study", "text": "We study it."}
    actions.extend_term(by=head, at=AT, ref=sent.appeal, **words)
    handed_on(world, sent.appeal, "p1")
    with pytest.raises(NotNowError, match="used-up"):
        actions.extend_term(by=world.actor("petrenko"), at=AT, ref=sent.appeal, **words)
    assert forwarded(world, sent.appeal, "ins", at=AT + timedelta(days=2)).extended == 0


def test_an_authority_that_gets_it_back_goes_on_by_the_clock_it_had(world):
    sent = world.sent(category=None)
    due = Appeal.objects.get(id=sent.appeal).due_at
    forwarded(world, sent.appeal, "ins", at=AT + timedelta(days=4))
    own = Appeal.objects.get(id=sent.appeal).due_at
    assert own > due
    back = forwarded(world, sent.appeal, "p1", by="sydorenko", at=AT + timedelta(days=8))
    assert (back.due_at, list(back.clocks)) == (due, [str(world.bodies["ins"])])
    again = forwarded(world, sent.appeal, "ins", at=AT + timedelta(days=10))
    assert again.due_at == own


def test_each_way_refuses_what_the_other_is_for(world):
    sent = world.sent(category=None)
    with pytest.raises(InvalidError) as refused:
        handed_on(world, sent.appeal, "ins")
    assert refused.value.faults == {"to": "hand-on.of-another-authority"}
    with pytest.raises(InvalidError) as refused:
        forwarded(world, sent.appeal, "p1")
    assert refused.value.faults == {"to": "forward.inside-the-authority"}
    with pytest.raises(InvalidError) as refused:
        actions.hand_on(by=world.actor("petrenko"), at=AT, ref=sent.appeal, to=world.bodies["p1"], text=" ")
    assert refused.value.faults == {"text": "field.needed"}


def test_handing_on_never_reaches_whom_it_is_about(world):
    got = world.sent(kind="complaint", about_body=world.bodies["dep"], category=None)
    for code in ("dep", "p1", "p2"):
        with pytest.raises(RefusedError, match="is-barred"):
            handed_on(world, got.appeal, code, by="koval")


def test_the_term_for_forwarding_runs_from_when_the_authority_got_it_not_its_unit(world):
    sent = world.sent(category=None)
    handed_on(world, sent.appeal, "p1", at=AT + timedelta(days=5))
    with pytest.raises(NotNowError, match="term-has-passed"):
        forwarded(world, sent.appeal, "ins", at=AT + timedelta(days=7))


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    ways=st.lists(
        st.tuples(st.sampled_from(("dir", "ins", "dep", "p1", "p2", "pro", "mon")), st.integers(0, 4)), max_size=8
    )
)
def test_no_sequence_of_hand_overs_moves_the_date_on_which_an_authority_is_late(world, ways):
    ref, at, order = world.sent(category=None).appeal, AT, standing_order()
    appeal = Appeal.objects.get(id=ref)
    dates = {order.authority_of(appeal.body_id): appeal.due_at}
    for to, days in ways:
        at += timedelta(days=days)
        words = {"by": SYSTEM, "at": at, "ref": ref, "to": world.bodies[to], "text": "There."}
        for act, more in ((actions.hand_on, {}), (actions.forward_appeal, {"ground": "other-competence"})):
            try:
                act(**words, **more)
            except (InvalidError, NotNowError):
                continue
        appeal.refresh_from_db()
        authority = order.authority_of(appeal.body_id)
        assert dates.setdefault(authority, appeal.due_at) == appeal.due_at


def test_the_public_log_tells_the_authority_whose_term_runs(world):
    sent = world.sent(category=None)
    handed_on(world, sent.appeal, "p1")
    forwarded(world, sent.appeal, "ins", at=AT + timedelta(days=2))
    acts = [parse_leaf(bytes(row.body)) for row in PublicLeaf.objects.exclude(case=None).order_by("n")]
    due = Appeal.objects.get(id=sent.appeal).due_at
    assert [(act.kind, act.version, act.due and act.due.isoformat(), dict(act.extra)) for act in acts[1:]] == [
        ("routed", 2, None, {"a": "dir", "from": "dep", "to": "p1"}),
        ("forwarded", 2, due.date().isoformat(), {"a": "ins", "basis": "other-competence", "from": "p1", "to": "ins"}),
    ]


def test_what_goes_back_to_an_authority_that_is_late_is_set_right_in_the_log():
    day = date(2026, 3, 3)
    assert [
        public_acts.act_of("appeal.forwarded", due=due, on=day) for due in (day, day - timedelta(days=1), None)
    ] == ["forwarded", "corrected", "forwarded"]


def test_desk_lists_say_where_it_may_go_inside_and_outside(world):
    appeal = Appeal.objects.get(id=world.sent(category=None).appeal)
    head = world.actor("petrenko")
    inside = {body.code for body in queries.bodies_to_hand_on(head, appeal, AT)}
    outside = {body.code for body in queries.bodies_to_forward(head, appeal, AT)}
    assert (inside, outside) == ({"dir", "p1", "p2"}, {"ins", "pro", "mon"})


def test_lateness_is_counted_by_the_authority_whichever_unit_has_it(world):
    for code in ("dep", "p1", "p2"):
        handed = world.sent(category=None).appeal
        if code != "dep":
            handed_on(world, handed, code)
    forwarded(world, world.sent(category=None).appeal, "ins")
    late = AT + timedelta(days=33)  # the inspection's own term began with the forwarding, on the same day
    loads = queries.load_of(world.actor("koval", late), at=late)
    assert {(one.body, one.open, one.overdue) for one in loads} == {
        (world.bodies[code], 1, 1) for code in ("dep", "p1", "p2", "ins")
    }
    by_authority = [(one.body, one.open, one.overdue) for one in queries.load_of_authorities(loads)]
    assert by_authority == [(world.bodies["dir"], 3, 3), (world.bodies["ins"], 1, 1)]
