"""The webhook: nothing without the signature, by either scheme; each message once; what is no form is kept for a person."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from answerable.base.actor import SYSTEM
from answerable.base.ids import new_id
from answerable.channels.actions import accounts as account_actions
from answerable.channels.models import RawDelivery
from answerable.channels.sms.testing import FakeTwilio
from answerable.channels.terms import Channel
from answerable.people.models import Body

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOOK = "/hooks/sms/main/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def number(db: None) -> FakeTwilio:
    ref = new_id()
    Body.objects.create(id=ref, root=ref, code="dep", kind="police", zone="Europe/Kyiv", calendar="ua", name={})
    given = {"account": "AC1", "token": "12345", "number": "+380441234567", "key": "K1", "key_secret": "shared"}
    account_actions.set_account(by=SYSTEM, at=AT, channel=Channel.SMS, name="main", body="dep", settings=given)
    return FakeTwilio()


def post(fake: FakeTwilio, form: dict[str, str], *, to: str = HOOK, **headers: str) -> tuple[int, bytes]:
    signed = {**fake.signed(settings.ANSWERABLE.address + to, form), **headers}
    answer = Client(headers=signed).post(to, urlencode(form), content_type=FORM)
    return answer.status_code, answer.content


def test_a_message_is_kept_once_and_answered_with_nothing_each_time(number: FakeTwilio) -> None:
    form = number.message("SM1", "+380501234567", "Яма на вул. Миру")
    assert [post(number, form), post(number, form)] == [(200, b'<?xml version="1.0" encoding="UTF-8"?><Response/>')] * 2
    number.shared_key = ("K1", "shared")
    assert post(number, {**form, "MessageSid": "SM2"})[0] == 200
    assert RawDelivery.objects.count() == 2


def test_nothing_is_kept_without_the_signature_or_for_another_number(number: FakeTwilio) -> None:
    form = number.message("SM1", "+380501234567", "Яма")
    wrong = {"X-Twilio-Signature": "A" * 28}
    assert [post(number, form, **wrong)[0], post(number, form, to="/hooks/sms/other/")[0]] == [403, 403]
    signed = number.signed(settings.ANSWERABLE.address + HOOK, form)
    changed = urlencode({**form, "Body": "Яма!"})
    assert Client(headers=signed).post(HOOK, changed, content_type=FORM).status_code == 403
    assert Client().get(HOOK).status_code == 405
    assert RawDelivery.objects.count() == 0


def test_more_than_a_megabyte_is_not_taken(number: FakeTwilio) -> None:
    assert post(number, number.message("SM1", "+380501234567", "x" * (1 << 20)))[0] == 413
    assert RawDelivery.objects.count() == 0
