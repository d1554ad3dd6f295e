"""Both schemes: the worked examples, the recorded ones, and not one byte changed."""

import json
from pathlib import Path

import pytest

from answerable.channels.sms import signatures
from answerable.channels.sms.testing import address_of_json, signature

RECORDED = Path(__file__).resolve().parents[6] / "shared" / "data" / "webhooks" / "signatures.jsonl"
AT = "https://police.example.org/hooks/sms/main/"
FORM = {"Body": ["Яма"], "From": ["+380501234567"], "Digits": ["b", "a", "a"], "Empty": [""]}
SHARED = {"K1": "shared"}


def is_signed(address: str = AT, form: dict[str, list[str]] = FORM, body: bytes = b"x", **said: str) -> bool:
    given = {"signature": signature("12345", AT, FORM), "settings": "", **said}
    return signatures.is_signed(address, form, body, token="12345", shared=SHARED, **given)


def test_a_request_is_signed_over_the_address_and_every_field() -> None:
    assert is_signed() is True
    assert is_signed(AT[:-1]) is False
    assert is_signed(form={**FORM, "Body": ["Яма!"]}) is False
    assert is_signed(form={**FORM, "New": ["x"]}) is False
    assert is_signed(signature="") is False
    assert is_signed(signature="\ud800") is False


def test_the_usual_port_may_stand_in_the_address_or_not() -> None:
    with_port = AT.replace("example.org", "example.org:443")
    assert is_signed(signature=signature("12345", with_port, FORM)) is True
    assert is_signed(with_port) is True
    odd = AT.replace("example.org", "example.org:8443")
    assert is_signed(odd, signature=signature("12345", odd, FORM)) is True
    assert is_signed(odd) is False


def test_the_newer_scheme_names_its_key_and_algorithm() -> None:
    new = signature("shared", AT, FORM, algorithm="sha256")
    assert is_signed(signature=new, settings="key=K1,algorithm=HMAC_SHA256") is True
    for settings in ("key=K2,algorithm=HMAC_SHA256", "key=K1,algorithm=HMAC_MD5", "nonsense"):
        assert is_signed(signature=new, settings=settings) is False


def test_a_json_body_is_bound_by_its_hash() -> None:
    body = b'{"a":1}'
    address = address_of_json("https://example.com/hook", body)
    given = "2e7mH/NA6FwzvUqLZxhsETU/4bw="
    assert is_signed(address, {}, body, signature=given) is True
    assert is_signed(address, {}, body + b" ", signature=given) is False
    assert is_signed(AT, {}, body, signature=signature("12345", AT, {})) is False


def test_the_recorded_signatures_hold() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded signatures are not beside the project")
    lines = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    recorded = [line for line in lines if line["channel"] == "twilio"]
    found = [
        signatures.is_signed(
            line["url"],
            {name: [value] for name, value in line["params"].items()},
            b"",
            signature=line["signature"],
            settings="",
            token=line["secret"],
            shared={},
        )
        for line in recorded
    ]
    assert found == [line["valid"] for line in recorded]
