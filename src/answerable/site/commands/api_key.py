"""`answerable api-key issue | list | revoke`: the keys by which other people's programs come in."""

from datetime import timedelta

import click

from answerable.base.actor import SYSTEM
from answerable.base.clock import now
from answerable.base.verdict import MissingError, NotNowError
from answerable.people import actions as people_actions
from answerable.people import queries as people_queries
from answerable.people.queries import api_keys
from answerable.people.terms import ApiScope


@click.group()
def command() -> None:
    """Keys by which other people's programs come in; on the record, as the system."""


@command.command()
@click.argument("body")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice([*ApiScope]), default=[ApiScope.OPEN311])
@click.option("--days", type=click.IntRange(1, 3650), default=365, help="How long it holds.", show_default=True)
def issue(body: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Issue a key for BODY (its code in the pack) to the program that people call NAME. It is told once."""
    try:
        found = people_queries.body(body).id
    except MissingError:
        raise click.ClickException(f"the pack has no body {body!r}") from None
    at = now()
    key, text = people_actions.issue_api_key(
        by=SYSTEM, at=at, body=found, name=name, scopes=map(ApiScope, scopes), ends_at=at + timedelta(days=days)
    )
    click.echo(f"key {key.id} of {name}, until {key.ends_at:%Y-%m-%d}: {text}")


@command.command("list")
def list_() -> None:
    """Every key there was, the newest first; never its text."""
    at = now()
    for key in api_keys.api_keys():
        state = "taken back" if key.revoked_at else "over" if at >= key.ends_at else f"until {key.ends_at:%Y-%m-%d}"
        click.echo(f"{key.id}  {state:<16}  {key.body.code:<20}  {','.join(key.scopes):<10}  {key.name}")


@command.command()
@click.argument("key", type=int)
def revoke(key: int) -> None:
    """Take a key back, from this moment on."""
    try:
        people_actions.revoke_api_key(by=SYSTEM, at=now(), key=key)
    except MissingError:
        raise click.ClickException(f"there is no key {key}") from None
    except NotNowError:
        raise click.ClickException("it was taken back before") from None
    click.echo("taken back")
