# SPDX-License-Identifier: GPL-3.0-or-later
"""A log that begins otherwise than a known one and holds its lines is refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, everything, many, write

LINES = many(160)


def without_its_first_lines(lines: list[str]) -> list[str]:
    return lines[50:]


def with_lines_behind(lines: list[str]) -> list[str]:
    return [*lines[40:], *many(40, start=len(lines))]


def with_other_ends_of_lines(lines: list[str]) -> list[str]:
    return [f"{line}\r" for line in lines]


def with_other_addresses(lines: list[str]) -> list[str]:
    return ["198.51.100.1" + line[line.index(" ") :] for line in lines[1:]]


def in_another_order(lines: list[str]) -> list[str]:
    return random.Random(1).sample(lines, len(lines))


def in_another_format(lines: list[str]) -> list[str]:
    """Without the Referer."""
    return [line.replace(' "-" ', " ") for line in lines[1:]]


@pytest.mark.parametrize(
    "how",
    [
        without_its_first_lines,
        with_lines_behind,
        with_other_ends_of_lines,
        with_other_addresses,
        in_another_order,
        in_another_format,
    ],
)
def test_a_part_or_a_copy_of_a_known_log_is_refused(
    ingest: Ingest,
    run: Run,
    database: Path,
    tmp_path: Path,
    how: Callable[[list[str]], list[str]],
) -> None:
    ingest(write(tmp_path / "access.log", LINES))
    before = everything(database)
    again = write(tmp_path / "again.log", how(LINES))
    form = '%h %l %u %t "%r" %>s %b "%{User-Agent}i"'
    options = ("--format", form) if how is in_another_format else ()
    result = run("ingest", *options, again)
    assert result.exit_code == 3
    assert "are counted already" in result.stderr
    assert everything(database) == before


def test_a_part_is_found_beside_its_whole_in_one_run(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    whole = write(tmp_path / "a.log", LINES)
    part = write(tmp_path / "b.log", LINES[50:])
    other = write(tmp_path / "c.log", many(30, start=1000))
    result = run("ingest", whole, part, other)
    assert result.exit_code == 3
    assert "b.log: " in result.stderr
    assert "a.log: " not in result.stderr
    straight = tmp_path / "straight.duckdb"
    ingest("--db", straight, whole, other)
    assert everything(database)["traffic"] == everything(straight)["traffic"]


def test_logs_of_two_servers_of_one_site_both_count(ingest: Ingest, tmp_path: Path) -> None:
    """In the same hours, of the same pages: but never as many bytes of each status."""
    for server in range(2):
        lines = [
            combined(i * 100, f"/p{i % 5}", size=1000 + 7 * i + server, who=f"192.0.2.{i % 9}")
            for i in range(160)
        ]
        told = ingest(write(tmp_path / f"{server}.log", lines))
        assert told["sources"][0]["status"] == "ingested"


def test_what_a_monitor_asks_two_servers_for_counts_of_both(ingest: Ingest, tmp_path: Path) -> None:
    for server in range(2):
        lines = [combined(i * 60 + server, "/health", size=2) for i in range(300)]
        told = ingest(write(tmp_path / f"{server}.log", lines))
        assert told["sources"][0]["status"] == "ingested"


def test_a_scanner_that_visits_two_servers_makes_no_copy_of_one(
    ingest: Ingest, tmp_path: Path
) -> None:
    """The same 150 requests in a quiet hour, each refused with a page of its own size."""
    scan = [
        combined(
            3600 * 5 + i,
            f"/x{i}",
            status=(404, 403, 301, 200)[i % 4],
            size=150 + i,
            who="192.0.2.99",
        )
        for i in range(150)
    ]
    for server in range(2):
        readers = [
            combined(i * 60 + server, f"/p{i % 7}", size=900 + 11 * i + server) for i in range(120)
        ]
        told = ingest(write(tmp_path / f"{server}.log", [*readers, *scan]))
        assert told["sources"][0]["status"] == "ingested"


def test_the_same_hits_of_another_site_count(ingest: Ingest, tmp_path: Path) -> None:
    ingest(write(tmp_path / "a.log", LINES))
    told = ingest("--site", "b.example", write(tmp_path / "b.log", LINES[1:]))
    assert told["sources"][0]["pageviews"] > 0


def test_what_was_undone_may_come_again_in_part(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    ingest(write(tmp_path / "a.log", LINES))
    assert run("undo", 1, "--yes").exit_code == 0
    told = ingest(write(tmp_path / "b.log", LINES[50:]))
    assert told["sources"][0]["lines"] == 110


def test_a_database_that_holds_a_part_of_a_log_is_not_merged(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    part, apart = tmp_path / "part.duckdb", tmp_path / "apart.duckdb"
    ingest(write(tmp_path / "access.log", LINES))
    ingest("--db", part, write(tmp_path / "b.log", LINES[50:]))
    ingest("--db", apart, write(tmp_path / "c.log", many(100, start=2000)))
    before = everything(database)
    result = run("merge", apart, part)
    assert result.exit_code == 2
    assert "part.duckdb: of its ingest 1 " in result.stderr
    assert everything(database) == before
    assert run("merge", apart).exit_code == 0


@pytest.mark.parametrize(
    ("hits", "hours", "sizes", "code"),
    [
        (50, 3, 6, 3),
        (49, 3, 6, 0),  # fewer may agree by chance,
        (50, 2, 6, 0),  # or lie in too few hours,
        (50, 3, 4, 0),  # or be nearly all alike
        (50, 3, 5, 3),
    ],
)
def test_how_much_has_to_agree(
    run: Run, tmp_path: Path, hits: int, hours: int, sizes: int, code: int
) -> None:
    """`sizes`: so many kinds of hits, by hour and status, are answered with bytes of their own."""
    kinds = [(hour, status) for status in (200, 203, 206) for hour in range(hours)]
    lines = [
        combined(
            kinds[n % len(kinds)][0] * 3600 + n,
            f"/{n}",
            status=kinds[n % len(kinds)][1],
            size=1000 + min(n % len(kinds), sizes - 1),
            who=f"192.0.2.{n}",
        )
        for n in range(hits)
    ]
    first = combined(0, "/none", status=404)
    assert run("ingest", "-q", write(tmp_path / "a.log", [first, *lines])).exit_code == 0
    result = run("ingest", "-q", write(tmp_path / "b.log", lines))
    assert result.exit_code == code, result.stderr
