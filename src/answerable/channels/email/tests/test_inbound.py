"""What is in a letter: whose words, what it answers, what is attached; a report of a server; or nothing that anybody wrote."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.base.incoming import Nothing, Report, UnreadableDeliveryError, Words
from answerable.channels.email import bounces, inbound
from answerable.channels.terms import AccountFacts, Channel

SETTINGS = {"address": "appeals@police.example", "authserv": "mx.police.example"}
ACCOUNT = AccountFacts(id=1, channel=Channel.EMAIL, name="main", body=5, root=5, settings=SETTINGS)
OURS = "notice.456.0123456789abcdef0123"


def written(text: str = "The lamp is dark.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    said = {"From": "Anna <anna@example.org>", "To": "appeals@police.example", "Subject": "Lamp"} | headers
    for name, value in said.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def words(letter: EmailMessage | bytes) -> Words:
    raw = letter if isinstance(letter, bytes) else letter.as_bytes()
    (found,) = inbound.read(raw, ACCOUNT)
    assert isinstance(found, Words), found
    return found


def test_a_letter_is_its_words_its_sender_and_its_heading() -> None:
    found = words(written())
    assert (found.sender, found.name, found.heading, found.text.strip(), found.proof) == (
        "anna@example.org",
        "Anna",
        "Lamp",
        "The lamp is dark.",
        "claimed",
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"In_Reply_To": f"<{OURS}@police.example>"},
        {"References": f"<a@x.example> <{OURS}@police.example>\r\n <b@x.example>".replace("\r\n", "")},
        {"To": f"appeals+{OURS.removeprefix('notice.')}@police.example"},
    ],
    ids=["in-reply-to", "references", "plus-address"],
)
def test_a_letter_names_what_it_answers_by_what_only_we_could_have_made(headers: dict[str, str]) -> None:
    assert words(written(**headers)).refers == (f"notice/{OURS.removeprefix('notice.')}",)


def test_a_number_in_the_heading_is_no_reference() -> None:
    assert words(written(Subject="Re: [#CHU-2026-00001]")).refers == ()


@pytest.mark.parametrize(
    ("results", "proof"),
    [
        ("mx.police.example; spf=pass; dkim=pass; dmarc=pass", "proven"),
        ("mx.police.example; dmarc=fail", "failed"),
        ("mx.police.example; dmarc=fail; arc=pass", "claimed"),
        ("mx.police.example; spf=pass", "claimed"),
        ("mx.evil.example; dmarc=pass", "claimed"),
        ("", "claimed"),
    ],
    ids=["dmarc-pass", "dmarc-fail", "arc-rescues", "spf-alone", "of-somebody-else", "none"],
)
def test_only_our_own_servers_results_prove_a_sender(results: str, proof: str) -> None:
    assert words(written(**({"Authentication-Results": results} if results else {}))).proof == proof


def test_an_answer_goes_where_the_letter_came_from_and_not_where_it_says() -> None:
    assert words(written(**{"Reply-To": "eve@example.org"})).sender == "anna@example.org"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\ліхтар.png", "ліхтар.png"),
        ("a\nb.png", "a b.png"),
    ],
)
def test_a_file_keeps_its_name_without_any_path(name: str, kept: str) -> None:
    letter = written()
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename=name.replace("\n", " "))
    assert [(one.name, one.content) for one in words(letter).files] == [(kept, b"\x89PNG")]


def test_a_letter_within_a_letter_and_an_invitation_are_files() -> None:
    letter = written()
    letter.add_attachment(written("Within"))
    letter.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="invite.ics")
    names = [one.name for one in words(letter).files]
    assert names == ["1.eml", "invite.ics"]


def test_a_page_is_read_where_there_is_no_plain_text_or_a_stub_of_it() -> None:
    letter = written("Your mail program cannot show HTML, please view this as HTML")
    letter.add_alternative("<p>The lamp is <b>dark</b>.</p>", subtype="html")
    assert words(letter).text == "The lamp is dark."


def test_a_mail_bomb_is_read_up_to_its_limits_and_says_what_is_left_out() -> None:
    letter = written()
    for number in range(150):
        letter.add_attachment(b"x", maintype="application", subtype="zip", filename=f"{number}.zip")
    found = words(letter)
    assert (len(found.files), found.facts["left_out"]) == (20, "130")


def test_an_encrypted_letter_waits_for_a_person() -> None:
    raw = b'From: a@b.example\r\nContent-Type: multipart/encrypted; boundary="x"\r\n\r\n--x\r\n\r\n1\r\n--x--\r\n'
    with pytest.raises(UnreadableDeliveryError) as fault:
        inbound.read(raw, ACCOUNT)
    assert fault.value.reason == "encrypted"


DSN = """From: MAILER-DAEMON@mx.example
To: appeals@police.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@example.org
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

Message-ID: <{ours}@police.example>
Subject: There is news

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "state"),
    [
        ("failed", "5.1.1", "returned"),
        ("failed", "4.4.1", "delayed"),
        ("delayed", "4.2.2", "delayed"),
        ("delivered", "2.0.0", "delivered"),
    ],
)
def test_a_servers_report_says_what_became_of_our_letter(action: str, status: str, state: str) -> None:
    raw = DSN.format(action=action, status=status, ours=OURS).encode()
    (found,) = inbound.read(raw, ACCOUNT)
    assert found == Report(sent=f"notice/{OURS.removeprefix('notice.')}", state=state, why=f"smtp-{status}")


@pytest.mark.parametrize("action", ["relayed", "expanded", "whatever"])
def test_a_report_that_proves_nothing_or_is_of_nothing_ours_is_nothing(action: str) -> None:
    assert inbound.read(DSN.format(action=action, status="2.0.0", ours=OURS).encode(), ACCOUNT) == (
        Nothing(why="report-of-nothing-ours"),
    )
    others = DSN.format(action="failed", status="5.1.1", ours="them").encode()
    assert inbound.read(others, ACCOUNT) == (Nothing(why="report-of-nothing-ours"),)


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto-Submitted": "auto-generated"}, "auto-submitted"),
        ({"X-Auto-Response-Suppress": "OOF"}, "auto-submitted"),
        ({"X-Autoreply": "yes"}, "auto-submitted"),
        ({"From": "appeals@police.example"}, "own"),
        ({"X-Loop": "appeals@police.example"}, "own"),
        ({"List-Unsubscribe": "<mailto:x@y.example>"}, "list"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"From": "noreply@shop.example"}, "robot"),
        ({"Return-Path": "<>"}, "empty-return-path"),
        ({"Subject": "Out of office: back on Monday"}, "away"),
        ({"Subject": "Автоответ: в отпуске"}, "away"),
    ],
)
def test_a_machines_letter_is_nothing_that_anybody_wrote(headers: dict[str, str], why: str) -> None:
    assert inbound.read(written(**headers).as_bytes(), ACCOUNT) == (Nothing(why=why),)


@pytest.mark.parametrize(
    "headers", [{"Auto-Submitted": "no"}, {"Precedence": "first-class"}, {"From": "norep@x.example"}]
)
def test_a_person_is_no_machine(headers: dict[str, str]) -> None:
    assert words(written(**headers)).text.strip() == "The lamp is dark."


def test_a_letter_is_the_same_by_whichever_mailbox_it_came_and_another_under_the_same_id_is_not() -> None:
    one = written(**{"Message-ID": "<1@x.example>"}).as_bytes()
    there = b"Return-Path: <anna@example.org>\r\nDelivered-To: other@police.example\r\n" + one.replace(b"\n", b"\r\n")
    other = written("Other words", **{"Message-ID": "<1@x.example>"}).as_bytes()
    assert inbound.external_of(one) == inbound.external_of(there)
    assert inbound.external_of(one) != inbound.external_of(other)


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    assert len(inbound.external_of(raw)) == 64
    assert isinstance(bounces.failed_addresses(raw), frozenset)
    try:
        assert len(inbound.read(raw, ACCOUNT)) == 1
    except UnreadableDeliveryError:
        return


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\r\nSubject: " + b"x" * 1_000_000 + b"\r\n\r\nwords",
        b"From: a@b.example\r\nFrom: c@d.example\r\nSubject: one\r\nSubject: two\r\n\r\nwords",
        b"From: a@b.example\nSubject: bare\n\nwords\x00with NUL",
        b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        + b'--x\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n' * 200,
        b"From: a@b.example\r\nReferences: " + b"<x@y.example> " * 1000 + b"\r\n\r\nwords",
        b"From: a@b.example\r\nContent-Type: text/plain; charset=\xff\xfe\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"From: =?utf-8?B?\xff?= <a@b.example>\r\nContent-Disposition: attachment; filename*=x''%ZZ\r\n\r\nwords",
    ],
    ids=[
        "1-MB-heading",
        "twice",
        "bare-line-ends-and-nul",
        "nested-200-deep",
        "1000-references",
        "broken-charset",
        "broken-name",
    ],
)
def test_what_is_malformed_is_read_as_far_as_it_goes(raw: bytes) -> None:
    (found,) = inbound.read(raw, ACCOUNT)
    assert isinstance(found, Words)
    assert found.sender == "a@b.example"


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        (
            "Undeliverable: There is news",
            Report(sent=f"notice/{OURS.removeprefix('notice.')}", state="returned", why="bounce"),
        ),
        ("Warning: still trying to deliver", Nothing(why="robot")),
    ],
)
def test_a_server_that_knows_no_standard_says_that_our_letter_came_back(heading: str, found: object) -> None:
    text = f"This is the mail system.\n\nMessage-ID: <{OURS}@police.example>\n"
    letter = written(text, From="Postmaster <postmaster@mx.example>", Subject=heading)
    assert inbound.read(letter.as_bytes(), ACCOUNT) == (found,)


def test_what_is_headed_like_a_bounce_waits_for_a_person() -> None:
    told = "Your message could not be delivered to\nanna@example.org\n"
    for letter in (
        written(Subject="Mail delivery failed: returning message to sender"),
        written(told, Subject="Non remis"),
    ):
        with pytest.raises(UnreadableDeliveryError) as fault:
            inbound.read(letter.as_bytes(), ACCOUNT)
        assert fault.value.reason == "looks-returned"
