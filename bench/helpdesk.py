"""The peer django-helpdesk: its public ticket form on the same PostgreSQL, in an environment of its own.

Installed on first use into `var/bench-helpdesk`; where that is impossible the benchmark says so and goes on.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any, Final

import installation
from door import WORDS

ROOT: Final = Path(__file__).parents[1] / "var" / "bench-helpdesk"
VENV: Final = ROOT / "venv"
PACKAGES: Final = ("django-helpdesk==2.6.1", "psycopg[binary]", "granian")
DATABASE: Final = "peer_helpdesk"
SETTINGS: Final = """
import os
SECRET_KEY, DEBUG, ALLOWED_HOSTS = "peer", False, ["127.0.0.1"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"],
    "USER": os.environ["PGUSER"], "PASSWORD": os.environ["PGPASSWORD"], "HOST": os.environ["PGHOST"],
    "PORT": os.environ["PGPORT"], "CONN_MAX_AGE": 600}}
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.messages", "django.contrib.admin", "django.contrib.humanize",
    "django.contrib.staticfiles", "rest_framework", "helpdesk"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
    "context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}}]
ROOT_URLCONF, WSGI_APPLICATION = "peer_urls", "peer_wsgi.application"
STATIC_URL, MEDIA_URL, MEDIA_ROOT, SITE_ID, USE_TZ = "/static/", "/media/", "media", 1, True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_TEAMS_MODE_ENABLED, HELPDESK_KB_ENABLED, HELPDESK_ACTIVATE_API_ENDPOINT = False, True, False
HELPDESK_TEAMS_MODEL, HELPDESK_TEAMS_MIGRATION_DEPENDENCIES = "auth.User", []
HELPDESK_KBITEM_TEAM_GETTER = lambda kbitem: None
LOGIN_URL = "/login/"
"""
URLS: Final = """
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""
WSGI: Final = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer_settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
SET_UP: Final = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "peer_settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from helpdesk.models import Queue
queue, _ = Queue.objects.get_or_create(slug="police", defaults={"title": "Police", "allow_public_submission": True})
print(queue.pk)
"""
CSRF: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def measured(home: Path, *, clients: int, seconds: float) -> dict[str, Any]:
    """Tickets a second through its form, or why there are none."""
    try:
        python = _installed()
        environment = _database(home)
        done = subprocess.run(
            [str(python), "-c", SET_UP], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            return {"failed": done.stderr[-600:]}
        return _served(environment, done.stdout.split()[-1], clients=clients, seconds=seconds)
    except (OSError, subprocess.SubprocessError, TimeoutError) as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def _installed() -> Path:
    python = VENV / "bin" / "python"
    if not (VENV / "bin" / "granian").exists():
        ROOT.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True, capture_output=True)
    for name, text in (("peer_settings", SETTINGS), ("peer_urls", URLS), ("peer_wsgi", WSGI)):
        (ROOT / f"{name}.py").write_text(text)
    return python


def _database(home: Path) -> dict[str, str]:
    """An empty database on the system's own server, for a superuser: it has no roles to separate."""
    from answerable_host.cluster import server

    place = server.ServerFolders(home)
    with server.connect(place) as boss:
        boss.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        boss.execute(f"CREATE DATABASE {DATABASE}")
    words = server.environment(place, role=server.SUPERUSER, dbname=DATABASE)
    words.pop("DJANGO_SETTINGS_MODULE", None)
    return words


def _served(environment: dict[str, str], queue: str, *, clients: int, seconds: float) -> dict[str, Any]:
    port = installation.free_port()
    order = [
        str(VENV / "bin" / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", "2",
        "--blocking-threads", "4", "--log-level", "warning", "peer_wsgi:application",
    ]  # fmt: skip
    with (ROOT / "served.log").open("wb") as log:
        process = subprocess.Popen(order, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process)
        _crowd(port, queue, clients=clients, seconds=2)  # warm-up
        return _crowd(port, queue, clients=clients, seconds=seconds)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            link.request("GET", "/tickets/submit/")
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("its form did not open: " + (ROOT / "served.log").read_text(errors="replace")[-400:])


def _crowd(port: int, queue: str, *, clients: int, seconds: float) -> dict[str, Any]:
    times: list[float] = []
    refused: list[str] = []
    began = time.monotonic()
    crowd = [
        threading.Thread(target=_one, args=(port, queue, began + seconds, number, times, refused))
        for number in range(clients)
    ]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    spent = time.monotonic() - began
    if not times:
        return {"failed": f"no ticket was taken: {refused[:1]}"}
    return {"per_second": len(times) / spent, "p50": sorted(times)[len(times) // 2] * 1000, "refused": len(refused)}


def _one(port: int, queue: str, until: float, number: int, times: list[float], refused: list[str]) -> None:  # noqa: PLR0917 -- plain arguments of a thread or a look-up
    """One visitor: opens the form once for its token, then sends ticket after ticket."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", "/tickets/submit/")
    answer = link.getresponse()
    token = CSRF.search(answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    if token is None:
        refused.append("no form")
        return
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Connection": "keep-alive"}
    count = 0
    while time.monotonic() < until and len(refused) < 20:
        words = [WORDS[(number * 7 + place * (place + count)) % len(WORDS)] for place in range(60)]
        fields = {
            "csrfmiddlewaretoken": token[1], "queue": queue, "title": f"{words[0]} {words[1]} {count}",
            "body": " ".join(words), "priority": "3", "submitter_email": f"resident{number}-{count}@example.org",
        }  # fmt: skip
        began = time.monotonic()
        link.request("POST", "/tickets/submit/", body=urllib.parse.urlencode(fields).encode(), headers=headers)
        answer = link.getresponse()
        page = answer.read()
        if answer.status == 302:
            times.append(time.monotonic() - began)
        else:
            refused.append(f"{answer.status} {page[:300]!r}")
        count += 1


if __name__ == "__main__":
    print(json.dumps(measured(Path(os.environ["ANSWERABLE_HOME"]), clients=8, seconds=15)))
