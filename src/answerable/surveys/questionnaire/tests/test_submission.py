"""What a telephone sends is read within limits; what is none is refused."""

import pytest

from answerable.base import strict_xml
from answerable.surveys import testing
from answerable.surveys.questionnaire import submission

SENT = (
    '<data id="trust" version="1" xmlns:orx="http://openrosa.org/xforms"><start_here><consent>yes</consent></start_here>'
    "<main><times>2</times><robbery><told>yes</told></robbery><robbery><told>no</told><why> x </why></robbery></main>"
    "<{meta}><{id}>uuid:0b9a1c52-1111-4a3e-9c11-000000000001</{id}></{meta}></data>"
)


@pytest.mark.parametrize("prefix", ["", "orx:"])
def test_answers_have_the_keys_of_their_turns_wherever_meta_stands(prefix: str) -> None:
    form = testing.form()
    raw = SENT.format(meta=f"{prefix}meta", id=f"{prefix}instanceID").encode()
    sent = submission.read_submission(raw)
    assert (sent.form, sent.version, sent.instance) == ("trust", "1", "uuid:0b9a1c52-1111-4a3e-9c11-000000000001")
    assert submission.answers_of(sent, form) == {
        "start_here/consent": "yes", "main/times": "2", "main/robbery[1]/told": "yes", "main/robbery[2]/told": "no",
        "main/robbery[2]/why": "x",
    }  # fmt: skip


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><data id="f">&b;</data>'
REMOTE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><data id="f">&a;</data>'


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xfe\x00",
        b"<data",
        BOMB.encode(),
        REMOTE.encode(),
        b"<!DOCTYPE d><data/>",
        b"<a>" * 50 + b"</a>" * 50,
        b"<a>" + b"<b/>" * 100_001 + b"</a>",
        b"<a>" + b" " * strict_xml.LARGEST + b"</a>",
        b'<?xml version="1.0" encoding="no-such"?><data/>',
        b'<data id="f" version="1"/>',
        b'<data version="1"><meta><instanceID>uuid:12345678</instanceID></meta></data>',
        b'<data id="f" encrypted="yes"><meta><instanceID>uuid:12345678</instanceID></meta></data>',
    ],
)
def test_what_is_no_submission_is_refused(hostile: bytes) -> None:
    with pytest.raises(strict_xml.DocumentError):
        submission.read_submission(hostile)
