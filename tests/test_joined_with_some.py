# SPDX-License-Identifier: GPL-3.0-or-later
"""Where some of the known logs near new lines cannot be had, those are joined with that can."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from loganalytics.ingest.joined import Neighbours, Presence, Span
from tests.conftest import Ingest, Run
from tests.logs import combined, query, write

HOUR, DAY = 3600, 86_400
BY_DAY = (
    "select bucket::date::text, sum(visits)::int, sum(visitors)::int from activity"
    " group by 1 order by 1"
)
SUMS = "select sum(pageviews)::int, sum(visits)::int, sum(visitors)::int from activity"


def add(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("a", newline="") as file:
        file.writelines(f"{line}\n" for line in lines)
    return path


def of_three(at: int) -> list[str]:
    """A page of each of three people."""
    return [combined(at + n, f"/p{n}", who=f"192.0.2.{n}", size=1000 + at % 997) for n in range(3)]


@pytest.mark.parametrize("what", ["nothing", "a foreign line", "options", "forget", "undo"])
def test_a_cut_stays_on_its_day(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, what: str
) -> None:
    """Four runs a day, two of them in the evening, of a log that is rotated at midnight."""
    log = tmp_path / "logs" / "access.log"
    options: tuple[str, ...] = ()
    for day in range(3):
        if log.exists():
            log.rename(log.with_name(f"access.log.{day}"))
        for hour in (-9, -3, 7, 11):  # of noon
            add(log, *of_three((day + 1) * DAY + hour * HOUR))
            ingest(*options, log)
            if day or hour != -3 or what == "nothing":
                continue
            if what == "a foreign line":
                away = tmp_path / "away" / "a.log"
                ingest(add(away, combined(DAY, "/q", who="198.51.100.1")))
            elif what == "options":
                options = ("--exclude", "/none/*")
            elif what == "forget":
                assert run("forget", "--path", "/p1", "--yes").exit_code == 0
            else:
                assert run("undo", "1", "--yes").exit_code == 0
    found = query(database, BY_DAY)
    assert found[1:] == [("2026-10-12", 12, 3), ("2026-10-13", 12, 3)]
    right = {"nothing": [(12, 3)], "a foreign line": [(13, 4)]}
    if what in right:
        assert [row[1:] for row in found[:1]] == right[what]
    assert run("check").exit_code == 0


def test_logs_of_one_site_in_two_folders_are_each_joined_with_themselves(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    for hour in range(4):
        for server in range(2):
            log = tmp_path / str(server) / "access.log"
            who = f"198.51.100.{server}"
            ingest(add(log, combined(hour * HOUR + server, "/", who=who, size=hour)))
    assert query(database, SUMS) == [(8, 8, 2)]


@pytest.mark.parametrize(
    ("place", "count", "lines", "times"),
    [("folders", 2, 12, 4), ("names", 2, 12, 4), ("names", 6, 1, 2)],
)
def test_logs_whose_first_lines_agree_are_told_apart(
    ingest: Ingest, database: Path, tmp_path: Path, place: str, count: int, lines: int, times: int
) -> None:
    """What a monitor asks several servers for in the same second; they grow line by line."""
    logs = [
        tmp_path / (str(n) if place == "folders" else "logs") / f"access{n}.log"
        for n in range(count)
    ]
    for n, log in enumerate(logs):
        add(log, combined(0, "/health", agent="curl/8.5.0", size=2))
        add(log, *(combined(60 * i + n, f"/{i}", who=f"192.0.2.{n}") for i in range(lines)))
    for hour in range(times):
        for n, log in enumerate(logs):
            line = combined(hour * 1200 + 720, "/", who=f"192.0.2.{n}", size=100 * hour + n)
            ingest(add(log, line))
    assert query(database, SUMS) == [(count * (lines + times), count, count)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("--exclude", "/x", "--exclude", "/y/*"), ("--exclude", "/y/*", "--exclude", "/x")),
        (("--exclude", "/x"), ("--exclude", "/x/index.html", "--exclude", "/x")),
        (("--format", "nginx"), ()),
        (("--format", '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'), ()),
        (("--redact", "a", "--redact", "b"), ("--redact", "b", "--redact", "a")),
    ],
)
def test_options_that_mean_the_same_are_the_same(
    ingest: Ingest, database: Path, tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    log = add(tmp_path / "a.log", *of_three(0))
    ingest(*first, log)
    ingest(*second, add(log, *of_three(60)))
    assert query(database, SUMS) == [(6, 3, 3)]


def test_files_that_are_called_as_the_log_are_looked_at_before_hundreds_of_others(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    log = add(tmp_path / "logs" / "access.log", *of_three(0))
    ingest(log)
    log.rename(log.with_name("access.log.1"))
    for n in range(210):
        write(log.with_name(f"{n}.other.log"), [combined(n, size=n)])
    ingest(add(log, *of_three(60)))
    assert query(database, SUMS) == [(6, 3, 3)]


def is_sound(run: Run, database: Path) -> bool:
    """Whether `check` finds nothing, and no sum of a source is less than nothing."""
    negative = query(
        database,
        "select 1 from daily group by day, site, dimension, value"
        " having least(sum(pageviews), sum(visits), sum(visitors)) < 0",
    )
    return run("check").exit_code == 0 and negative == []


GOOGLE, BING = "https://www.google.com/", "https://www.bing.com/"


def test_two_logs_that_share_a_site_on_another_day_only_are_apart_there(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    def on(host: str, at: int, path: str, who: str, **more: Any) -> str:
        return f"{host}.example:443 {combined(at, path, who=who, **more)}"

    x, y = (tmp_path / name / "access.log" for name in "xy")
    who = "192.0.2.9"
    ingest(add(x, on("x", 0, "/1", "192.0.2.1"), on("y", 4 * DAY, "/a", who, referer=GOOGLE)))
    ingest(add(y, on("y", 9, "/2", "192.0.2.2"), on("y", 4 * DAY + 600, "/b", who, referer=BING)))
    ingest(add(x, on("x", 20, "/1", "192.0.2.1")), add(y, on("y", 30, "/2", "192.0.2.2")))
    ingest(add(x, on("y", 4 * DAY - 600, "/c", who, referer="https://duckduckgo.com/")), y)
    assert is_sound(run, database)


@pytest.mark.parametrize("days", [1.2, 6])
def test_who_never_pauses_makes_no_sum_less_than_nothing(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, days: float
) -> None:
    """A page that reloads every 25 minutes, a log a day; then some of its lines come late."""
    times = range(0, int(days * DAY), 1500)
    logs: dict[int, list[str]] = {}
    for n, at in enumerate(times):
        came = GOOGLE if n == 0 else "-"
        logs.setdefault((at + 12 * HOUR) // DAY, []).append(
            combined(at, "/dash", size=n, referer=came)
        )
    for day, lines in logs.items():
        ingest(add(tmp_path / f"{day}.log", *lines))
    ingest(add(tmp_path / "again.log", combined(times[-1] + 6 * HOUR, "/x", size=1, referer=BING)))
    ingest(add(tmp_path / "late.log", combined(-600, "/y", size=2, referer=BING)))
    assert is_sound(run, database)
    assert query(database, "select sum(pageviews)::int from activity") == [(len(times) + 2,)]


def test_an_undo_takes_the_later_joins_that_lean_on_one_that_goes(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    who = "192.0.2.9"
    parts = [
        [combined(-11 * HOUR, "/z")],
        [combined(-10 * HOUR, "/1"), combined(DAY, "/a", who=who, referer=GOOGLE)],
        [combined(-9 * HOUR, "/2"), combined(DAY + 600, "/b", who=who, referer=BING)],
        [combined(DAY - 600, "/c", who=who, referer="https://duckduckgo.com/")],
    ]
    for n, lines in enumerate(parts):
        ingest(add(tmp_path / f"{n}.log", *lines))
    said = run("undo", "1", "--yes").stderr
    assert "Visits that go on among 2, 4 and 6 were joined through it" in said
    assert query(database, "from joins") == []
    assert is_sound(run, database)


def test_an_undo_leaves_the_joins_of_later_nights(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    for day in range(4):
        ingest(
            add(tmp_path / f"{day}.log", combined(day * DAY, "/"), combined(day * DAY + 11 * HOUR))
        )
    before = query(database, "select join_id from joins group by all")
    assert run("undo", "1", "--yes").exit_code == 0
    assert len(query(database, "select join_id from joins group by all")) == len(before) - 1


def test_logs_that_share_a_site_at_other_times_do_not_keep_visits_of_another_apart(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    """The first two share shop, but on two days; the third goes on with visits of blog."""
    bot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    shop, blog = "shop.example ", "blog.example "
    ingest(
        add(
            tmp_path / "access.log.1",
            shop + combined(-13 * HOUR, "/", agent=bot, size=1),
            blog + combined(-11 * HOUR, "/about", size=2),
        )
    )
    ingest(add(tmp_path / "access.log.2", shop + combined(10 * HOUR, "/", agent=bot, size=3)))
    third = add(
        tmp_path / "access.log.3",
        blog + combined(-11 * HOUR + 600, "/x", size=4),
        shop + combined(-9 * HOUR, "/", agent=bot, size=5),
    )
    (source,) = ingest(third)["sources"]
    assert source["cut_edges"] == 0
    assert query(database, SUMS) == [(2, 1, 1)]


def test_logs_between_which_events_carry_a_visit_over_midnight_are_not_taken_for_apart(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    """Events stand in no bucket of pageviews; in two folders the first two are not joined."""
    event, midnight = "/pixel.gif?event=x&path=/a", 12 * HOUR
    one, other = tmp_path / "one" / "access.log", tmp_path / "other" / "access.log"
    ingest(add(one, combined(midnight + 300, event, size=1)))
    ingest(add(other, combined(midnight - 600, "/b", size=2)))
    ingest(
        add(one, combined(midnight - 1200, "/z", size=3)),
        add(other, combined(midnight + 1200, "/z", who="192.0.2.2", size=4)),
    )
    result = run("check")
    assert result.exit_code == 0, result.output


def span(ingest_id: int, first: int, last: int, *sites: str) -> Span:
    midnight = datetime(2026, 10, 10, tzinfo=UTC)
    begin, end = midnight + timedelta(hours=first), midnight + timedelta(hours=last)
    presence = Presence(begin.date(), end.date(), begin, end)
    return Span(ingest_id, dict.fromkeys(sites or ("",), presence))


@pytest.mark.parametrize(
    ("spans", "joins", "lost", "joinable"),
    [
        ([span(1, 1, 2), span(2, 3, 4)], [{1, 2}], [], {1, 2}),
        ([span(1, 1, 2), span(2, 3, 4)], [], [], {2}),
        ([span(1, 1, 2), span(2, 3, 4)], [], [2], {1}),
        ([span(1, 1, 2), span(2, 3, 4)], [{1, 2}], [1], set()),  # what 2 has alone is not known
        ([span(1, 1, 2, "a"), span(2, 3, 4, "b")], [], [], {1, 2}),
        ([span(1, 1, 2, "a"), span(2, 3, 4, "b")], [], [1], {2}),
        ([span(1, 1, 2), span(2, 30, 31)], [], [], {1, 2}),  # two days
        ([span(1, 1, 23.9), span(2, 24.2, 25)], [], [], {2}),  # a visit may go on over midnight
        ([span(1, 1, 2), span(2, 3, 4), span(4, 30, 31)], [{2, 4}], [], {2, 4}),
        ([span(1, 1, 2), span(2, 3, 4), span(4, 30, 31)], [{2, 4}], [4], {1}),
        ([span(1, 1, 2), span(2, 3, 4), span(4, 5, 6)], [{1, 2}, {2, 4}], [], {1, 2, 4}),
    ],
)
def test_new_lines_are_joined_with_whole_groups_that_do_not_meet_others(
    spans: list[Span], joins: list[set[int]], lost: list[int], joinable: set[int]
) -> None:
    near = Neighbours(spans, joins)
    assert near.joinable(lost) == joinable
    assert Neighbours(spans, joins, lost).joinable() == joinable


@pytest.mark.parametrize("seed", range(4))
def test_what_is_joined_is_counted_as_at_once_and_groups_add_up(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, seed: int
) -> None:
    """Any runs over logs in two folders, with options that change, logs that go."""
    chance = random.Random(seed)
    lines: dict[int, list[str]] = {}  # that were new in each ingest
    pending: dict[Path, list[str]] = {}
    options: tuple[str, ...] = ()
    for step in range(14):
        log = tmp_path / f"server{chance.randrange(2)}" / "access.log"
        if chance.random() < 0.15 and log.exists():
            log.rename(log.with_name(f"access.log.{step}"))
        new = [
            combined(
                step * 4 * HOUR + chance.randrange(3 * HOUR) * chance.randrange(2),
                f"/{chance.randrange(4)}",
                who=f"192.0.2.{chance.randrange(4)}",
                size=step * 100 + n,
                referer=chance.choice(("-", "https://www.google.com/", "https://blog.example/")),
            )
            for n in range(chance.randrange(1, 7))
        ]
        pending.setdefault(add(log, *new), []).extend(new)
        if chance.random() < 0.15:
            options = ("--exclude", f"/{step}/none")
        if chance.random() < 0.1:
            for old in log.parent.glob("access.log.*"):
                old.unlink()
        before = (
            {row[0] for row in query(database, "select ingest_id from ingests")} if lines else set()
        )
        if ingest(*options, log)["sources"][0]["status"] == "ingested":
            (made,) = {row[0] for row in query(database, "select ingest_id from ingests")} - before
            count = query(database, f"select pageviews from ingests where ingest_id = {made}")
            lines[made] = pending.pop(log)
            assert count == [(len(lines[made]),)]
        assert run("check").exit_code == 0
    group = {each: each for each in lines}
    for (together,) in query(database, "select list(ingest_id) from joins group by join_id"):
        first = min(group[each] for each in together)
        merged = {group[each] for each in together}
        group.update((each, first) for each, of in group.items() if of in merged)
    expected: Counter[Any] = Counter()
    for of in set(group.values()):
        alone = tmp_path / f"{of}.duckdb"
        whole = [line for each in sorted(lines) if group[each] == of for line in lines[each]]
        ingest("--db", alone, write(tmp_path / f"{of}.log", whole))
        expected.update(_counts(alone))
    assert _counts(database) == expected
    assert len(set(group.values())) < len(lines)


def _counts(database: Path) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for table, names, numbers in (
        ("activity", "bucket", "pageviews visits visitors returning_visits bounces seconds"),
        ("pages", "bucket path", "pageviews visits entries exits bounces visitors seconds"),
        ("daily", "day dimension value", "pageviews visits visitors"),
    ):
        keys, sums = names.split(), numbers.split()
        columns = ", ".join([*keys, *(f"sum({each})::int" for each in sums)])
        for row in query(database, f"select {columns} from {table} group by all"):
            for name, count in zip(sums, row[len(keys) :], strict=True):
                if count:
                    found[table, *row[: len(keys)], name] = count
    return found
