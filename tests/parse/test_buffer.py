# SPDX-License-Identifier: GPL-3.0-or-later
"""A pipe hands DuckDB the text of a chunk, and leaves nothing open."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import duckdb
import pytest

from loganalytics import engine
from loganalytics.parse.buffer import Buffer
from loganalytics.sources import reader
from tests import comparing, oracle_lines
from tests.test_against_oracle import ingest

_MORE_THAN_A_PIPE_HOLDS = 1 << 22


def test_an_ingest_through_pipes_counts_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = oracle_lines.lines(3, 600, "combined")
    monkeypatch.setattr(reader, "CHUNK", 30_000)
    monkeypatch.setattr(reader, "PIECE", 10_000)
    database = ingest(tmp_path, lines, "--format", "combined")
    comparing.assert_equal(database, comparing.expected(lines))


def opened() -> int:
    return len(os.listdir("/dev/fd"))


@pytest.mark.parametrize("sizes", [(1,), (5, 0, 7), (_MORE_THAN_A_PIPE_HOLDS,) * 3])
def test_what_was_written_is_read_in_its_order(sizes: tuple[int, ...]) -> None:
    pieces = [os.urandom(size) for size in sizes]
    buffer = Buffer()
    for piece in pieces:
        buffer.write(memoryview(piece))
    before = opened()
    with buffer as path:
        assert Path(path).read_bytes() == b"".join(pieces)
    assert opened() == before
    assert (buffer.size, buffer.largest) == (sum(sizes), max(sizes))


def test_a_small_text_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: threading.Thread) -> None:
        raise AssertionError

    monkeypatch.setattr(threading.Thread, "start", start)
    buffer = Buffer()
    buffer.write(b"x" * 4000)
    with buffer as path:
        assert Path(path).read_bytes() == b"x" * 4000


def test_what_nobody_reads_is_let_go_of() -> None:
    before, threads = opened(), threading.active_count()
    buffer = Buffer()
    buffer.write(b"x" * _MORE_THAN_A_PIPE_HOLDS)
    with buffer:
        assert threading.active_count() == threads + 1
    assert (opened(), threading.active_count()) == (before, threads)


def test_where_a_thread_cannot_begin_nothing_is_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    before = opened()
    buffer = Buffer()
    buffer.write(b"x" * _MORE_THAN_A_PIPE_HOLDS)
    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(RuntimeError, match="new thread"), buffer:
        pass
    assert opened() == before


def test_an_interrupt_while_the_thread_begins_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[threading.Thread] = []
    start = threading.Thread.start

    def start_and_be_interrupted(thread: threading.Thread) -> None:
        start(thread)
        begun.append(thread)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", start_and_be_interrupted)
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    before = opened()
    buffer = Buffer()
    buffer.write(b"x" * _MORE_THAN_A_PIPE_HOLDS)
    with pytest.raises(KeyboardInterrupt), buffer:
        pass
    begun[0].join()
    assert (opened(), failed) == (before, [])


def test_what_keeps_the_text_from_being_written_is_raised_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_memory(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("loganalytics.parse.buffer._enlarge", no_memory)
    buffer = Buffer()
    buffer.write(b"x" * _MORE_THAN_A_PIPE_HOLDS)
    before = opened()
    with pytest.raises(MemoryError), buffer as path:
        assert len(Path(path).read_bytes()) < _MORE_THAN_A_PIPE_HOLDS
    assert opened() == before


def test_a_statement_that_fails_amid_the_text_ends_the_writer() -> None:
    before, threads = opened(), threading.active_count()
    with engine.memory(memory_limit="100MB") as memory:
        buffer = Buffer()
        for _ in range(8):
            buffer.write(b"a line\n" * 200_000)
        with pytest.raises(duckdb.Error), buffer as path:
            memory._raw.execute("select error(column0) from read_csv(?, header = false)", [path])
    assert threading.active_count() == threads
    assert opened() <= before
