# SPDX-License-Identifier: GPL-3.0-or-later
"""Each line is counted once, whatever its file is called and however it comes back."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loganalytics.engine import Connection, Row
from loganalytics.ingest import intake
from loganalytics.ingest.budget import Budget
from loganalytics.ledger import Matcher
from loganalytics.model import Content, Contents
from loganalytics.sources import reader
from tests.conftest import Ingest, Run
from tests.logs import COMPRESSED, combined, exact, many, query, text, write

LINES = many(40)
Exact = list[list[tuple[Any, ...]]]


@pytest.fixture
def straight(ingest: Ingest, tmp_path: Path) -> Callable[[Sequence[str]], Exact]:
    """What one ingest of these lines comes to."""

    def straight(lines: Sequence[str]) -> Exact:
        other = tmp_path / "straight.duckdb"
        ingest("--db", other, write(tmp_path / "straight.log", lines))
        found = exact(other)
        other.unlink()
        return found

    return straight


def lines_of(document: dict[str, Any]) -> tuple[int, int]:
    """Known and new lines."""
    outcomes = document["totals"]["outcomes"]
    return outcomes["already_ingested"], document["totals"]["lines"] - outcomes["already_ingested"]


# ---- the same content again


@pytest.mark.parametrize("how", ["as it was", "renamed", "stdin", "CRLF", *COMPRESSED])
def test_the_same_content_again_adds_nothing(
    ingest: Ingest, database: Path, tmp_path: Path, how: str
) -> None:
    first = write(tmp_path / "access.log", LINES)
    assert lines_of(ingest(first)) == (0, 40)
    before = database.read_bytes()
    if how == "as it was":
        document = ingest(first)
    elif how == "renamed":
        document = ingest(first.rename(tmp_path / "access.log.1"))
    elif how == "stdin":
        document = ingest("-", input=text(LINES))
    else:
        again = tmp_path / "again"
        again.write_bytes(COMPRESSED[how](text(LINES)) if how in COMPRESSED else text(LINES))
        document = ingest(again)
    assert [source["status"] for source in document["sources"]] == ["unchanged"]
    assert lines_of(document) == (40, 0)
    assert database.read_bytes() == before


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_content_given_twice_in_one_run_counts_once(
    ingest: Ingest, tmp_path: Path, dry: tuple[str, ...]
) -> None:
    log = write(tmp_path / "a.log", LINES)
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(text(LINES)))
    more = write(tmp_path / "b.log", many(43))
    document = ingest(*dry, log, packed, more, "-", input=text(LINES))
    assert [source["hits"] for source in document["sources"]] == [40, 0, 3, 0]
    assert lines_of(document) == (40 * 3, 43)


# ---- sources that grow


@pytest.mark.parametrize("how", ["plain", "stdin", *COMPRESSED])
def test_of_a_source_that_grew_only_its_new_lines_count(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    straight: Callable[[Sequence[str]], Exact],
    how: str,
) -> None:
    path = tmp_path / "access.log"
    before = 0
    for count in (1, 2, 17, 40):
        data = text(LINES[:count])
        path.write_bytes(COMPRESSED.get(how, bytes)(data))
        document = ingest("-", input=data) if how == "stdin" else ingest(path)
        assert lines_of(document) == (before, count - before)
        before = count
    assert exact(database) == straight(LINES)


def test_a_source_may_grow_in_one_form_and_come_back_in_another(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    ingest("-", input=text(LINES[:10]))
    path.write_bytes(gzip.compress(text(LINES[:20])))
    assert lines_of(ingest(path)) == (10, 10)
    assert lines_of(ingest(write(path, LINES[:30]))) == (20, 10)
    path.write_bytes(COMPRESSED["zst"](text(LINES)))
    assert lines_of(ingest(path)) == (30, 10)


def test_a_new_file_under_an_old_name_is_new(ingest: Ingest, tmp_path: Path) -> None:
    path = write(tmp_path / "access.log", LINES[:20])
    ingest(path)
    assert lines_of(ingest(write(path, LINES[20:]))) == (0, 20)


def test_files_that_begin_alike_and_end_differently_both_count_whole(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    same = many(40)
    left, right = [*same, *many(3, start=100)], [*same, *many(3, start=200)]
    assert lines_of(ingest(write(tmp_path / "left", left))) == (0, 43)
    assert lines_of(ingest(write(tmp_path / "right", right))) == (0, 43)
    assert lines_of(ingest(tmp_path / "left", tmp_path / "right")) == (86, 0)
    assert exact(database) == straight([*left, *right])


def test_lines_that_differ_in_time_status_or_size_only_are_other_lines(
    ingest: Ingest, tmp_path: Path
) -> None:
    ways = [combined(), combined(1), combined(status=404), combined(size=101)]
    for way in ways:
        assert lines_of(ingest(write(tmp_path / "a", [way]))) == (0, 1)
    for way in ways:
        assert lines_of(ingest(write(tmp_path / "a", [way]))) == (1, 0)


# ---- rotation


def test_rotation_by_renaming_loses_and_doubles_nothing(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    folder = tmp_path / "nginx"
    folder.mkdir()
    log, old, older = folder / "access.log", folder / "access.log.1", folder / "access.log.2.gz"
    write(log, LINES[:10])
    assert lines_of(ingest(folder)) == (0, 10)
    write(old, LINES[:15])  # renamed while the server still wrote to it
    write(log, LINES[15:20])
    assert lines_of(ingest(folder)) == (10, 10)
    older.write_bytes(gzip.compress(old.read_bytes()))
    write(old, LINES[15:25])
    write(log, LINES[25:40])
    assert lines_of(ingest(folder)) == (20, 20)
    assert lines_of(ingest(folder)) == (40, 0)
    assert exact(database) == straight(LINES)


def test_rotation_by_copy_and_truncate_loses_and_doubles_nothing(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    log, old = tmp_path / "access.log", tmp_path / "access.log.1"
    ingest(write(log, LINES[:10]))
    write(old, LINES[:15])
    write(log, [])
    assert lines_of(ingest(old, log)) == (10, 5)
    write(log, LINES[15:40])
    assert lines_of(ingest(log, old)) == (15, 25)
    assert exact(database) == straight(LINES)


def test_a_log_rotated_twice_between_two_runs_is_whole(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    ingest(write(tmp_path / "access.log", LINES[:10]))
    write(tmp_path / "access.log.2", LINES[:20])
    write(tmp_path / "access.log.1", LINES[20:30])
    write(tmp_path / "access.log", LINES[30:])
    assert lines_of(ingest(f"{tmp_path}/access.log*")) == (10, 30)
    assert exact(database) == straight(LINES)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_rotated_files_count_the_same_in_any_order(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    straight: Callable[[Sequence[str]], Exact],
    order: tuple[int, ...],
) -> None:
    parts = [LINES[:10], LINES[10:30], LINES[30:]]
    paths = [write(tmp_path / f"access.log.{i}", part) for i, part in enumerate(parts)]
    for i in order:
        assert lines_of(ingest(paths[i])) == (0, len(parts[i]))
    assert lines_of(ingest(*paths)) == (40, 0)
    assert exact(database) == straight(LINES)


# ---- known lines of many chunks


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are run, by name, on chunks of some lines, three at a time."""
    budget = Budget(workers=3, chunk=700, views=10_000, values=10_000, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", 300)
    run, names = Connection.run, list[str]()

    def run_and_tell(memory: Connection, name: str, /, **told: object) -> list[Row]:
        names.append(name)
        return run(memory, name, **told)

    monkeypatch.setattr(Connection, "run", run_and_tell)
    return names


@pytest.mark.parametrize("form", ["plain", "gz"])
def test_known_lines_of_many_chunks_are_skimmed_but_not_cut(
    ingest: Ingest, tmp_path: Path, asked: list[str], form: str
) -> None:
    path = tmp_path / "access.log"
    lines = [*many(100), "no line of a log", *many(60, start=100)]
    path.write_bytes({"plain": bytes, **COMPRESSED}[form](text(lines)))
    ingest("--format", "combined", path)
    asked.clear()
    assert lines_of(ingest("--format", "combined", path)) == (161, 0)
    assert asked.count("parse/skim") > 10
    assert "parse/cut" not in asked


def test_of_known_lines_only_the_chunks_near_the_new_ones_are_cut(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[..., Exact], asked: list[str]
) -> None:
    days = [combined(86_400 * (i // 20) + i, f"/{i}", size=1000 + i) for i in range(200)]
    path = write(tmp_path / "access.log", days[:195])
    ingest(path)
    asked.clear()
    assert lines_of(ingest(write(path, days))) == (195, 5)
    assert asked.count("parse/skim") > 25
    assert asked.count("parse/cut") < 10  # those of a tenth of the log, and of the new lines
    assert exact(database) == straight(days)


@pytest.mark.usefixtures("asked")
def test_however_many_chunks_known_lines_take_they_count_once(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    lines = many(150)
    path = tmp_path / "access.log"
    for known, grown in ((0, 3), (3, 50), (50, 51), (51, 100)):
        assert lines_of(ingest(write(path, lines[:grown]))) == (known, grown - known)
    assert lines_of(ingest(write(tmp_path / "b.log", lines[100:120]))) == (0, 20)
    assert lines_of(ingest(write(tmp_path / "all.log", lines))) == (120, 30)
    assert exact(database) == straight(lines)


# ---- files put together


@pytest.mark.parametrize("known", [(0,), (0, 1), (0, 1, 2)])
def test_known_files_put_together_are_known_as_far_as_they_go(
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    straight: Callable[[Sequence[str]], Exact],
    known: tuple[int, ...],
) -> None:
    parts = [LINES[:10], LINES[10:25], LINES[25:40]]
    for i in known:
        ingest(write(tmp_path / "part", parts[i]))
    count = sum(len(parts[i]) for i in known)
    assert lines_of(ingest(write(tmp_path / "all", LINES))) == (count, 40 - count)
    assert lines_of(ingest("-", input=gzip.compress(text(LINES)))) == (40, 0)
    assert exact(database) == straight(LINES)


def test_what_came_behind_a_known_file_is_known_on_its_own(ingest: Ingest, tmp_path: Path) -> None:
    ingest(write(tmp_path / "a", LINES[:10]))
    assert lines_of(ingest(write(tmp_path / "ab", LINES[:25]))) == (10, 15)
    assert lines_of(ingest(write(tmp_path / "b", LINES[10:25]))) == (15, 0)
    assert lines_of(ingest(write(tmp_path / "bc", LINES[10:40]))) == (15, 15)


def test_what_came_to_two_logs_at_once_is_known_of_neither_for_the_other(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    """A monitor asks two hosts in the same second, and nobody else came since the last run."""
    (tmp_path / "logs").mkdir()
    logs = [tmp_path / "logs" / f"{name}.log" for name in "ab"]
    asked = [combined(at, "/health", agent="curl/8.5.0", size=2) for at in (90_000, 90_300, 90_600)]
    for n, log in enumerate(logs):
        ingest(write(log, LINES[20 * n : 20 * n + 20]))
    for count in (1, 3):
        for n, log in enumerate(logs):
            write(log, [*LINES[20 * n : 20 * n + 20], *asked[:count]])
        known = 2 * (20 if count == 1 else 21)
        assert lines_of(ingest(logs[0].parent)) == (known, 2 * (20 + count) - known)
    assert lines_of(ingest(logs[0].parent)) == (46, 0)
    # What was new stays known on its own, whoever of the two it is taken for, and for both.
    assert lines_of(ingest(write(tmp_path / "asked.log", asked[1:]))) == (2, 0)
    assert run("check").exit_code == 0
    last = query(database, "select max(ingest_id) from ingests")[0][0]
    assert run("undo", str(last), "--yes").exit_code == 0
    assert lines_of(ingest(logs[0])) == (23, 0)
    assert lines_of(ingest(logs[1])) == (21, 2)


@pytest.mark.parametrize(
    "sources", [("X", "C", "XCE", "CE"), ("X", "C", "CX", "CXE", "E", "XE"), ("X", "XE", "C", "CE")]
)
def test_lines_of_many_kinds_are_known_whatever_they_come_behind(
    ingest: Ingest, tmp_path: Path, sources: Sequence[str]
) -> None:
    """`cat` in between of what is known: no two logs have the same lines of five kinds."""
    parts = {name: LINES[10 * n : 10 * n + 10] for n, name in enumerate("XCE")}
    seen: set[str] = set()
    for name in sources:
        lines = [line for part in name for line in parts[part]]
        new = 10 * len(set(name) - seen)
        assert lines_of(ingest(write(tmp_path / name, lines))) == (len(lines) - new, new), name
        seen |= set(name)


def test_what_came_to_two_logs_is_known_in_its_place_whoever_had_it_first(
    ingest: Ingest, tmp_path: Path
) -> None:
    """Of the two one alone had more behind it: what was new of it in two runs is known together."""
    asked = [combined(at, "/health", agent="curl/8.5.0", size=2) for at in (90_000, 90_300, 90_600)]
    logs = {"a": LINES[:20], "b": LINES[20:]}
    for count in (0, 1):
        for name, lines in logs.items():
            ingest(write(tmp_path / name, [*lines, *asked[:count]]))
    ingest(write(tmp_path / "b", [*logs["b"], *asked]))
    assert lines_of(ingest(write(tmp_path / "asked", asked))) == (3, 0)


def test_parts_that_were_new_one_after_the_other_are_known_together(
    ingest: Ingest, tmp_path: Path
) -> None:
    path = tmp_path / "access.log"
    for count in (10, 25, 40):
        ingest(write(path, LINES[:count]))
    assert lines_of(ingest(write(tmp_path / "tail.log", LINES[10:40]))) == (30, 0)


def test_lines_that_look_like_the_known_ones_before_them_are_new(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    path = tmp_path / "access.log"
    busy = [combined(path="/a"), combined(path="/b")] * 4  # all in one second
    for count in (1, 2, 3, 5, 8):
        ingest(write(path, busy[:count]))
    assert exact(database) == straight(busy)


def test_a_beginning_comes_before_its_whole(
    ingest: Ingest, database: Path, tmp_path: Path, straight: Callable[[Sequence[str]], Exact]
) -> None:
    assert lines_of(ingest(write(tmp_path / "part", LINES[:17]))) == (0, 17)
    assert lines_of(ingest(write(tmp_path / "whole", LINES))) == (17, 23)
    assert lines_of(ingest(tmp_path / "part", tmp_path / "whole")) == (57, 0)
    assert exact(database) == straight(LINES)


def test_a_shortened_file_is_known_as_far_as_an_earlier_run_saw_it(
    ingest: Ingest, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    for count in (10, 20, 40):
        ingest(write(path, LINES[:count]))
    assert lines_of(ingest(write(path, LINES[:20]))) == (20, 0)
    assert lines_of(ingest(write(path, LINES[:10]))) == (10, 0)


def test_the_ledger_holds_a_row_for_each_ingest_that_added_something(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "access.log"
    for count in (10, 10, 30):
        ingest(write(path, LINES[:count]))
    columns = "ingest_id, source, format, lines, already_ingested, hits"
    assert query(database, f"select {columns} from ingests order by all") == [
        (1, "access.log", "combined", 10, 0, 10),
        (2, "access.log", "combined", 30, 10, 20),
    ]


# ---- the matcher


def follow(known: Sequence[Content], lines: Sequence[str]) -> tuple[int, list[Content]]:
    """How many lines are known, and what is to be remembered, as an ingest finds it."""
    matcher = Matcher(Contents(known))
    for line in lines:
        matcher.feed(line + "\n", len(line) + 1, 1)
    found = matcher.rewind()
    for line in lines[matcher.known_lines :]:
        found.feed(line + "\n", len(line) + 1, 1)
    assert found.contents() == [c for c in matcher.contents() if c in found.contents()]
    return matcher.known_lines, found.contents()


def test_nothing_is_known_to_an_empty_ledger() -> None:
    matcher = Matcher(Contents())
    assert (matcher.alive, matcher.wants_line, matcher.next_cut()) == (False, False, None)
    assert matcher.feed("a\nb\n", 4, 2) is False
    assert (matcher.known_lines, matcher.lines, matcher.bytes) == (0, 2, 4)


def test_a_matcher_asks_for_the_first_line_and_then_for_the_cuts() -> None:
    _, known = follow([], ["a", "b", "c"])
    matcher = Matcher(Contents(known))
    assert (matcher.alive, matcher.wants_line) == (True, True)
    matcher.feed("a\n", 2, 1)
    assert (matcher.wants_line, matcher.next_cut()) == (False, 6)
    assert matcher.feed("b\nc\n", 4, 2) is True
    assert (matcher.known_lines, matcher.known_bytes, matcher.wants_line) == (3, 6, True)
    matcher.feed("x\n", 2, 1)
    assert matcher.alive is False


def test_a_matcher_gives_up_at_another_first_line() -> None:
    _, known = follow([], ["a", "b"])
    matcher = Matcher(Contents(known))
    matcher.feed("b\n", 2, 1)
    assert (matcher.alive, matcher.known_lines) == (False, 0)


def test_equal_marks_of_other_lengths_are_another_content() -> None:
    first = Matcher(Contents())
    first.feed("a\nb\n", 40, 2)
    again = Matcher(Contents(first.contents()))
    again.feed("a\n", 20, 1)
    assert again.feed("b\n", 21, 1) is False


LINE = st.sampled_from("abc")
LOG = st.lists(LINE, max_size=12)


@settings(max_examples=300, deadline=None)
@given(LOG, st.lists(st.integers(0, 12), max_size=6))
def test_growing_prefixes_add_each_line_once(log: list[str], cuts: list[int]) -> None:
    known: list[Content] = []
    before = 0
    for cut in sorted(cuts):
        prefix = log[:cut]
        count, contents = follow(known, prefix)
        assert count == before
        known += contents
        before = len(prefix)


@settings(max_examples=300, deadline=None)
@given(st.permutations("abcdefghij"), st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_what_was_added_once_is_known_afterwards(lines: list[str], sizes: list[int]) -> None:
    known: list[Content] = []
    logs = [log for i, size in enumerate(sizes) if (log := lines[2 * i :][:size])]
    logs = [log for i, log in enumerate(logs) if not any(set(log) & set(o) for o in logs[:i])]
    for log in logs:
        known += follow(known, log)[1]
        assert follow(known, log)[0] == len(log)
    for log in logs:
        assert follow(known, log)[0] == len(log)
    everything = [line for log in logs for line in log]
    assert follow(known, everything)[0] == len(everything)


def test_a_known_end_inside_a_line_does_not_hide_the_next_one(
    ingest: Ingest, tmp_path: Path
) -> None:
    # The second run stores its own two lines as a beginning, too: 172 bytes with the same first
    # line. In the third run these end inside the second line, before the 368 and 540 that count.
    page, style = many(2)[1], many(1)[0]
    log = [style, page, style, "no line of a log", style, style, page, style]
    path, database = tmp_path / "a.log", tmp_path / "a.duckdb"
    seen = []
    for lines in (2, 4, 5, 8):
        write(path, log[:lines])
        outcomes = ingest("--format", "combined", "--db", database, path)["totals"]["outcomes"]
        seen.append((outcomes["already_ingested"], outcomes["asset"] + outcomes["pageview"]))
    assert seen == [(0, 2), (2, 1), (4, 1), (5, 3)]


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_growing_file_adds_each_of_its_lines_once(ingest: Ingest, data: st.DataObject) -> None:
    kinds = [*many(3), *many(3), "no line of a log", "", '"']
    first = combined()  # or its format cannot be told
    log = [first, *data.draw(st.lists(st.sampled_from(kinds), max_size=8))]
    raw = text(log)
    ends = data.draw(st.lists(st.integers(len(first) + 1, len(raw)), min_size=1, max_size=3))
    hits = malformed = 0
    with tempfile.TemporaryDirectory() as folder:
        path, database = Path(folder) / "a.log", Path(folder) / "a.duckdb"
        for end in sorted([*ends, len(raw)]):
            path.write_bytes(raw[:end])
            totals = ingest("--format", "combined", "--db", database, path)["totals"]
            hits += totals["hits"]
            malformed += totals["outcomes"]["malformed"]
            assert totals["lines"] - totals["outcomes"]["incomplete"] == raw[:end].count(b"\n")
    parse = sum("HTTP" in line for line in log)
    assert (hits, malformed) == (parse, len(log) - parse)
