"""`answerable channel`: mailboxes, bots and numbers at the command line, and what a recorded delivery would become."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

TEXT_SHOWN: Final = 2000  # characters of words


@click.group()
def command() -> None:
    """Set the ways in and out up, look whether they work, and find out why a letter went astray."""


@command.command("list")
def list_accounts() -> None:
    """Each account with its channel, body and state; no secret is shown."""
    from answerable.base.clock import now
    from answerable.channels.models import Account
    from answerable.channels.queries import health
    from answerable.people import queries as people_queries

    rows = list(Account.objects.order_by("channel", "name"))
    lights = {each.id: each for each in health.health(at=now())}
    for row in rows:
        each = lights.get(row.id)
        state = "shut" if each is None else f"{each.light} {each.why}".strip() if each.why else "in use"
        tested = "" if each is None or not each.tested_at else f"\ttested: {each.arrived_at or 'not proven yet'}"
        click.echo(f"{row.channel}\t{row.name}\t{people_queries.body(row.body).code}\t{state}{tested}")
    if not rows:
        click.echo("no account is set; letters go out by smtp_url, and nothing comes in")


@command.command("set")
@click.argument("channel")
@click.argument("name")
@click.option("--body", required=True, help="Code of the body whose account it is.")
@click.option(
    "--with", "given", multiple=True, metavar="SETTING=VALUE", help="A setting; @FILE as its value reads a file."
)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Last day of its token, where it has one.")
def set_account(channel: str, name: str, body: str, given: tuple[str, ...], expires: datetime | None) -> None:
    """Set the account NAME of CHANNEL up, or change it; what is not named stays."""
    from answerable.base.actor import SYSTEM
    from answerable.base.clock import now
    from answerable.base.verdict import InvalidError, MissingError
    from answerable.channels.actions import accounts

    known = _known(channel)
    settings = {name: value for name, _, value in (each.partition("=") for each in given)}
    if strange := sorted(settings.keys() - {each.name for each in known.settings}):
        names = ", ".join(each.name for each in known.settings)
        raise click.ClickException(f"{channel} has no setting {strange[0]!r}; it has: {names}")
    read = {
        key: Path(value[1:]).read_text(encoding="utf-8").strip() if value[:1] == "@" else value
        for key, value in settings.items()
    }
    try:
        accounts.set_account(
            by=SYSTEM,
            at=now(),
            channel=known.channel,
            name=name,
            body=body,
            settings=read,
            expires_on=expires.date() if expires else None,
        )
    except InvalidError as fault:
        raise click.ClickException("a name is made of a-z, 0-9 and dashes, 39 at most") from fault
    except MissingError as fault:
        raise click.ClickException(f"there is no body {body!r}") from fault
    click.echo("set")


@command.command()
@click.argument("channel")
@click.argument("name")
@click.option("--to", "address", default="", help="An address of ours; a mailbox writes to itself.")
def test(channel: str, name: str, address: str) -> None:
    """Send a message through the account NAME of CHANNEL, to see whether it arrives; `list` says when it did."""
    from django.conf import settings

    from answerable.base.actor import SYSTEM
    from answerable.base.clock import now
    from answerable.base.verdict import InvalidError, MissingError
    from answerable.channels.actions import accounts
    from answerable.channels.queries.accounts import account_named
    from answerable.channels.terms import Channel

    known = _known(channel)
    try:
        found = account_named(known.channel, name)
        own = found.settings.get("address", "").partition(",")[0] if known.channel is Channel.EMAIL else ""
        accounts.send_test(
            by=SYSTEM,
            at=now(),
            channel=known.channel,
            name=name,
            address=address or own,
            language=settings.LANGUAGE_CODE,
        )
    except MissingError as fault:
        raise click.ClickException("there is no such account in use") from fault
    except InvalidError as fault:
        raise click.ClickException("say with --to to which address it goes") from fault
    click.echo("on its way: the worker sends it")


@command.command()
@click.argument("channel")
@click.argument("name")
def shut(channel: str, name: str) -> None:
    """Shut the account NAME of CHANNEL: nothing more is taken or sent by it."""
    from answerable.base.actor import SYSTEM
    from answerable.base.clock import now
    from answerable.base.verdict import MissingError
    from answerable.channels.actions import accounts

    try:
        accounts.shut_account(by=SYSTEM, at=now(), channel=_known(channel).channel, name=name)
    except MissingError as fault:
        raise click.ClickException("there is no such account in use") from fault
    click.echo("shut")


@command.command()
@click.argument("channel")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--account", "name", default="", help="Read as for this account; without it as for one with no settings.")
def replay(channel: str, file: Path, name: str) -> None:
    """Say as JSON what each delivery in FILE would become, and write nothing: one .eml, or one JSON or form body a line."""
    from answerable.channels.queries import accounts
    from answerable.channels.terms import AccountFacts

    known = _known(channel)
    account = AccountFacts(id=0, channel=known.channel, name=name or "none", body=0, root=0)
    if name:
        account = accounts.account_named(known.channel, name)
    for raw in _deliveries(file):
        click.echo(json.dumps(_becomes(raw, account), ensure_ascii=False, indent=1, default=str))


def _known(channel: str) -> Any:
    """The integration of a channel, by its name."""
    from answerable.channels.integrations import INTEGRATIONS

    for each, integration in INTEGRATIONS.items():
        if each.value == channel:
            return integration
    names = ", ".join(each.value for each in INTEGRATIONS)
    raise click.ClickException(f"no such channel; there are: {names}")


def _deliveries(file: Path) -> Iterable[bytes]:
    raw = file.read_bytes()
    return [raw] if file.suffix in {".eml", ".msg"} else [line for line in raw.splitlines() if line.strip()]


def _becomes(raw: bytes, account: Any) -> dict[str, Any]:
    """What one delivery would become."""
    from answerable.base.incoming import UnreadableDeliveryError, Words
    from answerable.channels import reading

    try:
        parts = reading.read(raw, account)
    except UnreadableDeliveryError as fault:
        return {"becomes": "waits at the desk", "why": fault.reason}
    found = [_words(part, account) if isinstance(part, Words) else _other(part) for part in parts]
    return found[0] if len(found) == 1 else {"becomes": "several", "parts": found}


def _other(part: Any) -> dict[str, Any]:
    from answerable.base.incoming import Report

    if isinstance(part, Report):
        return {"becomes": "a report", "of": part.sent, "state": part.state, "why": part.why}
    return {"becomes": "nothing", "why": part.why}


def _words(words: Any, account: Any) -> dict[str, Any]:
    """Words with what a rule makes of them: which appeal, or what it would be registered as."""
    from django.conf import settings

    from answerable.appeals.rules import letters
    from answerable.channels.queries import deliveries

    about = deliveries.referred(words.refers, account=account, sender=words.sender)
    languages = [code for code, _name in settings.LANGUAGES]
    said: dict[str, Any] = {
        "becomes": f"words to {about}, if they come from its sender" if about else "an appeal",
        "from": words.sender,
        "name": words.name,
        "proof": words.proof,
        "heading": words.heading,
        "text": words.text[:TEXT_SHOWN],
        "cut off": len(words.whole) - len(words.text) if words.whole else 0,
        "refers": list(words.refers),
        "files": [{"name": each.name, "bytes": len(each.content or b"")} for each in words.files],
        "facts": dict(words.facts),
    }
    if not about:
        said["kind"] = letters.kind_of(words.heading, words.text).value
        told, default = words.language, settings.LANGUAGE_CODE
        said["language"] = letters.language_of(words.text, told=told, languages=languages, default=default)
    return said
