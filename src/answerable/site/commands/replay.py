"""`answerable replay`: after a restore, bring the database to this version and do again what was erased since."""

import json

import click


@click.command()
@click.option("--report", default=0, metavar="N", help="Say in JSON what opens of a sample of N.")
def command(report: int) -> None:
    """Do again what the book of erasures says. `restore` runs this; it is safe to repeat."""
    from django.conf import settings
    from django.core.management import call_command

    from answerable.base.clock import now
    from answerable.ledger.actions import holding
    from answerable.site.backups import numbers, replaying
    from answerable_host.backups import erasures

    if report:
        from answerable.site.backups import examining

        click.echo(json.dumps(examining.report(sample=report)))
        return
    call_command("migrate", interactive=False, verbosity=0)
    holding.hold_rows(at=now())
    replaying.end_all_sessions()
    numbers.begin_new_series()
    done, passed, stumbled = replaying.replay(list(erasures.read_erasures([settings.ANSWERABLE.home])))
    click.echo(f"{done} erasures and withdrawals done again, {passed} were done already or concern what is not here")
    if stumbled := [*stumbled, *replaying.read_on()]:
        raise click.ClickException("; ".join(stumbled))
