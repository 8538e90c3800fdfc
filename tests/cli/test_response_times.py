# SPDX-License-Identifier: GPL-3.0-or-later
"""How long requests took, from the log to the report: where a format says so, and only there."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics.fold import beside
from loganalytics.ingest import intake
from loganalytics.ingest.budget import Budget
from loganalytics.parse.formats import from_option, named
from loganalytics.sources import reader
from tests import oracle, oracle_lines
from tests.conftest import Ingest, Run
from tests.cutting import Cutter
from tests.logs import combined, query, write

HEAD = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'
NGINX = HEAD + ' "$http_referer" "$http_user_agent"'
APACHE = r"%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\""
TIMED = NGINX + " $request_time"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
CUTTER = Cutter()
DAY = 86_400


def bucket(microseconds: int) -> int:
    """The number of a bucket, by its definition: the first whose upper end is not below."""
    if microseconds == 0:
        return 0
    upper, n = 1.0, 1
    while upper < microseconds:
        upper, n = upper * 1.05 / 0.95, n + 1
    return n


def bucket_of(took: str | None, unit: str) -> int | None:
    """The number that the program makes of a text."""
    sql = "select duration_bucket_of($took, $unit)"
    rows = CUTTER.memory._execute(sql, {"took": took, "unit": unit}, "bucket")
    number: int | None = rows[0][0]
    return number


def timed(at: int, path: str, seconds: object, **more: Any) -> str:
    return f"{combined(at, path, **more)} {seconds}"


def times(run: Run, *options: str) -> list[dict[str, Any]]:
    result = run("report", "response_times", "--format", "json", *options)
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)["response_times"]
    return rows


def stored(database: Path) -> list[tuple[Any, ...]]:
    sql = "select day::varchar, path, duration_bucket, sum(hits) from response_times group by all"
    return sorted(query(database, sql))


# ---- the log


@pytest.mark.parametrize(
    ("option", "tail", "microseconds"),
    [
        (TIMED, " 0.005", 5000),
        (TIMED + " $pipe", " 12.345 .", 12_345_000),
        (NGINX + ' "$http_x_forwarded_for" rt=$request_time', ' "-" rt=0.001', 1000),
        (NGINX + ' "$request_time" "$http_x"', ' "0.020" "a \\" b"', 20_000),
        (NGINX + " $upstream_response_time $request_time", " 0.1, 0.2 0.3", 300_000),
        (NGINX + " $request_time $upstream_response_time $host", " 0.3 0.1 : - a.example", 300_000),
        (NGINX + " $upstream_response_time", " 0.004", 4000),
        (NGINX + " $upstream_response_time", " 0.500, 9.000", 9_500_000),
        (NGINX + " $upstream_response_time $pipe", " 0.1 : 0.2, - .", 300_000),
        (APACHE + " %D", " 1234", 1234),
        (APACHE + " %T", " 3", 3_000_000),
        (APACHE + " %T %D", " 3 3141592", 3_141_592),
        (APACHE + " %T %{ms}T", " 3 3141", 3_141_000),
        (APACHE + " %{us}T", " 77", 77),
        (APACHE + " %{s}T", " 0", 0),
        (f'LogFormat "{APACHE} %>D" timed', " 86400000000", DAY * 1_000_000),
    ],
)
def test_a_format_says_how_long_a_request_took(option: str, tail: str, microseconds: int) -> None:
    log_format = from_option(option)
    for by_pattern in (False, True):
        _, (hit,) = CUTTER.cut([combined(0) + tail], log_format, by_pattern=by_pattern)
        assert bucket_of(hit["took"], log_format.duration) == bucket(microseconds)
        assert (hit["status"], hit["bytes_sent"], hit["referer"]) == (200, 100, "-")
        assert (CUTTER.left_to_the_pattern() == 0) is not by_pattern  # else it is slow


@pytest.mark.parametrize(
    "value",
    ["-", "", "-1", "x", "86400.001", "9e99", "inf", "nan", "-, - : -", "1 2 3", "0x10"],
)
@pytest.mark.parametrize("option", [TIMED, NGINX + " $upstream_response_time"])
def test_a_time_that_is_none_is_left_out_and_its_hit_is_not(option: str, value: str) -> None:
    for by_pattern in (False, True):
        line = f"{combined(0)} {value}"
        _, (hit,) = CUTTER.cut([line], from_option(option), by_pattern=by_pattern)
        assert bucket_of(hit["took"], "s") is None


@pytest.mark.parametrize(
    ("value", "microseconds"),
    [("-", None), ("0.1, 0.2", 300_000), ("0.1 : 0.2, -", 300_000), ("0.1 : 0.2 : 0.3", 600_000)],
)
def test_times_of_several_servers_are_added_up_in_the_middle_of_a_line_too(
    value: str, microseconds: int | None
) -> None:
    option = NGINX.replace("$status", "$upstream_response_time $upstream_addr $status")
    line = combined(0).replace('1.1" 200', f'1.1" {value} unix:/a, [2001:db8::1]:80 200')
    _, (hit,) = CUTTER.cut([line], from_option(option))
    expected = None if microseconds is None else bucket(microseconds)
    assert (hit["status"], bucket_of(hit["took"], "s")) == (200, expected)


def test_what_stands_behind_the_agent_without_a_name_is_no_time() -> None:
    for name in ("combined", "nginx_main"):
        _, (hit,) = CUTTER.cut([timed(0, "/", "0.005")], named(name))
        assert hit["took"] is None


def test_a_line_that_ends_otherwise_than_its_format_is_malformed() -> None:
    for by_pattern in (False, True):
        lines = [combined(0), combined(0) + "0.1", combined(0) + " 0.1", combined(0) + ' "0.1" .']
        option = from_option(TIMED + ' "$pipe"')
        found = CUTTER.cut(lines, option, by_pattern=by_pattern)[1]
        assert found == []


def test_a_host_behind_the_agent_is_the_site() -> None:
    option = NGINX + ' "$http_x_forwarded_for" $request_time "$host"'
    line = combined(0, who="10.0.0.1") + ' "192.0.2.7" 0.005 "a.example"'
    for by_pattern in (False, True):
        _, (hit,) = CUTTER.cut([line], from_option(option), by_pattern=by_pattern)
        assert (hit["host"], hit["address"]) == ("a.example", "192.0.2.7")
        assert (CUTTER.left_to_the_pattern() == 0) is not by_pattern


# ---- the numbers


def test_percentiles_are_nearest_ranks_at_most_a_twentieth_off(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    taken = [n / 1000 for n in range(1, 101)]
    random.Random(1).shuffle(taken)
    lines = [timed(n, "/a", f"{each:.3f}") for n, each in enumerate(taken)]
    lines += [timed(n, "/b", each) for n, each in enumerate(("0.010", "0.010", "0.010", "9.000"))]
    lines += [timed(5, "/c", "0.000"), timed(6, "/c", "-")]
    ingest("--format", TIMED, write(tmp_path / "x", lines))
    a, b, c = times(run)
    assert [(r["path"], r["hits"]) for r in (a, b, c)] == [("/a", 100), ("/b", 4), ("/c", 1)]
    assert [a["p50_s"], a["p90_s"], a["p99_s"]] == pytest.approx([0.050, 0.090, 0.099], rel=0.05)
    # Of four, the second is in the middle, and 0.9 * 4 is more than three.
    assert [b["p50_s"], b["p90_s"], b["p99_s"]] == pytest.approx([0.010, 9, 9], rel=0.05)
    assert [c["p50_s"], c["p90_s"], c["p99_s"]] == [0, 0, 0]
    assert [r["path"] for r in times(run, "--sort", "p99_s")] == ["/b", "/a", "/c"]
    assert [r["path"] for r in times(run, "--path", "/[!a]")] == []
    assert [r["path"] for r in times(run, "--path", "/b")] == ["/b"]


def test_a_bucket_stands_for_all_that_it_holds(run: Run, ingest: Ingest, tmp_path: Path) -> None:
    taken = [int(10 ** (n / 7)) for n in range(76)]  # from a microsecond to 14 hours
    lines = [f"{combined(n, f'/p{n}')} {each}" for n, each in enumerate(taken)]
    ingest("--format", APACHE + " %D", write(tmp_path / "x", lines))
    found = {row["path"]: row["p50_s"] for row in times(run)}
    for n, each in enumerate(taken):
        assert found[f"/p{n}"] == pytest.approx(each / 1e6, rel=0.05, abs=1e-9)


def test_what_counts_are_all_hits_by_the_paths_that_bandwidth_has(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    lines = [
        timed(0, "/a?x=1", 1),
        timed(1, "/%61", 1, agent=GOOGLEBOT),
        timed(2, "/a", 1, status=500, method="POST"),
        timed(3, "/api/user/7", 1),
        timed(4, "/u/ada", 1),
        timed(5, "/of/jo@mail.example", 1),
        timed(6, "/doc.pdf", 1),
    ]
    ingest("--format", TIMED, "--exclude", "/u/*", write(tmp_path / "x", lines))
    assert sorted((r["path"], r["hits"]) for r in times(run)) == [
        ("(excluded)", 1),
        ("/a", 3),
        ("/api/*", 1),
        ("/doc.pdf", 1),
        ("/of/(email)", 1),
    ]


def test_the_paths_of_a_day_with_the_most_hits_stay(
    ingest: Ingest, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(beside.MOST, "response_times", 1)
    lines = [timed(0, "/a", 1), timed(1, "/a", 1), timed(2, "/b", 2), timed(3, "/c", 3)]
    lines += [timed(DAY, "/b", 4)]
    ingest("--format", TIMED, write(tmp_path / "x", lines))
    rows = times(run)
    assert [(r["path"], r["hits"]) for r in rows] == [("(other)", 2), ("/a", 2), ("/b", 1)]
    assert rows[0]["p99_s"] == pytest.approx(3, rel=0.05)


def test_another_range_stands_beside_each_number(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    lines = [timed(0, "/a", 1), timed(1, "/gone", 1)]
    lines += [timed(DAY, "/a", 2), timed(DAY + 1, "/a", 2), timed(DAY, "/new", 1)]
    ingest("--format", TIMED, write(tmp_path / "x", lines))
    day = ("--start", "2026-10-11", "--end", "2026-10-11", "--compare", "previous")
    a, new, gone = times(run, *day)
    assert (a["hits"], a["hits_before"], a["hits_change"]) == (2, 1, 1.0)
    for p in ("p50_s", "p90_s", "p99_s"):
        assert (a[p], a[f"{p}_before"]) == pytest.approx((2, 1), rel=0.05)
        assert a[f"{p}_change"] == pytest.approx(a[p] / a[f"{p}_before"] - 1)
        assert (new[f"{p}_before"], new[f"{p}_change"]) == (None, None)
        assert (gone[p], gone[f"{p}_change"]) == (None, None)
    printed = run("report", "response_times", *day, COLUMNS="80").stdout
    (line,) = [line for line in printed.splitlines() if line.startswith("/a ")]
    assert line.count("%") == 4


@pytest.mark.parametrize("form", ["terminal", "md", "html"])
def test_who_sees_times_sees_how_exact_they_are(
    ingest: Ingest, run: Run, tmp_path: Path, form: str
) -> None:
    ingest("--format", TIMED, write(tmp_path / "x", [timed(0, "/a", 0.123)]))
    printed = run("report", "response_times", "--format", form).stdout
    assert "123 ms" not in printed
    assert "each may be up to 5% off" in printed


def test_sites_stay_apart(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    lines = [f"a.example {timed(0, '/', 1)}", f"b.example {timed(0, '/', 4)}"]
    ingest("--format", "$host " + TIMED, write(tmp_path / "x", lines))
    (row,) = times(run, "--site", "b.example")
    assert (row["site"], row["hits"]) == ("b.example", 1)
    assert row["p50_s"] == pytest.approx(4, rel=0.05)


def test_neither_chunks_nor_days_that_are_folded_early_lose_a_time(
    ingest: Ingest, tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = Budget(workers=2, chunk=4000, views=10, values=40, limit=1_000_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    monkeypatch.setattr(reader, "PIECE", 1000)
    for table in ("response_times", "bandwidth"):
        monkeypatch.setitem(beside.MOST, table, 10**6)
    drawn = random.Random(5)
    taken = (0, 1, 2, 50, 3000)  # ms
    plain = oracle_lines.lines(2, 500, "vhost_combined")
    lines = [f"{line} {drawn.choice(taken) / 1000:.3f}" for line in plain]
    ingest("--format", "$vhost " + TIMED, write(tmp_path / "x", lines))
    hits = "select day, site, path, sum(hits) from {} group by all order by all"
    by_path = query(database, hits.format("response_times"))
    assert len(by_path) > 100
    assert by_path == query(database, hits.format("bandwidth"))
    expected = Counter(
        bucket(round(float(line[-5:]) * 1_000_000))
        for before, line in zip(plain, lines, strict=True)
        if oracle.parse(before, "vhost_combined", "", str)
    )
    sql = "select duration_bucket, sum(hits) from response_times group by all"
    assert dict(query(database, sql)) == dict(expected)


def test_a_log_that_names_no_times_has_none(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    ingest(write(tmp_path / "x", [timed(0, "/", "0.005")]))
    assert times(run) == []
    assert "Nothing in this range: Response times." in run("report", "response_times").stdout


# ---- the database


def test_times_go_and_stay_with_the_counts_that_they_belong_to(
    ingest: Ingest, run: Run, tmp_path: Path, database: Path
) -> None:
    first = write(tmp_path / "a", [timed(0, "/a", 1), timed(1, "/b", 1), timed(DAY, "/a", 2)])
    second = write(tmp_path / "b", [timed(7, "/a", 1), timed(DAY, "/b", 3)])
    one, two, three = (bucket(n * 1_000_000) for n in (1, 2, 3))
    was = [
        ("2026-10-10", "/a", one, 1),
        ("2026-10-10", "/b", one, 1),
        ("2026-10-11", "/a", two, 1),
    ]
    ingest("--format", TIMED, first)
    assert stored(database) == was
    other = tmp_path / "other.duckdb"
    assert run("ingest", "--db", other, "--format", TIMED, second).exit_code == 0
    assert run("merge", other).exit_code == 0
    both = [
        ("2026-10-10", "/a", one, 2),
        ("2026-10-10", "/b", one, 1),
        ("2026-10-11", "/a", two, 1),
        ("2026-10-11", "/b", three, 1),
    ]
    assert stored(database) == both
    assert run("compact").exit_code == 0
    assert stored(database) == both
    assert run("check").exit_code == 0
    assert run("verify-privacy", "--format", TIMED, first, second).exit_code == 0
    assert run("export", tmp_path / "out", "--format", "csv").exit_code == 0
    assert len((tmp_path / "out" / "response_times.csv").read_text().splitlines()) == 1 + 5
    assert run("undo", "2", "--yes").exit_code == 0
    assert stored(database) == was
    assert run("forget", "--path", "/b", "--yes").exit_code == 0
    assert stored(database) == [was[0], was[2]]
    assert run("prune", "--older-than", "2026-10-11", "--yes").exit_code == 0
    assert stored(database) == [was[2]]
    assert run("check").exit_code == 0


def test_check_finds_more_times_than_hits(
    ingest: Ingest, run: Run, tmp_path: Path, database: Path
) -> None:
    ingest("--format", TIMED, write(tmp_path / "x", [timed(0, "/a", 1)]))
    with duckdb.connect(str(database)) as connection:
        connection.execute("update response_times set hits = 2")
    result = run("check")
    assert result.exit_code == 4
    assert "broken  what was asked for adds up" in result.stdout


def test_sql_has_the_times_in_seconds(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    ingest("--format", TIMED, write(tmp_path / "x", [timed(0, "/a", 1), timed(1, "/a", 0)]))
    asked = "select path, round(seconds, 1) as s, hits from v_response_times order by s"
    found = json.loads(run("sql", asked, "--format", "json").stdout)
    assert [tuple(row.values()) for row in found] == [("/a", 0, 1), ("/a", 1, 1)]
