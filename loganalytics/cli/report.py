# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics report`: what the database holds about a range of time."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from loganalytics.cli import screen
from loganalytics.cli.options import database_option
from loganalytics.model_report import SECTIONS, UNITS, Report

_FOR_PEOPLE = ("terminal", "md")
_ROWS = 10  # of a section for people, unless --limit says otherwise


@click.command("report")
@click.argument("sections", metavar="[SECTION]...", nargs=-1, type=click.Choice(SECTIONS))
@click.option("--start", metavar="TIME", help="First moment of the range.")
@click.option("--end", metavar="TIME", help="End of the range; a date, month or year is included.")
@click.option("--by", type=click.Choice(UNITS), help="Rows of the timeline. Default: what fits.")
@click.option("--site", metavar="HOST", help="Only this site.")
@click.option(
    "--path",
    metavar="GLOB",
    help="Only pages like this, for example '/blog/*' (* any text, ? one character).",
)
@click.option(
    "--compare",
    metavar="RANGE",
    help="Show changes against an earlier range: previous, week, year or one of your own.",
)
@click.option(
    "--sort", metavar="COLUMN", help="Order rows by a column of numbers, by its JSON key."
)
@click.option("--ascending", is_flag=True, help="With --sort: the smallest first.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"Rows of a section, 0 for all. Default: {_ROWS} for people, all in JSON and CSV.",
)
@click.option("--all", "everything", is_flag=True, help="Every row, as --limit 0.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("terminal", "md", "json", "csv")),
    default="terminal",
    show_default=True,
    help="Tables for people (md: Markdown), or full values for programs.",
)
@database_option
def report(
    sections: tuple[str, ...],
    start: str | None,
    end: str | None,
    by: str | None,
    site: str | None,
    path: str | None,
    compare: str | None,
    sort: str | None,
    ascending: bool,
    limit: int | None,
    everything: bool,
    form: str,
    database: Path,
) -> None:
    """Show what people did on your site, and what the server did.

    Without a SECTION all of them: summary, timeline, pages, entry, exit, sources, referrers,
    countries, browsers, os, devices, screens, downloads, bots, status, recent. Without a range: the
    30 days that end with the last day that holds data.

    \b
    TIME is one of
      2026-10-31  2026-10  2026  2026-W44  a day, month, year or week
      2026-10-31T18:00                     an instant of the database's zone
      2026-10-31T18:00+02:00  1793469600   an instant with offset, UNIX seconds
      today  yesterday                     by this computer's clock
      7d                                   a start: 7 days that end with today

    \b
    --compare takes
      previous                             the equally long range directly before
      week                                 the same weekdays, whole weeks earlier
      year                                 the same weekdays, 52 weeks earlier
      2026-09  2026-09-01..2026-09-30      a day, month, year or week; two TIMEs

    CSV of one section is its table, of several one table of section, row, column and value; texts
    that a spreadsheet would run as a formula begin with an apostrophe.
    """  # noqa: D301 - a real backspace is what click looks for
    from loganalytics.reports.build import Request, build
    from loganalytics.reports.opening import open_database
    from loganalytics.reports.ordering import Order

    if everything and limit is not None:
        raise click.UsageError("--all and --limit exclude each other.")
    if ascending and sort is None:
        raise click.UsageError("--ascending needs --sort COLUMN.")
    request = Request(
        sections,
        start,
        end,
        by,
        site,
        path,
        limit=_rows(form, 0 if everything else limit),
        compare=compare,
        order=None if sort is None else Order(sort, ascending),
        trends=form == "terminal",
    )
    with open_database(database) as connection:
        found = build(connection, database, request, wall_clock())
    with screen.printing():
        _print(found, form)
    # A table has no room for what concerns all of it.
    for note in (*(found.notes if form == "csv" else ()), found.empty):
        if note:
            click.echo(note, err=True)


def _rows(form: str, limit: int | None) -> int:
    if limit is not None:
        return limit
    return _ROWS if form in _FOR_PEOPLE else 0


def wall_clock() -> datetime:
    """Now, for today, yesterday and 7d; a test may hold it."""
    return datetime.now(UTC)


def _print(found: Report, form: str) -> None:
    if form == "json":
        from loganalytics.render import as_json

        click.echo(as_json.dumps(found, ascii_only=not screen.speaks_unicode()))
    elif form == "md":
        from loganalytics.render import as_markdown

        click.echo(as_markdown.dumps(found), nl=False)
    elif form == "csv":
        from loganalytics.render import as_csv

        click.echo(as_csv.dumps(found), nl=False)
    else:
        from loganalytics.render import terminal

        terminal.write(found, sys.stdout, width=screen.width(), colour=screen.colour())
