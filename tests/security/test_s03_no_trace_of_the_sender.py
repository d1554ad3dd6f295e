"""S03: who wrote anonymously has left no address, browser, language or referrer anywhere on a disk.

A running system behind one proxy, asked over a real socket; every request carries the marks. Among them one that fails
validation and one at which the database fails. Then the system is ended, so that everything it holds is on the disk, and
its whole folder, what it said on standard error and its temporary files are searched.
"""

import re
import sys
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql

from answerable.site.postgresql import rows
from answerable_host.cluster import roles, server
from tests.security import leaks
from tests.security.serving import DIRECT, FORWARDED, Installation, Page, Sender, served

pytestmark = [
    pytest.mark.machine_clock,
    pytest.mark.security,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.0/8"),
]


def _written(sender: Sender, words: str) -> Page:
    """A complaint about an officer, on both screens, anonymous."""
    first = sender.ask("GET", "/en/write/?kind=complaint")
    officers = re.search(r'<select[^>]*name="officer".*?</select>', first.body, re.DOTALL)
    assert officers
    officer = re.findall(r'<option value="(\d+)"', officers.group())[0]
    given = first.hidden | {"screen": "first", "kind": "complaint", "text": words, "officer": officer}
    second = sender.ask("POST", "/en/write/", given | {"go": "check"})
    return sender.ask("POST", "/en/write/", second.hidden | {"screen": "second", "go": "send"})


@dataclass
class Trace:
    """What a sender left behind, after the system has ended."""

    installation: Installation
    sender: Sender
    sent: Page
    failed: Page


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    folder = tmp_path_factory.mktemp("s03")
    marks = {name: leaks.mark(f"Mark{name}") for name in ("agent", "language", "referrer")}
    with served(folder) as installation:
        sender = Sender(installation.port, marks)
        for path in ("/", "/en/", "/en/write/", "/en/how-they-answer/", "/en/about/protection/", "/en/no-such-page/"):
            sender.ask("GET", path)
        empty = sender.ask("GET", "/en/write/")
        sender.ask("POST", "/en/write/", empty.hidden | {"screen": "first", "kind": "", "text": "", "go": "check"})
        sent = _written(sender, "He asked for money. Nobody may know that it was me.")
        with server.connect(installation.place, dbname=roles.DATABASE) as boss:
            boss.execute("ALTER TABLE channels_delivery RENAME TO gone")
            failed = _written(sender, "And now the server stumbles over this.")
            boss.execute("ALTER TABLE gone RENAME TO channels_delivery")
        code = "".join(re.findall(r"<span>(\d{4})</span>", sent.body))
        sender.ask("POST", "/en/follow/", {"code": "1234 5678 9012 3456 7890 1234"})
        sender.ask("POST", "/en/follow/", {"code": code})
        page = sender.ask("GET", "/en/follow/message/reply/")
        sender.ask("POST", "/en/follow/message/reply/", page.hidden | {"text": "It was on Friday.", "go": "send"})
        sender.ask("GET", "/en/follow/message/")
    return Trace(installation, sender, sent, failed)


def test_s03_the_requests_did_what_they_were_to_do(trace: Trace) -> None:
    """Otherwise the search below would be of an installation to which nothing happened."""
    statuses = [page.status for page in trace.sender.pages]
    assert (trace.sent.status, trace.failed.status) == (200, 500)
    assert 404 in statuses
    assert len("".join(re.findall(r"<span>(\d{4})</span>", trace.sent.body))) == 24
    assert "It was on Friday." in trace.sender.pages[-1].body
    assert "stumbles over this" not in trace.failed.body


def test_s03_no_mark_lies_on_any_disk(trace: Trace) -> None:
    words = [*trace.sender.marks.values(), FORWARDED, DIRECT]
    installation = trace.installation
    assert leaks.in_folder(installation.home, *words) == []
    assert leaks.in_folder(installation.spare, *words) == []
    assert leaks.in_file(installation.said, *words) == []


def test_s03_words_of_a_failed_statement_are_in_no_log(trace: Trace) -> None:
    logs = [trace.installation.said, *trace.installation.home.rglob("*.log")]
    hits = [hit for path in logs for hit in leaks.in_file(path, "stumbles over this", "asked for money")]
    assert hits == []
    assert any("channels_delivery" in path.read_text(errors="replace") for path in logs)  # it was logged that it failed


def test_s03_files_tell_no_time(trace: Trace) -> None:
    shelf = [path for path in (trace.installation.home / "files").rglob("*") if path.is_file()]
    assert {path.stat().st_mtime for path in shelf} <= {0.0}


def test_s03_no_cookie_outlives_the_browser_and_only_the_code_gets_one(trace: Trace) -> None:
    told = [value for page in trace.sender.pages for name, value in page.headers if name.lower() == "set-cookie"]
    assert [value for value in told if "max-age" in value.lower() or "expires" in value.lower()] == []
    assert {value.partition("=")[0] for value in told} <= {"follow"}


class _Loads(HTMLParser):
    """Addresses that a browser fetches, or sends to, by itself or at a press."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what this tag fetches."""
        given = dict(attrs)
        names = {"link": "href", "form": "action", "object": "data"}
        wanted = given.get(names.get(tag, "src")) if tag != "a" else None
        self.found += [wanted] if wanted else []


def test_s03_no_page_asks_a_third_party_for_anything(trace: Trace) -> None:
    for page in trace.sender.pages:
        reader = _Loads()
        reader.feed(page.body)
        assert [each for each in reader.found if urlsplit(each).netloc or each.startswith("//")] == []
        policy = {name.lower(): value for name, value in page.headers}.get("content-security-policy", "")
        if "<html" in page.body:
            assert "default-src 'none'" in policy
            assert not re.search(r"https?:|\*", policy)


def test_s03_titles_say_nothing_of_what_is_done(trace: Trace) -> None:
    titles = {re.search(r"<title>(.*?)</title>", page.body, re.DOTALL) for page in trace.sender.pages}
    said = " ".join(found.group(1).lower() for found in titles if found)
    assert said
    assert [word for word in ("complaint", "officer", "anonymous", "sealed", "dispute") if word in said] == []


def test_s03_what_is_kept_of_a_sealed_appeal_knows_the_day_and_nothing_finer(trace: Trace) -> None:
    """Every instant in every guarded table and in the journal; what lasts for minutes only (a session) is apart."""
    running = server.start(trace.installation.place, say=lambda _words: None, pdeathsig=True)
    fine: dict[str, set[str]] = {}
    try:
        with server.connect(trace.installation.place, dbname=roles.DATABASE) as boss:
            sealed = [ref for (ref,) in boss.execute("SELECT id FROM appeals_appeal WHERE tier = 'S'")]
            assert len(sealed) == 1
            for table in [*(rows.guarded().keys() - {"vault_follow_session"}), "vault_record", "ledger_entry"]:
                for column, instants in _instants(boss, table, sealed[0]).items():
                    if any(not _is_a_day(instant) for instant in instants):
                        fine.setdefault(table, set()).add(column)
    finally:
        server.stop(running)
    assert fine == {}


def _instants(boss: psycopg.Connection[Any], table: str, ref: int) -> dict[str, list[datetime]]:
    """The instants of an appeal's rows of a table, by column."""
    columns = dict(
        boss.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
        ).fetchall()
    )
    own = {"appeals_appeal", "vault_record"}
    link = "id" if table in own else next((each for each in ("appeal", "appeal_id", "thing") if each in columns), "")
    if not link:
        return {}  # of many appeals at once
    told = [name for name, kind in columns.items() if kind == "timestamp with time zone"]
    found: dict[str, list[datetime]] = {}
    for name in told:
        query = sql.SQL("SELECT {} FROM {} WHERE {} = %s AND {} IS NOT NULL").format(
            *map(sql.Identifier, (name, table, link, name))
        )
        value = f"appeal/{ref}" if link == "thing" else ref
        found[name] = [instant for (instant,) in boss.execute(query, [value])]
    return found


def _is_a_day(instant: datetime) -> bool:
    """Midnight of the place, or the end of a day (a date by which something is due)."""
    clock = instant.astimezone(ZoneInfo("Europe/Kyiv")).time()
    return (clock.hour, clock.minute) in {(0, 0), (23, 59)}
