"""The command line: `answerable serve` and what operators need besides; everything else is Django's.

Commands are modules with a `command`: those of `answerable_host.commands` need no Django, those of `site/commands` may.
They are found by name and imported when asked.
"""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Final, NoReturn

import click

from answerable.base import row_scope
from answerable.site import commands
from answerable_host import commands as bare
from answerable_host import config, serving
from answerable_host.cluster.binaries import NoServerError
from answerable_host.cluster.processes import AlreadyRunsError
from answerable_host.cluster.server import StuckError
from answerable_host.listening import PortTakenError

BARE: Final = frozenset(
    {"web", "processes", "worker", "sequencer", "mail", "survey", "translations", "typefaces"}
)  # see to Django and the database themselves
NO_DATABASE: Final = frozenset({"makemigrations", "check", "diffsettings", "findstatic", "help", "version"})
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.site.settings")


class CommandGroup(click.Group):
    """A group whose commands are modules of two packages; a name it does not know is Django's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of our own commands."""
        del ctx
        return sorted({**_modules(commands), **_modules(bare)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Our command, or a click command that hands its words to Django."""
        del ctx
        if module := _modules(bare).get(cmd_name):
            return _ours(module)
        module = _modules(commands).get(cmd_name)
        if module is None:
            return _of_django(cmd_name)
        if cmd_name in BARE:
            return _ours(module)
        import django

        django.setup()
        return _with_database(_ours(module))


def _modules(package: ModuleType) -> dict[str, str]:
    """The commands of a package: how an operator writes each, and its module."""
    names = (name for _, name, _ in iter_modules(package.__path__))
    return {name.rstrip("_").replace("_", "-"): f"{package.__name__}.{name}" for name in names}


def _ours(module: str) -> click.Command:
    found: click.Command = import_module(module).command
    return found


def _with_database(command: click.Command) -> click.Command:
    """The same command, with the database at hand while it runs."""
    run = command.invoke

    def invoke(ctx: click.Context) -> Any:
        row_scope.set_process_scope(row_scope.EVERYWHERE)  # an operator at the command line stands for the system
        with serving.database_at_hand(config.load_config(), say=_say):
            from answerable.ledger.actions import positions
            from answerable.site import timekeeping

            timekeeping.ask_database()  # what a command writes is dated by the clock that everybody goes by
            done = run(ctx)
            positions.tell()
            return done

    command.invoke = invoke  # type: ignore[method-assign] # click calls it on the object; a subclass would lose groups
    return command


def _say(words: str) -> None:
    click.echo(words, err=True)


def _of_django(name: str) -> click.Command | None:
    """Django's command of that name, if there is one."""
    import django
    from django.core.management import get_commands

    django.setup()
    if name not in get_commands():
        return None
    plain = click.Command(
        name,
        callback=lambda words: _run_django(name, words),
        params=[click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)],
        context_settings={"ignore_unknown_options": True, "help_option_names": []},
        help=f"Django's {name}.",
    )
    return plain if name in NO_DATABASE else _with_database(plain)


def _run_django(name: str, words: tuple[str, ...]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["answerable", name, *words])


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
def commands_() -> None:
    """A community and its police work together and hold each other to their word.

    Besides these commands Django's own are understood (migrate, makemigrations, shell, ...).
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line; faults that an operator can mend are said in plain words, without a traceback."""
    known: tuple[type[Exception], ...] = (
        config.ConfigError,
        NoServerError,
        StuckError,
        AlreadyRunsError,
        PortTakenError,
    )
    try:
        result: Any = commands_.main(args=arguments, prog_name="answerable", standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except known as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)


if __name__ == "__main__":
    main()
