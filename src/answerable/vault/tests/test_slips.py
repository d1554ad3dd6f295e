"""The slip that an operator wrote opens, to read, until the new code was used from another browser; neither decides if it is contested."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from answerable.base.actor import Actor, ActorKind
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError
from answerable.ledger.models import Entry
from answerable.vault import actions, queries
from answerable.vault.models import FollowSession, FollowUpCode, FormerCode
from answerable.vault.rules import codes
from answerable.vault.terms import Entered, MadeBy, SecretCode

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
WEEK = AT + timedelta(days=7)
OPERATOR = Actor(kind=ActorKind.OFFICER, id=77)
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
    assert FormerCode.objects.get().ended_on == AT.date()
    for opens in (actions.enter_code, actions.open_by_code):  # whoever has the slip learns why it opens nothing
        with pytest.raises(NotNowError, match=r"code\.slip-ended"):
            opens(typed=first.digits, at=AT)
    with pytest.raises(MissingError):
        actions.contest_code(subject=subject, at=AT)
    assert (queries.follow_session(by_slip.id.hex(), AT), FollowSession.objects.filter(slip=True).count()) == (None, 0)
    assert deeds(subject) == ["code.changed", "code.slip_ended"]


def test_the_slip_takes_no_new_code() -> None:
    _subject, first = slip()
    actions.change_code(cookie=typed(first).cookie, at=AT)
    with pytest.raises(NotNowError, match=r"code\.slip-reads"):
        actions.change_code(cookie=typed(first).cookie, at=AT)


def test_a_code_changed_twice_keeps_the_first_slip_alone() -> None:
    subject, first = slip()
    second = actions.change_code(cookie=(one := typed(first)).cookie, at=AT)
    third = actions.change_code(cookie=one.cookie, at=AT + timedelta(minutes=1))
    assert (actions.enter_code(typed=second.digits, at=AT), session(typed(first)).slip) == (None, True)
    assert session(typed(third)).slip is False
    assert queries.former_code(subject) is None


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


def exchanged(*, used_elsewhere: bool = False) -> tuple[Subject, SecretCode, SecretCode]:
    """A message whose slip's code was exchanged; the newer one was used in two browsers, which ends the slip."""
    subject, first = slip()
    new = actions.change_code(cookie=typed(first).cookie, at=AT)
    if used_elsewhere:
        typed(new, cookie="of another browser")
    return subject, first, new


def heard(subject: Subject, code: SecretCode, at: datetime = AT) -> str:
    """Somebody comes in person with this code."""
    return actions.hear_holder(by=OPERATOR, at=at, subject=subject, begins=code.locator).digits


def back(code: SecretCode, digits: str, at: datetime = WEEK) -> SecretCode:
    came = actions.come_back(typed=code.digits, digits=digits, at=at)
    assert came is not None
    entered = queries.follow_session(came.cookie, at)
    assert entered is not None
    assert (entered.must_change, entered.slip) == (False, False)
    return came.code


@pytest.mark.parametrize("used_elsewhere", [False, True], ids=["slip-still-opens", "slip-has-ended"])
def test_whoever_was_heard_with_the_slip_sets_a_new_code_after_a_week(used_elsewhere: bool) -> None:
    subject, first, new = exchanged(used_elsewhere=used_elsewhere)
    digits = heard(subject, first)
    assert (queries.is_contested(subject), session(typed(new, cookie="elsewhere")).must_change) == (True, True)
    with pytest.raises(NotNowError, match=r"code\.heard-waits"):
        actions.come_back(typed=first.digits, digits=digits, at=WEEK - timedelta(days=1))
    own = back(first, f"{digits[:4]} {digits[4:]}")
    assert [actions.enter_code(typed=code.digits, at=WEEK) for code in (first, new)] == [None, None]
    assert (session(typed(own)).must_change, queries.is_contested(subject)) == (False, False)
    assert deeds(subject)[-2:] == ["code.heard", "code.returned"]


def test_the_digits_of_one_do_not_open_for_the_other_and_the_last_who_was_heard_counts() -> None:
    subject, first, new = exchanged()
    by_slip = heard(subject, first)
    with pytest.raises(NotNowError, match=r"code\.not-heard"):
        actions.come_back(typed=new.digits, digits=by_slip, at=WEEK)
    by_new = heard(subject, new, at=AT + timedelta(days=2))
    with pytest.raises(NotNowError, match=r"code\.not-heard"):
        actions.come_back(typed=first.digits, digits=by_slip, at=WEEK)
    with pytest.raises(NotNowError, match=r"code\.heard-waits"):
        actions.come_back(typed=new.digits, digits=by_new, at=WEEK)
    back(new, by_new, at=WEEK + timedelta(days=2))
    assert FormerCode.objects.exists() is False
    with pytest.raises(NotNowError, match=r"code\.nothing-to-settle"):
        heard(subject, first)


def test_wrong_digits_are_counted_and_the_fifth_ends_them() -> None:
    subject, first, _new = exchanged()
    digits = heard(subject, first)
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    for _ in range(5):
        with pytest.raises(NotNowError, match=r"code\.heard-wrong"):
            actions.come_back(typed=first.digits, digits=wrong, at=WEEK)
    with pytest.raises(NotNowError, match=r"code\.heard-spent"):
        actions.come_back(typed=first.digits, digits=digits, at=WEEK)
    later = heard(subject, first, at=WEEK)
    back(first, later, at=WEEK + timedelta(days=7))


def test_nothing_is_kept_of_the_digits_by_which_they_could_be_tried_without_the_server_key() -> None:
    subject, first, _new = exchanged()
    digits = heard(subject, first)
    kept = bytes(FormerCode.objects.get().heard or b"")
    assert kept not in {hashlib.sha256(each.encode()).digest() for each in (digits, f"{subject}|{digits}")}
    facts = Entry.objects.get(thing=str(subject), deed="code.heard").facts
    assert facts == {"side": "slip"}


def test_where_nobody_exchanged_the_code_there_is_nothing_to_settle() -> None:
    subject, first = slip()
    with pytest.raises(NotNowError, match=r"code\.nothing-to-settle"):
        heard(subject, first)
    with pytest.raises(NotNowError, match=r"code\.not-heard"):
        actions.come_back(typed=first.digits, digits="12345678", at=AT)
