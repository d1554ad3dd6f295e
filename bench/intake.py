"""Intake at the real door against two peers: pgbench writing the same rows, and django-helpdesk's public form."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import psycopg

import installation
from answerable_host.cluster import roles, server
from door import form

CLIENTS: Final = 8
HERE: Final = Path(__file__).parent


def door(port: int, seconds: float, supervisor: int) -> dict[str, Any]:
    """Registrations through HTTP, and what they cost the web processes and the database."""
    order = [sys.executable, str(HERE / "door.py"), str(port)]
    subprocess.run([*order, "3", str(CLIENTS)], check=True, stdout=subprocess.DEVNULL)  # warm-up
    before = installation.spent(supervisor)
    # memory is asked for when three quarters are over
    with subprocess.Popen([*order, str(seconds), str(CLIENTS)], stdout=subprocess.PIPE, text=True) as client:
        try:
            client.wait(seconds * 0.75)
        except subprocess.TimeoutExpired:
            under_load = installation.memory(supervisor)
        said = json.loads(client.communicate()[0])
    cost = installation.spent(supervisor) - before
    accepted = said["accepted"] or 1
    return {
        **said,
        "per_second": said["accepted"] / said["seconds"],
        "web_ms": cost.web * 1000 / accepted,
        "database_ms": cost.database * 1000 / accepted,
        "cpu_ms": cost.total * 1000 / accepted,
        "memory": under_load,
    }


def captured(home: Path) -> tuple[str, list[Any]]:
    """The very statement that one registration executes, with its values."""
    from django.test import Client

    from answerable.base import statement

    seen: list[tuple[str, Any]] = []
    execute = statement.execute

    def keep(text: bytes, values: list[Any]) -> Any:
        seen.append((text.decode(), values))
        return execute(text, values)

    del home
    statement.execute = keep
    try:
        answer = Client(HTTP_HOST="127.0.0.1").post(
            "/en/write/", data=form(1), content_type="application/x-www-form-urlencoded"
        )
    finally:
        statement.execute = execute
    if answer.status_code != 200:
        raise SystemExit(f"one registration answered {answer.status_code}")
    sql, given = seen[0]
    return re.sub(r"\$\d+", "%s", sql), list(given)


def script(sql: str, given: Sequence[Any]) -> str:
    """The statement as pgbench's script: the same bytes each time, but ids, delivery, code and one token drawn anew."""
    thing = next(value for value in given if isinstance(value, str) and value.startswith("appeal/"))
    appeal = int(thing.partition("/")[2])
    names = {appeal: ":ref::bigint", given[5]: ":message::bigint"}
    parts = sql.split("%s")
    with psycopg.connect("", autocommit=True) as connection:
        cursor = psycopg.ClientCursor(connection)
        words = [_word(cursor, place, value, names, thing, given) for place, value in enumerate(given)]
    text = parts[0] + "".join(word + rest for word, rest in zip(words, parts[1:], strict=True))
    draws = "".join(
        f"\\set {name} random(1, 9000000000000000000)\n" for name in ("ref", "message", "entry", "code", "rare")
    )
    return f"{draws}\\set n :n + 1\n{' '.join(text.split())};\n"


def _word(  # noqa: PLR0917 -- one line a kind of value; plain arguments of a thread or a look-up
    cursor: "psycopg.ClientCursor[Any]", place: int, value: Any, names: dict[Any, str], thing: str, given: Sequence[Any]
) -> str:
    """One value in the script."""
    del given
    if value == thing:
        return "('appeal/' || :ref::bigint)"
    if isinstance(value, int) and not isinstance(value, bool) and value in names:
        return names[value]
    if isinstance(value, bytes) and len(value) == 16:  # the case's name in the public log; a salt is drawn along
        return "decode(md5((:ref::bigint)::text), 'hex')"
    if place == 4:  # the delivery
        return "sha256((:ref::bigint || '-' || :code::bigint)::bytea)"
    if isinstance(value, list) and len(value) > 10:  # search tokens: a word that nobody used before among known ones
        return f"({cursor.mogrify('%s::bigint[]', [value[1:]])} || :rare::bigint)"
    return _drawn(cursor, value, names)


def _drawn(cursor: "psycopg.ClientCursor[Any]", value: Any, names: dict[Any, str]) -> str:
    """Ids that were seen for the first time are the entry's and then the code's; a locator is the next free one."""
    if isinstance(value, str) and len(value) == 7 and value.isdecimal():
        return f"(SELECT locator FROM bench_free WHERE n = :client_id::int * {FREE_EACH} + :n::int)"
    if isinstance(value, int) and not isinstance(value, bool) and value > 1 << 50 and value not in KNOWN:
        names[value] = ":entry::bigint" if ":entry::bigint" not in names.values() else ":code::bigint"
        return names[value]
    return str(cursor.mogrify("%s", [value]))


KNOWN: Final[set[int]] = set()  # ids of bodies, categories, profiles: the same in every registration


def know(connection: Any) -> None:
    """Learn which ids belong to the pack, so that only the rest is drawn anew."""
    for table in ("people_body", "law_category", "law_profile", "places_territory"):
        KNOWN.update(ref for (ref,) in connection.execute(f"SELECT id FROM {table}").fetchall())


FREE_EACH: Final = 50_000  # locators a client of pgbench, more than it can use in its seconds


def _set_free_locators_aside(place: server.ServerFolders) -> None:
    """Locators that no resident of this run was given: a collision would end pgbench, which the system just redraws."""
    with server.connect(place, dbname=roles.DATABASE) as boss:
        boss.execute("CREATE TABLE IF NOT EXISTS bench_free (n int PRIMARY KEY, locator text)")
        boss.execute("TRUNCATE bench_free")
        boss.execute(
            "INSERT INTO bench_free SELECT row_number() OVER () - 1, locator FROM (SELECT lpad(k::text, 7, '0') AS locator"
            " FROM generate_series(0, 9999999) AS k) AS every WHERE NOT EXISTS (SELECT FROM vault_follow_up_code AS taken"
            " WHERE taken.locator = every.locator) LIMIT %s",
            [CLIENTS * FREE_EACH],
        )
        boss.execute("GRANT SELECT ON bench_free TO answerable_app")
        boss.execute("ANALYZE bench_free")


def pgbench(home: Path, statement: str, seconds: int) -> dict[str, Any]:
    """The statement as fast as PostgreSQL's own client sends it: prepared, same server, same role, same durability."""
    place = server.ServerFolders(home)
    _set_free_locators_aside(place)
    path = home / "intake.pgbench"
    path.write_text(statement)
    order = [
        str(server.program("pgbench")), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds),
        "-D", "n=0", "-f", str(path),
    ]  # fmt: skip
    environment = server.environment(place, role=roles.APP, dbname=roles.DATABASE)
    done = subprocess.run(order, env=environment, capture_output=True, text=True, check=False)
    lines = dict(line.split(" = ", 1) for line in done.stdout.splitlines() if " = " in line)
    if done.returncode or "tps" not in lines:
        return {"failed": (done.stderr or done.stdout)[-600:]}
    return {
        "per_second": float(lines["tps"].split()[0]),
        "mean_ms": float(lines["latency average"].split()[0]),
        "failed": done.stderr[-300:] if "aborted" in done.stderr else "",
    }


def environment_of(home: Path) -> None:
    """Let libpq find the system's server as the application."""
    words = server.environment(server.ServerFolders(home), role=roles.APP, dbname=roles.DATABASE)
    os.environ.update({name: words[name] for name in ("PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD")})
