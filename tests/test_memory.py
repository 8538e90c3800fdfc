# SPDX-License-Identifier: GPL-3.0-or-later
"""A run keeps within the memory it was given, whatever it does to its numbers."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics import engine
from loganalytics.errors import UsageError
from loganalytics.fold.fold import Folding
from loganalytics.ingest import budget as ingest_budget
from loganalytics.ingest import gathering, intake
from loganalytics.ingest.budget import LEAST, Budget, plan
from loganalytics.ingest.held import Held
from loganalytics.parse import agent_texts, lookups, parser
from loganalytics.parse.agents import AgentLookup
from loganalytics.parse.lookups import Lookups
from loganalytics.parse.targets import UNKNOWN
from loganalytics.sources import reader
from loganalytics.store import Store
from tests import oracle_lines
from tests.comparing import stored
from tests.conftest import Ingest, Run
from tests.logs import FIREFOX, combined, write

DAY = 86_400


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little that whatever may be folded or forgotten is, after each chunk of some lines."""
    budget = Budget(workers=1, chunk=1000, views=3, values=10, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", 1000)


def a_week(path: Path, *more: str) -> Path:
    """Ten views a day, an hour apart."""
    lines = [
        combined(day * DAY + hour * 3600, f"/{day}/{hour}")
        for day in range(7)
        for hour in range(10)
    ]
    return write(path, [*lines, *more])


@pytest.mark.usefixtures("little_memory")
def test_hits_of_a_day_that_was_folded_are_counted_and_late(ingest: Ingest, tmp_path: Path) -> None:
    old = combined(9 * 3600 + 5, "/0/10"), combined(9 * 3600 + 6, "/style.css")
    (in_order,) = ingest(a_week(tmp_path / "a"), "--db", tmp_path / "a.duckdb")["sources"]
    (with_old,) = ingest(a_week(tmp_path / "b", *old), "--db", tmp_path / "b.duckdb")["sources"]
    assert (in_order["late"], in_order["pageviews"], in_order["visits"]) == (0, 70, 70)
    # The old view is 5 s behind one of a visit that was counted: now it is a visit of its own.
    assert (with_old["late"], with_old["pageviews"], with_old["visits"]) == (2, 71, 71)
    with duckdb.connect(str(tmp_path / "b.duckdb"), read_only=True) as database:
        assert database.execute("select late, hits from ingests").fetchall() == [(2, 72)]


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(("bytes_a_view", "late"), [(1, 0), (1_000_000_000, 1)])
def test_where_memory_is_short_a_day_is_over_an_hour_later(
    ingest: Ingest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bytes_a_view: int,
    late: int,
) -> None:
    monkeypatch.setattr(ingest_budget, "_PER_FOLDED_VIEW", bytes_a_view)
    more = [combined(6 * DAY + 9 * 3600 + 300 * n, f"/more/{n}") for n in range(24)]  # to 22:55
    old = combined(5 * DAY + 8 * 3600, "/old")  # 20:00 of the day before
    (source,) = ingest(a_week(tmp_path / "a", *more, old))["sources"]
    assert (source["late"], source["pageviews"]) == (late, 95)


@pytest.mark.usefixtures("little_memory")
def test_where_memory_is_short_lines_may_be_half_an_hour_behind(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_budget, "_PER_FOLDED_VIEW", 1_000_000_000)
    midnight = DAY // 2
    lines = [combined(midnight - 1800 + n * 90, f"/{n}") for n in range(40)]  # to 0:28:30
    old = combined(midnight - 60, "/old")
    (source,) = ingest(write(tmp_path / "a", [*lines, old]))["sources"]
    assert (source["late"], source["visits"]) == (0, 1)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("path", "agent"),
    [("/", "Googlebot/2.1 (+http://www.google.com/bot.html)"), ("/a.pdf", FIREFOX)],
)
def test_bots_and_downloads_are_folded_too(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, agent: str
) -> None:
    left: list[int] = []
    before = Folding.fold_before

    def fold_before(folding: Folding, day: int, pool: Executor) -> tuple[int, int, int]:
        _, others, requests = before(folding, day, pool)
        left.append(others + requests)
        return 0, others, requests

    monkeypatch.setattr(Folding, "fold_before", fold_before)
    lines = [combined(n * 1800, path, who=f"192.0.2.{n % 250}", agent=agent) for n in range(480)]
    (source,) = ingest(write(tmp_path / "a", lines))["sources"]
    assert source["hits"] == 480
    assert len(left) > 3
    assert max(left) < 240


@pytest.mark.usefixtures("little_memory")
def test_what_was_looked_up_is_forgotten_when_nothing_points_at_it(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    forget = Lookups.forget_unused

    def forget_and_tell(lookups: Lookups) -> None:
        forget(lookups)
        held.append(lookups.values)
        known = lookups._memory.run("parse/known_paths", paths=[UNKNOWN])
        assert known == [(UNKNOWN, lookups.unknown_path)]

    monkeypatch.setattr(Lookups, "forget_unused", forget_and_tell)
    lines = [
        combined(
            hour * 3600, f"/{hour}", referer=f"https://from{hour}.example/", agent=f"bot {hour}"
        )
        for hour in range(480)
    ]
    ingest(write(tmp_path / "a", lines))
    assert len(held) > 3
    assert max(held) < 200  # of more than a thousand that were met


@pytest.mark.usefixtures("little_memory")
def test_what_small_sources_brought_is_forgotten_too(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", 2)
    # Two logs are no more than a chunk.
    budget = Budget(workers=1, chunk=20_000, views=3, values=10, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    held: list[int] = []
    add = Store.add

    def add_and_tell(store: Store, memory: Any, ingests: Any, *rest: Any, **options: Any) -> Any:
        with memory.cursor() as cursor:
            held.append(cursor._raw.execute("select count(*) from targets").fetchone()[0])
        return add(store, memory, ingests, *rest, **options)

    monkeypatch.setattr(Store, "add", add_and_tell)
    for number in range(10):
        day = number // 2 * 9 * DAY  # what is near would be read again
        lines = [combined(day + 60 * hit, f"/{number}/{hit}") for hit in range(15)]
        write(tmp_path / f"{number}.log", [combined(day, size=number), *lines])
    document = ingest(*sorted(tmp_path.glob("*.log")))
    assert document["totals"]["pageviews"] == 160
    assert held == [0] * 5


@pytest.mark.usefixtures("many_views")
@pytest.mark.parametrize("where", ["visits", "activity", "day_views", "pages", "pair_counts"])
def test_what_a_fold_that_fails_had_in_memory_goes_before_the_next(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    keyed: list[set[str]] = []
    run = engine.Connection.run

    def run_or_fail(memory: engine.Connection, name: str, /, **told: object) -> list[engine.Row]:
        if name == f"fold/{where}" and not keyed:
            keyed.append(set())
            raise engine.EngineError(name, "out of memory")
        if name == "fold/tables" and keyed:
            with memory.cursor() as cursor:
                columns = "select table_name from duckdb_columns() where column_name = 'key'"
                keyed.append({name for (name,) in cursor._raw.execute(columns).fetchall()})
        return run(memory, name, **told)

    monkeypatch.setattr(engine.Connection, "run", run_or_fail)
    logs = [write(tmp_path / f"{n}.log", [combined(n, f"/{n}"), combined(9, "/")]) for n in (1, 2)]
    sources = ingest(*logs)["sources"]  # together, and then one by one
    assert [source["pageviews"] for source in sources] == [2, 2]
    assert len(keyed) == 3
    folded = {"facts", "visits", "visitor_days", "page_visitors", "day_views", "people"}
    assert keyed[1] & folded == keyed[2] & folded == set()


def fail_once(
    monkeypatch: pytest.MonkeyPatch, statement: str, when: Callable[[dict[str, object]], bool]
) -> list[str]:
    """Let a statement fail the first time that what it is told is so; returns what has failed."""
    failed: list[str] = []
    run = engine.Connection.run

    def run_or_fail(memory: engine.Connection, name: str, /, **told: object) -> list[engine.Row]:
        if name == statement and not failed and when(told):
            failed.append(name)
            raise engine.EngineError(name, "out of memory")
        return run(memory, name, **told)

    monkeypatch.setattr(engine.Connection, "run", run_or_fail)
    return failed


@pytest.mark.parametrize("many", [5000, 0])
@pytest.mark.parametrize(
    "statement",
    [
        *("add_sites", "add_hosts", "add_paths", "add_targets", "add_agents", "add_agent_texts"),
        *("add_headers", "add_header_texts", "add_parameters", "add_campaigns"),
        *("add_visitor_keys", "add_plain_paths", "add_plain_targets", "add_plain_headers"),
        *("add_plain_header_texts", "add_formed_agents"),
    ],
)
def test_where_a_look_up_fails_nothing_is_lost_when_it_is_tried_again(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, many: int
) -> None:
    for module in (agent_texts, lookups):
        monkeypatch.setattr(module, "MANY", many)
    lines = oracle_lines.lines(3, 120, "combined")
    logs = [write(tmp_path / f"{n}.log", lines[n::2]) for n in range(2)]
    whole, tried = tmp_path / "whole.duckdb", tmp_path / "tried.duckdb"
    ingest(*logs, "--db", whole, "--format", "combined")
    failed = fail_once(
        monkeypatch, f"parse/{statement}", lambda told: told.get("path") != [UNKNOWN]
    )
    ingest(*logs, "--db", tried, "--format", "combined")  # together, and then one by one
    assert stored(tried) == stored(whole)
    plain = "plain" in statement or "formed" in statement
    assert bool(failed) or plain == (many > 0)


@pytest.mark.parametrize("statement", ["earlier/held", "parse/counts"])
def test_what_fails_behind_a_stored_log_neither_ends_the_run_nor_changes_the_next(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(gathering, "MOST", 1)
    paths = range(4)
    logs = [write(tmp_path / f"{n}.log", [combined(n, f"/{n}"), combined(9, "/")]) for n in paths]
    whole, tried = tmp_path / "whole.duckdb", tmp_path / "tried.duckdb"
    ingest(*logs, "--db", whole)
    added: list[str] = []
    add = Store.add

    def add_and_tell(store: Store, *given: Any, **options: Any) -> Any:
        result = add(store, *given, **options)
        added.append("")
        return result

    monkeypatch.setattr(Store, "add", add_and_tell)
    failed = fail_once(monkeypatch, statement, lambda _: len(added) == 2)
    sources = ingest(*logs, "--db", tried)["sources"]
    assert failed
    assert [(source["status"], source["pageviews"]) for source in sources] == [("ingested", 2)] * 4
    totals = "select sum(pageviews), sum(visits), sum(visitors) from activity"
    with duckdb.connect(str(tried)) as one, duckdb.connect(str(whole)) as other:
        assert one.execute(totals).fetchall() == other.execute(totals).fetchall()


def scan(path: Path) -> Path:
    """A day of pages, and of one probe for each of 600 paths that are not there."""
    lines = [combined(n, f"/page/{n % 3}", size=10) for n in range(60)]
    lines += [combined(n, f"/probe/{n}", status=404, size=1) for n in range(600)]
    lines += [combined(n, f"/bot/{n}", status=404, size=1, agent="curl/8.5.0") for n in range(600)]
    return write(path, lines)


def test_a_scan_of_many_paths_is_held_and_stored_as_few_rows_that_sum_to_it(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Pruned after each chunk: what is held is bounded, too.
    budget = Budget(workers=2, chunk=4000, views=40, values=10_000, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", 1000)
    monkeypatch.setattr(parser, "_HELD", 20)
    held: list[int] = []
    prune = parser.Parser.prune

    def prune_and_tell(self: parser.Parser) -> None:
        prune(self)
        held.append(self.requests)

    monkeypatch.setattr(parser.Parser, "prune", prune_and_tell)
    ingest(scan(tmp_path / "a"))
    assert len(held) > 5
    assert max(held) < 200
    with duckdb.connect(str(database), read_only=True) as connection:
        (sums,) = connection.execute(
            "select (select sum(hits) from bandwidth), (select sum(bytes_sent) from bandwidth), "
            "(select sum(hits) from errors where bot), "
            "(select sum(hits) from errors where not bot), (select sum(hits) from bot_pages)"
        ).fetchall()
        assert sums == (1260, 600 + 1200, 600, 600, 600)
        pages = connection.execute(
            "select path, hits from bandwidth where path like '/page/%' order by path"
        ).fetchall()
        assert pages == [("/page/0", 20), ("/page/1", 20), ("/page/2", 20)]
        (rows,) = connection.execute("select count(*) from errors").fetchall()
        assert rows[0] < 60


@pytest.mark.parametrize("apart", [100, 4000])
def test_what_is_long_is_held_within_bounds_on_one_day_and_on_many(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    apart: int,
) -> None:
    # Every day has too few paths to be pruned for their number.
    budget = Budget(workers=1, chunk=4000, views=1000, values=10, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", 1000)
    monkeypatch.setattr(parser, "_FEWEST", 5)
    held: list[int] = []
    make_room = Held.make_room

    def make_room_and_tell(what: Held, marks: Any) -> None:
        make_room(what, marks)
        held.append(what._parser.texts)

    monkeypatch.setattr(Held, "make_room", make_room_and_tell)
    # Too long to be kept by name; long; and with a page that led there that is long, or too long.
    lines = [
        combined(
            n * apart,
            f"/{n}/{'long-' * (300 if n % 3 == 0 else 30)}",
            status=404,
            referer=f"https://r.example/{n}/{'long-' * (30 if n % 2 else 300)}",
        )
        for n in range(150)
    ]
    ingest(write(tmp_path / "a", lines))
    assert len(held) > 3
    assert max(held) < 8_000  # of 30,000 bytes that were there
    with duckdb.connect(str(database), read_only=True) as connection:
        ((hits, unnamed),) = connection.execute(
            "select sum(hits), sum(hits) filter (path = '(other)') from errors"
        ).fetchall()
    assert (hits, unnamed >= 50) == (150, True)


def test_a_day_with_few_paths_is_pruned_of_none(
    ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser, "_HELD", 700)  # and no more than twice as many are there
    ingest(scan(tmp_path / "a"))
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select bot, count(*), sum(hits) filter (path = '(other)') from errors "
            "group by bot order by bot"
        ).fetchall()
    assert rows == [(False, 501, 100), (True, 501, 100)]  # 500 stay, and (other)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(("few", "made"), [(1000, 1), (3, 5)])
def test_rules_for_agents_are_out_of_memory_while_many_views_are_folded(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    made: int,
) -> None:
    there: list[weakref.ref[AgentLookup]] = []
    while_folding: list[int] = []
    fold = Folding._fold

    class Noted(AgentLookup):
        def __init__(self) -> None:
            super().__init__()
            there.append(weakref.ref(self))

    def folded(folding: Folding, *given: Any, **named: Any) -> None:
        while_folding.append(sum(rules() is not None for rules in there))
        fold(folding, *given, **named)

    monkeypatch.setattr("loganalytics.ingest.held._WITH_RULES", few)
    monkeypatch.setattr(agent_texts, "AgentLookup", Noted)
    monkeypatch.setattr(Folding, "_fold", folded)
    agents = [FIREFOX, "Googlebot/2.1", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"]
    lines = [
        combined(day * DAY + hour * 3600, f"/{hour}", agent=f"{agents[hour % 3]} {day}.{hour}")
        for day in range(5)
        for hour in range(24)
    ]
    log = write(tmp_path / "a", lines)
    ingest(log)
    assert len(while_folding) > 3
    if made == 1:
        assert (set(while_folding), len(there)) == ({1}, 1)
    else:
        assert set(while_folding) == {0}
        assert len(there) >= made
        # What they find does not depend on it.
        monkeypatch.setattr("loganalytics.ingest.held._WITH_RULES", 1000)
        ingest(log, "--db", tmp_path / "held.duckdb")
        assert stored(tmp_path / "held.duckdb") == stored(database)


def test_a_budget_divides_what_is_given() -> None:
    assert plan(None, 2).workers == 2
    assert plan(None, 64).workers == 4
    assert plan(LEAST, 64).workers == 1
    assert plan(LEAST, 2).chunk < plan(400_000_000, 2).chunk * 2 < 4 * plan(None, 2).chunk
    assert plan(LEAST, 2).limit < LEAST
    with pytest.raises(UsageError, match="at least 256MB"):
        plan(LEAST - 1, 2)


@pytest.mark.parametrize("size", ["256MB", "0.4 GB", "400000000", "400MiB", "1g"])
def test_sizes_are_read_as_people_write_them(run: Run, tmp_path: Path, size: str) -> None:
    log = write(tmp_path / "a", [combined(0, "/")])
    assert run("ingest", log, "--memory", size).exit_code == 0


@pytest.mark.parametrize(
    ("size", "complaint"),
    [("much", "'much' is no size, such as 400MB or 1GB"), ("1MB", "at least 256MB are needed")],
)
def test_a_size_that_is_none_is_a_usage_error(
    run: Run, tmp_path: Path, size: str, complaint: str
) -> None:
    result = run("ingest", write(tmp_path / "a", [combined(0, "/")]), "--memory", size)
    assert result.exit_code == 2
    assert complaint in result.stderr
