# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks before something is destroyed, and says what was done; both on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from loganalytics.cli import stopping
from loganalytics.cli.main import Failure
from loganalytics.cli.screen import message
from loganalytics.errors import UsageError
from loganalytics.render.cells import plain, size

if TYPE_CHECKING:
    from loganalytics.ops.erasure import Erased
    from loganalytics.ops.rewrite import Rewritten

Command = TypeVar("Command", bound=Callable[..., Any])


def yes_option(command: Command) -> Command:
    """Add `--yes`."""
    return click.option("-y", "--yes", is_flag=True, help="Do not ask.")(command)


def say(text: str) -> None:
    """Print a line for people. Names in it come from files: nothing in them acts."""
    click.echo(message(plain(text)), err=True)


def agreed(question: str, *, yes: bool) -> bool:
    """Whether to go on. Raises `UsageError` where there is nobody to ask."""
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():  # None: it was closed
        raise UsageError(
            "nothing was changed: without a terminal nobody can be asked; add --yes to go on"
        )
    # Not click's confirm: it writes to stdout even where it is told not to.
    try:
        click.echo(f"{message(f'{plain(question)} [y/N]')} ", nl=False, err=True)
        answer = input().strip().lower() in ("y", "yes")
    except (KeyboardInterrupt, EOFError):
        say("")
        raise Failure("interrupted; nothing was changed", 130) from None
    if not answer:
        say("Nothing was changed.")
    return answer


@contextmanager
def at_work(failed: str = "nothing was changed") -> Iterator[None]:
    """Let signals undo what is half done, and keep what is made to the user alone."""
    stopping.on_sigterm()
    os.umask(0o077)
    try:
        yield
    except KeyboardInterrupt:
        raise Failure(f"interrupted; {failed}", 130) from None


@contextmanager
def upgrade_told(database: Path, *, quiet: bool = False) -> Iterator[None]:
    """Say at the end if the database was brought up to this version inside."""
    from loganalytics.store import before_upgrade

    kept = before_upgrade(Path(os.path.realpath(database)))
    was_kept = kept.exists()
    yield
    if kept.exists() and not was_kept and not quiet:
        say(f"{database} was brought up to this version; as it was before: {kept}")


def sizes(database: Path, done: Rewritten) -> str:
    """What became of the file, and what did not of copies that upgrades left beside it."""
    text = f"{database} was written again: {size(done.size_before)}, now {size(done.size_after)}."
    path = database.resolve()
    kept = sorted(each.name for each in path.parent.glob(f"{escape(path.name)}.before-*"))
    return f"{text} As it was before an upgrade is still {', '.join(kept)}." if kept else text


def some(count: int, what: str) -> str:
    """A number and its noun, `1 visit`, `2 visits`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def counted(erased: Erased) -> str:
    """What an erasure comes to, `3 pageviews, 1 visit, 12 hits of 2026-10-12 to 2026-10-14`."""
    numbers = [some(erased.pageviews, "pageview"), some(erased.visits, "visit")]
    numbers += [some(erased.hits, "hit")] if erased.hits else []
    if erased.downloads and not erased.hits:  # else they are among them
        numbers.append(some(erased.downloads, "download"))
    days = {str(day) for day in (erased.first, erased.last) if day is not None}
    return ", ".join(numbers) + (f" of {' to '.join(sorted(days))}" if days else "")
