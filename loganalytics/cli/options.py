# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that several commands share."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from loganalytics.alike import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from loganalytics.parse.addresses import Network


class HomePath(click.Path):
    """A path; `~` is a home folder also where no shell puts that in its place, as in crontabs."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """The path; fails as click does."""
        return super().convert(os.path.expanduser(value), param, ctx)


# Whether a path can be read shows where it is read: click would make of it a usage error of all.
ANY_PATH = HomePath(path_type=Path, readable=False)
LOG = HomePath(readable=False)

Command = TypeVar("Command", bound=Callable[..., Any])


def default_database() -> Path:
    """Return the database in the user's data folder."""
    from platformdirs import user_data_path

    try:
        return user_data_path("loganalytics") / "loganalytics.duckdb"
    except RuntimeError:  # a user whom the system does not know, and no HOME
        raise click.UsageError("there is no home folder; name the database with --db") from None


class Single(click.Option):
    """An option with a text, or None, that is refused where it is given twice.

    It says what a report or an erasure is about: who gives two means both, and not the last.
    """

    def __init__(self, names: list[str] | None = None, **attributes: Any) -> None:
        super().__init__(names, multiple=True, callback=_only, **attributes)


def _only(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> str | None:
    if values and len(values) > 1:
        raise click.BadParameter(f"given {len(values)} times, where only one can hold", ctx, param)
    return values[0] if values else None


def database_option(command: Command) -> Command:
    """Add `--db PATH`, which arrives as `database: Path`."""
    return click.option(
        "--db",
        "database",
        type=ANY_PATH,
        envvar="LOGANALYTICS_DB",
        show_envvar=True,
        default=default_database,
        metavar="PATH",
        help="The database. Without it: loganalytics.duckdb in your data folder.",
    )(command)


def wait_option(default: float = 5) -> Callable[[Command], Command]:
    """Add `--wait SECONDS`, which arrives as `wait: float`."""
    return click.option(
        "--wait",
        type=Seconds(),
        metavar="SECONDS",
        default=default,
        show_default=True,
        help="Wait so long for another process to be done with the database, then end with exit "
        "code 75.",
    )


class Number(click.IntRange):
    """A whole number of a range. `what` says what a text is not that is none of these."""

    name = "number"

    def __init__(self, what: str, min: int, max: int | None = None) -> None:
        super().__init__(min, max)
        self._what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of a text; fails as click does."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no {self._what}", param, ctx)


ROWS = Number("number of rows, such as 20, or 0 for all", 0)


class Seconds(click.ParamType[float]):
    """A time to wait, from 0 on; `inf` is without end."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number of a text; fails as click does."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = nan
        if not seconds >= 0:  # which holds of no comparison with nan
            self.fail(f"{value!r} is no number of seconds from 0 on", param, ctx)
        return seconds


class Size(click.ParamType[int]):
    """A number of bytes: `400MB`, `1.5 GB`, `512MiB`; without a unit, bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Bytes of a text; fails as click does."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", str(value).strip().lower())
        if found is None:
            self.fail(f"{value!r} is no size, such as 400MB or 1GB", param, ctx)
        number, unit, binary = found.groups()
        return int(float(number) * (1024 if binary else 1000) ** " kmgt".index(unit or " "))


class Share(click.ParamType[float]):
    """A share from 0% to 100%, or as a number below 1, as a number from 0 to 1.

    1 without its % could be all or one in a hundred, so it is refused.
    """

    name = "share"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number of a text; fails as click does."""
        if isinstance(value, float):
            return value
        text = str(value).strip()
        if re.fullmatch(r"0?\.\d+", text, re.ASCII):
            return float(text)
        found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", text, re.ASCII)
        if found is None or float(found[1]) > 100:
            said = "is no share, such as 5% or 0.05; from 1 on it needs its %"
            self.fail(f"{value!r} {said}", param, ctx)
        return float(found[1]) / 100


class Expression(click.ParamType[str]):
    """A regular expression of Python, as its text."""

    name = "regex"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, if it is one; fails as click does."""
        try:
            # As it will be used: what says something of the whole expression cannot stand inside.
            re.compile(f"x|(?:{value})")
        except (re.error, OverflowError, RecursionError) as error:
            self.fail(f"{value!r} is no regular expression: {error}", param, ctx)
        return str(value)


class Address(click.ParamType["Network"]):
    """An address or a network of IP."""

    name = "address"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Network:
        """The network; fails as click does."""
        from loganalytics.parse.addresses import network

        try:
            return network(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is no address or network, such as 192.0.2.7 or 2001:db8::/48",
                param,
                ctx,
            )


class SectionName(click.ParamType[str]):
    """The name of a section of the report, whatever the case of its letters."""

    name = "section"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; fails as click does, and says which is called alike."""
        from loganalytics.model_report import SECTIONS

        text = str(value).lower()
        if text in SECTIONS:
            return text
        if text.startswith("/"):  # what the shell made of a pattern, or a path without its option
            said = "Name pages with --path, and put patterns in quotes: --path '/blog/*'."
        else:
            said = did_you_mean(text, SECTIONS, 3) or f"There are {', '.join(SECTIONS)}."
        self.fail(f"There is no section {value!r}. {said}", param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The sections that begin so, in their order."""
        from click.shell_completion import CompletionItem

        from loganalytics.model_report import SECTIONS

        return [CompletionItem(name) for name in SECTIONS if name.startswith(incomplete.lower())]


class Parameter(click.ParamType[str]):
    """The name of a parameter of a query."""

    name = "parameter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; fails as click does."""
        if not re.fullmatch(r"[\w.\[\]~-]{1,64}", str(value), re.ASCII):
            self.fail(f"{value!r} is no name of a parameter, such as q or page", param, ctx)
        return str(value)


def pixel_option(command: Command) -> Command:
    """Add `--pixel PATH`, which arrives as `pixel: str`."""
    return click.option(
        "--pixel",
        default="/pixel.gif",
        show_default=True,
        metavar="PATH",
        help="The tracking pixel.",
    )(command)


def keep_query_option(what: str) -> Callable[[Command], Command]:
    """Add `--keep-query PARAM`, which arrives as `keep_query: tuple[str, ...]`."""
    return click.option(
        "--keep-query",
        type=Parameter(),
        multiple=True,
        metavar="PARAM",
        help=f"{what}. May be repeated.",
    )
