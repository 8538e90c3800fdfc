# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics ingest` as people, cron and programs meet it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from loganalytics import engine, store
from loganalytics.engine import connection
from loganalytics.engine.patience import patiently
from loganalytics.model import OUTCOMES, Contents, Settings
from tests.conftest import Ingest, Run
from tests.logs import SAFARI, combined, many, query, write

PROGRAM = [sys.executable, "-m", "loganalytics"]
SOURCE = {
    "source", "format", "status", "lines", "outcomes", "hits", "pageviews", "visits",
    "bytes_sent", "first", "last", "seconds", "cut_edges", "late", "placeholders",
}  # fmt: skip
ONE_OF_EACH = [
    "no line of a log",
    combined(0, "/a"),
    combined(2, "/pixel.gif?path=%2Fa&title=A"),
    combined(3, "/pixel.gif?path=%2Fa&event=click"),
    combined(9, "/pixel.gif?path=%2Fcached"),
    combined(10, "/a.css"),
    combined(11, "/a.pdf"),
    combined(12, "/api/x"),
    combined(13, "/gone", status=404),
    combined(14, "/a", method="POST"),
    combined(15, "/a", agent="curl/8.5.0"),
    combined(16, "/b", status=304, size="-"),
]


@contextlib.contextmanager
def held(database: Path) -> Iterator[None]:
    """Another process has the database open for writing."""
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            yield
        finally:
            other.communicate(b"\n")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up at once on a database that is locked."""
    for module in (engine, connection):  # what opens a database, and what attaches one
        monkeypatch.setattr(module, "patiently", lambda _, *rest: patiently(0.2, *rest))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write(tmp_path / "access.log", many(12))


# ---- what it prints


def test_the_json_holds_what_the_contract_names(ingest: Ingest, tmp_path: Path) -> None:
    log = write(tmp_path / "a.log", ONE_OF_EACH)
    document = ingest(log)
    (source,) = document["sources"]
    assert set(source) == SOURCE
    assert set(document["totals"]) == {
        "lines", "outcomes", "hits", "pageviews", "visits", "bytes_sent",
    }  # fmt: skip
    seconds = source.pop("seconds")
    assert isinstance(seconds, float)
    assert seconds >= 0
    assert source == {
        "source": str(log),
        "format": "combined",
        "status": "ingested",
        "lines": 12,
        "outcomes": {
            "already_ingested": 0,
            "incomplete": 0,
            "malformed": 1,
            "bot": 1,
            "method": 1,
            "event": 1,
            "merged": 1,
            "pixel": 1,
            "status": 1,
            "excluded": 1,
            "download": 1,
            "asset": 1,
            "pageview": 2,
        },
        "hits": 11,
        "pageviews": 3,
        "visits": 1,
        "bytes_sent": 1000,
        "first": "2026-10-10T12:00:00Z",
        "last": "2026-10-10T12:00:16Z",
        "cut_edges": 0,
        "late": 0,
        "placeholders": 0,
    }
    assert tuple(source["outcomes"]) == OUTCOMES


def test_the_summary_tells_in_how_many_values_placeholders_stand(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    """Two pages and a title; a page twice is one value."""
    title = "/pixel.gif?path=%2Fb&title=To+jo%40mail.example"
    lines = [
        combined(0, "/u/jo@mail.example"),
        combined(1, "/u/jo@mail.example"),
        combined(2, "/n/123456789"),
        combined(3, title),
    ]
    (source,) = ingest("--dry-run", write(tmp_path / "a.log", lines))["sources"]
    assert source["placeholders"] == 0  # nothing was stored
    told = run("ingest", write(tmp_path / "b.log", lines)).stderr
    assert "3 texts that look personal were replaced, by (email) or the like.\n" in told
    (source,) = ingest(write(tmp_path / "c.log", [combined(99, "/n/987654321")]))["sources"]
    assert source["placeholders"] == 1


def test_logs_of_several_names_whose_lines_name_no_host_are_said_to_be_one_site(
    run: Run, tmp_path: Path
) -> None:
    logs = [
        write(tmp_path / name, many(9, start=9 * n))
        for n, name in enumerate(("blog-access.log", "shop-access.log", "shop-access.log.1"))
    ]
    host = write(tmp_path / "hosts.log", [f"a.example:443 {combined(99, '/')}"])
    folders = [tmp_path / "a" / "access.log", tmp_path / "b" / "access.log"]
    for n, path in enumerate(folders):
        path.parent.mkdir()
        write(path, many(9, start=100 * n))

    def said(*arguments: object) -> str:
        told = run("ingest", "--dry-run", *arguments).stderr
        _, found, names = " ".join(told.split()).partition("Would be counted as one site: ")
        assert "undo" not in told  # there is nothing yet
        return names.partition(", whose lines name no host.")[0] if found else ""

    assert said(*logs) == "blog-access, shop-access"
    assert said(host, *logs) == "blog-access, shop-access"
    assert said(*folders) == "a/access, b/access"
    for one in (logs[1:], [host, logs[0]], ["--site", "a.example", *logs], ["--quiet", *logs]):
        assert said(*one) == ""
    told = " ".join(run("ingest", *logs).stderr.split())
    assert "Counted as one site: blog-access, shop-access, whose lines name no host" in told
    assert "undo these ingests" in told


def test_totals_are_the_sums_of_the_sources(ingest: Ingest, tmp_path: Path) -> None:
    paths = [write(tmp_path / "a", many(12)), write(tmp_path / "b", many(30, start=12))]
    again = write(tmp_path / "c", many(12))
    document = ingest(*paths, tmp_path / "gone", again, code=3)
    statuses = [source["status"] for source in document["sources"]]
    assert statuses == ["ingested", "ingested", "failed", "unchanged"]
    for name in ("lines", "hits", "pageviews", "visits", "bytes_sent"):
        total = sum(source[name] for source in document["sources"])
        assert document["totals"][name] == total
    assert document["totals"]["outcomes"]["already_ingested"] == 12
    assert sum(document["totals"]["outcomes"].values()) == document["totals"]["lines"] == 54
    failed = document["sources"][2]
    assert set(failed) == SOURCE | {"error"}
    assert (failed["lines"], failed["first"], failed["last"]) == (0, None, None)


def test_the_summary_goes_to_stderr_and_json_to_stdout(run: Run, log: Path) -> None:
    result = run("ingest", log)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "= lines" in result.stderr
    result = run("ingest", "--json", log)
    assert result.stderr == ""
    assert json.loads(result.stdout)["totals"]["lines"] == 12


def test_quiet_prints_nothing_unless_something_fails(run: Run, log: Path, tmp_path: Path) -> None:
    result = run("ingest", "--quiet", log)
    assert (result.exit_code, result.output) == (0, "")
    result = run("ingest", "--quiet", log, tmp_path / "gone")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"loganalytics: {tmp_path / 'gone'}: no such file\n"


def test_a_dry_run_counts_and_writes_nothing(
    run: Run, ingest: Ingest, log: Path, database: Path, tmp_path: Path
) -> None:
    assert ingest("--dry-run", log)["totals"]["hits"] == 12
    assert not database.exists()
    said = run("ingest", "--dry-run", log).stderr
    assert f"{log.name}: would be ingested, combined" in said
    assert "nothing was written" in said
    assert not database.exists()
    ingest(log)
    before = database.read_bytes()
    write(log, many(15))
    assert ingest("--dry-run", log)["totals"]["hits"] == 3
    assert database.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["access.log", "book.duckdb"]


@pytest.mark.parametrize("command", [(), ("ingest",), ("report",), ("snippet",)])
def test_each_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage:")
    assert run(*command, "-h").stdout == result.stdout


# ---- options


def test_a_wrong_command_line_is_exit_code_2(run: Run, log: Path) -> None:
    for arguments in (
        (),
        ("--nonsense", log),
        ("--k", "0", log),
        ("--k", "x", log),
        ("--timezone", "Mars/Olympus", log),
        ("--timezone", "../../etc/passwd", log),
        ("--timezone", "", log),
        ("--pixel", "p.gif", log),
        ("--site", "not a host", log),
        ("--format", "nonsense", log),
    ):
        result = run("ingest", *arguments)
        assert result.exit_code == 2, (arguments, result.output)
        assert "Traceback" not in result.stderr
    assert run("nonsense").exit_code == 2


def test_zone_and_k_hold_for_the_life_of_a_database(run: Run, log: Path, database: Path) -> None:
    first = run("ingest", "--timezone", "Asia/Kolkata", "--k", 3, log)
    assert first.exit_code == 0
    assert query(database, "select key, value from meta order by key") == [
        ("bucket_minutes", "30"), ("k", "3"), ("schema_version", "1"),
        ("timezone", "Asia/Kolkata"),
    ]  # fmt: skip
    assert run("ingest", "--timezone", "Asia/Kolkata", "--k", 3, log).exit_code == 0
    assert run("ingest", log).exit_code == 0
    for option, value, has in (("--timezone", "UTC", "Asia/Kolkata"), ("--k", "5", "3")):
        result = run("ingest", option, value, log)
        assert result.exit_code == 2
        assert f"{option} {value}" in result.stderr
        assert f"was made with {has}" in result.stderr


@pytest.mark.parametrize("pattern", ["admin", "", "(unknown)", "https://a.example/admin"])
def test_a_pattern_that_no_path_can_match_is_a_usage_error(
    run: Run, database: Path, log: Path, pattern: str
) -> None:
    result = run("ingest", "--exclude", "/x", "--exclude", pattern, log)
    assert result.exit_code == 2
    assert result.stderr == (
        "loganalytics: --exclude: a path begins with '/', its pattern with that or '*' (see"
        " `loganalytics ingest --help`)\n"
    )
    assert not database.exists()


def test_excluded_paths_are_no_pageviews(ingest: Ingest, tmp_path: Path) -> None:
    paths = ("/admin/a", "/Admin/a", "/x.tmp", "/admin")
    log = write(tmp_path / "a", [combined(i, path) for i, path in enumerate(paths)])
    outcomes = ingest("--exclude", "/admin/*", "--exclude", "*.tmp", log)["totals"]["outcomes"]
    assert (outcomes["excluded"], outcomes["pageview"]) == (2, 2)


def test_the_pixel_can_have_another_name(ingest: Ingest, tmp_path: Path) -> None:
    lines = [combined(0, "/p?path=%2Fa"), combined(1, "/pixel.gif?path=%2Fb")]
    outcomes = ingest("--pixel", "/p", write(tmp_path / "a", lines))["totals"]["outcomes"]
    assert (outcomes["pixel"], outcomes["asset"]) == (1, 1)


def test_the_site_is_given_where_the_log_names_none(
    ingest: Ingest, database: Path, log: Path
) -> None:
    ingest("--site", "WWW.Example:443", log)
    assert query(database, "select distinct site from traffic") == [("www.example",)]


def test_no_recent_leaves_the_list_of_views_empty(
    ingest: Ingest, database: Path, log: Path
) -> None:
    ingest("--no-recent", log)
    assert query(database, "select count(*) from recent") == [(0,)]


def test_a_broken_geo_database_is_said(run: Run, log: Path, tmp_path: Path) -> None:
    broken = tmp_path / "geo.mmdb"
    broken.write_bytes(b"no geo data")
    for path in (broken, tmp_path / "gone.mmdb", tmp_path):
        for arguments, environment in (
            (("--geoip", path), {}),
            ((), {"LOGANALYTICS_GEOIP": str(path)}),
        ):
            result = run("ingest", *arguments, log, **environment)
            assert result.exit_code in (2, 3), result.output
            assert str(path) in result.stderr
            assert "Traceback" not in result.stderr


# ---- the database


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_the_database_is_the_users_alone(
    run: Run, ingest: Ingest, log: Path, tmp_path: Path, mask: int
) -> None:
    folder = tmp_path / "new" / "folder"
    os.umask(mask & 0o077)
    ingest("--db", folder / "a.duckdb", log)
    assert [path.name for path in folder.iterdir()] == ["a.duckdb"]
    assert stat.S_IMODE((folder / "a.duckdb").stat().st_mode) == 0o600
    write(log, many(20))
    ingest("--db", folder / "a.duckdb", log)
    assert stat.S_IMODE((folder / "a.duckdb").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["a.duckdb"]


@pytest.mark.parametrize("kind", ["text", "folder", "below a file", "foreign", "newer", "empty"])
def test_what_is_no_database_of_this_program_is_exit_code_4(
    run: Run, log: Path, database: Path, kind: str
) -> None:
    if kind == "text":
        database.write_text("hello " * 1000)
    elif kind == "empty":
        database.touch()
    elif kind == "folder":
        database.mkdir()
    elif kind == "below a file":
        database = log / "a.duckdb"
    else:
        with duckdb.connect(str(database)) as connection:
            connection.execute("create table meta (key varchar, value varchar)")
            if kind == "newer":
                connection.execute("insert into meta values ('schema_version', '99')")
    before = database.read_bytes() if database.is_file() else b""
    result = run("ingest", "--db", database, log)
    assert result.exit_code == 4, result.output
    assert str(database) in result.stderr
    assert "Traceback" not in result.stderr
    if kind == "newer":
        assert "newer" in result.stderr
    assert before == (database.read_bytes() if database.is_file() else b"")


def test_a_database_without_tables_is_new(ingest: Ingest, log: Path, database: Path) -> None:
    duckdb.connect(str(database)).close()
    assert ingest(log)["totals"]["hits"] == 12
    assert query(database, "select sum(hits) from traffic") == [(12,)]


@pytest.mark.parametrize(
    "name", ["it's.duckdb", 'a "b".duckdb', "a b\nc.duckdb", "é;--.duckdb", "a"]
)
def test_a_database_may_have_any_name(
    ingest: Ingest, run: Run, log: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "it's" / name
    ingest("--db", path, log)
    write(log, many(13))
    assert ingest("--db", path, log)["totals"]["hits"] == 1
    assert run("report", "summary", "--db", path).exit_code == 0
    assert [entry.name for entry in path.parent.iterdir()] == [name]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_to_a_database_stays_one(
    ingest: Ingest, log: Path, database: Path, tmp_path: Path, there: bool
) -> None:
    real = tmp_path / "real.duckdb"
    if there:
        ingest("--db", real, write(tmp_path / "first", many(3, start=90)))
    database.symlink_to(real)
    assert ingest(log)["totals"]["hits"] == 12
    assert database.is_symlink()
    assert query(real, "select sum(hits) from traffic") == [(15 if there else 12,)]


@pytest.mark.usefixtures("impatient")
def test_a_database_that_another_process_holds_is_exit_code_75(
    run: Run, ingest: Ingest, log: Path, database: Path
) -> None:
    ingest(log)
    write(log, many(20))
    with held(database):
        result = run("ingest", "--quiet", log)
    assert (result.exit_code, result.stdout) == (75, "")
    assert f"{database}: another process holds the database" in result.stderr
    assert ingest(log)["totals"]["hits"] == 8


def test_a_database_is_waited_for(run: Run, ingest: Ingest, log: Path, database: Path) -> None:
    ingest(log)
    write(log, many(20))
    with held(database):
        waiting = subprocess.Popen(
            [*PROGRAM, "ingest", "--quiet", "--db", database, log], stderr=subprocess.PIPE
        )
        time.sleep(1)
        assert waiting.poll() is None
    assert waiting.communicate(timeout=60)[1] == b""
    assert waiting.returncode == 0
    assert query(database, "select sum(hits) from traffic") == [(20,)]


def test_settings_of_a_database_made_meanwhile_are_not_mixed(
    run: Run, ingest: Ingest, log: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest("--timezone", "Asia/Kolkata", write(log.with_name("first"), many(3, start=90)))
    empty = store.Store(database, Settings("UTC", 60, 5), Contents())
    monkeypatch.setattr("loganalytics.ingest.run.open_store", lambda *_, **__: empty)
    result = run("ingest", log)
    assert result.exit_code != 0
    assert query(database, "select sum(hits) from traffic") == [(3,)]


@pytest.mark.parametrize("same", [True, False])
def test_two_processes_at_once_count_each_content_once(
    database: Path, tmp_path: Path, same: bool
) -> None:
    logs = [write(tmp_path / name, many(30, start=0 if same else i)) for i, name in enumerate("ab")]
    running = [
        subprocess.Popen(
            [*PROGRAM, "ingest", "--quiet", "--db", database, path], stderr=subprocess.PIPE
        )
        for path in logs
    ]
    for process in running:
        errors = process.communicate(timeout=60)[1]
        assert (process.returncode, errors) == (0, b"")
    assert query(database, "select sum(hits) from traffic") == [(30 if same else 60,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "book.duckdb"]


def test_spellings_of_a_host_are_one_site(ingest: Ingest, database: Path, tmp_path: Path) -> None:
    lines = [combined(0, "/a"), combined(7200, "/b"), combined(7201, "/c")]
    hosts = ["Site.example", "site.example", "site.example:443"]
    log = write(tmp_path / "a", [f"{h} {line}" for h, line in zip(hosts, lines, strict=True)])
    (source,) = ingest(log, "--format", "vhost_combined")["sources"]
    assert (source["outcomes"]["pageview"], source["pageviews"], source["visits"]) == (3, 3, 2)
    assert query(
        database, "select site, sum(visits), sum(visitors) from activity group by all"
    ) == [("site.example", 2, 1)]


def test_a_database_without_late_hits_gets_their_column(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(write(tmp_path / "a", many(3)))
    with duckdb.connect(str(database)) as connection:
        connection.execute("alter table ingests drop column late")
        connection.execute("create or replace view v_ingests as select * from ingests")
    ingest(write(tmp_path / "b", many(4, start=90)))
    assert query(database, "select hits, late from v_ingests") == [(3, 0), (4, 0)]


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("delay", [0, 0.3])
def test_a_signal_leaves_nothing_half_done(
    ingest: Ingest, database: Path, tmp_path: Path, kind: signal.Signals, delay: float
) -> None:
    ingest(write(tmp_path / "first", many(3, start=90)))
    big = tmp_path / "big"
    with big.open("wb") as file:
        for start in range(20):
            file.write("".join(line + "\n" for line in many(10_000, start=start * 10_000)).encode())
    program = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored in the background
        "from loganalytics.sources import Reader\n"
        "sample = Reader.sample\n"
        "def sampling(reader):\n"
        "    print('reading', file=sys.stderr, flush=True)\n"
        "    return sample(reader)\n"
        "Reader.sample = sampling\n"
        "from loganalytics.__main__ import main\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "ingest", "--db", database, big],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"reading\n"
        time.sleep(delay)
        process.send_signal(kind)
        stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, b""), stderr
    said = stderr.replace(b"reading\n", b"")  # which may be said once more before the signal comes
    told = "interrupted; each source was added whole or not at all: run the same command again"
    assert said.decode() == f"loganalytics: {told}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big", "book.duckdb", "first"]
    assert query(database, "select sum(hits) from traffic") == [(3,)]


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_program_is_loaded_is_told_as_well(kind: signal.Signals) -> None:
    program = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from loganalytics import __main__\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click':\n"
        f"            os.kill(os.getpid(), {int(kind)})\n"
        "sys.meta_path.insert(0, Finder())\n"
        "__main__.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "ingest", "x"], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr == b"loganalytics: interrupted\n"


# ---- privacy of messages


def test_no_message_holds_an_address_or_an_agent(run: Run, database: Path, tmp_path: Path) -> None:
    address, agent = "203.0.113.66", "Marker-Agent/7.7"
    good = combined(who=address, agent=agent, referer="https://marker.example/?q=marker")
    logs = {
        "none fits": [f"{address} {agent} what is this"] * 20,
        "few fit": [good, *[f"{address} {agent}"] * 20],
        "broken": [good, good[:-1], good + '"', f'{address} "{agent}'],
        "bad times": [good.replace("Oct", "Foo"), good.replace("2026", "99999")],
        "numbers": [combined(who=address, agent=agent, size="9" * 30)],
        "long": [good[:-1] + address * 300_000 + '"', good],
        "NUL": [f"\0{address}\0{agent}"] * 9,
    }
    paths = [write(tmp_path / name, lines) for name, lines in logs.items()]
    cut = tmp_path / "cut.gz"
    cut.write_bytes(b"\x1f\x8b\x08\0" + f"{address} {agent}".encode())
    for arguments in (
        (*paths, cut),
        ("--json", *paths, cut),
        ("--format", "combined", *paths, cut),
        ("--format", '%t %h "%r" %>s %b', *paths, cut),
        ("--db", paths[0], paths[1]),
        (tmp_path,),
    ):
        output = run("ingest", *arguments).output
        assert address not in output
        assert agent not in output
        assert "marker" not in output.lower()
        assert "this is a bug" not in output


def test_a_bug_shows_its_place_and_not_its_values(
    run: Run, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "203.0.113.66"

    def broken(*_: object, **__: object) -> None:
        raise ValueError(address)

    monkeypatch.setattr("loganalytics.ingest.run.open_store", broken)
    result = run("ingest", log)
    assert result.exit_code == 1
    assert "ValueError" in result.stderr
    assert address not in result.output


# ---- where it runs


def test_it_runs_where_there_is_no_home_no_locale_and_no_terminal(
    database: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "caf\u00e9 [1].log", [combined(path="/caf\u00e9", agent=SAFARI)])
    environment = {"PATH": os.environ["PATH"], "LANG": "C", "LC_ALL": "C"}
    done = subprocess.run(
        [*PROGRAM, "ingest", "--json", path],
        env=environment | {"XDG_DATA_HOME": str(tmp_path / "data")},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["totals"]["pageviews"] == 1
    assert (tmp_path / "data" / "loganalytics" / "loganalytics.duckdb").exists()


def test_a_reader_that_goes_away_is_no_bug(database: Path, log: Path) -> None:
    command = f"'{sys.executable}' -m loganalytics ingest --json --db '{database}' '{log}' | :"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    assert query(database, "select sum(hits) from traffic") == [(12,)]


def test_a_narrow_terminal_gets_whole_numbers(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    logs = [write(tmp_path / f"{n}.log", many(1200 + n, start=2000 * n)) for n in range(2)]
    told = run("ingest", *logs).stderr
    assert all(count in told.split() for count in ("1,200", "1,201", "2,401"))
    assert "= bot" in told or "= status" in told
    assert max(map(len, told.splitlines())) <= 50
