"""What every answer tells the browser, and which answers no cache may keep."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from answerable.people.terms import Power
from answerable.people.testing import PASSWORD, make_body, make_person

pytestmark = pytest.mark.django_db


def signed_in() -> Client:
    make_person("ivanenko", make_body("unit"), Power.READ)
    client = Client()
    client.post("/desk/sign-in/", {"login": "ivanenko", "password": PASSWORD})
    return client


@pytest.mark.security
@pytest.mark.parametrize("page", ["/desk/sign-in/", "/desk/me/", "/no-such-page/", "/healthz"])
def test_every_answer_runs_nothing_foreign_and_tells_nobody(page) -> None:
    headers = signed_in().get(page).headers
    policy = headers["Content-Security-Policy"]
    parts = {part.split(" ", 1)[0]: part for part in policy.split("; ")}
    assert [parts[name] for name in ("default-src", "script-src", "style-src")] == [
        "default-src 'none'", "script-src 'self'", "style-src 'self'",
    ]  # fmt: skip
    assert ("unsafe" in policy, "http" in policy, "*" in policy) == (False, False, False)
    assert "require-trusted-types-for 'script'" in policy.split("; ")
    assert {
        name: headers[name]
        for name in (
            "Referrer-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
            "X-Frame-Options",
        )
    } == {
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }  # fmt: skip
    allowed = set(headers["Permissions-Policy"].split(", "))
    assert {
        "geolocation=(self)",
        "camera=()",
        "microphone=()",
    } <= allowed  # the place only for a page of ours that asks


@pytest.mark.security
@pytest.mark.parametrize("page", ["/desk/sign-in/", "/desk/me/", "/desk/absence/", "/no-such-page/", "/desk/none/"])
def test_s28_no_cache_keeps_what_is_not_public(page) -> None:
    assert signed_in().get(page).headers["Cache-Control"] == "no-store"


@pytest.mark.security
def test_s28_the_redirect_of_a_stranger_is_not_kept_either() -> None:
    assert Client().get("/desk/absence/").headers["Cache-Control"] == "no-store"


@pytest.mark.security
def test_pages_of_the_public_door_set_no_cookie() -> None:
    answer = Client().get("/en/")
    assert dict(answer.cookies) == {}


@pytest.mark.security
@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        ("null", "same-origin", 302),
        ("null", "", 302),
        ("null", "cross-site", 403),
        ("null", "same-site", 403),
        ("https://elsewhere.example", "cross-site", 403),
        ("http://testserver", "same-origin", 302),
    ],
)
def test_a_form_of_ours_is_taken_without_a_referrer_and_anothers_is_not(origin, site, status) -> None:
    make_person("ivanenko", make_body("unit"), Power.READ)
    client = Client(enforce_csrf_checks=True)
    client.get("/desk/sign-in/")
    words = {
        "login": "ivanenko",
        "password": PASSWORD,
        "csrfmiddlewaretoken": client.cookies["csrf"].value,
    }
    headers = {"origin": origin, **({"sec-fetch-site": site} if site else {})}
    assert client.post("/desk/sign-in/", words, headers=headers).status_code == status


@pytest.mark.security
@pytest.mark.parametrize("page", ["/follow/", "/en/follow/", "/en/follow/message/reply/", "/en/follow/leave/"])
@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "null"}, True),
        ({}, True),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://testserver"}, False),
        ({"origin": "https://elsewhere.example"}, False),
    ],
)
def test_no_other_site_begins_or_ends_the_session_of_whoever_follows(page, headers, taken) -> None:
    answer = Client(enforce_csrf_checks=True).post(page, {"code": "1"}, headers=headers)
    assert (answer.status_code != 403) is taken


@pytest.mark.security
def test_a_form_without_its_token_is_refused_wherever_it_comes_from() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/desk/sign-in/")
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert client.post("/desk/sign-in/", {"login": "a", "password": "b"}, headers=headers).status_code == 403


COOKIES = """
from answerable.site import settings as s
for name in ("SESSION_COOKIE", "CSRF_COOKIE"):
    words = ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
    print(*(getattr(s, f"{name}_{word}") for word in words))
print(s.SECURE_HSTS_SECONDS > 0)
"""


@pytest.mark.security
def test_s26_under_https_cookies_belong_to_this_host_and_travel_encrypted(tmp_path) -> None:
    words = {**os.environ, "ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_PUBLIC_URL": "https://answers.example"}
    said = subprocess.run([sys.executable, "-c", COOKIES], env=words, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["__Host-session True True Strict", "__Host-csrf True True Strict", "True"]


def test_the_system_hashes_passwords_with_argon2_at_its_full_cost() -> None:
    """Tests hash quickly (`answerable.site.testing`); the setting of the system itself is this one."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from answerable.site import settings as installed

    assert installed.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert (Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost) == (2, 102_400)
