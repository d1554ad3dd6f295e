"""Typing a code: the same for known, unknown, waiting, wrong and resting codes."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError, NotNowError
from answerable.vault import actions, hash_slots, queries
from answerable.vault.actions import codes as opening
from answerable.vault.models import FailedAttempt, FollowSession, FollowUpCode
from answerable.vault.rules import codes
from answerable.vault.terms import CodeMisreadError, MadeBy, SecretCode

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
LIGHT = "argon2id,v=19,m=65536,t=1,p=1,l=64"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """Parameters that take 30 ms; what is tested is the number of slow hashes, not their cost."""
    monkeypatch.setattr(codes, "PARAMS", LIGHT)


@pytest.fixture
def hashes(monkeypatch):
    """Counts the slow hashes that are run."""
    ran, real = [], codes.slow_hash

    def counted(secret, salt, params=LIGHT):
        ran.append(params)
        return real(secret, salt, params)

    monkeypatch.setattr(codes, "slow_hash", counted)
    return ran


def make(token="form", *, made_by=MadeBy.SENDER):
    appeal = Subject("appeal", new_id())
    code = actions.code_for_form(f"{token}{appeal}", 0)
    FollowUpCode.objects.create(**actions.code_row(code=code, subject=appeal, root=5, made_by=made_by, on=AT.date()))
    return appeal, code


def wrong(code):
    return SecretCode(code.locator, f"{(int(code.secret) + 1) % 10**16:016d}")


def test_a_row_has_the_columns_of_the_table():
    _, code = make()
    row = actions.code_row(code=code, subject=Subject("appeal", 1), root=5, made_by=MadeBy.SENDER, on=AT.date())
    assert tuple(row) == tuple(field.attname for field in FollowUpCode._meta.concrete_fields)


def test_the_beginning_of_a_code_is_known_and_nothing_else_is():
    appeal, code = make()
    typed = [code.locator, f"{code.locator[:4]} {code.locator[4:]}", code.digits, code.locator[:6], "", "٣" * 7]
    assert [queries.code_begins(appeal, one) for one in typed] == [True, True, True, False, False, False]
    assert queries.code_begins(Subject("plan", appeal.id), code.locator) is False


def test_a_code_opens_its_appeal_before_and_after_it_is_hashed():
    appeal, code = make()
    assert queries.codes_to_hash() == 1
    assert actions.open_by_code(typed=codes.code_groups(code), at=AT) == appeal
    assert queries.codes_to_hash() == 0  # opening it ran the slow hash anyhow
    assert actions.open_by_code(typed=codes.code_groups(code), at=AT) == appeal


def test_the_job_hashes_what_waits_and_then_has_nothing_to_do():
    appeal, code = make()
    assert (actions.hash_one_code(), actions.hash_one_code(), queries.codes_to_hash()) == (True, False, 0)
    row = FollowUpCode.objects.get(subject_id=appeal.id)
    assert (row.sealed, len(row.hash), row.params) == (None, 32, LIGHT)
    assert actions.open_by_code(typed=code.digits, at=AT) == appeal


@pytest.mark.security
def test_s01_a_thousand_codes_have_a_thousand_salts_and_their_parameters():
    rows = [
        actions.code_row(
            code=SecretCode(f"{n:07d}", "1" * 16),
            subject=Subject("appeal", n + 1),
            root=5,
            made_by=MadeBy.SENDER,
            on=AT.date(),
        )
        for n in range(1000)
    ]
    assert (len({row["salt"] for row in rows}), {row["params"] for row in rows}) == (1000, {LIGHT})


@pytest.mark.security
def test_s01_exactly_one_slow_hash_for_known_unknown_waiting_wrong_and_resting(hashes):
    appeal, code = make()
    _, waiting = make("other")
    actions.open_by_code(typed=code.digits, at=AT)
    hashes.clear()
    unknown = SecretCode("0000001", "0" * 16)
    FailedAttempt.objects.create(locator="0000002", failures=10, slowed_until=AT + timedelta(seconds=9), at=AT)
    for typed, opens in (
        (code, appeal), (wrong(code), None), (unknown, None), (wrong(waiting), None), (SecretCode("0000002", "0" * 16), None),
    ):  # fmt: skip
        assert actions.open_by_code(typed=typed.digits, at=AT) == opens
        assert hashes == [LIGHT]
        hashes.clear()


@pytest.mark.security
def test_s04_ten_failures_slow_a_locator_known_or_not_and_no_other():
    appeal, code = make()
    _, other = make("other")
    for locator in (code.locator, "0000001"):
        for _ in range(10):
            assert actions.open_by_code(typed=SecretCode(locator, "9" * 16).digits, at=AT) is None
        attempt = FailedAttempt.objects.get(locator=locator)
        assert (attempt.failures, attempt.slowed_until) == (10, AT + timedelta(seconds=1))
    assert actions.open_by_code(typed=code.digits, at=AT) is None  # resting: even the right one
    assert actions.open_by_code(typed=other.digits, at=AT) is not None
    assert actions.open_by_code(typed=code.digits, at=AT + timedelta(seconds=2)) == appeal
    assert FailedAttempt.objects.get(locator=code.locator).failures == 0


@pytest.mark.security
def test_s04_a_guesser_cannot_shut_the_owner_out_for_longer_than_half_a_minute():
    appeal, code = make()
    for second in range(60):
        actions.open_by_code(typed=wrong(code).digits, at=AT + timedelta(seconds=second))
    free = FailedAttempt.objects.get(locator=code.locator).slowed_until
    assert free <= AT + timedelta(seconds=59 + codes.LONGEST_WAIT)
    assert actions.open_by_code(typed=code.digits, at=free) == appeal


@pytest.mark.security
@pytest.mark.slow
def test_s04_known_and_unknown_take_the_same_time(slow_hashes):
    _, code = make()
    actions.hash_one_code()
    took = {"known": [], "unknown": []}
    for number in range(40):
        for name, locator in (("known", code.locator), ("unknown", f"{number:07d}")):
            began = time.perf_counter()
            assert actions.open_by_code(typed=SecretCode(locator, "9" * 16).digits, at=AT) is None
            took[name].append(time.perf_counter() - began)
    known, unknown = (sorted(took[name]) for name in took)
    points = sorted(known + unknown)
    apart = max(abs(sum(t <= p for t in known) - sum(t <= p for t in unknown)) / 40 for p in points)
    assert apart < 0.43  # Kolmogorov-Smirnov: met by chance once in a thousand runs if the times are alike


def test_failures_are_forgotten_after_an_hour():
    _, code = make()
    for _ in range(9):
        actions.open_by_code(typed=wrong(code).digits, at=AT)
    actions.open_by_code(typed=wrong(code).digits, at=AT + timedelta(hours=2))
    assert FailedAttempt.objects.get(locator=code.locator).failures == 1


def test_a_misread_code_is_told_before_anything_is_looked_up(hashes, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(CodeMisreadError):
        actions.open_by_code(typed="1234", at=AT)
    assert hashes == []


@pytest.mark.security
def test_s04_no_more_than_two_slow_hashes_at_once_on_a_machine_and_one_at_a_worn_locator(slow_hashes, tmp_path):
    processes = [
        hash_slots.HashSlots(lambda: tmp_path) for _ in range(3)
    ]  # each locks the files as a process of its own does
    most, now, lock, go = {True: 0, False: 0}, {True: 0, False: 0}, threading.Lock(), threading.Event()

    def count(*, worn, by):
        with lock:
            now[worn] += by
            most[True], most[False] = max(most[True], now[True]), max(most[False], now[True] + now[False])

    def take(places, *, worn):
        go.wait()
        with places.slot(worn=worn):
            count(worn=worn, by=1)
            codes.slow_hash("1", b"s" * 16, LIGHT)
            count(worn=worn, by=-1)

    threads = [threading.Thread(target=take, args=(processes[n % 3],), kwargs={"worn": n % 2 > 0}) for n in range(18)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert (most[False], most[True], now) == (2, 1, {True: 0, False: 0})


def test_a_queue_that_grows_too_long_is_refused_at_once(tmp_path):
    places = hash_slots.HashSlots(lambda: tmp_path)
    places._waiting = hash_slots._LONGEST_QUEUE
    began = time.monotonic()
    with pytest.raises(NotNowError, match="busy"), places.slot(worn=False):
        raise AssertionError
    assert time.monotonic() - began < hash_slots._PATIENCE / 2


def test_a_place_held_by_another_process_is_waited_for_and_then_given_up(tmp_path):
    other, own = hash_slots.HashSlots(lambda: tmp_path), hash_slots.HashSlots(lambda: tmp_path)
    with other.slot(worn=True), pytest.raises(NotNowError, match="busy"), own.slot(worn=True, patience=0.1):
        raise AssertionError
    with own.slot(worn=True):
        assert own._running == 1


def test_a_code_begins_a_session_of_twenty_minutes_whose_cookie_is_kept_nowhere():
    appeal, code = make()
    entered = actions.enter_code(typed=code.digits, at=AT)
    assert (entered.subject, entered.root, entered.must_change) == (appeal, 5, False)
    assert queries.followed(entered.cookie, AT + timedelta(minutes=19)) == appeal
    assert queries.followed(entered.cookie, AT + timedelta(minutes=20)) is None
    assert queries.followed("nonsense", AT) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM vault_follow_session s")
        assert entered.cookie.encode().hex() not in cursor.fetchone()[0]


def test_a_session_goes_on_while_it_is_used_for_two_hours_at_most():
    _, code = make()
    cookie = actions.enter_code(typed=code.digits, at=AT).cookie
    at = AT
    while queries.followed(cookie, at) is not None:
        at += timedelta(minutes=15)
        actions.keep_follow(cookie=cookie, at=at)
    assert at == AT + timedelta(hours=2)


def test_a_session_ends_when_it_is_ended_and_is_swept_when_it_is_over():
    _, code = make()
    one, two = (actions.enter_code(typed=code.digits, at=AT).cookie for _ in range(2))
    actions.end_follow(cookie=one)
    assert (queries.followed(one, AT), queries.followed(two, AT) is None) == (None, False)
    actions.sweep_codes(at=AT + timedelta(days=2))
    assert (FollowSession.objects.count(), FailedAttempt.objects.count()) == (0, 0)


def test_a_code_made_by_an_operator_must_be_changed_and_the_old_one_decides_nothing():
    appeal, old = make(made_by=MadeBy.OPERATOR)
    entered, elsewhere = (actions.enter_code(typed=old.digits, at=AT) for _ in range(2))
    assert entered.must_change
    new = actions.change_code(cookie=entered.cookie, at=AT)
    assert actions.enter_code(typed=old.digits, at=AT).must_change  # it reads, until the new one is used (test_slips)
    assert queries.followed(entered.cookie, AT) == appeal
    assert queries.followed(elsewhere.cookie, AT) is None
    assert not actions.enter_code(typed=new.digits, at=AT).must_change
    with pytest.raises(NotNowError, match=r"code\.slip-ended"):
        actions.open_by_code(typed=old.digits, at=AT)


def test_a_code_is_not_changed_without_a_session():
    with pytest.raises(MissingError):
        actions.change_code(cookie="x", at=AT)


def test_the_same_form_is_shown_its_code_again_until_it_is_changed():
    appeal, code = make("again")
    assert actions.code_shown_again(f"again{appeal}", subject=appeal, attempts=20) == code.digits
    assert actions.code_shown_again("another form", subject=appeal, attempts=20) == ""
    cookie = actions.enter_code(typed=code.digits, at=AT).cookie
    actions.change_code(cookie=cookie, at=AT)
    assert actions.code_shown_again(f"again{appeal}", subject=appeal, attempts=20) == ""


@pytest.mark.security
def test_s02_a_dump_of_the_codes_holds_no_secret():
    _, code = make()
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM vault_follow_up_code c")
        dump = cursor.fetchone()[0]
    assert (code.secret in dump, code.secret.encode().hex() in dump) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_counted_even_where_the_caller_s_transaction_would_be_undone():
    from django.db import transaction

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.open_by_code(typed=SecretCode("0000003", "0" * 16).digits, at=AT)
    assert opening._count_attempt("0000003", AT) == opening._Tried(slowed=False, worn=False)
