# SPDX-License-Identifier: GPL-3.0-or-later
"""Where there are no files in memory, a pipe hands DuckDB the same lines."""

from __future__ import annotations

import os
import threading
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
    for text in (b"x" * (1 << 20), b"y" * (1 << 20)):
        pipe.begin()
        pipe.write(text)
        pipe.end()
    pipe.close()
    assert len(os.listdir("/dev/fd")) == before


def test_a_pipe_whose_thread_cannot_begin_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    before = len(os.listdir("/dev/fd"))
    pipe = Pipe()
    pipe.begin()
    pipe.write(b"x")
    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(RuntimeError, match="new thread"):
        pipe.end()
    pipe.close()
    assert len(os.listdir("/dev/fd")) == before
