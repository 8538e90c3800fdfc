# SPDX-License-Identifier: GPL-3.0-or-later
"""What a database says of itself: tables for people, one JSON object for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loganalytics.asked import NONE
from loganalytics.model_report import Column, Kind, Section
from loganalytics.model_status import Counts, Ingested, Status, Used
from loganalytics.render import as_json
from loganalytics.render.cells import plain, share, size
from loganalytics.render.layout import GAP, wrapped
from loganalytics.render.table import table

_NARROWEST, _WIDEST = 40, 160


def dumps(status: Status, *, ascii_only: bool = False) -> str:
    """Return the whole status as indented JSON, without a newline at its end."""
    document = {
        "database": status.database,
        "bytes": status.size,
        "schema_version": status.schema_version,
        "timezone": status.timezone,
        "bucket_minutes": status.bucket_minutes,
        "k": status.k,
        "keep_days": status.keep_days,
        "data": {"start": _iso(status.start), "end": _iso(status.end)},
        "sites": list(status.sites),
        "contents": status.contents,
        "last_ingest": _iso(status.last_ingest),
        "totals": asdict(status.totals),
        "geo": [asdict(used) for used in status.geo],
        "lists": [asdict(used) for used in status.lists],
        "ingests": [_row(ingest) for ingest in status.ingests],
    }
    text = json.dumps(document, indent=2, ensure_ascii=ascii_only, allow_nan=False)
    return as_json.harmless(text)


def write(status: Status, stream: IO[str], *, width: int, colour: bool) -> None:
    """Print a status to a stream. Without `colour` there are no escape sequences at all."""
    width = max(_NARROWEST, min(_WIDEST, width))
    printed = io.StringIO()
    console = Console(
        file=printed,
        width=width,
        color_system="auto" if colour else None,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in wrapped(plain(status.database), width):
        console.print(Text(line, "bold"))
    console.print(_settings(status))
    if status.ingests:
        _heading(console, "Lines", width)
        console.print(_outcomes(status.totals))
        _heading(console, "Ingests", width)
        ledger, _ = table(_ledger(status), width)
        console.print(ledger)
        if status.more:
            console.print(Text(f"… {status.more:,} more: --all shows them.", "dim italic"))
    for padded in printed.getvalue().splitlines():
        stream.write(f"{padded.rstrip()}\n")  # cells are padded, also the last of a line


def _heading(console: Console, title: str, width: int) -> None:
    console.print()
    console.print(Text.assemble((title, "bold cyan"), " ", ("─" * (width - len(title) - 1), "dim")))


def _settings(status: Status) -> Table:
    grid = Table.grid(padding=(0, GAP, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    sites = [site or NONE for site in status.sites]
    more = f" and {len(sites) - 5:,} more" if len(sites) > 5 else ""
    last = f", the last {_minute(status.last_ingest)}" if status.last_ingest else ""
    rows = [
        ("Size", f"{size(status.size)}, schema {status.schema_version}"),
        ("Time zone", f"{status.timezone}, buckets of {status.bucket_minutes} minutes"),
        ("k", f"{status.k}: of pairs of fewer visitors only the commoner half is kept"),
        ("Keeps", "all" if status.keep_days is None else f"the last {status.keep_days:,} days"),
        ("Data", f"{_minute(status.start)} to {_minute(status.end)}" if status.start else "none"),
        ("Sites", ", ".join(sites[:5]) + more or "none"),
        ("Ingests", f"{len(status.ingests) + status.more:,}{last}"),
        ("Contents known", f"{status.contents:,}"),
        *_versions("Country data", status.geo),
        *_versions("Lists", status.lists),
    ]
    for name, value in rows:
        grid.add_row(Text(name), Text(plain(value)))
    return grid


def _versions(title: str, versions: Sequence[Used]) -> list[tuple[str, str]]:
    """One row a version; which ingests used it, where there are several."""
    if len(versions) < 2:
        return [(title, used.version) for used in versions]
    rows = []
    for used in versions:
        first, last = used.first_ingest, used.last_ingest
        which = f"ingest {first}" if first == last else f"ingests {first} to {last}"
        gaps = "" if used.ingests == last - first + 1 else f", {used.ingests:,} of them"
        rows.append((title, f"{used.version} ({which}{gaps})"))
        title = ""
    return rows


def _outcomes(totals: Counts) -> Table:
    grid = Table(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
    for justify in ("left", "right", "right", "left"):
        grid.add_column(justify=justify, no_wrap=True)
    for outcome, count in totals.outcomes.items():
        if count:
            grid.add_row(Text(outcome), f"{count:,}", share(count / totals.lines))
    grid.add_row("= lines", f"{totals.lines:,}")
    for name, count, meaning in (
        ("late", totals.late, "hits of days that were folded already"),
        ("cut edges", totals.cut_edges, "visits near the border of another ingest"),
    ):
        if count:
            grid.add_row(name, f"{count:,}", "", Text(meaning, "dim"))
    return grid


def _ledger(status: Status) -> Section:
    flat = [_flat(ingest) for ingest in status.ingests]
    # What fits beside the rest; the outcomes, in their order, last.
    wanted = ("pageviews", "visits", "cut_edges", "late", *status.totals.outcomes)
    there = [name for name in wanted if any(row[name] for row in flat)]
    any_erased = any(row["erased"] for row in flat)
    columns = (
        Column("ingest_id", "#", Kind.COUNT),
        Column("ingested", "Ingested", Kind.INSTANT, rank=2),
        Column("source", "Source", Kind.PATH),
        Column("lines", "Lines", Kind.COUNT),
        Column("first", "First hit", Kind.INSTANT, rank=3),
        Column("last", "Last hit", Kind.INSTANT, rank=1),
        *(
            Column(name, name.replace("_", " ").capitalize(), Kind.COUNT, rank=rank)
            for rank, name in enumerate(there, start=5)
        ),
        *([Column("erased", "Erased", Kind.TEXT, rank=4)] if any_erased else []),
    )
    rows = tuple(tuple(row[column.name] for column in columns) for row in flat)
    return Section("ingests", "Ingests", columns, rows)


def _flat(ingest: Ingested) -> dict[str, Any]:
    row = asdict(ingest)
    counts = row.pop("counts")
    return {**row, **counts, **counts["outcomes"]}


def _row(ingest: Ingested) -> dict[str, Any]:
    row = asdict(ingest)
    counts = row.pop("counts")
    behind = {name: row.pop(name) for name in ("geo", "lists", "erased")}
    times = {name: _iso(row[name]) for name in ("ingested", "first", "last")}
    return {**row, **times, **counts, **behind}


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="seconds")


def _minute(instant: datetime | None) -> str:
    return "" if instant is None else f"{instant:%Y-%m-%d %H:%M}"
