# SPDX-License-Identifier: GPL-3.0-or-later
"""Small sources that share a transaction come to what they come to one after the other."""

from __future__ import annotations

import errno
import gzip
import json
import math
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loganalytics import engine
from loganalytics.engine import Connection, EngineError, Row
from loganalytics.errors import DatabaseError, SourceError
from loganalytics.ingest import Options, Result, gathering, intake
from loganalytics.ingest import ingest as ingest_sources
from loganalytics.ingest import run as run_
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.earlier import Earlier
from loganalytics.ingest.gathering import Gathering
from loganalytics.model import Settings
from loganalytics.parse.parser import prepare
from loganalytics.sources import Source
from loganalytics.store import ContentAppeared, Store
from tests import oracle_lines
from tests.conftest import Ingest, Run
from tests.logs import COMPRESSED, combined, everything, many, query, text, write


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many ingests each transaction of the runs to come added."""
    added: list[int] = []
    add = Store.add

    def add_and_tell(store: Store, memory: Any, ingests: Any, *rest: Any, **options: Any) -> Any:
        added.append(len(ingests))
        return add(store, memory, ingests, *rest, **options)

    monkeypatch.setattr(Store, "add", add_and_tell)
    return added


def odd_files(folder: Path, seed: int) -> list[Path]:
    """Logs of one day in every state that a folder of logs may hold."""
    chance = random.Random(seed)
    lines = oracle_lines.lines(seed, 400, "combined")
    files: dict[str, bytes] = {}
    for number in range(6):
        start = chance.randrange(300)
        files[f"log{number}"] = text(lines[start : start + chance.randrange(1, 60)])
    whole = text(lines[:50])
    long = [combined(20 * second, "/long", size=second) for second in range(150)]
    files |= {
        "part": text(lines[:20]),
        "whole": whole,
        "again": whole,
        "packed.gz": gzip.compress(whole),
        "packed.zst": COMPRESSED["zst"](text(lines[60:90])),
        "put together": whole + files["log1"] + files["log2"],
        "half": whole + b"192.0.2.1 - - [12/Oct/20",
        "half.gz": gzip.compress(
            text(lines[90:99]) + b'192.0.2.1 - - [12/Oct/2026:10:00:00 +0000] "G'
        ),
        "dos": text(lines[100:120]).replace(b"\n", b"\r\n"),
        "dos again": text(lines[100:130]).replace(b"\n", b"\r\n"),
        "long dos": text(long).replace(b"\n", b"\r\n"),
        "long dos again": text([*long, combined(9999, "/")]).replace(b"\n", b"\r\n"),
        "bytes": text(lines[130:140]) + b"\xff\xfe\x01 no line\n" + text(lines[140:150]),
        "bytes again": text(lines[130:140]) + b"\xff\xfe\x01 no line\n" + text(lines[140:155]),
        "newlines": b"\n" * 20,
        "one": text(lines[:1]),
        "empty": b"",
        "junk": b"nothing that\nparses\n",
        "broken.gz": gzip.compress(whole)[:60],
    }
    names = list(files)
    chance.shuffle(names)
    paths = []
    for name in names:
        paths.append(folder / name)
        paths[-1].write_bytes(files[name])
    return paths


def take_batches_of(monkeypatch: pytest.MonkeyPatch, chunk: int, *, views: int = 10_000) -> None:
    """Let small sources be counted by so many bytes at once, two batches at a time."""
    budget = Budget(workers=2, chunk=chunk, views=views, values=10_000, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)


@pytest.mark.parametrize(
    ("seed", "most", "chunk"),
    [(0, 100, 1 << 20), (2, 6, 1 << 20), (3, 100, 30_000)],
)
def test_sources_that_share_a_transaction_come_to_what_they_come_to_alone(
    ingest: Ingest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactions: list[int],
    seed: int,
    most: int,
    chunk: int,
) -> None:
    take_batches_of(monkeypatch, chunk)
    paths = odd_files(tmp_path, seed)
    bad = {tmp_path / name for name in ("junk", "broken.gz", "newlines")}
    runs = [(some, 3 if bad & set(some) else 0) for some in (paths[:9], paths)]
    monkeypatch.setattr(gathering, "MOST", most)
    # What they have in common is another matter: see test_visits_across_ingests.
    monkeypatch.setattr(Earlier, "find", lambda *_: None)
    options = ("--format", "combined", "--timezone", "Asia/Kolkata", "--k", "2")
    shared = [
        ingest("--db", tmp_path / "shared.duckdb", *options, *files, code=code)
        for files, code in runs
    ]
    assert 3 < max(transactions) <= most
    monkeypatch.setattr(intake, "looks_small", lambda *_: False)
    transactions.clear()
    alone = [
        ingest("--db", tmp_path / "alone.duckdb", *options, *files, code=code)
        for files, code in runs
    ]
    assert set(transactions) == {1}
    for document in (*shared, *alone):
        for source in document["sources"]:
            del source["seconds"]
    assert shared == alone
    assert everything(tmp_path / "shared.duckdb") == everything(tmp_path / "alone.duckdb")


def test_a_visit_that_goes_on_from_one_to_the_next_is_one(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    first = write(tmp_path / "a", [combined(0, "/a")])
    second = write(tmp_path / "b", [combined(60, "/b")])
    document = ingest(first, second)
    assert [source["visits"] for source in document["sources"]] == [1, 1]
    assert [source["cut_edges"] for source in document["sources"]] == [0, 0]
    assert query(database, "select sum(visits)::int, sum(seconds)::int from activity") == [(1, 60)]


def test_a_visit_that_goes_on_over_hundreds_of_logs_and_a_known_one_is_one(
    ingest: Ingest, database: Path, tmp_path: Path, transactions: list[int]
) -> None:
    known = write(tmp_path / "known", [combined(0, "/")])
    logs = [write(tmp_path / f"{n:03}", [combined(60 * n, f"/p{n % 5}")]) for n in range(1, 220)]
    ingest(known)
    ingest(*logs)
    assert transactions == [1, 219]
    assert counts(database) == [(220, 1, 1)]
    assert query(database, "select sum(seconds)::int from activity") == [(219 * 60,)]
    pages = query(database, "select sum(pageviews)::int, sum(visits)::int from pages")
    assert pages == [(220, 6)]  # the visit is counted once on each of its pages


def test_there_are_numbers_for_as_many_logs_as_share_a_transaction() -> None:
    with engine.memory(memory_limit="100MB") as memory:
        prepare(memory)
        memory.run("fold/macros")
        told = "select is_log(site_in($1, 7)), minus($1) < plus(), log_of(site_in($1, 7)) = $1"
        last = memory._raw.execute(told, [gathering.MOST - 1]).fetchone()
        known = memory._raw.execute(
            "select is_log(site_in(known_lines(), 7)), minus(known_lines()) < plus(),"
            " known_lines() >= $1",
            [gathering.MOST],
        ).fetchone()
    assert last == (True, True, True)
    assert known == (False, True, True)


def test_ten_small_sources_cost_one_transaction(
    ingest: Ingest, database: Path, tmp_path: Path, transactions: list[int]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    for number in range(10):
        write(folder / f"{number}.log", many(5, start=1000 * number))
    ingest(folder)
    assert transactions == [10]
    ids = query(database, "select ingest_id, source, lines from ingests order by all")
    assert ids == [(number + 1, f"{number}.log", 5) for number in range(10)]
    ingest(folder)
    assert transactions == [10]


def test_small_sources_are_counted_by_batches_of_a_chunk(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactions: list[int],
) -> None:
    logs = [write(tmp_path / f"{n}.log", many(10, start=1000 * n)) for n in range(9)]
    whole = tmp_path / "whole.duckdb"
    ingest(*logs, "--db", whole)
    take_batches_of(monkeypatch, 2 * logs[0].stat().st_size + 100)
    assert cuts(monkeypatch, lambda: ingest(*logs)) == 5
    assert transactions == [9, 9]
    assert everything(database) == everything(whole)


def test_few_small_sources_share_a_transaction_where_each_brings_much(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    logs = [write(tmp_path / f"{n}.log", many(10, start=1000 * n)) for n in range(12)]
    take_batches_of(monkeypatch, 2 * logs[0].stat().st_size + 100, views=20)
    assert ingest(*logs)["totals"]["hits"] == 120
    assert sum(transactions) == 12
    assert 1 < len(transactions) < 12


def test_small_sources_share_a_transaction_whatever_came_before_them(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    budget = Budget(workers=2, chunk=4000, views=10_000, values=80, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    large = write(tmp_path / "0.log", [combined(n, f"/{n}", size=n) for n in range(60)])
    logs = [write(tmp_path / f"{n}.log", many(2, start=1000 * n)) for n in range(1, 9)]
    ingest(large, *logs)
    assert transactions == [1, 8]


def test_where_another_process_added_something_small_sources_are_counted_again(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    logs = [write(tmp_path / f"{n}.log", many(5, start=1000 * n)) for n in range(8)]
    add, appeared = Store.add, [True]

    def add_but_once(store: Store, *given: Any, **options: Any) -> Any:
        if appeared:
            appeared.clear()
            raise ContentAppeared
        return add(store, *given, **options)

    monkeypatch.setattr(Store, "add", add_but_once)
    assert ingest(*logs)["totals"]["hits"] == 40
    assert transactions == [1, 2, 4, 1]


@pytest.mark.parametrize("failing", [1, 3])
def test_where_a_batch_fails_its_sources_and_those_before_it_count_one_by_one(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    logs = [write(tmp_path / f"{n}.log", many(10, start=1000 * n)) for n in range(8)]
    whole = tmp_path / "whole.duckdb"
    ingest(*logs, "--db", whole)
    take_batches_of(monkeypatch, 2 * logs[0].stat().st_size + 100)
    document: dict[str, Any] = {}
    cuts(monkeypatch, lambda: document.update(ingest(*logs)), failing=failing)
    assert [source["status"] for source in document["sources"]] == ["ingested"] * 8
    assert counts(database) == counts(whole)


def counts(database: Path) -> list[tuple[Any, ...]]:
    """What does not depend on what was counted together."""
    return query(
        database, "select sum(pageviews)::int, sum(visits)::int, sum(visitors)::int from activity"
    )


def cuts(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object], *, failing: int = -1) -> int:
    """In how many chunks lines are cut. One of them may fail, counted from 0."""
    run, found = Connection.run, list[str]()

    def run_and_tell(memory: Connection, name: str, /, **told: object) -> list[Row]:
        if name == "parse/cut":
            found.append(name)
            if len(found) == failing + 1:
                raise EngineError(name, "out of memory")
        return run(memory, name, **told)

    monkeypatch.setattr(Connection, "run", run_and_tell)
    work()
    return len(found)


def test_a_large_source_has_a_transaction_of_its_own_in_its_place(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "small", lambda chunk: 5000)
    sizes = {"a": 5, "b": 5, "large": 500, "c": 5, "d": 5}
    for place, (name, lines) in enumerate(sizes.items()):
        write(tmp_path / name, many(lines, start=10_000 * place))
    ingest(*(tmp_path / name for name in sizes))
    assert query(database, "select source from ingests order by ingest_id") == [
        (name,) for name in sizes
    ]


def in_turns(folder: Path) -> list[Path]:
    """Eight small logs that overlap in time, every other one with a virtual host."""
    paths = []
    for number in range(8):
        lines = many(6, start=7 * number)
        if number % 2:
            lines = [f"www.site.example:443 {line}" for line in lines]
        paths.append(write(folder / f"{number}.log", lines))
    return paths


def test_small_sources_of_formats_in_turn_share_a_transaction_with_those_of_theirs(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactions: list[int],
) -> None:
    paths = in_turns(tmp_path)
    empty = write(tmp_path / "empty.log", [])
    document = ingest(*paths[:3], empty, *paths[3:])
    assert transactions == [4, 4]
    told = [source["source"].rpartition("/")[2] for source in document["sources"]]
    assert told == ["0.log", "1.log", "2.log", "empty.log", *(f"{n}.log" for n in range(3, 8))]
    assert [source["lines"] for source in document["sources"]] == [6, 6, 6, 0, 6, 6, 6, 6, 6]
    formats = [source["format"] for source in document["sources"] if source["lines"]]
    assert formats == ["combined", "vhost_combined"] * 4
    monkeypatch.setattr(intake, "looks_small", lambda *_: False)
    alone = tmp_path / "alone.duckdb"
    ingest("--db", alone, *paths)
    for table, kept in (
        ("traffic", "hits|bytes_sent"),
        ("activity", "pageviews|visits|visitors|seconds"),
        ("pages", "pageviews|visits|visitors|seconds"),
    ):
        sums = f"select bucket, site, sum(columns('^({kept})$')) from {table} group by all"
        assert query(database, f"{sums} order by all") == query(alone, f"{sums} order by all")


def test_a_log_that_takes_another_format_while_it_is_put_aside_is_counted_and_told_once(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = in_turns(tmp_path)
    add = Store.add

    def add_and_change(store: Store, *given: Any, **options: Any) -> Any:
        write(paths[1], many(6, start=500))
        return add(store, *given, **options)

    monkeypatch.setattr(Store, "add", add_and_change)
    document = ingest(*paths)
    assert [source["status"] for source in document["sources"]] == ["ingested"] * 8
    assert document["totals"]["hits"] == 48
    assert query(database, "select sum(hits)::int from traffic") == [(48,)]


def test_what_vanishes_while_it_is_put_aside_fails_and_the_others_are_counted(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = in_turns(tmp_path)
    add = Store.add

    def add_and_remove(store: Store, *given: Any, **options: Any) -> Any:
        paths[3].unlink(missing_ok=True)
        return add(store, *given, **options)

    monkeypatch.setattr(Store, "add", add_and_remove)
    document = ingest(*paths, code=3)
    told = {source["source"]: source["status"] for source in document["sources"]}
    assert told == {str(path): "failed" if path == paths[3] else "ingested" for path in paths}
    assert document["totals"]["lines"] == 42


def test_what_was_added_is_told_where_the_database_fails_before_what_is_put_aside(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = in_turns(tmp_path)
    add, times = Store.add, list[int]()

    def add_but_once(store: Store, *given: Any, **options: Any) -> Any:
        times.append(1)
        if len(times) == 2:
            raise DatabaseError("no room")
        return add(store, *given, **options)

    monkeypatch.setattr(Store, "add", add_but_once)
    result = run("ingest", "--json", *paths)
    assert result.exit_code == 4
    told = [source["source"] for source in json.loads(result.stdout)["sources"]]
    assert told == [str(path) for path in paths[::2]]
    assert query(database, "select source from ingests order by ingest_id") == [
        (path.name,) for path in paths[::2]
    ]


def test_where_the_database_fails_no_folder_is_said_to_hold_no_log(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(*_: Any, **__: Any) -> Any:
        raise DatabaseError("no room")

    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        write(folder / "access.log", many(3, start=len(folder.name)))
        write(folder / "notes.txt", ["no line of a log"])
    monkeypatch.setattr(Store, "add", add)
    result = run("ingest", "--json", tmp_path / "a", tmp_path / "b")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["sources"] == []


def test_sources_behind_a_small_one_are_told_before_all_were_looked_at(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_, "_MOST_WAITING", 5)
    looked: list[Source] = []
    look = intake.Intake.look

    def look_and_tell(self: intake.Intake, source: Source) -> Any:
        looked.append(source)
        return look(self, source)

    monkeypatch.setattr(intake.Intake, "look", look_and_tell)
    sources = [Source(str(write(tmp_path / "log", many(3))))]
    sources += [Source(str(write(tmp_path / f"{n}", []))) for n in range(20)]
    results = ingest_sources(sources, Options(database, Settings("UTC", 60, 5)))
    assert next(results).source == sources[0].name
    assert len(looked) == 6
    assert [result.source for result in results] == [source.name for source in sources[1:]]


def test_what_swells_when_it_is_unpacked_is_not_small(
    ingest: Ingest, tmp_path: Path, transactions: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "small", lambda chunk: 100_000)
    lines = [combined(second // 10, "/") for second in range(4000)]
    for size, name in enumerate(("a.gz", "b.gz")):
        (tmp_path / name).write_bytes(gzip.compress(text([combined(size=size), *lines])))
        assert os.stat(tmp_path / name).st_size < 100_000
    ingest(tmp_path / "a.gz", tmp_path / "b.gz")
    assert transactions == [1, 1]


def test_logs_that_cannot_share_a_transaction_do_not_hold_up_the_others(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    stored = intake.Intake._stored

    def stored_and_told(self: intake.Intake, gathered: Gathering) -> list[Result]:
        tried.append(len(gathered))
        return stored(self, gathered)

    monkeypatch.setattr(intake.Intake, "_stored", stored_and_told)
    lines = [[combined(20 * hit, size=1000 * log + hit) for hit in range(9)] for log in range(8)]

    def files(hits: int) -> list[Path]:
        paths = [tmp_path / f"{log}.log" for log in range(8)]
        for path, of_log in zip(paths, lines, strict=True):
            path.write_bytes(text(of_log[:hits]).replace(b"\n", b"\r\n"))
        return paths

    ingest(*files(8))
    assert tried == [8]
    document = ingest(*files(9))
    assert document["totals"]["hits"] == 8
    assert tried[1:] == [8, 2, 2, 2, 2, 2, 2]


def test_one_log_that_cannot_be_counted_costs_the_others_few_transactions(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    logs = [write(tmp_path / f"{n:02}.log", many(5, start=90 * n)) for n in range(40)]
    bad = str(logs[30])
    begin = Gathering.finish

    def finish_without(self: Gathering) -> None:
        if bad in [text.source.name for text in self._texts]:
            raise SourceError(bad)
        begin(self)

    monkeypatch.setattr(Gathering, "finish", finish_without)
    assert ingest(*logs)["totals"]["hits"] == 200
    assert sum(transactions) == 40
    assert len(transactions) <= math.log2(40) + 2


def test_small_logs_that_are_counted_together_take_one_open_file(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system may let a process open 256 files, and cron fewer."""
    opened: list[int] = []
    pipe = os.pipe

    def pipe_and_tell() -> tuple[int, int]:
        ends = pipe()
        opened.append(ends[0])
        return ends

    monkeypatch.setattr(os, "pipe", pipe_and_tell)
    paths = [write(tmp_path / f"{n}.log", many(n + 1, start=900 * n)) for n in range(12)]
    assert ingest(*paths)["totals"]["hits"] == 78
    assert len(opened) == 1
    told = query(database, "select lines::int from ingests order by ingest_id")
    assert told == [(n + 1,) for n in range(12)]


def test_where_a_file_more_cannot_be_opened_logs_are_tried_again_and_none_stays_open(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    failed: list[int] = []
    pipe, close = os.pipe, os.close

    def pipe_but_twice() -> tuple[int, int]:
        if len(failed) < 2:
            failed.append(len(opened))
            raise OSError(errno.EMFILE, "too many open files")
        ends = pipe()
        opened.append(ends[0])
        return ends

    def close_and_tell(end: int) -> None:
        if end in opened:
            opened.remove(end)
        close(end)

    monkeypatch.setattr(os, "pipe", pipe_but_twice)
    monkeypatch.setattr(os, "close", close_and_tell)
    paths = [write(tmp_path / f"{n}.log", many(5, start=90 * n)) for n in range(12)]
    assert ingest(*paths)["totals"]["hits"] == 60
    assert failed
    assert not opened


def test_a_database_that_vanishes_takes_what_was_known_with_it(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(tmp_path / f"{n}.log", many(5, start=90 * n)) for n in range(3)]
    ingest(paths[0])
    add, vanished = Store.add, [database]

    def add_to_none(store: Store, *rest: Any, **options: Any) -> Any:
        if vanished:
            vanished.pop().unlink()
        return add(store, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "add", add_to_none)
        ingest(*paths)
    assert query(database, "select sum(hits)::int from traffic") == [(15,)]


def test_thousands_of_empty_files_are_told_one_by_one(tmp_path: Path, database: Path) -> None:
    empty = [Source(str(write(tmp_path / f"{n}", []))) for n in range(3)]
    options = Options(database, Settings("UTC", 60, 5))
    results = ingest_sources(empty, options)
    assert next(results).status == "ingested"  # before the others are looked at
    assert len(list(results)) == 2
