"""The two addresses of the database: `default` as the application's role, `owner` for migrations only."""

import os
from typing import Any, Final

from django.conf import settings as django_settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from answerable_host.cluster import roles
from answerable_host.cluster.server import ServerFolders
from answerable_host.config import AS_WORKER, POOLED, Config, load_config

ENGINE: Final = "answerable.site.postgresql"
TEST_DATABASE: Final = "ANSWERABLE_TEST_DATABASE"  # set by the test plugin


def connect_as(mark: str, value: str = "yes") -> None:
    """Let this process connect as the worker (`AS_WORKER`) or as a pooled web server (`POOLED`) from here on.

    Before the settings are read, or, in a process forked from one that has read them, before it connects.
    """
    os.environ[mark] = value
    if not django_settings.configured:
        return
    for name, address in connections.configure_settings(databases(load_config())).items():
        known = connections.settings[name]  # a connection that was never opened keeps this very object
        known.clear()
        known.update(address)


def addresses(config: Config) -> tuple[str, str]:
    """Where the application and the owner connect to."""
    if config.database_url:
        return config.database_url, config.database_owner_url or config.database_url
    place, name = ServerFolders(config.home), os.environ.get(TEST_DATABASE, roles.DATABASE)
    role = roles.WORKER if AS_WORKER in os.environ else roles.APP
    return roles.dsn(place, role, name), roles.dsn(place, roles.OWNER, name)


def databases(config: Config) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. Statements go to the server with their values apart, so that its log never holds them."""
    app, owner = addresses(config)
    size = {"min_size": 1, "max_size": config.threads + 1, "timeout": 10}
    pool = {"pool": size} if POOLED in os.environ else {}
    # by the connection itself, not by a statement after it, so that the worker's own connections step down, too
    stepping_down = {"options": f"-c role={roles.APP}"} if config.database_url and app == owner else {}
    default = _alias(app, {**pool, **stepping_down})
    default[
        "CONN_HEALTH_CHECKS"
    ] = not pool  # the pool's connections are looked at when they are lent, without a question
    return {
        "default": default,
        "owner": _alias(owner, {"options": "-c lock_timeout=4s"}),
    }


def _alias(url: str, options: dict[str, Any]) -> dict[str, Any]:
    words = conninfo_to_dict(url)
    named = {
        django: words.pop(libpq, "")
        for django, libpq in (
            ("NAME", "dbname"), ("USER", "user"), ("PASSWORD", "password"), ("HOST", "host"), ("PORT", "port"),
        )
    }  # fmt: skip
    return {
        "ENGINE": ENGINE,
        **named,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        # nothing is prepared by itself (a plan made for all values is a bad one for some lists); what asks for it is
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 1 << 30, **words, **options},
    }
