# SPDX-License-Identifier: GPL-3.0-or-later
"""What `ingest` prints: a progress bar on a terminal, failures, and the summary of the run."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from loganalytics.cli.hints import hints
from loganalytics.cli.result_json import as_json, iso
from loganalytics.cli.screen import message
from loganalytics.cli.timings import timings_as_json, timings_table
from loganalytics.errors import LogAnalyticsError, OutputError
from loganalytics.ingest import Result
from loganalytics.model import OUTCOMES
from loganalytics.render.cells import plain, share
from loganalytics.sources import Source
from loganalytics.timings import Timings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from loganalytics.cli.progress import ProgressBar

_MEANING = {
    "already_ingested": "known from an earlier ingest",
    "incomplete": "half-written last line, left for the next run",
    "malformed": "not a line of the format",
    "bot": "agents that are no persons",
    "method": "not GET, or no HTTP request",
    "event": "events of the pixel",
    "merged": "pixel hits counted with their page request",
    "pixel": "pageviews known by their pixel alone",
    "status": "neither 2xx nor 304",
    "excluded": "excluded paths and addresses",
    "download": "documents and archives",
    "asset": "styles, scripts, images, fonts, media",
    "pageview": "pages shown to people",
}

_NAME = 22  # cells
_MOST_ROWS = 40  # of more sources, only what they come to together


class Summary:
    """Collects the results of a run. Used in a `with`; prints when it ends."""

    def __init__(
        self,
        *,
        as_json: bool,
        quiet: bool,
        dry_run: bool,
        site: str = "",
        counts_as: bool = False,
        timings: Timings | None = None,
    ) -> None:
        """`site`, `counts_as`: see `hints`."""
        self._site, self._counts_as = site, counts_as
        self._as_json = as_json
        self._quiet = quiet
        self._dry_run = dry_run
        self._timings = timings
        self._results: list[Result] = []
        self._left_out: list[str] = []
        self._bar: ProgressBar | None = None
        self.failed = False
        self.note = ""  # for programs: what was said of all of the run

    def __enter__(self) -> Summary:
        if not self._quiet and sys.stderr.isatty():
            from loganalytics.cli.progress import ProgressBar

            self._bar = ProgressBar()
            self._bar.start()
        return self

    def expect(self, sources: Sequence[Source]) -> None:
        """Take what will be read."""
        if self._bar is not None:
            self._bar.expect(sources)

    def progress(self, source: Source, done: int, size: int) -> None:
        """Show how far a source was read, in bytes as they lie on disk; size 0 is unknown."""
        if self._bar is not None:
            self._bar.show(source, done, size)

    def add(self, result: Result) -> None:
        """Take the result of a source; a failure is printed at once."""
        if result.status == "failed":
            self.failed = True
            self._say(f"loganalytics: {plain(result.error)}")
        if result.status != "skipped":
            self._results.append(result)
        else:
            self._left_out.append(result.name)

    def _say(self, text: str) -> None:
        if self._bar is None:
            click.echo(message(text), err=True)
        else:
            self._bar.say(message(text))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, *_: object
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if kind is not None and not issubclass(kind, LogAnalyticsError):
            return  # what was ingested before a failure of the database is still told
        if self._as_json:
            self._print_json(error)
        elif not self._quiet and any(result.status != "failed" for result in self._results):
            self._print()

    def _print_json(self, error: BaseException | None) -> None:
        try:
            click.echo(json.dumps(self._document(error)))
        except OutputError as lost:
            if error is None:
                stored = "" if self._dry_run else "; what was ingested is in the database"
                raise OutputError(f"{lost}{stored}") from None

    def _document(self, error: BaseException | None) -> dict[str, Any]:
        sources = [as_json(result) for result in self._results]
        names = ("lines", "hits", "pageviews", "visits", "bytes_sent")
        totals: dict[str, Any] = {name: sum(s[name] for s in sources) for name in names}
        totals["outcomes"] = _outcomes(self._results)
        document = {"sources": sources, "totals": totals, "dry_run": self._dry_run}
        if error is not None:
            document["error"] = str(error)
        if self.note:
            document["note"] = self.note
        if self._timings is not None:
            document["timings"] = timings_as_json(self._timings)
        return document

    def _print(self) -> None:
        from rich.console import Console
        from rich.text import Text

        console = Console(stderr=True, highlight=False)
        done = [result for result in self._results if result.status != "failed"]
        if len(done) == 1:
            title = Text(_became(done[0], dry_run=self._dry_run), style="bold")
            console.print(title, soft_wrap=True)  # a path stays in one piece
            console.print(_one(done[0]))
        else:
            table, whole = _fitting(done, console)
            console.print(table)
            if not whole:
                console.print(Text(f"= {_sum(_outcomes(done))}"))
        for hint in hints(
            done,
            self._left_out,
            site=self._site,
            counts_as=self._counts_as,
            dry_run=self._dry_run,
        ):
            console.print(Text(hint))
        if self._timings is not None:
            console.print(timings_table(self._timings))


def _outcomes(results: Sequence[Result]) -> dict[str, int]:
    return {name: sum(each.totals.outcomes.get(name, 0) for each in results) for name in OUTCOMES}


def _fitting(results: Sequence[Result], console: Console) -> tuple[Table, bool]:
    """The table of several sources, and whether it holds their outcomes: there is room for them."""
    for names in (max(_NAME, console.width // 3), _NAME):
        table = _several(results, names=names, outcomes=True)
        if table.__rich_measure__(console, console.options).minimum <= console.width:
            return table, True
    return _several(results, names=_NAME, outcomes=False), False


def _several(results: Sequence[Result], *, names: int, outcomes: bool) -> Table:
    """`names`: how wide those of sources may be; `outcomes`: whether each has its own."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_footer=True)
    seconds = sum(result.seconds for result in results)
    lines = sum(result.lines for result in results)
    visits = sum(result.totals.visits for result in results)
    few = len(results) <= _MOST_ROWS
    name = Text("all" if few else f"{len(results):,} sources")
    table.add_column("source", name, overflow="fold", max_width=names)
    table.add_column("lines", f"{lines:,}", justify="right", no_wrap=True)
    table.add_column("visits", f"{visits:,}", justify="right", no_wrap=True)
    table.add_column("s", f"{seconds:.1f}", justify="right", no_wrap=True)
    table.add_column("lines/s", _speed(lines, seconds), justify="right", no_wrap=True)
    if outcomes:
        table.add_column("= outcomes", _sum(_outcomes(results)), min_width=24)
    for result in results if few else ():
        cells = (
            Text(plain(result.name)),
            f"{result.lines:,}",
            f"{result.totals.visits:,}",
            f"{result.seconds:.1f}",
            _speed(result.lines, result.seconds),
            _sum(result.totals.outcomes),
        )
        table.add_row(*cells[: len(table.columns)])
    return table


def _became(result: Result, *, dry_run: bool) -> str:
    became = "would be ingested" if dry_run and result.status == "ingested" else result.status
    if not (result.lines or result.format):
        became = "empty"
    # What is known may have been counted by another format, that was given.
    told = result.format and result.status != "unchanged"
    log_format = f", {result.format}" if told else ""
    return f"{plain(result.source)}: {became}{log_format}"


def _one(result: Result) -> Table:
    from rich.table import Table

    totals = result.totals
    table = Table(box=None, pad_edge=False)
    table.add_column("outcome")
    table.add_column("lines", justify="right")
    table.add_column("share", justify="right")
    table.add_column("", style="dim")
    lines = result.lines
    for name, count in totals.outcomes.items():
        if count:
            table.add_row(name, f"{count:,}", share(count / lines), _MEANING[name])
    table.add_section()
    took, speed = f"{result.seconds:.2f} s", _speed(lines, result.seconds)
    table.add_row("= lines", f"{lines:,}", "", f"{took}, {speed} lines/s" if speed else took)
    if totals.hits:
        table.add_row("visits", f"{totals.visits:,}", "", _span(result))
    if result.cut_edges:
        table.add_row(
            "cut edges", f"{result.cut_edges:,}", "", "visits near the border of another ingest"
        )
    if totals.late:
        table.add_row("late", f"{totals.late:,}", "", "hits of days that were folded already")
    return table


def _sum(outcomes: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in outcomes.items() if count)


def _speed(lines: int, seconds: float) -> str:
    """Lines in a second; empty where nothing was counted, which took no time."""
    return f"{round(lines / seconds):,}" if lines and seconds else ""


def _span(result: Result) -> str:
    first, last = iso(result.totals.first), iso(result.totals.last)
    return f"{(first or '')[:16]} to {(last or '')[:16]}".replace("T", " ") + " UTC"
