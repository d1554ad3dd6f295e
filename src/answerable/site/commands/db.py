"""`answerable db`: PostgreSQL's own client for operators, entered as the role that they name."""

import os
import shutil
import subprocess
import sys

import click

from answerable.site import databases
from answerable_host import config
from answerable_host.cluster import roles, server

ROLES = {"app": roles.APP, "owner": roles.OWNER, "report": roles.REPORT, "superuser": server.SUPERUSER}


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--as", "role", type=click.Choice(sorted(ROLES)), default="app", show_default=True, help="Which role.")
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(role: str, words: tuple[str, ...]) -> None:
    """Open psql on the database. WORDS go to psql."""
    settings = config.load_config()
    if not settings.database_url:
        place = server.ServerFolders(settings.home)
        sys.exit(server.run_program(place, ["psql", *words], role=ROLES[role], dbname=roles.DATABASE))
    psql = shutil.which("psql") or str(server.program("psql"))
    app, owner = databases.addresses(settings)
    done = subprocess.run(
        [psql, *words], env={**os.environ, **_entered(owner if role == "owner" else app)}, check=False
    )
    sys.exit(done.returncode)


def _entered(url: str) -> dict[str, str]:
    """The address in libpq's variables, so that no password stands on a command line."""
    from psycopg.conninfo import conninfo_to_dict

    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    words = conninfo_to_dict(url)
    return {names[word]: str(value) for word, value in words.items() if word in names}
