"""The fake provider signs as the real one does (worked examples, recorded ones), and refuses what that refuses."""

import json
from pathlib import Path

import httpx
import pytest

from answerable.channels.loopback import Sink
from answerable.channels.sms.testing import FakeTwilio, address_of_json, signature

RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "signatures.jsonl"
EXAMPLES = [
    (
        "https://example.com/myapp.php?foo=1&bar=2",
        {
            "CallSid": "CA1234567890ABCDE",
            "Caller": "+14158675310",
            "Digits": "1234",
            "From": "+14158675310",
            "To": "+18005551212",
        },
        "L/OH5YylLD5NRKLltdqwSvS0BnU=",
    ),
    (
        "https://police.example.org/in/sms/",
        {
            "AccountSid": "AC" + "0" * 32,
            "Body": "Яма на вул. Миру",
            "From": "+380501234567",
            "MessageSid": "SM" + "0" * 32,
            "NumMedia": "0",
            "To": "+380441234567",
        },
        "huH5h90ejvyYyZJTA7EhdbIc1sA=",
    ),
    ("https://example.com/x", {"Digits": "1", "Digits2": ["b", "a", "a"]}, "cXeYg8j2u/mCdESoobKuRZV08/Q="),
    (address_of_json("https://example.com/hook", b'{"a":1}'), {}, "2e7mH/NA6FwzvUqLZxhsETU/4bw="),
]


@pytest.mark.parametrize(("address", "form", "signed"), EXAMPLES)
def test_it_signs_as_the_worked_examples(address: str, form: dict[str, str], signed: str) -> None:
    assert signature("12345", address, form) == signed


def test_it_signs_as_was_recorded() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded signatures are not beside the project")
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    recorded = [line for line in lines if line["channel"] == "twilio"]
    found = [(signature(one["secret"], one["url"], one["params"]) == one["signature"]) for one in recorded]
    assert found == [one["valid"] for one in recorded]
    assert len(recorded) == 3


def test_a_webhook_is_asked_with_its_signature_in_either_scheme() -> None:
    fake, sink = FakeTwilio(), Sink()
    form = fake.message("SM1", "+380501234567", "Яма")
    with sink.running():
        assert fake.post("https://police.example.org/in/", form, to=sink.base).status_code == 200
        fake.shared_key = ("K1", "shared")
        assert fake.post("https://police.example.org/in/", form, to=sink.base).status_code == 200
    old, new = (asked.headers for asked in sink.asked)
    assert sink.asked[0].form["Body"] == ["Яма"]
    assert old["x-twilio-signature"] == signature("12345", "https://police.example.org/in/", form)
    assert new["x-twilio-signature"] == signature("shared", "https://police.example.org/in/", form, algorithm="sha256")
    assert new["x-twilio-webhooks-signature-settings"] == "key=K1,algorithm=HMAC_SHA256"


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"To": "+380501234567", "From": "+380441234567", "Body": "x"}, 201, None),
        ({"To": "0501234567", "From": "+380441234567", "Body": "x"}, 400, 21211),
        ({"To": "+380500000000", "From": "+380441234567", "Body": "x"}, 400, 21610),
        ({"To": "+380501234567", "Body": "x"}, 400, 21603),
        ({"To": "+380501234567", "From": "+380441234567", "Body": ""}, 400, 21602),
        ({"To": "+380501234567", "From": "+380441234567", "Body": "x" * 1601}, 400, 21617),
    ],
)
def test_what_could_not_be_sent_is_refused(form: dict[str, str], status: int, code: int | None) -> None:
    fake = FakeTwilio(opted_out={"+380500000000"})
    with fake.running():
        address = f"{fake.base}/2010-04-01/Accounts/{fake.account}/Messages.json"
        answer = httpx.post(address, data=form, auth=(fake.account, fake.token))
        assert httpx.post(address, data=form, auth=(fake.account, "x")).status_code == 401
    assert (answer.status_code, answer.json().get("code"), len(fake.sent)) == (status, code, int(status == 201))


def test_recordings_are_fetched_by_who_has_the_account() -> None:
    fake = FakeTwilio(media={"ME1": b"wav"})
    with fake.running():
        address = f"{fake.base}/2010-04-01/Accounts/{fake.account}/Media/"
        assert httpx.get(f"{address}ME1", auth=(fake.account, fake.token)).content == b"wav"
        assert httpx.get(f"{address}ME2", auth=(fake.account, fake.token)).status_code == 404
        assert httpx.get(f"{address}ME1").status_code == 401
        assert httpx.delete(f"{address}ME1", auth=(fake.account, fake.token)).status_code == 204
    assert fake.deleted == ["ME1"]
