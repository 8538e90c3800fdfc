# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines and files of small logs, and what a database came to hold of them."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOON = 1791633600  # 2026-10-10T12:00:00Z
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}


def clf(at: int) -> str:
    """The moment `at` seconds after noon as logs write it."""
    return datetime.fromtimestamp(NOON + at, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")


def common(
    at: int = 0,
    path: str = "/",
    *,
    who: str = "192.0.2.1",
    status: int = 200,
    size: int | str = 100,
    method: str = "GET",
) -> str:
    """A line of the common format, without its newline."""
    return f'{who} - - [{clf(at)}] "{method} {path} HTTP/1.1" {status} {size}'


def combined(
    at: int = 0, path: str = "/", *, referer: str = "-", agent: str = FIREFOX, **more: Any
) -> str:
    """A line of the combined format, without its newline."""
    return f'{common(at, path, **more)} "{referer}" "{agent}"'


def many(count: int, *, start: int = 0) -> list[str]:
    """Lines of several visitors, pages, statuses and hours, no two alike in time or size."""
    return [
        combined(
            i * 401,
            f"/p{i % 5}" if i % 7 else "/style.css",
            who=f"192.0.2.{i % 9}",
            status=404 if i % 11 == 5 else 200,
            size=1000 + i,
            agent=(FIREFOX, SAFARI, "curl/8.5.0")[i % 4 % 3],
        )
        for i in range(start, start + count)
    ]


def large(*, start: int = 0) -> list[str]:
    """As many, so long that their log shares no transaction with others."""
    return [line.replace(" HTTP/", f"?{'x' * 5700} HTTP/") for line in many(1900, start=start)]


def text(lines: Sequence[str]) -> bytes:
    """The lines as a file holds them."""
    return "".join(line + "\n" for line in lines).encode()


def write(path: Path, lines: Sequence[str]) -> Path:
    """Make `path` hold the lines."""
    path.write_bytes(text(lines))
    return path


_EXACT = (
    "select bucket, site, method, status, bot, sum(hits), sum(bytes_sent) from traffic",
    "select bucket, site, sum(pageviews) from activity",
    "select bucket, site, path, sum(pageviews) from pages",
    "select day, site, dimension, value, sum(pageviews) from daily"
    " where dimension in ('country', 'browser', 'os', 'device')",
    "select day, site, path, sum(hits), sum(bytes_sent) from downloads",
    "select day, site, bot, kind, sum(hits), sum(bytes_sent) from bots",
)


def query(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a database, or nothing where there is none."""
    if not database.exists():
        return []
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def exact(database: Path) -> list[list[tuple[Any, ...]]]:
    """All sums that do not depend on where the border between two ingests cuts a visit."""
    return [sorted(query(database, f"{sql} group by all"), key=repr) for sql in _EXACT]


def everything(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but for when and how fast they were made.

    Of the latest pageviews the minutes: which one of a minute is the fiftieth is left to chance.
    """
    columns = {"ingests": "* exclude (ingested, seconds)", "recent": "minute"}
    if not database.exists():
        return {}
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        return {
            table: connection.execute(
                f"select {columns.get(table, '*')} from {table} order by all"
            ).fetchall()
            for (table,) in tables
        }
