# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes an invented log, the same for the same seed: `python -m tests.bench.log FILE --help`.

A usual log is what a site of 5,000 pages looks like: visits of some pages, by Zipf's law, with
their styles, scripts, images and pixel hits; some 4,000 browsers; bots, feed readers and scanners;
statuses, queries and referrers. An attack is a log whose every line has a path, an agent and a
referrer of its own.

Nobody in them exists. Addresses come from the ranges reserved for documentation: 192.0.2.0/24,
198.51.100.0/24 and 203.0.113.0/24, which hold 768, for a third of the visitors, and 2001:db8::/32
for the others, so that there are tens of thousands. (Their country is `(private)`, which is found
sooner than one of the registries' data.) Hosts end in `.example`, agents are composed.

DuckDB makes the lines, and its `hash` is all chance there is: the same lines come from the same
version of DuckDB.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb

KINDS = ("usual", "attack")
_HERE = Path(__file__).parent


def make(
    path: Path, *, lines: int, kind: str = "usual", vhost: bool = False, seed: int = 1
) -> None:
    """Write so many lines to a file; `vhost`: the virtual host in front of each."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, duckdb.connect() as memory:
        memory.execute(f"set temp_directory = '{folder}'")
        # By one thread, and with the right side of a join hashed, the left one keeps its order.
        memory.execute("set threads = 1")
        memory.execute("set disabled_optimizers = 'build_side_probe_side'")
        for name, value in (("lines", lines), ("seed", seed), ("vhost", vhost)):
            memory.execute(f"set variable {name} = {value}")
        for name in ("chance", kind):
            memory.execute((_HERE / f"{name}.sql").read_text(encoding="utf-8"))
        memory.execute(
            "copy (select line from log) to $path"
            " (format csv, header false, quote '', escape '', delimiter '\x01')",
            {"path": str(path)},
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.log", description="Write a log.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=KINDS, default="usual")
    parser.add_argument("--vhost", action="store_true", help="with the virtual host in front")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(given.file, lines=given.lines, kind=given.kind, vhost=given.vhost, seed=given.seed)


if __name__ == "__main__":
    main()
