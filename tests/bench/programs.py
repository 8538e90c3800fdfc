# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that are measured: how each is asked, and what shows that it read all lines."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from loganalytics import __version__
from tests.bench import measure
from tests.bench.measure import Usage

ROOT = Path(__file__).parent.parent.parent
DATABASE = "fresh.duckdb"
REPORT = "report.json"


@dataclass(frozen=True)
class Log:
    """A file to read: how many lines it has, whether each begins with its virtual host."""

    path: Path
    lines: int
    vhost: bool = False

    @property
    def compressed(self) -> bool:
        """Whether it is a .gz."""
        return self.path.suffix == ".gz"


@dataclass(frozen=True)
class Program:
    """A program, told to read a log.

    `command` is run in a folder, where `lines` asks how many lines it has read; None: it reads
    none. `feed`: a command whose output it reads.
    """

    name: str
    version: str
    asked: str
    command: Sequence[str]
    lines: Callable[[Path], int] | None
    feed: Sequence[str] = ()

    def measure(self, log: Log, folder: Path) -> Usage:
        """What it takes. Ends the program if it did not read all of the log."""
        # A home of its own: no settings of whoever runs this.
        environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "LOGANALYTICS_GEOIP": ""}
        usage = measure.run(self.command, folder=folder, environment=environment, feed=self.feed)
        if self.lines is not None and (read := self.lines(folder)) != log.lines:
            sys.exit(f"{self.name} read {read:,} lines of {log.lines:,}: no comparison")
        return usage


def loganalytics(log: Log, *options: str) -> Program:
    """`ingest` into a database that is not there yet, with more options."""
    command = [sys.executable, "-m", "loganalytics", "ingest", "--json", "--db", DATABASE]
    return Program(
        "loganalytics",
        __version__,
        "`loganalytics ingest --json` into a new database",
        [*command, *options, str(log.path)],
        lambda folder: int(document(folder)["totals"]["lines"]),
    )


def report() -> Program:
    """`report` of what `ingest` has just left in the same folder."""
    command = [sys.executable, "-m", "loganalytics", "report", "--format", "json", "--db", DATABASE]
    asked = "then `loganalytics report --format json` of all sections"
    return Program("loganalytics", __version__, asked, command, None)


def document(folder: Path) -> dict[str, dict[str, float]]:
    """What `ingest --json` printed."""
    found: dict[str, dict[str, float]] = json.loads((folder / "out").read_text())
    return found


def scan(log: Log) -> Program:
    """DuckDB alone, which but reads the lines."""
    return Program(
        "DuckDB",
        version("duckdb"),
        "read each line as one column, and count them",
        [sys.executable, "-m", "tests.bench.scan", str(log.path)],
        lambda folder: int((folder / "out").read_text().split()[0]),
    )


def goaccess(log: Log) -> Program | None:
    """GoAccess with all panels it has by default, as JSON; None where it is not installed."""
    path = shutil.which("goaccess")
    if path is None:
        return None
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    log_format = "--log-format=VCOMBINED" if log.vhost else "--log-format=COMBINED"
    options = [log_format, "-o", REPORT, "--no-global-config", "--no-progress"]
    feed = ("gzip", "-dc", str(log.path)) if log.compressed else ()  # which it cannot itself

    def lines(folder: Path) -> int:
        general = json.loads((folder / REPORT).read_text())["general"]
        return int(general["total_requests"])

    return Program(
        "GoAccess",
        said.partition("GoAccess - ")[2].split("\n")[0].rstrip("."),
        f"{'behind `gzip -dc`: ' if feed else ''}`goaccess {' '.join(options)}`",
        [path, "-" if feed else str(log.path), *options],
        lines,
        feed,
    )
