# SPDX-License-Identifier: GPL-3.0-or-later
"""The root command: finds the subcommands, and turns every failure into one line and a code."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
import traceback
from typing import Any, NoReturn

import click

from loganalytics import __version__
from loganalytics.alike import did_you_mean, question
from loganalytics.cli import stopping, streams
from loganalytics.cli.habits import commands_meant, options_meant
from loganalytics.errors import LogAnalyticsError, OutputError

# Imported when asked for, so that --help need not wait for what it does not use.
_COMMANDS = {
    "ingest": ("Read access logs into the database.", "loganalytics.cli.ingest:ingest"),
    "report": ("Print what the database knows of a time range.", "loganalytics.cli.report:report"),
    "snippet": (
        "Print the tracking pixel's HTML and server lines.",
        "loganalytics.cli.snippet:snippet",
    ),
    "status": (
        "Show what was ingested, and what became of every line.",
        "loganalytics.cli.status:status",
    ),
    "sql": ("Ask the database in SQL.", "loganalytics.cli.sql:sql"),
    "export": ("Write all that the database holds to files.", "loganalytics.cli.export:export"),
    "help": ("Explain a command, or what the numbers mean.", "loganalytics.cli.help:help_"),
    "verify-privacy": (
        "Search the database for what its logs hold of people.",
        "loganalytics.cli.verify:verify_privacy",
    ),
    "undo": (
        "Take an ingest back; its log can be ingested again.",
        "loganalytics.cli.undo:undo",
    ),
    "prune": ("Remove days that are over, once or at each ingest.", "loganalytics.cli.prune:prune"),
    "forget": ("Forget pages, sites or days.", "loganalytics.cli.forget:forget"),
    "backup": (
        "Write a copy of the database, whole, and check it.",
        "loganalytics.cli.backup:backup",
    ),
    "merge": ("Add what other databases hold.", "loganalytics.cli.merge:merge"),
    "check": ("Hold the stored numbers against each other.", "loganalytics.cli.check:check"),
    "compact": (
        "Write the database again, without what is unused in it.",
        "loganalytics.cli.compact:compact",
    ),
}


_HAD_ENOUGH = 141  # who reads stdout closed it, as `head` does: what a shell says of SIGPIPE


class Failure(click.ClickException):
    """A failure on its way to the user: one line on stderr, and the exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Print the line. Names in it come from files: nothing in them acts."""
        from loganalytics.cli.screen import message
        from loganalytics.render.cells import plain

        click.echo(message(f"loganalytics: {plain(self.message)}"), file=file, err=file is None)


def _usage(error: click.UsageError, command: str | None = None) -> Failure:
    """The failure of a command that was asked for in a way that it does not understand."""
    said = error.format_message()
    if isinstance(error, click.NoSuchOption):
        meant = options_meant(error.option_name, command) or error.possibilities or ()
        said = f"No such option {error.option_name!r}. {question(meant)}".rstrip()
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        said = error.message
        if isinstance(error.param_hint, str):
            said = f"{error.param_hint.strip(chr(39))}: {said}"
        elif isinstance(error.param, click.Option):
            said = f"{error.param.opts[-1]}: {said}"
    shown = f"loganalytics {command} --help" if command in _COMMANDS else "loganalytics --help"
    return Failure(f"{said.rstrip('.')} (see `{shown}`)", error.exit_code)


def _known(error: Exception) -> Failure | None:
    """What to say where it is the machine that has no more to give, or a name that cannot be."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EMFILE, errno.ENFILE):
        return Failure("no more files can be opened; allow more (`ulimit -n`), or try later", 75)
    text = str(error)
    no_thread = isinstance(error, RuntimeError) and "start new thread" in text
    # What the system's loader says of a library.
    no_room = isinstance(error, ImportError) and ("failed to map" in text or "allocate" in text)
    lacks = no_thread or no_room or isinstance(error, MemoryError)
    if lacks or number in (errno.ENOMEM, errno.EAGAIN):
        return Failure("the system gives no more memory or processes; try later", 75)
    if number == errno.EACCES and isinstance(error, OSError) and error.filename is not None:
        # Logs and country data have been asked for with care: it is on the way to a database.
        name = os.fsdecode(error.filename)
        return Failure(f"{name}: no permission to look for it; check those of its folders", 4)
    if number == errno.ENOENT and _folder_is_gone():
        return Failure("this folder was removed: go to one that is there, or name whole paths", 2)
    if number == errno.ENAMETOOLONG and isinstance(error, OSError):
        return Failure(f"{error.filename}: the name is too long; choose another one", 2)
    return None


def _folder_is_gone() -> bool:
    """Whether the folder that names are looked up in was removed."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


class _Root(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][1].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of one that is none, say which is called alike."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            meant = question(commands_meant(args[0]))
            if hint := meant or did_you_mean(args[0], _COMMANDS, 2):
                error.message += f" {hint}"  # type: ignore[misc]
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (text, _) in _COMMANDS.items()])

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:  # of --help
            raise click.exceptions.Exit(_HAD_ENOUGH) from None
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise _usage(error) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LogAnalyticsError as error:
            raise Failure(str(error), error.exit_code) from None
        except KeyboardInterrupt:
            kept = "; each source was added whole or not at all: run the same command again"
            of_ingest = ctx.invoked_subcommand == "ingest"
            raise Failure(f"interrupted{kept if of_ingest else ''}", stopping.INTERRUPTED) from None
        except (Failure, click.exceptions.NoArgsIsHelpError):
            raise
        except click.UsageError as error:
            raise _usage(error, ctx.invoked_subcommand) from None
        except click.ClickException as error:
            raise Failure(error.format_message(), error.exit_code) from None
        except BrokenPipeError:
            raise click.exceptions.Exit(_HAD_ENOUGH) from None
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001
            if (known := _known(error)) is not None:
                raise known from None
            # A bug. Its message could hold a log line, so only its kind and its place are shown.
            frames = "".join(traceback.format_tb(error.__traceback__))
            click.echo(f"{frames}{type(error).__name__}", err=True)
            raise Failure("this is a bug; please report the lines above", 1) from None


def main() -> NoReturn:
    """Run the command line as a program, and leave without tearing everything down.

    What must be closed is closed by then; giving back the memory of a run piece by piece to a
    system that takes it anyway would cost half a second.
    """
    streams.secure()
    code = 1
    try:
        cli()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except OutputError as error:  # of --help, which is printed before any command begins
        code = _failed(error)
    stopping.no_longer()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = code or _HAD_ENOUGH
    except OutputError as error:
        code = code or _failed(error)
    sys.stderr.flush()
    os._exit(code)


def _failed(error: LogAnalyticsError) -> int:
    Failure(str(error), error.exit_code).show()
    return error.exit_code


@click.group(
    cls=_Root,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 bug (verify-privacy: something was found), 2 usage, 3 a source "
    "cannot be read or no line of it parses, 4 database, 75 the database is locked: try later.",
)
@click.version_option(__version__, prog_name="loganalytics")
def cli() -> None:
    """Privacy-first web analytics from the access logs your server already writes."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A path may hold what the terminal's encoding lacks: show it escaped, do not fail.
        sys.stdout.reconfigure(errors="backslashreplace")
