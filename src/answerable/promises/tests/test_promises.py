"""A promise is made for a day ahead, ends once, and its words are sealed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.base.actor import STRANGER, SYSTEM
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError, RefusedError
from answerable.ledger.queries import history_of, leaves_of
from answerable.people.testing import make_body
from answerable.promises import actions, queries
from answerable.promises.models import Promise
from answerable_verify import parse_leaf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def promised(**changed: object) -> Promise:
    body = make_body()
    said = {
        "subject": Subject("appeal", 1),
        "body": body.id,
        "owner": None,
        "text": "A lamp by Friday.",
        "due_on": date(2026, 3, 6),
        "at": AT,
    }
    return actions.make_promise(by=SYSTEM, root=body.root, **(said | changed))


def test_a_promise_is_kept_with_its_words_sealed_and_on_the_record() -> None:
    made = promised()
    assert (queries.promise_text(made), b"lamp" in bytes(made.text)) == ("A lamp by Friday.", False)
    assert [entry.deed for entry in history_of(f"promise/{made.id}")] == ["promise.made"]
    assert [row.id for row in queries.made_in(Subject("appeal", 1))] == [made.id]


def test_a_promise_for_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(NotNowError, match="day-has-passed"):
        promised(due_on=date(2026, 3, 2))


def test_the_day_of_a_promise_is_that_of_the_body_and_not_of_greenwich() -> None:
    body, west = make_body(), make_body(zone="America/New_York")
    after_midnight = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # in Kyiv it is the fourth
    evening = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)  # in New York it is still the third
    with pytest.raises(NotNowError, match="day-has-passed"):
        promised(at=after_midnight, body=body.id, due_on=date(2026, 3, 3))
    assert promised(at=evening, body=west.id, due_on=date(2026, 3, 3)).due_on == date(2026, 3, 3)


def test_the_public_log_says_that_there_is_a_promise_by_when_and_how_it_ended_and_nothing_of_whom() -> None:
    for number, kept in enumerate((True, False), 1):
        made = promised(subject=Subject("appeal", number))
        actions.end_promise(by=SYSTEM, at=AT + timedelta(days=1), promise=made.id, kept=kept, evidence="Photo.")
        first, last = (parse_leaf(bytes(leaf.body)) for leaf in leaves_of(f"promise/{made.id}"))
        assert (first.kind, first.on, first.due, first.extra) == (
            "promise-made",
            date(2026, 3, 3),
            date(2026, 3, 6),
            {"src": "answer"},
        )
        ended = ("promise-kept", {}) if kept else ("promise-ended", {"e": "broken"})
        assert (last.kind, last.extra) == ended
        assert {(leaf.territory, leaf.group, leaf.subject) for leaf in (first, last)} == {("all", "all", "promise")}


@pytest.mark.parametrize(("kept", "deed"), [(True, "promise.kept"), (False, "promise.broken")])
def test_a_promise_ends_once(kept: bool, deed: str) -> None:
    made = promised()
    actions.end_promise(by=SYSTEM, at=AT + timedelta(days=2), promise=made.id, kept=kept, evidence="Photo of the lamp.")
    with pytest.raises(NotNowError, match="has-ended"):
        actions.end_promise(by=SYSTEM, at=AT + timedelta(days=3), promise=made.id, kept=not kept, evidence="")
    assert [entry.deed for entry in history_of(f"promise/{made.id}")] == ["promise.made", deed]
    with pytest.raises(MissingError):
        actions.end_promise(by=SYSTEM, at=AT, promise=1, kept=True, evidence="")


def test_a_stranger_ends_no_promise() -> None:
    made = promised()
    with pytest.raises(RefusedError, match="of-another-body"):
        actions.end_promise(by=STRANGER, at=AT, promise=made.id, kept=True, evidence="Done.")
    assert Promise.objects.get(id=made.id).state == "open"


def test_what_falls_due_is_listed_the_next_first_and_ended_ones_are_left_out() -> None:
    later, sooner = promised(due_on=date(2026, 3, 9)), promised(due_on=date(2026, 3, 5))
    ended = promised()
    actions.end_promise(by=SYSTEM, at=AT, promise=ended.id, kept=True, evidence="Done.")
    bodies = [row.body_id for row in (later, sooner, ended)]
    assert [row.id for row in queries.open_of(bodies, until=date(2026, 3, 9))] == [sooner.id, later.id]
    assert [row.id for row in queries.open_of(bodies, until=date(2026, 3, 5))] == [sooner.id]
