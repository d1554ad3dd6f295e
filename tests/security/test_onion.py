"""The onion service: the documented torrc is one, its address is told where it should be, and only there "anonymous"."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from answerable.appeals.testing import make_world

pytestmark = pytest.mark.security
ONION = "http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"
HOST = ONION.removeprefix("http://")
PAGE = Path(__file__).parents[2] / "docs" / "operating" / "onion.md"
SAID = {
    "en": ("is anonymous", "is confidential"),
    "uk": ("анонімне", "конфіденційне"),
    "ru": ("анонимно", "конфиденциально"),
}


@pytest.fixture
def onion(db, settings) -> None:
    make_world()
    settings.ANSWERABLE = replace(settings.ANSWERABLE, onion_url=ONION)
    settings.ALLOWED_HOSTS = [HOST, "example.org", "testserver"]


def test_the_documented_torrc_is_one(tmp_path):
    tor = shutil.which("tor")
    if tor is None:
        pytest.skip("no tor here: install Debian's `tor`")
    lines = re.search(r"<!-- torrc: begins -->\n```\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert lines is not None
    (tmp_path / "data").mkdir(mode=0o700)
    torrc = tmp_path / "torrc"
    torrc.write_text(lines[1].replace("/var/lib/tor/answerable", str(tmp_path / "onion")), encoding="utf-8")
    command = [tor, "--verify-config", "-f", str(torrc), "--DataDirectory", str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    assert "Configuration was valid" in done.stdout
    bent = torrc.read_text(encoding="utf-8").replace("HiddenServicePort 80", "HiddenServicePort eighty")
    torrc.write_text(bent, encoding="utf-8")
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode != 0


@pytest.mark.parametrize("language", SAID)
def test_anonymous_is_said_to_who_came_by_the_onion_and_confidential_to_others(onion, language):
    anonymous, confidential = SAID[language]
    for host, said, unsaid in ((HOST, anonymous, confidential), ("example.org", confidential, anonymous)):
        lead = Client().get(f"/{language}/about/protection/", headers={"host": host}).content.decode()
        lead = lead.partition('class="lead">')[2].partition("</p>")[0]
        assert said in lead
        assert unsaid not in lead.replace(f"не {unsaid}", "")  # "it is not anonymous towards the network"


def test_the_address_is_told_on_public_pages_and_nowhere_else(onion):
    client = Client()
    told = client.get("/uk/about/?x=1", headers={"host": "example.org"})
    assert told.headers["Onion-Location"] == f"{ONION}/uk/about/?x=1"
    assert "Onion-Location" not in client.get("/uk/about/", headers={"host": HOST}).headers
    for private in ("/desk/sign-in/", "/desk/", "/healthz", "/uk/no-such-page/", "/uk/follow/message/"):
        assert "Onion-Location" not in client.get(private, headers={"host": "example.org"}).headers


def test_without_an_onion_service_nothing_is_told_and_no_onion_name_is_answered(db):
    make_world()
    client = Client()
    assert "Onion-Location" not in client.get("/uk/about/").headers
    assert client.get("/uk/about/", headers={"host": "another.onion"}).status_code == 400


def test_the_name_is_answered_once_it_is_set(tmp_path):
    said = "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)"
    told = {
        "ANSWERABLE_HOME": str(tmp_path),
        "ANSWERABLE_ONION_URL": ONION,
        "ANSWERABLE_PUBLIC_URL": "https://a.example",
    }
    words = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", said],
        env={**words, **told, "DJANGO_SETTINGS_MODULE": "answerable.site.settings"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"'{HOST}'" in done.stdout
    assert f"'https://a.example', '{ONION}'" in done.stdout
