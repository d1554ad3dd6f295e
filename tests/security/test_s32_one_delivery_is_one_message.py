"""S31 to S33 for what there is: forms of our own. Connectors to other networks come later, and with them their cases.

One form, however often and however parallel it arrives, is one appeal with one code; an address for hooks answers
nobody; and nothing in the system opens a line outwards but what is named here.
"""

import ast
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from answerable.appeals import actions as appeals_actions
from answerable.appeals.models import Appeal
from answerable.appeals.testing import AT, make_world
from answerable.base.actor import STRANGER
from answerable.channels.models import Delivery, Message, Notice, RawDelivery
from answerable.ledger.models import Entry

pytestmark = pytest.mark.security
SOURCE = Path(__file__).parents[2] / "src"
OUTWARD = {
    "httpx",
    "urllib.request",
    "http.client",
    "requests",
    "smtplib",
    "socket",
    "ftplib",
    "telnetlib",
    "aiohttp",
    "imapclient",
}
"""Modules by which a line can be opened."""
NAMED = {
    "answerable/channels/email/outbound.py": "letters, by the mail server that is set",
    "answerable/channels/email/polling.py": "mailboxes, where one is set",
    "answerable/base/outside.py": "looks at the address of what strangers name, before it is fetched",
    "answerable/channels/email/smtp.py": "letters, told apart by how the line to the mail server broke",
    "answerable/channels/calling.py": "the networks and providers of the channels, and where they keep files",
    "answerable/channels/sms/outbound.py": "reads an answer; what asks is calling",
    "answerable/people/oidc.py": "the organisation's own sign-in, where it is set",
    "answerable/vault/scanning.py": "clamd, where it is set",
    "answerable/site/commands/web.py": "listens; opens nothing",
    "answerable_host/children.py": "lends the socket that listens; opens nothing",
    "answerable_host/listening.py": "listens; opens nothing",
    "answerable_host/serving.py": "asks its own web server whether it answers by now",
    "answerable_host/commands/drill.py": "the scratch database of a drill, on this machine",
    "answerable_verify/source.py": "a log's public files and witnesses, over https, by who verifies and by the sequencer",
}


@pytest.mark.django_db(transaction=True)
def test_s32_fifty_deliveries_at_once_and_all_again_later_are_one_appeal_and_one_letter():
    world = make_world()
    intake = world.intake(token="one-form-sent-fifty-times-in-parallel-0001", contact="a@b.example", way="email")
    answers, faults = [], []
    ready = threading.Barrier(10)

    def send() -> None:
        ready.wait()
        try:
            answers.extend(appeals_actions.register(by=STRANGER, at=AT, intake=intake) for _ in range(5))
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the test shows it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    later = appeals_actions.register(by=STRANGER, at=AT + timedelta(days=3), intake=intake)
    assert later.repeated
    assert {(one.number, one.code) for one in answers} == {(later.number, later.code)}
    assert sum(not one.repeated for one in answers) == 1
    assert (Appeal.objects.count(), Message.objects.count(), Delivery.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(deed="appeal.registered").count() == 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/hooks/", "/hooks/viber/x/"])
def test_s31_no_hook_answers_where_there_is_no_connector(where):
    make_world()
    for said in ({"data": b"{}", "content_type": "application/json"}, {"data": {"a": "b"}}):
        assert Client().post(where, **said).status_code == 404
    assert Message.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where",
    [
        "/hooks/telegram/x/",
        "/hooks/sms/x/",
        "/hooks/vk/x/",
        "/hooks/facebook/x/",
        "/hooks/voice/x/",
        "/hooks/voice/x/told/",
    ],
)
def test_s31_a_hook_keeps_nothing_of_whoever_does_not_know_the_secret(where):
    make_world()
    for said in ({"data": b'{"type": "message_new"}', "content_type": "application/json"}, {"data": {"a": "b"}}):
        assert Client().post(where, **said).status_code in {400, 403}
    assert (Message.objects.count(), RawDelivery.objects.count()) == (0, 0)


def _opened_by(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found & OUTWARD


def test_s33_nothing_opens_a_line_outwards_but_what_is_named_here():
    """A new way out has to be written down, and with it who says where it may lead."""
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts and path.name != "testing.py"]
    assert {str(path.relative_to(SOURCE)) for path in files if _opened_by(path)} == set(NAMED)


def test_s33_what_a_provider_names_leads_only_to_https_and_follows_nobody():
    from answerable.people import oidc

    for inside in (
        "http://169.254.169.254/keys", "http://[::1]/keys", "http://0x7f000001/", "http://2130706433/", "file:///etc/passwd",
        "gopher://x/", "//x/", "", "http://localhost.issuer.example/",
    ):  # fmt: skip
        with pytest.raises(oidc.UntrustedError):
            oidc._believed_address({"jwks_uri": inside}, "jwks_uri", "https://issuer.example")
    with oidc._http() as http:
        assert http.follow_redirects is False
        assert http.trust_env is False
        assert http.timeout.read == 5.0
