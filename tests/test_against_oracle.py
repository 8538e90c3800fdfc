# SPDX-License-Identifier: GPL-3.0-or-later
"""Every stored number equals what a slow reading of the definitions finds."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pytest
from click.testing import CliRunner

from loganalytics import engine
from loganalytics.cli import ingest as ingest_command
from loganalytics.cli.main import cli
from loganalytics.fold import beside, fold
from loganalytics.ingest import count, intake
from loganalytics.ingest.budget import Budget
from loganalytics.parse import agent_texts, lookups
from loganalytics.sources import reader
from loganalytics.store import adding
from tests import comparing, oracle, oracle_lines

SEEDS = range(6)


def ingest(folder: Path, lines: list[str], *options: str) -> Path:
    log = folder / "access.log"
    log.write_bytes("".join(line + "\n" for line in lines).encode())
    database = folder / "db.duckdb"
    result = CliRunner().invoke(
        cli, ["ingest", str(log), "--db", str(database), "--quiet", *options]
    )
    assert result.exit_code == 0, result.output
    return database


@pytest.mark.parametrize("log_format", ["combined", "common", "vhost_combined"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_stored_number_is_the_oracles(tmp_path: Path, seed: int, log_format: str) -> None:
    lines = oracle_lines.lines(seed, 600, log_format)
    database = ingest(tmp_path, lines, "--format", log_format)
    comparing.assert_equal(database, comparing.expected(lines, log_format))


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("Asia/Kolkata", 30), ("America/New_York", 60), ("Asia/Kathmandu", 15)],
)
def test_days_are_those_of_the_databases_zone(tmp_path: Path, zone: str, minutes: int) -> None:
    lines = oracle_lines.lines(99, 800, "combined")
    database = ingest(tmp_path, lines, "--format", "combined", "--timezone", zone)
    counts = comparing.expected(lines, timezone=zone, bucket_minutes=minutes)
    comparing.assert_equal(database, counts)


@pytest.mark.usefixtures("many_views")
@pytest.mark.parametrize("cores", [1, 3])
@pytest.mark.parametrize(("seed", "k"), [(21, 2), (22, 3), (23, 5)])
def test_visitors_may_be_folded_in_parts_and_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, k: int, cores: int
) -> None:
    monkeypatch.setattr(ingest_command, "_cores", lambda: cores)
    lines = oracle_lines.lines(seed, 900, "vhost_combined")
    database = ingest(tmp_path, lines, "--format", "vhost_combined", "--k", str(k))
    comparing.assert_equal(database, comparing.expected(lines, "vhost_combined", k=k), k=k)


@pytest.mark.usefixtures("many_views")
@pytest.mark.parametrize(("seed", "k"), [(24, 2), (44, 3), (56, 3), (66, 3), (68, 3)])
def test_one_day_may_be_folded_in_shares_by_two_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, k: int
) -> None:
    monkeypatch.setattr(ingest_command, "_cores", lambda: 2)
    lines = of_one_day(oracle_lines.lines(seed, 3000, "combined"))
    database = ingest(tmp_path, lines, "--format", "combined", "--k", str(k))
    with duckdb.connect(str(database), read_only=True) as read:
        assert read.execute("select count(distinct day) from daily").fetchall() == [(1,)]
    comparing.assert_equal(database, comparing.expected(lines, k=k), k=k)


@pytest.mark.usefixtures("many_views")
@pytest.mark.parametrize(("seed", "k", "cores"), [(24, 2, 2), (44, 3, 2), (56, 3, 3)])
def test_a_day_of_more_than_all_others_is_folded_by_two_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, k: int, cores: int
) -> None:
    monkeypatch.setattr(ingest_command, "_cores", lambda: cores)
    alone, by_two = Mock(wraps=fold.of_slice), Mock(wraps=fold.of_slice_for_two)
    monkeypatch.setattr(fold, "of_slice", alone)
    monkeypatch.setattr(fold, "of_slice_for_two", by_two)
    lines = oracle_lines.lines(seed, 3000, "combined")
    most = set(of_one_day(lines))
    lines = [line for number, line in enumerate(lines) if line in most or number % 60 == 0]
    database = ingest(tmp_path, lines, "--format", "combined", "--k", str(k))
    assert (alone.call_count > 0, by_two.call_count) == (True, 1)
    comparing.assert_equal(database, comparing.expected(lines, k=k), k=k)


def of_one_day(lines: list[str]) -> list[str]:
    """Those of the UTC day that has most."""
    days = [
        hit.time // 86_400
        if (hit := oracle.parse(line, "combined", "", comparing.clean_text))
        else 0
        for line in lines
    ]
    most = max(set(days), key=days.count)
    return [line for line, day in zip(lines, days, strict=True) if day == most]


@pytest.mark.parametrize(("seed", "log_format"), [(31, "combined"), (32, "vhost_combined")])
def test_new_values_may_be_looked_up_in_sql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, log_format: str
) -> None:
    for module in (agent_texts, lookups):
        monkeypatch.setattr(module, "MANY", 0)
    lines = oracle_lines.lines(seed, 900, log_format)
    database = ingest(tmp_path, lines, "--format", log_format)
    comparing.assert_equal(database, comparing.expected(lines, log_format))


@pytest.mark.parametrize("many", [0, 5000])
def test_pages_are_excluded_in_all_their_spellings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    for module in (agent_texts, lookups):
        monkeypatch.setattr(module, "MANY", many)
    exclude = ("/a", "/post/123/", "/index.html", "*/v1.?")
    lines = oracle_lines.lines(33, 900, "combined")
    database = ingest(tmp_path, lines, *(part for e in exclude for part in ("--exclude", e)))
    comparing.assert_equal(database, comparing.expected(lines, exclude=exclude))


@pytest.mark.parametrize("many", [0, 5000])
@pytest.mark.parametrize(
    "statement",
    [
        *("new_agents", "new_hosts", "new_targets", "new_headers", "new_parameters"),
        *("newcomers", "new_days", "known_paths"),
    ],
)
def test_what_two_chunks_bring_at_the_same_time_is_looked_up_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, many: int
) -> None:
    for module in (agent_texts, lookups):
        monkeypatch.setattr(module, "MANY", many)
    block = oracle_lines.lines(41, 150, "combined")
    size = len("".join(f"{line}\n" for line in block).encode())
    budget = Budget(workers=2, chunk=size, views=10_000, values=10_000, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", size)
    monkeypatch.setattr(count, "PIECE", size)
    run = engine.Connection.run
    asked: list[str] = []
    other_asked = threading.Event()

    def run_and_wait(memory: engine.Connection, name: str, /, **told: object) -> list[engine.Row]:
        rows = run(memory, name, **told)
        if name == f"parse/{statement}":
            asked.append(name)
            if len(asked) == 1:
                other_asked.wait(0.3)  # whoever asks meanwhile finds the same to be new
            else:
                other_asked.set()
        return rows

    monkeypatch.setattr(engine.Connection, "run", run_and_wait)
    database = ingest(tmp_path, block * 4, "--format", "combined")
    assert len(asked) > 1 or statement == "known_paths"
    comparing.assert_equal(database, comparing.expected(block * 4))


def in_order(lines: list[str], log_format: str) -> list[str]:
    """Lines by their times; one without a time stays behind the one it followed."""
    times: list[int] = []
    for line in lines:
        hit = oracle.parse(line, log_format, "", comparing.clean_text)
        times.append(hit.time if hit is not None else times[-1] if times else 0)
    return [lines[i] for i in sorted(range(len(lines)), key=lambda i: (times[i], i))]


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(workers=2, chunk=4000, views=10, values=40, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", 1000)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(("seed", "zone"), [(1, "Asia/Kolkata"), (2, "America/New_York")])
def test_days_may_be_folded_as_soon_as_they_are_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, zone: str
) -> None:
    folded: list[int] = []
    before = fold.Folding.fold_before
    monkeypatch.setattr(
        fold.Folding,
        "fold_before",
        lambda self, day, pool: folded.append(day) or before(self, day, pool),  # type: ignore[func-returns-value]
    )
    lines = in_order(oracle_lines.lines(seed, 800, "vhost_combined"), "vhost_combined")
    database = ingest(tmp_path, lines, "--format", "vhost_combined", "--k", "1", "--timezone", zone)
    minutes = 30 if zone == "Asia/Kolkata" else 60
    counts = comparing.expected(lines, "vhost_combined", timezone=zone, bucket_minutes=minutes, k=1)
    comparing.assert_equal(database, counts, k=1)
    assert len(folded) > 3


@pytest.mark.parametrize("seed", range(3))
def test_what_is_excluded_is_stored_by_no_path(tmp_path: Path, seed: int) -> None:
    exclude = ("/a", "/b*", "*.png", "/user/*", "/api/*")
    lines = oracle_lines.lines(seed, 700, "vhost_combined")
    options = [word for pattern in exclude for word in ("--exclude", pattern)]
    database = ingest(tmp_path, lines, "--format", "vhost_combined", *options)
    counts = comparing.expected(lines, "vhost_combined", exclude=exclude)
    assert any("(excluded)" in row for row in counts.bandwidth)
    comparing.assert_equal(database, counts)


@pytest.mark.parametrize("seed", [0, 1, 3, 4])
def test_what_is_asked_for_least_is_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    most = {"errors": 3, "bot_pages": 1, "bandwidth": 5, "events": 3}
    monkeypatch.setattr(beside, "MOST", most)
    monkeypatch.setattr(beside, "MOST_NAMES", 2)
    lines = oracle_lines.lines(seed, 900, "vhost_combined")
    database = ingest(tmp_path, lines, "--format", "vhost_combined")
    counts = comparing.expected(lines, "vhost_combined", most=(3, 1, 5, 2, 3))
    for table in most:
        assert any("(other)" in row for row in getattr(counts, table)), table
    comparing.assert_equal(database, counts)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_pairs_are_folded_to_the_k_of_the_database(tmp_path: Path, k: int) -> None:
    lines = oracle_lines.lines(7, 900, "combined")
    database = ingest(tmp_path, lines, "--format", "combined", "--k", str(k))
    comparing.assert_equal(database, comparing.expected(lines, k=k), k=k)


@pytest.mark.parametrize("seed", range(4))
def test_neither_order_nor_chunks_change_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    lines = oracle_lines.lines(seed, 400, "combined")
    counts = comparing.expected(lines)
    random.Random(seed).shuffle(lines)
    monkeypatch.setattr(reader, "CHUNK", 3000)
    monkeypatch.setattr(reader, "PIECE", 1000)
    comparing.assert_equal(ingest(tmp_path, lines, "--format", "combined"), counts)


@pytest.mark.parametrize("sorted_at_once", [1, 7, 90])
def test_what_is_added_in_portions_stands_as_if_it_had_been_sorted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sorted_at_once: int
) -> None:
    lines = oracle_lines.lines(52, 900, "vhost_combined")
    in_order = "select ingest_id, by_dimension, day, site, value, by_value from pairs"
    queries = ("select * from pages", in_order, "select * from pairs order by all")
    stored: list[list[list[tuple[object, ...]]]] = []
    for most in (1_000_000, sorted_at_once):
        monkeypatch.setattr(adding, "_SORTED", most)
        folder = tmp_path / str(most)
        folder.mkdir()
        path = ingest(folder, lines, "--format", "vhost_combined", "--k", "2")
        with duckdb.connect(str(path), read_only=True) as database:
            tables = [database.execute(query).fetchall() for query in queries]
        stored.append(tables)
    assert stored[0] == stored[1]
    assert len(stored[0][0]) > 200 < len(stored[0][1])
