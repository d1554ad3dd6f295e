"""Letters leave by the mail server that `smtp_url` names, with the name and password that it means."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "bot@town.example", "p@ss/w%rd:#1?"
SEND = """
import django; django.setup()
from django.core.mail import send_mail
send_mail("subject", "text", None, ["somebody@town.example"])
"""


class Post:
    """A mail server that takes letters of one account."""

    def __init__(self) -> None:
        self.signed_in: list[tuple[bytes, bytes]] = []
        self.receivers: list[str] = []

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _way: str, given: LoginPassword) -> AuthResult:
        """Let one account in."""
        self.signed_in.append((given.login, given.password))
        return AuthResult(success=self.signed_in[-1] == (USER.encode(), PASSWORD.encode()))

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        """Take a letter."""
        del server, session
        self.receivers += envelope.rcpt_tos
        return "250 OK"


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on loopback, between two of ours
def test_a_percent_encoded_name_and_password_are_given_to_the_mail_server_as_they_are_meant(tmp_path: Path) -> None:
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    asks = {"authenticator": post.authenticate, "auth_required": True, "auth_require_tls": False}
    controller = Controller(post, hostname="127.0.0.1", port=port, **asks)
    controller.start()
    url = f"smtp://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}"
    environment = {
        **os.environ,
        "ANSWERABLE_HOME": str(tmp_path),
        "ANSWERABLE_SMTP_URL": url,
        "DJANGO_SETTINGS_MODULE": "answerable.site.settings",
    }
    try:
        subprocess.run([sys.executable, "-c", SEND], env=environment, check=True, timeout=120)
    finally:
        controller.stop()
    assert (post.signed_in, post.receivers) == ([(USER.encode(), PASSWORD.encode())], ["somebody@town.example"])
