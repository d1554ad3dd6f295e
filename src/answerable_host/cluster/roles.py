"""Roles and rights in the database: the same for our own server and for any other PostgreSQL from 15 on.

`answerable_owner` owns the tables and changes them (migrations); `answerable_app` serves pages: no superuser, no
right past row-level security, owner of nothing, no DDL; `answerable_worker` runs jobs with the application's rights;
`answerable_report` reads what a migration grants it; `answerable_backup` copies the whole server. New tables get
reading and writing for the application; a migration that wants less revokes it (the ledger does).
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import psycopg
from psycopg import sql

from answerable_host.cluster import server
from answerable_host.cluster.passwords import password

DATABASE: Final = "answerable"
OWNER: Final = "answerable_owner"
APP: Final = "answerable_app"
WORKER: Final = "answerable_worker"
REPORT: Final = "answerable_report"
BACKUP: Final = "answerable_backup"
PLAIN: Final = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
ATTRIBUTES: Final = {
    OWNER: f"LOGIN {PLAIN} NOREPLICATION",
    APP: f"LOGIN {PLAIN} NOREPLICATION CONNECTION LIMIT 40",
    WORKER: f"LOGIN {PLAIN} NOREPLICATION CONNECTION LIMIT 20",
    REPORT: f"LOGIN {PLAIN} NOREPLICATION",
    BACKUP: f"LOGIN {PLAIN} REPLICATION",
}
# Two arrays of numbers tell nothing by overlapping or not: only when PostgreSQL is told so does it search by the index
# of words before it asks row-level security. At a million appeals that is 50 ms for a search and not 220.
LEAKPROOF: Final = "ALTER FUNCTION pg_catalog.arrayoverlap(anyarray, anyarray) LEAKPROOF"
# What keeps residents' words out of the server's log, whatever goes wrong.
DISCREET: Final = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
}
OLDEST: Final = 150000  # server_version_num: PostgreSQL 15
Connection = psycopg.Connection[Any]
# Names in the order of the Ukrainian, Russian and Latin alphabets, on a server built without ICU as on any other:
# letters that Unicode keeps apart from their alphabet (ґ є і ї ё) get their place back.
_LETTERS: Final = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
_PLACES: Final = "".join(chr(0xE000 + place) for place in range(len(_LETTERS)))
IN_ORDER: Final = f"""
CREATE OR REPLACE FUNCTION in_order(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(lower(name), '{_LETTERS}ʼ’''`', '{_PLACES}') COLLATE "C"
"""


def dsn(place: server.ServerFolders, role: str, dbname: str = DATABASE) -> str:
    """The address of our own database for one role."""
    return f"postgresql://{role}:{password(place.home, role)}@/{dbname}?host={quote(place.host, safe='')}&port=5432"


def set_up(place: server.ServerFolders, *, dbname: str = DATABASE) -> None:
    """Make roles, database and rights on our own server; safe to repeat."""
    with server.connect(place) as boss:
        for role, attributes in ATTRIBUTES.items():
            _role(boss, role, f"{attributes} PASSWORD", password(place.home, role))
        boss.execute(sql.SQL("GRANT {} TO {}").format(_name(APP), _name(WORKER)))
        boss.execute(f"ALTER ROLE {APP} SET statement_timeout = '30s'")
        boss.execute(f"ALTER ROLE {APP} SET lock_timeout = '10s'")
        boss.execute(f"ALTER ROLE {WORKER} SET lock_timeout = '30s'")
        if not boss.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname]).fetchone():
            boss.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(_name(dbname), _name(OWNER)))
        boss.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(_name(dbname)))
        boss.execute(sql.SQL("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC"))
        readers = sql.SQL(", ").join(map(_name, (APP, WORKER, REPORT, BACKUP)))
        boss.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(_name(dbname), readers))
    with server.connect(place, dbname=dbname) as boss:
        boss.execute(LEAKPROOF)
    with server.connect(place, role=OWNER, dbname=dbname) as owner:
        grant(owner)


def prepare(owner_dsn: str, *, login: str) -> list[str]:
    """Make roles and rights on somebody else's server; returns in plain words what falls short there.

    `login` is the role as which the application connects; the same as the owner when only DATABASE_URL is given.
    Raises psycopg.Error where the roles are missing and may not be made; `asked` says what to ask for.
    """
    short: list[str] = []
    with psycopg.connect(owner_dsn, autocommit=True) as owner:
        if owner.info.server_version < OLDEST:
            raise server.StuckError(
                f"PostgreSQL 15 or newer is needed; this one is {owner.info.server_version // 10000}"
            )
        (me,) = owner.execute("SELECT current_user").fetchone() or ("",)
        for role in (APP, WORKER, REPORT):
            _role(owner, role, f"NOLOGIN {PLAIN} NOREPLICATION")
        if not _is_member(owner, login, APP):
            owner.execute(sql.SQL("GRANT {} TO {}").format(_name(APP), _name(login)))
        grant(owner)
    if login == me:
        short.append(
            f"the application connects as {login}, who owns the tables, and only steps down to {APP}: whoever takes "
            "over the application can step up again. Set DATABASE_OWNER_URL and a DATABASE_URL with another role.",
        )
    return short


def login_of(url: str) -> str:
    """The role as which an address connects."""
    with psycopg.connect(url) as connection:
        return connection.info.user


def asked() -> str:
    """What an administrator of another server runs once: roles, a discreet log, and a search that uses its index."""
    lines = [f"CREATE ROLE {role} NOLOGIN {PLAIN};" for role in (APP, WORKER, REPORT)]
    quiet = [f"ALTER SYSTEM SET {name} = '{value}';" for name, value in DISCREET.items()]
    lines += [f"GRANT {APP} TO <role of DATABASE_URL>;", f"{LEAKPROOF};  -- in the database of the installation"]
    return "\n".join([*lines, *quiet, "SELECT pg_reload_conf();"])


def grant(owner: Connection) -> None:
    """Rights on what the owner makes in future, and the order of names; run as the owner, safe to repeat."""
    for words in (
        IN_ORDER,
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {APP}, {REPORT}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
    ):
        owner.execute(words)


def loaded_libraries(connection: Connection) -> list[str]:
    """The libraries loaded into this session, as far as they have settings of their own.

    Which ones are loaded at start (`shared_preload_libraries`) only a superuser is told; but whichever way one came in,
    its settings stand under its name.
    """
    rows = connection.execute(
        "SELECT DISTINCT split_part(name, '.', 1) FROM pg_settings WHERE name LIKE '%.%' ORDER BY 1"
    )
    return [name for (name,) in rows]


def connection_faults(connection: Connection) -> list[str]:
    """What is wrong with the application's connection: rights it must not have, and settings that lose or leak."""
    found = [words for query, words in MUST_BE_EMPTY.items() if connection.execute(query).fetchone()]
    found += _loud_libraries(connection)
    for name, wanted in MUST_BE.items():
        (value,) = connection.execute("SELECT current_setting(%s)", [name]).fetchone() or ("",)
        if value not in wanted:
            found.append(f"{name} is {value}, it must be {' or '.join(wanted)}")
    return found


def _loud_libraries(connection: Connection) -> Iterator[str]:
    """What writes residents' words down beside the server's own log."""
    for library in loaded_libraries(connection):
        if library not in LOUD:
            continue
        setting, silent = LOUD[library]
        (value,) = connection.execute("SELECT current_setting(%s, true)", [setting or library]).fetchone() or ("",)
        if value not in silent:
            cure = f"{setting} is {value}, it must be {silent[0]}" if setting else "it must not be loaded"
            yield f"the library {library} in the database server writes down statements or their values: {cure}"


MUST_BE: Final = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
    "log_statement": ("none", "ddl"),
    **{name: (value,) for name, value in DISCREET.items()},
    "server_encoding": ("UTF8",),
}
# Libraries that write statements, plans or their values to the server's log, a file or a view: the setting that
# silences each, and the values that do. Without one it must not be loaded.
LOUD: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "auto_explain": ("auto_explain.log_min_duration", ("-1",)),
    "pgaudit": ("pgaudit.log", ("none", "ddl", "role", "ddl,role", "ddl, role")),
    "pg_stat_monitor": ("", ()),
    "pg_qualstats": ("", ()),
    "pg_show_plans": ("", ()),
    "pg_store_plans": ("", ()),
    "pg_query_state": ("", ()),
}
QUIET: Final = frozenset({"plpgsql", "pg_stat_statements", "citus", "pg_cron"})  # known to write no values
MUST_BE_EMPTY: Final = {
    "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper": "the application's role is a superuser",
    "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolbypassrls": "the application's role passes row security",
    "SELECT 1 FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user LIMIT 1": (
        "the application's role owns tables"
    ),
    "SELECT 1 WHERE has_schema_privilege('public', 'CREATE')": "the application's role may create tables",
}


def _name(word: str) -> sql.Identifier:
    return sql.Identifier(word)


def _role(boss: Connection, role: str, attributes: str, secret: str = "") -> None:
    """Make a role or bring an existing one of ours to these attributes."""
    there = boss.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if there and not secret:
        return  # on another's server an existing role is left as its administrator made it
    words = sql.SQL("{} ROLE {} {}").format(
        sql.SQL("ALTER" if there else "CREATE"),
        _name(role),
        sql.SQL(attributes),
    )
    boss.execute(words + sql.SQL(" {}").format(sql.Literal(secret)) if secret else words)


def _is_member(connection: Connection, login: str, role: str) -> bool:
    """Say whether a login may act as a role; from 16 on its maker is a member that may not."""
    right = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    row = connection.execute("SELECT pg_has_role(%s, %s, %s)", [login, role, right]).fetchone()
    return bool(row and row[0])
