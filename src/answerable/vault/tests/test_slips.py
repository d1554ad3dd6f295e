"""The slip that an operator wrote opens, to read, until the new code was used from another browser; neither decides if it is contested."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError
from answerable.ledger.models import Entry
from answerable.vault import actions, queries
from answerable.vault.models import FollowSession, FollowUpCode, FormerCode
from answerable.vault.rules import codes
from answerable.vault.terms import Entered, MadeBy, SecretCode

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters that take 30 ms: their cost is tried elsewhere."""
    monkeypatch.setattr(codes, "PARAMS", "argon2id,v=19,m=65536,t=1,p=1,l=64")


def slip(made_by: MadeBy = MadeBy.OPERATOR) -> tuple[Subject, SecretCode]:
    """The code of a new subject."""
    subject = Subject("appeal", new_id())
    code = actions.code_for_form(f"form{subject}", 0)
    FollowUpCode.objects.create(**actions.code_row(code=code, subject=subject, root=5, made_by=made_by, on=AT.date()))
    return subject, code


def typed(code: SecretCode, cookie: str = "") -> Entered:
    """Whoever types a code, in a browser that has this cookie."""
    entered = actions.enter_code(typed=code.digits, at=AT, cookie=cookie)
    assert entered is not None
    return entered


def session(entered: Entered) -> FollowSession:
    found = queries.follow_session(entered.cookie, AT)
    assert found is not None
    return found


def deeds(subject: Subject) -> list[str]:
    return list(Entry.objects.filter(thing=str(subject)).order_by("id").values_list("deed", flat=True))


def test_the_slip_reads_until_the_new_code_is_used_from_another_browser() -> None:
    subject, first = slip()
    maker = typed(first)
    new = actions.change_code(cookie=maker.cookie, at=AT)
    by_slip = session(typed(first))
    assert (by_slip.subject, by_slip.slip, by_slip.must_change) == (subject, True, True)
    again = typed(new, cookie=maker.cookie)  # the same browser
    assert (session(again).must_change, session(typed(first)).slip) == (False, True)
    assert session(typed(new, cookie=again.cookie)).slip is False
    assert FormerCode.objects.count() == 1  # the same browser still, by its new visit
    assert session(typed(new, cookie="of another browser")).must_change is False
    assert actions.enter_code(typed=first.digits, at=AT) is None
    assert (queries.follow_session(by_slip.id.hex(), AT), FollowSession.objects.filter(slip=True).count()) == (None, 0)
    assert deeds(subject) == ["code.changed", "code.slip_ended"]


def test_the_slip_takes_no_new_code() -> None:
    _subject, first = slip()
    actions.change_code(cookie=typed(first).cookie, at=AT)
    with pytest.raises(NotNowError, match=r"code\.slip-reads"):
        actions.change_code(cookie=typed(first).cookie, at=AT)


def test_a_code_changed_twice_keeps_the_first_slip_alone() -> None:
    _subject, first = slip()
    second = actions.change_code(cookie=(one := typed(first)).cookie, at=AT)
    third = actions.change_code(cookie=one.cookie, at=AT + timedelta(minutes=1))
    assert (actions.enter_code(typed=second.digits, at=AT), session(typed(first)).slip) == (None, True)
    assert session(typed(third)).slip is False
    assert FormerCode.objects.exists() is False


def test_where_the_slip_says_that_the_new_code_is_not_theirs_neither_decides() -> None:
    subject, first = slip()
    maker = typed(first)
    new = actions.change_code(cookie=maker.cookie, at=AT)
    actions.contest_code(subject=subject, at=AT)
    actions.contest_code(subject=subject, at=AT)
    assert [session(one).must_change for one in (maker, typed(new, cookie="elsewhere"), typed(first))] == [True] * 3
    with pytest.raises(NotNowError, match=r"code\.contested"):
        actions.change_code(cookie=maker.cookie, at=AT)
    assert deeds(subject) == ["code.changed", "code.contested"]


def test_a_code_of_the_senders_own_ends_at_once_and_there_is_nothing_to_contest() -> None:
    subject, first = slip(MadeBy.SENDER)
    actions.change_code(cookie=typed(first).cookie, at=AT)
    assert actions.enter_code(typed=first.digits, at=AT) is None
    with pytest.raises(MissingError):
        actions.contest_code(subject=subject, at=AT)


def test_a_slip_that_still_opens_keeps_its_locator_to_itself_and_goes_with_an_erasure() -> None:
    subject, first = slip()
    actions.change_code(cookie=typed(first).cookie, at=AT)
    assert queries.locator_taken(first.locator) is True
    actions.erase_subject(subject=subject)
    assert (queries.locator_taken(first.locator), actions.enter_code(typed=first.digits, at=AT)) == (False, None)
