# SPDX-License-Identifier: GPL-3.0-or-later
"""A log of which each line brings an agent, a path and a Referer header of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from loganalytics import engine
from loganalytics.errors import DatabaseError
from loganalytics.ingest import intake
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.held import Held
from loganalytics.parse import agent_texts, lookups
from loganalytics.parse.parser import Marks, prepare
from loganalytics.sources import reader
from tests.comparing import stored
from tests.conftest import Ingest
from tests.logs import FIREFOX, combined, write

CHUNK = 16_000


def flood(lines: int, *, apart: int = 60) -> list[str]:
    return [
        combined(
            n * apart,
            f"/of/{n}/",
            who=f"2001:db8::{n:x}",
            referer=f"https://from{n}.example/",
            agent=f"{FIREFOX} {n}",
        )
        for n in range(lines)
    ]


def usual(lines: int) -> list[str]:
    return [
        combined(
            n,
            f"/of/{n % 9}/",
            who=f"192.0.2.{n % 200}",
            referer=f"https://from{n % 7}.example/",
            agent=f"{FIREFOX} {n % 5}",
        )
        for n in range(lines)
    ]


def rows(held: Held, table: str) -> int:
    found = held._parser.memory._raw.execute(f"select count(*) from {table}").fetchall()
    return int(found[0][0])


def budget_of(values: int, *, views: int = 100_000, chunk: int = CHUNK) -> Budget:
    return Budget(workers=1, chunk=chunk, views=views, values=values, limit=1_000_000_000)


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of the chunks that were read, in bytes."""
    monkeypatch.setattr(intake, "plan", lambda *_: budget_of(100_000))
    monkeypatch.setattr(reader, "PIECE", 1000)
    found: list[int] = []
    read = reader.Reader.read

    def read_and_tell(
        self: reader.Reader,
        *,
        first_line: bool = False,
        until: int | None = None,
        size: int | None = None,
        into: Callable[[bytes | memoryview], None] | None = None,
    ) -> reader.Chunk | None:
        chunk = read(self, first_line=first_line, until=until, size=size, into=into)
        if chunk is not None:
            found.append(chunk.raw_bytes)
        return chunk

    monkeypatch.setattr(reader.Reader, "read", read_and_tell)
    return found


def test_chunks_are_smaller_while_most_hits_bring_something_new(
    ingest: Ingest, tmp_path: Path, sizes: list[int]
) -> None:
    (source,) = ingest(write(tmp_path / "a", [*flood(1000), *usual(1000)]))["sources"]
    assert source["pageviews"] == 2000
    new, known = sizes[2:-10], sizes[-9:-1]
    assert max(new[:20]) < CHUNK / 2  # the first two are read before one is counted
    assert min(known) > CHUNK / 2


def test_the_first_lines_of_a_usual_log_make_no_chunk_smaller(
    ingest: Ingest, tmp_path: Path, sizes: list[int]
) -> None:
    ingest(write(tmp_path / "a", usual(2000)))
    assert min(sizes[1:-1]) > CHUNK / 2


def test_lines_that_go_through_the_pattern_make_no_chunk_smaller(
    ingest: Ingest, tmp_path: Path, sizes: list[int]
) -> None:
    log = write(tmp_path / "a", [f"8080 {line}" for line in usual(2000)])
    by_pattern = '%p %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'
    (source,) = ingest("--format", by_pattern, log)["sources"]
    assert source["pageviews"] == 2000
    assert min(sizes[1:-1]) > CHUNK / 2


def test_headers_that_come_again_and_again_are_not_held_as_often(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = flood(400, apart=10) * 5
    log = write(tmp_path / "a", lines)
    whole, tried = tmp_path / "whole.duckdb", tmp_path / "tried.duckdb"
    ingest(log, "--db", whole)
    monkeypatch.setattr(intake, "plan", lambda *_: budget_of(100, chunk=4000))
    monkeypatch.setattr(reader, "PIECE", 1000)
    headers: list[int] = []
    make_room = Held.make_room

    def make_room_and_tell(held: Held, marks: Marks) -> None:
        make_room(held, marks)
        headers.append(rows(held, "headers"))

    monkeypatch.setattr(Held, "make_room", make_room_and_tell)
    ingest(log, "--db", tried)
    assert headers[-1] >= 400
    assert max(headers) < 3 * 400
    assert stored(tried) == stored(whole)


@pytest.mark.parametrize("many", [5000, 0])
def test_texts_are_forgotten_also_while_what_they_stand_for_is_pointed_at(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    for module in (agent_texts, lookups):
        monkeypatch.setattr(module, "MANY", many)
    log = write(tmp_path / "a", flood(1200, apart=30) + flood(300))
    whole, tried = tmp_path / "whole.duckdb", tmp_path / "tried.duckdb"
    ingest(log, "--db", whole)
    monkeypatch.setattr(intake, "plan", lambda *_: budget_of(100, chunk=4000))
    monkeypatch.setattr(reader, "PIECE", 1000)
    texts: list[int] = []
    headers: list[int] = []
    make_room = Held.make_room

    def make_room_and_tell(held: Held, marks: Marks) -> None:
        texts.append(max(rows(held, name) for name in ("agent_texts", "targets", "header_texts")))
        make_room(held, marks)
        headers.append(rows(held, "headers"))

    monkeypatch.setattr(Held, "make_room", make_room_and_tell)
    ingest(log, "--db", tried)
    assert len(texts) > 5
    assert max(headers) > 800  # of 1,200, all of one day
    assert max(texts) < 300
    assert stored(tried) == stored(whole)


def test_texts_are_forgotten_before_days_are_summed_up(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "plan", lambda *_: budget_of(100, views=50, chunk=4000))
    monkeypatch.setattr(reader, "PIECE", 1000)
    known: list[int] = []
    fold_before = Held._fold_before

    def fold_and_tell(held: Held, before: int) -> None:
        known.append(rows(held, "agent_texts"))
        fold_before(held, before)

    monkeypatch.setattr(Held, "_fold_before", fold_and_tell)
    (source,) = ingest(write(tmp_path / "a", flood(400, apart=900)))["sources"]
    assert (source["pageviews"], source["visits"]) == (400, 400)
    assert known
    assert set(known) == {0}


def test_what_is_forgotten_is_freed_at_once() -> None:
    with engine.memory(memory_limit="500MB") as memory:
        prepare(memory)
        memory.run("parse/counts")
        raw = memory._raw

        def taken() -> int:
            rows = raw.execute(
                "select memory_usage_bytes from duckdb_memory() where tag = 'IN_MEMORY_TABLE'"
            ).fetchall()
            return int(rows[0][0])

        before = taken()
        raw.execute(
            "insert into agent_texts"
            " select repeat('x', 100) || n, n, '', n from range(300000) as t(n)"
        )
        raw.execute(
            "insert into views by name select n as key, n as time from range(300000) as t(n)"
        )
        assert taken() > before + 40_000_000
        memory.run("parse/forget_texts")
        memory.run("fold/forget_hits")
        assert taken() < before + 2_000_000


def test_a_database_in_memory_is_gone_through_only_while_a_file_is_written_to(
    tmp_path: Path,
) -> None:
    with engine.memory(memory_limit="500MB") as memory:

        def threshold() -> str:
            rows = memory._raw.execute("select current_setting('checkpoint_threshold')").fetchall()
            return str(rows[0][0])

        counting = threshold()
        memory.attach_new(tmp_path / "a.duckdb")
        assert threshold() == "15.2 MiB"
        shutil.copy(tmp_path / "a.duckdb", tmp_path / "b.duckdb")
        memory.attach_old(tmp_path / "b.duckdb")
        memory.detach("old")
        assert threshold() == "15.2 MiB"
        memory.detach()
        assert threshold() == counting
        assert counting.endswith("TiB")
        broken = write(tmp_path / "c.duckdb", ["no database"])
        with pytest.raises(DatabaseError):
            memory.attach(broken)
        assert threshold() == counting


def test_a_header_is_counted_once_among_what_is_held() -> None:
    with engine.memory(memory_limit="500MB") as memory:
        prepare(memory)
        raw = memory._raw
        held = memory.run("parse/looked_up")[0][0]
        raw.execute("insert into headers (header_id, text) values (1, 'https://a.example/')")
        raw.execute("insert into header_texts values ('https://a.example/', 1, '')")
        assert memory.run("parse/looked_up")[0][0] == held + 1
