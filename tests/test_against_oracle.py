# SPDX-License-Identifier: GPL-3.0-or-later
"""Every stored number equals what a slow reading of the definitions finds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from loganalytics.cli import ingest as ingest_command
from loganalytics.cli.main import cli
from loganalytics.fold import fold
from loganalytics.sources import reader
from tests import comparing, oracle_lines

SEEDS = range(12)


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


def test_visitors_may_be_folded_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "_FEW_VIEWS", 0)
    monkeypatch.setattr(ingest_command, "_threads", lambda: 3)
    lines = oracle_lines.lines(21, 900, "vhost_combined")
    database = ingest(tmp_path, lines, "--format", "vhost_combined")
    comparing.assert_equal(database, comparing.expected(lines, "vhost_combined"))


@pytest.mark.parametrize("k", [1, 2, 3])
def test_pairs_are_folded_to_the_k_of_the_database(tmp_path: Path, k: int) -> None:
    lines = oracle_lines.lines(7, 900, "combined")
    database = ingest(tmp_path, lines, "--format", "combined", "--k", str(k))
    comparing.assert_equal(database, comparing.expected(lines), k=k)


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
