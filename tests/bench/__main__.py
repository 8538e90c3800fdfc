# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast loganalytics is, and in how much memory.

Without options a usual log of a million lines is made and read in turn, three times, by
loganalytics, by GoAccess where that is installed, and by DuckDB alone, which only reads the lines.
That takes two minutes on a quiet machine. Times are compared within a round, pair by pair, so that
a busy machine spoils the seconds more than the ratios: of these the median is printed, and the
least and the most.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.bench import comparisons
from tests.bench.programs import ROOT, Log

LINES, GROWN = 1_000_000, 10_000_000
RUNS = 3


def main() -> None:
    """The command line."""
    given = _arguments()
    print(_machine())
    with tempfile.TemporaryDirectory(prefix="bench-", dir=given.folder) as name:
        folder = Path(name)
        asked = {"runs": given.runs, "folder": folder}
        make = partial(_make, given, folder)
        if given.growth:
            print(comparisons.growth(make, lines=given.lines, **asked))
            return
        usual = make(given.lines) if given.log is None else _known(given.log, given.vhost)
        logs = {"usual": usual}
        if given.attack:
            logs["attack"] = make(given.lines, kind="attack")
        if given.timings:
            print(comparisons.timings(logs, **asked))
        elif given.attack:
            print(comparisons.kinds(logs, **asked))
        else:
            print(comparisons.compare(usual, **asked))


def _arguments() -> argparse.Namespace:
    first, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=first, epilog=rest)
    add = parser.add_argument
    add("--lines", type=int, help=f"of the log; {LINES:,}, with --growth {GROWN:,}")
    add("--runs", type=int, help=f"of each program; {RUNS}, with --growth 1")
    add("--seed", type=int, default=1, help="another seed makes another log")
    add("--log", type=Path, help="read this file; without it, a log is made")
    add("--gz", action="store_true", help="compress the log that is made")
    add("--vhost", action="store_true", help="each line begins with its virtual host")
    add("--growth", action="store_true", help="loganalytics on logs of a hundredth to all lines")
    add("--attack", action="store_true", help="loganalytics on a hostile log, and the usual one")
    add("--timings", action="store_true", help="where the time of loganalytics goes, by step")
    add("--folder", type=Path, help="where logs and databases are made, and removed again")
    given = parser.parse_args()
    if given.log is not None and (given.growth or given.attack):
        parser.error("--growth and --attack make their logs: leave out --log")
    if given.growth and given.timings:
        parser.error("--growth and --timings are two tables: ask for one")
    given.lines = given.lines or (GROWN if given.growth else LINES)
    given.runs = given.runs or (1 if given.growth else RUNS)
    return given


def _make(given: argparse.Namespace, folder: Path, lines: int, *, kind: str = "usual") -> Log:
    # By a program of its own: see tests.bench.measure.
    path = folder / f"{kind}.log"
    command = [sys.executable, "-m", "tests.bench.log", str(path), f"--lines={lines}"]
    command += [f"--kind={kind}", f"--seed={given.seed}", *(["--vhost"] if given.vhost else [])]
    print(f"making {lines:,} lines", file=sys.stderr, flush=True)
    subprocess.run(command, check=True, cwd=ROOT)
    if given.gz:
        subprocess.run(["gzip", "-1", str(path)], check=True)
        path = path.with_suffix(".log.gz")
    return Log(path, lines, given.vhost)


def _known(path: Path, vhost: bool) -> Log:
    lines = 0
    command = ("gzip", "-dc", str(path)) if path.suffix == ".gz" else ("cat", str(path))
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        while block := reading.stdout.read(1 << 20):
            lines += block.count(b"\n")
    return Log(path.resolve(), lines, vhost)


def _machine() -> str:
    model = platform.processor() or platform.machine()
    if (cpuinfo := Path("/proc/cpuinfo")).exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(": ")[2] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({model}), {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}; "
        f"load {os.getloadavg()[0]:.1f} when it began\n"
    )


if __name__ == "__main__":
    main()
