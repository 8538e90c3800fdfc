# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured, each as a table: programs, sizes, kinds of logs, steps."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench import programs
from tests.bench.measure import Usage
from tests.bench.programs import Log, Program
from tests.bench.tables import middle, number, percent, ratio, table

_TAKEN = ("wall s", "CPU s", "peak MB")
_PARTS = (0.01, 0.03, 0.1, 0.3, 1)
Asked = tuple[Program, Log]


def compare(log: Log, *, runs: int, folder: Path) -> str:
    """This program, GoAccess where it is installed, and DuckDB's bare scan, on the same log."""
    rival = programs.goaccess(log)
    asked = [programs.loganalytics(log), programs.report(), rival, programs.scan(log)]
    present = [program for program in asked if program is not None]
    used = _in_turn([(program, log) for program in present], runs, folder)
    ours = used[0]
    rows = []
    for program, usages in zip(present, used, strict=True):
        speed, wall, cpu = "", "", ""
        if program.lines is not None:
            speed = _speed(log, usages)
            wall, cpu = ratio(_wall(usages), _wall(ours)), ratio(_cpu(usages), _cpu(ours))
        rows.append(
            [program.name, program.version, program.asked, speed, *_taken(usages), wall, cpu]
        )
    heads = ("program", "version", "asked to", "lines/s", *_TAKEN, "time ÷ ours", "CPU ÷ ours")
    note = "" if rival else "\nGoAccess is not installed and was left out."
    return table(heads, rows, left=3) + note


def growth(make: Callable[[int], Log], *, lines: int, runs: int, folder: Path) -> str:
    """This program on logs of ever more lines, up to `lines`."""
    rows = []
    for size in [max(round(lines * part), 1) for part in _PARTS]:
        log = make(size)
        (usages,) = _in_turn([(programs.loganalytics(log), log)], runs, folder)
        per_line = middle([usage.cpu_s / size * 1e6 for usage in usages])
        mb = number(log.path.stat().st_size / 1e6)
        rows.append([f"{size:,}", mb, _speed(log, usages), *_taken(usages), per_line])
        log.path.unlink()
    return table(("lines", "MB", "lines/s", *_TAKEN, "CPU µs a line"), rows)


def kinds(logs: Mapping[str, Log], *, runs: int, folder: Path) -> str:
    """This program on each of the logs, and what it takes in proportion to the first."""
    used = _in_turn([(programs.loganalytics(log), log) for log in logs.values()], runs, folder)
    first = used[0]
    rows = [
        [name, _speed(log, usages), *_taken(usages)]
        + [ratio(_wall(usages), _wall(first)), ratio(_cpu(usages), _cpu(first))]
        for (name, log), usages in zip(logs.items(), used, strict=True)
    ]
    return table(("log", "lines/s", *_TAKEN, "time ÷ first", "CPU ÷ first"), rows)


def timings(logs: Mapping[str, Log], *, runs: int, folder: Path) -> str:
    """Where the time of this program goes on each of the logs."""
    asked = [(programs.loganalytics(log, "--timings"), log) for log in logs.values()]
    found: list[list[dict[str, float]]] = [[] for _ in asked]
    for place, _, where in _rounds(asked, runs, folder):
        found[place].append(programs.document(where)["timings"])
    heads, rows = ["step"], [[name] for name in found[0][0]]
    for name, documents in zip(logs, found, strict=True):
        heads += [f"s ({name})", "share"]
        for row in rows:
            step = row[0]
            shares = [each[step] / _together(each) for each in documents]
            row.append(middle([each[step] for each in documents]))
            row.append("" if step in ("wall_s", "cpu_s") else percent(shares))
    return table(heads, rows)


def _together(steps: Mapping[str, float]) -> float:
    return sum(steps.values()) - steps["wall_s"] - steps["cpu_s"]


def _in_turn(asked: Sequence[Asked], runs: int, folder: Path) -> list[list[Usage]]:
    """For each of those asked, what its runs took; those of one round have the same place."""
    used: list[list[Usage]] = [[] for _ in asked]
    for place, usage, _ in _rounds(asked, runs, folder):
        used[place].append(usage)
    return used


def _rounds(asked: Sequence[Asked], runs: int, folder: Path) -> Iterator[tuple[int, Usage, Path]]:
    """Run all in turn, so many times; yields whose turn it was, what it took, and its folder."""
    for turn in range(1, runs + 1):
        with tempfile.TemporaryDirectory(dir=folder) as where:
            for place, (program, log) in enumerate(asked):
                if program.lines is not None:
                    (Path(where) / programs.DATABASE).unlink(missing_ok=True)
                usage = program.measure(log, Path(where))
                said = f"run {turn} of {runs}: {program.name}, {log.lines:,} lines"
                print(f"{said}: {usage.wall_s:.1f} s", file=sys.stderr, flush=True)
                yield place, usage, Path(where)


def _wall(usages: Sequence[Usage]) -> list[float]:
    return [usage.wall_s for usage in usages]


def _cpu(usages: Sequence[Usage]) -> list[float]:
    return [usage.cpu_s for usage in usages]


def _speed(log: Log, usages: Sequence[Usage]) -> str:
    return middle([log.lines / usage.wall_s for usage in usages])


def _taken(usages: Sequence[Usage]) -> list[str]:
    columns = (_wall(usages), _cpu(usages), [usage.peak_mb for usage in usages])
    return [middle(column) for column in columns]
