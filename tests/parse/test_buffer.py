# SPDX-License-Identifier: GPL-3.0-or-later
"""Where there are no files in memory, a pipe hands DuckDB the same lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from loganalytics.parse import parser
from loganalytics.parse.buffer import Pipe
from loganalytics.sources import reader
from tests import comparing, oracle_lines
from tests.test_against_oracle import ingest


def test_an_ingest_through_pipes_counts_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = oracle_lines.lines(3, 600, "combined")
    monkeypatch.setattr(parser, "new_buffer", Pipe)
    monkeypatch.setattr(reader, "CHUNK", 30_000)
    monkeypatch.setattr(reader, "PIECE", 10_000)
    database = ingest(tmp_path, lines, "--format", "combined")
    comparing.assert_equal(database, comparing.expected(lines))


def test_a_pipe_that_is_not_read_is_closed_all_the_same() -> None:
    before = len(os.listdir("/dev/fd"))
    pipe = Pipe()
    pipe.fill([b"x" * (1 << 20)])
    pipe.fill([b"y" * (1 << 20)])
    pipe.close()
    assert len(os.listdir("/dev/fd")) == before
