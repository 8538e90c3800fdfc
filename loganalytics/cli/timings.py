# SPDX-License-Identifier: GPL-3.0-or-later
"""What `ingest --timings` prints: where the time went, by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loganalytics.timings import STEPS, Step, Timings

MEANING: Mapping[Step, str] = {
    "start": "loading libraries and lists, looking at the database",
    "reading": "reading and decompressing, waiting for the source",
    "ledger": "looking up what is known already",
    "cutting": "cutting lines into fields",
    "agents": "looking up agents that are new",
    "hosts": "looking up virtual hosts that are new",
    "targets": "looking up paths that are new",
    "referrers": "looking up Referer headers that are new",
    "countries": "looking up addresses that are new",
    "pixel": "looking up parameters of the pixel that are new",
    "counting": "judging hits and counting them",
    "earlier": "finding known lines that visits go on from",
    "visits": "putting views together as visits",
    "sums": "adding up by hour, day, page and pair",
    "storing": "writing to the database",
    "waiting": "for another thread's look-ups, for a locked database",
    "end": "giving memory back",
}


def timings_table(timings: Timings) -> Any:
    """The seconds and the share of each step that took any, then what they add up to."""
    from rich.table import Table

    steps, wall_s, cpu_s = timings.steps, timings.wall_s, timings.cpu_s
    together = sum(steps.values())
    table = Table(title="Where the time went", title_justify="left", title_style="bold")
    table.box, table.pad_edge = None, False
    table.add_column("step")
    table.add_column("s", justify="right")
    table.add_column("share", justify="right")
    table.add_column("", style="dim")
    for name in STEPS:
        if steps[name] >= 0.0005:
            share = f"{steps[name] / together:.1%}"
            table.add_row(name, f"{steps[name]:.3f}", share, MEANING[name])
    table.add_section()
    beside = "of threads side by side: they may exceed the clock"
    table.add_row("= steps", f"{together:.3f}", "", beside)
    at_once = f"by the clock: {together / wall_s:.1f} steps at once"
    table.add_row("wall", f"{wall_s:.3f}", "", at_once)
    table.add_row("CPU", f"{cpu_s:.3f}", "", "of all processors")
    return table


def timings_as_json(timings: Timings) -> dict[str, float]:
    """The seconds of every step, and `wall_s` and `cpu_s`."""
    seconds: dict[str, float] = dict(timings.steps.items())
    seconds |= {"wall_s": timings.wall_s, "cpu_s": timings.cpu_s}
    return {name: round(value, 3) for name, value in seconds.items()}
