# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics report`: what the database holds about a range of time."""

from __future__ import annotations

import importlib
import io
import threading
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import click

from loganalytics.cli import output, screen
from loganalytics.cli.clock import wall_clock
from loganalytics.cli.options import (
    ROWS,
    HomePath,
    SectionName,
    Single,
    database_option,
    wait_option,
)
from loganalytics.model_report import UNITS, Report

_RENDERERS = {"terminal": "terminal", "md": "as_markdown", "html": "page.document"}
_RENDERERS |= {"json": "as_json", "csv": "as_csv"}
_FORMS = {f".{form}": form for form in ("md", "html", "json", "csv")} | {".htm": "html"}
_TEXTS = (".txt", ".log")
_ROWS = {"terminal": 10, "md": 10, "html": 100}  # of a section, unless --limit says otherwise


@click.command("report")
@click.argument("sections", metavar="[SECTION]...", nargs=-1, type=SectionName())
@click.option(
    "--start",
    cls=Single,
    metavar="TIME",
    help="First moment of the range. Without it: 30 days up to its end.",
)
@click.option(
    "--end",
    cls=Single,
    metavar="TIME",
    help="End of the range; a date, month or year is included. Without it: the last day that holds "
    "data, or today after a start by the clock, such as 7d.",
)
@click.option(
    "--by",
    type=click.Choice(UNITS, case_sensitive=False),
    help="Rows of the timeline. Default: what fits.",
)
@click.option("--site", cls=Single, metavar="HOST", help="Only this site.")
@click.option(
    "--path",
    cls=Single,
    metavar="GLOB",
    help="Only pages like this, for example '/blog/*' (* any text, ? one character).",
)
@click.option(
    "--where",
    metavar="CONDITION",
    multiple=True,
    help="Only pageviews with this, as in country=DE, browser=Firefox or 'path!=/blog/*'.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Add what became of every line read: the sections outcomes and ingests.",
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
    type=ROWS,
    metavar="N",
    help="Rows of a section, 0 for all; timelines, hours and outcomes are whole unless sorted. "
    "Default: 10 on a terminal and in Markdown, up to 100 in HTML, all in JSON and CSV.",
)
@click.option("--all", "everything", is_flag=True, help="Every row, as --limit 0.")
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_RENDERERS), case_sensitive=False),
    metavar="FORMAT",
    help="terminal, tables; md, the same to be pasted as Markdown; html, a page for a browser; "
    "json or csv, full values for programs. Default: what --output ends in; terminal "
    "without an ending and for .txt and .log.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=HomePath(path_type=Path, readable=False, allow_dash=True),
    metavar="FILE",
    default=output.STDOUT,
    help="Where to write it, - for standard output, which is the default.",
)
@database_option
@wait_option()
def report(
    sections: tuple[str, ...],
    start: str | None,
    end: str | None,
    by: str | None,
    site: str | None,
    path: str | None,
    where: tuple[str, ...],
    compare: str | None,
    sort: str | None,
    ascending: bool,
    explain: bool,
    limit: int | None,
    everything: bool,
    form: str | None,
    target: Path,
    database: Path,
    wait: float,
) -> None:
    """Show what people did on your site, and what the server did.

    Without a SECTION all of them, but for the last two: summary, timeline, hosts, pages, entry,
    exit, channels, sources, referrers, campaigns, utm_sources, utm_mediums, utm_terms,
    utm_contents, countries, languages, browser_families, browsers, os, devices, screens, pixel,
    hours, events, downloads, bandwidth, response_times, errors, broken_links, error_timeline,
    status, bots, ai_crawlers, ai_pages, recent, outcomes, ingests. People see hosts only where
    there are several, screens and pixel only where a pixel told something. Without a range: the
    30 days that end with the last day that holds data.

    \b
    TIME is one of
      2026-10-31  2026-10  2026  2026-W44  a day, month, year or week
      2026-10-31T18:00                     an instant of the database's zone
      2026-10-31T18:00+02:00  1793469600   an instant with offset, UNIX seconds
      today  yesterday                     by this computer's clock
      this-week  last-month  last-year     this or last week, month, year by it
      7d  4w                               a start: 7 days or 4 weeks until today
      all                                  a start: the first day with data

    \b
    --where takes FIELD=VALUE or FIELD!=VALUE, with * and ? as in --path; FIELD is
      path, source, channel, campaign, browser, os, device, screen, or
      country, by its code or its name: DE, Germany; of a browser without a
      version all versions are meant

    \b
    --compare takes
      previous                             the equally long range directly before
      week                                 the same weekdays, whole weeks earlier
      year                                 the same weekdays, 52 weeks earlier
      2026-09  2026-09-01..2026-09-30      a day, month, year or week; two TIMEs
      yesterday  last-month  last-year     the day, week, month, year by the clock

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
    output.check(target, database)
    form = form or _form_of(target)
    rows = 0 if everything else limit
    request = Request(
        sections,
        start,
        end,
        by,
        site,
        path,
        where,
        explain=explain,
        limit=_ROWS.get(form, 0) if rows is None else rows,
        compare=compare,
        order=None if sort is None else Order(sort, ascending),
        trends=form == "terminal",
        brief=form not in ("json", "csv"),
    )
    with suppress(RuntimeError):  # the system gives no more threads
        threading.Thread(target=_load, args=(form,), daemon=True).start()
    with open_database(database, wait) as connection:
        found = build(connection, database, request, wall_clock())
    on_screen = target == output.STDOUT
    with screen.printing() if on_screen else nullcontext():
        output.write(_text(found, form, whole=rows is not None, on_screen=on_screen), target)
    # A table has no room for what concerns all of it.
    missing = [note for each in found.sections if each.partial for note in each.notes]
    for note in dict.fromkeys((*((*found.notes, *missing) if form == "csv" else ()), found.empty)):
        if note:
            click.echo(screen.message(note), err=True)


def _form_of(target: Path) -> str:
    """The format that the name of a file asks for."""
    ending = target.suffix.lower()
    # What begins with a digit belongs to a date or a number: report.2026-10, report.2026-W44.
    if ending in _TEXTS or not ending[1:2].isalpha():
        return "terminal"
    if ending not in _FORMS:
        raise click.UsageError(
            f"No format is named by {ending}: a file may end in {', '.join(_FORMS)}, for tables in"
            f" {', '.join(_TEXTS)} or nothing; else add --format {', '.join(_RENDERERS)}."
        )
    return _FORMS[ending]


def _text(found: Report, form: str, *, whole: bool, on_screen: bool) -> str:
    """The report as it will be written; `whole` if its rows were asked for by number."""
    ascii_only = on_screen and not screen.speaks_unicode()
    render = _renderer(form)
    if form == "terminal":
        printed = io.StringIO()
        colour = on_screen and screen.colour()
        render.write(found, printed, width=screen.width(), colour=colour)
        return screen.printable(printed.getvalue()) if on_screen else printed.getvalue()
    if form == "json":
        return f"{render.dumps(found, ascii_only=ascii_only)}\n"
    if form == "html":
        return str(render.dumps(found, whole=whole, ascii_only=ascii_only))
    text = str(render.dumps(found))
    return screen.printable(text) if on_screen and form == "md" else text


def _load(form: str) -> None:
    """Import what writes a report, which takes as long as to open a database."""
    with suppress(Exception):  # who needs it imports it again, and fails by itself
        _renderer(form)


def _renderer(form: str) -> Any:
    """The module that writes a report so."""
    return importlib.import_module(f"loganalytics.render.{_RENDERERS[form]}")
