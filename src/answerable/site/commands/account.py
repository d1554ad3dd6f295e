"""`answerable account reset LOGIN`: a new first password, for when nobody is left who could give one on the pages."""

import click


@click.group()
def command() -> None:
    """Help a person who is locked out; on the record, as the system."""


@command.command()
@click.argument("login")
def reset(login: str) -> None:
    """Give LOGIN a new first password and remove its second factors.

    Whoever runs the server could sign in with it. So the person's seats that open sealed messages wait until a second
    person confirms them again on the pages, and the ledger shows the reset.
    """
    from answerable.base.actor import SYSTEM
    from answerable.base.clock import now
    from answerable.people import actions as people_actions
    from answerable.people import queries as people_queries

    account = people_queries.account_by_login(login)
    if account is None:
        raise click.ClickException(f"there is no open account with the sign-in name {login!r}")
    password = people_actions.reset_account(by=SYSTEM, at=now(), account=account.id)
    click.echo(f"first password of {login}, to be changed at the first sign-in: {password}")
