# SPDX-License-Identifier: GPL-3.0-or-later
"""`verify-privacy` finds a leak of every kind, says where and never what; else nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import ipaddress
import json
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics.render import as_csv
from tests.privacy import people, traces
from tests.privacy.conftest import Desk, settle

ANNA, BERT, CLEO, DORA = people.ANNA, people.BERT, people.CLEO, people.DORA
VIA = people.FORWARDED[0].address
COOKIE = people.COOKIES[0]
LONG, SHORT = people.QUERIES[0], "kurz7"
SITE = "www.site.example"


def digest(kind: str, text: str) -> bytes:
    return hashlib.new(kind, text.encode()).digest()


def fnv(text: str, bits: int = 64) -> int:
    return traces.fnv1a(text.encode(), bits)


def signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


# What is planted, by the name of its table: type of the column, value, kind and how it is told.
Plant = tuple[str, Any, str, str]
BOTH = f"{ANNA.address}|{ANNA.agent}"
PLANTS: dict[str, Plant] = {
    "address": ("varchar", ANNA.address, "address", "in clear"),
    "address_in_a_text": ("varchar", f"seen from {ANNA.address}.", "address", "in clear"),
    "address_as_blob": ("blob", ANNA.address.encode(), "address", "in clear"),
    "address_in_a_list": ("varchar[]", ["a", ANNA.address], "address", "in clear"),
    "address_with_neighbours": ("varchar", f"7{ANNA.address}5", "address", "in clear"),
    "v6": ("varchar", CLEO.address, "address", "in clear"),
    "v6_expanded": (
        "varchar",
        ipaddress.ip_address(CLEO.address).exploded,
        "address",
        "in clear",
    ),
    "v6_upper": ("varchar", CLEO.address.upper(), "address", "in clear"),
    "v4_mapped": ("varchar", f"::ffff:{ANNA.address}", "address", "in clear"),
    "v4_mapped_in_hex": ("varchar", "::ffff:cb00:71bb", "address", "in clear"),
    "v4_of_a_mapped": ("varchar", "192.0.2.171", "address", "in clear"),
    "v6_packed": ("blob", ipaddress.ip_address(CLEO.address).packed, "address", "as 16 bytes"),
    "v6_packed_as_text": (
        "varchar",
        ipaddress.ip_address(CLEO.address).packed.hex(),
        "address",
        "as 16 bytes",
    ),
    "forwarded": ("varchar", VIA, "forwarded address", "in clear"),
    "forwarded_md5": ("varchar", digest("md5", VIA).hex(), "forwarded address", "MD5"),
    "agent": ("varchar", ANNA.agent, "agent", "in clear"),
    "agent_in_a_text": ("varchar", f"by {ANNA.agent}!", "agent", "in clear"),
    "agent_lower": ("varchar", ANNA.agent.lower(), "agent", "in clear"),
    "agent_md5": ("varchar", digest("md5", ANNA.agent).hex(), "agent", "MD5"),
    "user": ("varchar", ANNA.user, "user", "in clear"),
    "user_sha256": ("varchar", digest("sha256", ANNA.user).hex(), "user", "SHA-256"),
    "cookie": ("varchar", COOKIE, "cookie", "in clear"),
    "query_long": ("varchar", f"asked {LONG}", "query value", "in clear"),
    "query_short": ("varchar", SHORT, "query value", "in clear"),
    "md5": ("varchar", digest("md5", ANNA.address).hex(), "address", "MD5"),
    "md5_upper": ("varchar", digest("md5", ANNA.address).hex().upper(), "address", "MD5"),
    "md5_as_uuid": ("uuid", digest("md5", ANNA.address).hex(), "address", "MD5"),
    "md5_base64": (
        "varchar",
        base64.urlsafe_b64encode(digest("md5", ANNA.address)).decode(),
        "address",
        "MD5",
    ),
    "sha1_raw": ("blob", digest("sha1", ANNA.address), "address", "SHA-1"),
    "sha256": ("varchar", digest("sha256", ANNA.address).hex(), "address", "SHA-256"),
    "sha256_cut": ("varchar", digest("sha256", ANNA.address).hex()[:16], "address", "SHA-256"),
    "fnv_number": ("ubigint", fnv(ANNA.address), "address", "FNV-1a"),
    "fnv_signed": ("bigint", signed(fnv(ANNA.address)), "address", "FNV-1a"),
    "fnv_decimal": ("varchar", str(fnv(ANNA.address)), "address", "FNV-1a"),
    "fnv_hex": ("varchar", f"{fnv(ANNA.address):016x}", "address", "FNV-1a"),
    "fnv_raw": ("blob", struct.pack("<Q", fnv(ANNA.address)), "address", "FNV-1a"),
    "fnv_32": ("bigint", fnv(ANNA.address, 32), "address", "FNV-1a"),
    "fnv_32_hex": ("varchar", f"{fnv(ANNA.address, 32):08x}", "address", "FNV-1a"),
    "with_agent_md5": ("varchar", digest("md5", BOTH).hex(), "address", "MD5 with agent"),
    "with_agent_sha1": ("blob", digest("sha1", BOTH), "address", "SHA-1 with agent"),
    "with_agent_fnv": ("ubigint", fnv(BOTH), "address", "FNV-1a with agent"),
    "agent_first": (
        "varchar",
        digest("md5", f"{ANNA.agent}{ANNA.address}").hex(),
        "address",
        "MD5 with agent",
    ),
    "with_site": (
        "varchar",
        digest("sha256", f"{ANNA.address}-{ANNA.agent}-{SITE}").hex(),
        "address",
        "SHA-256 with agent and site",
    ),
    "forwarded_with_agent": (
        "varchar",
        digest("md5", VIA + ANNA.agent).hex(),
        "forwarded address",
        "MD5 with agent",
    ),
}
# The same, as DuckDB's own hash makes it.
HASHED: dict[str, tuple[str, str]] = {
    "duckdb_address": ("hash($a)", "DuckDB's"),
    "duckdb_texts": ("hash($a || ' ' || $u)", "DuckDB's with agent"),
    "duckdb_arguments": ("hash($a, $u)", "DuckDB's with agent"),
    "duckdb_site": (f"hash($a, $u, '{SITE}')", "DuckDB's with agent and site"),
    "duckdb_hashes": ("hash($a, hash($u))", "DuckDB's with agent"),
}


def leak(desk: Desk, value: str, table: str = "leak") -> None:
    """Store a value in a table of its own, in its column x."""
    with duckdb.connect(str(desk.database)) as connection:
        connection.execute(f'create or replace table "{table}" as select $1 as x', [value])


@dataclass
class Checked:
    """What `verify-privacy --json` said."""

    code: int
    document: dict[str, Any]
    printed: str

    @property
    def finds(self) -> set[tuple[str, str, str]]:
        return {(f["where"], f["kind"], f["how"]) for f in self.document["finds"]}

    def of(self, where: str) -> set[tuple[str, str]]:
        return {(kind, how) for place, kind, how in self.finds if place == where}


def check(desk: Desk, *arguments: object) -> Checked:
    result = desk.run("verify-privacy", *(arguments or sorted(desk.logs.iterdir())), "--json")
    assert result.exit_code in (0, 1), result.output
    return Checked(result.exit_code, json.loads(result.stdout), result.output)


def fill(desk: Desk) -> None:
    """Ingest logs of all kinds."""
    short = people.line(ANNA, 90_000, f"/search?q={SHORT}&n=1")
    desk.ingest(desk.log("plain.log", people.combined() + short))
    desk.ingest(desk.log("cookies.log", people.with_cookies()))
    desk.ingest(desk.log("hosts.log", people.vhost_combined()))
    desk.ingest(desk.log("proxy.log", people.nginx_main()))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        desk = settle(tmp_path_factory.mktemp("filled"), monkeypatch)
        fill(desk)
        yield desk


@pytest.fixture(scope="module")
def clean(filled: Desk) -> Checked:
    return check(filled)


@pytest.fixture(scope="module")
def planted(
    filled: Desk, clean: Checked, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Checked]:
    """The same logs, and a database into which everything was planted, each in its own table."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        desk = settle(tmp_path_factory.mktemp("planted"), monkeypatch)
        for log in filled.logs.iterdir():
            shutil.copy(log, desk.logs)
        shutil.copy(filled.database, desk.database)
        with duckdb.connect(str(desk.database)) as connection:
            for name, (kind, value, _, _) in PLANTS.items():
                connection.execute(f'create table "{name}" (x {kind})')
                connection.execute(f'insert into "{name}" values ($1)', [value])
            for name, (expression, _) in HASHED.items():
                both = {"a": ANNA.address, "u": ANNA.agent}
                used = {key: value for key, value in both.items() if f"${key}" in expression}
                connection.execute(f"create table {name} as select {expression} as x", used)
            connection.execute("create schema other")
            connection.execute('create table other."a ""b"" c" as select $1 as "x y"', [ANNA.user])
        beside = desk.database.with_name("web.duckdb.old")
        beside.write_bytes(bytes(1000) + digest("sha1", BOTH) + bytes(13) + COOKIE.encode())
        desk.database.with_name(".web.duckdb.17.new").write_bytes(b"\xff" + BERT.agent.encode())
        (desk.temporary / "duckdb-x").mkdir()
        (desk.temporary / "duckdb-x" / "y").write_text(f"..{CLEO.address}..")
        (desk.temporary / "others").write_text(ANNA.address)
        (desk.work / ".tmp").mkdir()
        (desk.work / ".tmp" / "duckdb_temp_block-1.block").write_bytes(b"compressed")
        yield check(desk)


def test_nothing_is_found_in_a_database_that_was_ingested(clean: Checked) -> None:
    assert clean.document["finds"] == []
    assert (clean.code, clean.document["result"]) == (0, "clean")


def test_it_says_what_it_searched(filled: Desk, clean: Checked) -> None:
    document = clean.document
    lines = sum(log.read_bytes().count(b"\n") for log in filled.logs.iterdir())
    assert document["lines"] == lines
    assert document["values"]["user"] == len({p.user for p in people.PEOPLE} - {"-"})
    # Two cookies, and what stands beside each: 'en'.
    assert document["values"]["cookie"] == len(people.COOKIES) + 1
    # Those who came by the proxy, and the agent that is an address.
    assert document["values"]["forwarded address"] == len({*people.FORWARDED, ANNA, DORA}) + 1
    assert document["files"] == {str(filled.database): filled.database.stat().st_size}
    rows = traces.rows(filled.database)
    assert document["tables"] == len(rows)
    assert document["cells"] == sum(
        cell is not None for found in rows.values() for row in found for cell in row
    )
    assert set(document["reports"]) == {"report (terminal)", "report (json)", "report (csv)"}
    assert document["paths"]["stored"] == document["paths"]["in_these_logs"] > 0


@pytest.mark.parametrize("name", PLANTS)
def test_what_was_planted_in_a_table_is_found(planted: Checked, name: str) -> None:
    _, _, kind, how = PLANTS[name]
    assert planted.of(f"{name}.x") == {(kind, how)}


@pytest.mark.parametrize("name", HASHED)
def test_a_hash_that_duckdb_made_is_found(planted: Checked, name: str) -> None:
    assert planted.of(f"{name}.x") == {("address", HASHED[name][1])}


def test_a_column_of_any_name_in_any_schema_is_searched(planted: Checked) -> None:
    assert planted.of('other.a "b" c.x y') == {("user", "in clear")}


def test_files_beside_the_database_are_searched(planted: Checked) -> None:
    found = {(Path(where).name, kind, how) for where, kind, how in planted.finds if "/" in where}
    assert {
        ("web.duckdb.old", "address", "SHA-1 with agent"),
        ("web.duckdb.old", "cookie", "in clear"),
        (".web.duckdb.17.new", "agent", "in clear"),
    } <= found


def test_folders_of_temporary_files_are_searched(planted: Checked) -> None:
    found = {(Path(where).name, kind, how) for where, kind, how in planted.finds if "/" in where}
    assert ("y", "address", "in clear") in found
    assert ("duckdb_temp_block-1.block", "a temporary file of DuckDB", "left behind") in found
    assert not any(name == "others" for name, _, _ in found)  # of another program


def test_a_find_is_exit_code_1_and_names_the_line(planted: Checked, filled: Desk) -> None:
    assert (planted.code, planted.document["result"]) == (1, "found")
    found = next(f for f in planted.document["finds"] if f["where"] == "query_short.x")
    lines = (filled.logs / "plain.log").read_text().splitlines()
    assert Path(found["source"]).name == "plain.log"
    assert SHORT in lines[found["line"] - 1]
    assert (found["values"], found["times"]) == (1, 1)


def test_what_is_found_is_never_printed(planted: Checked) -> None:
    assert traces.in_text(planted.printed) == []
    assert SHORT not in planted.printed


def test_the_tables_of_the_program_are_no_finds_beside_the_planted(planted: Checked) -> None:
    own = ("pages", "recent", "daily", "traffic", "ingests", "contents", "meta", "pairs", "titles")
    assert [where for where, _, _ in planted.finds if where.startswith(own)] == []


# One leak at a time: where another one could hide it.


@pytest.fixture
def own(filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = settle(tmp_path, monkeypatch)
    for log in filled.logs.iterdir():
        shutil.copy(log, desk.logs)
    shutil.copy(filled.database, desk.database)
    return desk


def test_a_write_ahead_log_is_searched(own: Desk) -> None:
    with duckdb.connect(str(own.database)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("set checkpoint_threshold = '1TB'")
        connection.execute("create table gone as select $1 as x", [f"{ANNA.address} {ANNA.user}"])
        connection.execute("drop table gone")
    log = own.database.with_name("web.duckdb.wal")
    assert log.exists()
    assert check(own).of(str(log)) == {("address", "in clear"), ("user", "in clear")}


def test_a_row_that_was_dropped_is_found_in_the_bytes_of_the_file(own: Desk) -> None:
    with duckdb.connect(str(own.database)) as connection:
        connection.execute("create table gone as select $1 as x", [ANNA.address])
        connection.execute("checkpoint")
        connection.execute("drop table gone")
    found = check(own)
    assert (found.code, found.of(str(own.database))) == (1, {("address", "in clear")})


def test_an_agent_for_an_operating_system_is_found_also_in_reports(own: Desk) -> None:
    with duckdb.connect(str(own.database)) as connection:
        connection.execute("update recent set os = $1", [ANNA.agent])
    found = check(own)
    for where in ("recent.os", "report (json)", "report (csv)"):
        assert ("agent", "in clear") in found.of(where), where


def test_a_leak_in_a_report_alone_is_found(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = as_csv.dumps
    # What a report says of every database is no leak, so this must depend on the data.
    monkeypatch.setattr(
        as_csv, "dumps", lambda report: sound(report) + (ANNA.user if report.sites else "")
    )
    assert check(own).finds == {("report (csv)", "user", "in clear")}


def test_a_text_that_the_log_shows_openly_too_is_no_leak_where_it_is_stored_by_design(
    desk: Desk,
) -> None:
    views = ("/user/ada-lovelace", "/docs/?page=/user/ada-lovelace", "/?q=ada-lovelace&file=a.log")
    ada = people.Person(ANNA.address, ANNA.agent, "ada-lovelace")
    lines = "".join(people.line(ada, 10 * n, view) for n, view in enumerate(views))
    desk.ingest(desk.log("a.log", lines))
    found = check(desk)
    assert found.finds == set()
    # The user, and three query values, one of them the name of the log.
    assert sum(found.document["excepted"].values()) == 4
    with duckdb.connect(str(desk.database)) as connection:
        connection.execute("update recent set os = 'ada-lovelace'")
    assert check(desk).of("recent.os") == {("user", "in clear"), ("query value", "in clear")}


def test_a_stored_path_with_its_query_is_found(desk: Desk) -> None:
    desk.ingest(desk.log("a.log", people.line(ANNA, 0, f"/start?q={LONG}")))
    with duckdb.connect(str(desk.database)) as connection:
        connection.execute("update pages set path = $1", [f"/start?q={LONG}"])
    assert ("query value", "in clear") in check(desk).of("pages.path")


def test_the_query_of_a_path_that_the_pixel_tells_is_found(desk: Desk) -> None:
    view = people.pixel(path=f"/p?secret={LONG}", title="A title?", utm_source="letter-of-may")
    desk.ingest(desk.log("a.log", people.line(ANNA, 0, view)))
    sound = check(desk)
    assert (sound.finds, sound.document["by_design"]) == (set(), 3)
    with duckdb.connect(str(desk.database)) as connection:
        connection.execute("update pages set path = $1", [f"/p?secret={LONG}"])
    assert ("query value", "in clear") in check(desk).of("pages.path")


def test_what_only_the_format_names_is_looked_for(desk: Desk) -> None:
    form = "$remote_addr [$time_local] $status $request_method $uri $cookie_sid $remote_user"
    line = f"{ANNA.address} [{people.clock(0)}] 200 GET /a {COOKIE} {ANNA.user}\n"
    desk.ingest(desk.log("a.log", line), "--format", form)
    with duckdb.connect(str(desk.database)) as connection:
        connection.execute("create table leak as select $1 as a, $2 as b", [COOKIE, ANNA.user])
    found = check(desk, desk.logs / "a.log", "--format", form)
    assert found.of("leak.a") == {("cookie", "in clear")}
    assert found.of("leak.b") == {("user", "in clear")}


def test_it_reads_standard_input_and_packed_logs(desk: Desk) -> None:
    text = people.line(ANNA, 0, "/a")
    log = desk.log("a.gz", gzip.compress(text.encode()))
    desk.ingest(log)
    for arguments, stdin in ((["-"], text), ([log], None)):
        result = desk.run("verify-privacy", *arguments, stdin=stdin)
        assert result.exit_code == 0, result.output
        assert "1 log, 1 line" in result.stdout
        assert "Found       nothing" in result.stdout


@pytest.mark.parametrize("loopback", ["::1", "0:0:0:0:0:0:0:1"])
def test_the_bytes_of_loopback_stand_in_any_database_and_are_no_find(
    desk: Desk, loopback: str
) -> None:
    line = people.line(ANNA, 0, "/a").replace(ANNA.address, loopback)
    log = desk.log("a.log", line + people.line(BERT, 0, "/b"))
    desk.ingest(log)
    assert bytes(15) + b"\x01" in desk.database.read_bytes()
    result = desk.run("verify-privacy", log)
    assert result.exit_code == 0, result.output
    assert "Found       nothing" in result.stdout
    leak(desk, loopback)
    assert "address, in clear, in leak.x" in " ".join(
        desk.run("verify-privacy", log).stdout.split()
    )


def test_a_session_in_the_path_is_not_stored_and_would_be_found(desk: Desk) -> None:
    session = "node01xq8wq0k0z1qo"
    line = people.line(
        ANNA, 0, f"/view;jsessionid={session}", referer=f"https://x.example/a;sid={session}9"
    )
    log = desk.log("a.log", line)
    desk.ingest(log)
    assert session.encode() not in desk.database.read_bytes()
    result = desk.run("verify-privacy", log)
    assert result.exit_code == 0, result.output
    for value in (session, f"/view;jsessionid={session}"):
        leak(desk, value)
        told = " ".join(desk.run("verify-privacy", log).stdout.split())
        assert "query value, in clear, in leak.x: 1 value" in told


def test_logs_of_another_database_are_told(desk: Desk) -> None:
    desk.ingest(desk.log("a.log", people.line(ANNA, 0, "/a")))
    other = desk.log("b.log", people.line(BERT, 0, "/b"))
    result = desk.run("verify-privacy", other)
    assert result.exit_code == 0
    assert "none of the 1 paths in" in result.stderr


def test_people_are_told_what_was_found(desk: Desk) -> None:
    log = desk.log("a.log", people.line(ANNA, 0, "/a"))
    desk.ingest(log)
    leak(desk, ANNA.address)
    result = desk.run("verify-privacy", log)
    assert result.exit_code == 1
    told = " ".join(result.stdout.partition("FOUND")[2].split())
    assert f"address, in clear, in leak.x: 1 value, 1 time; first in line 1 of {log}" in told
    assert traces.in_text(result.output) == []


def test_the_name_of_a_table_does_nothing_to_a_terminal(desk: Desk) -> None:
    log = desk.log("a.log", people.line(ANNA, 0, "/a"))
    desk.ingest(log)
    leak(desk, ANNA.address, table="x\x1b[2Jy")
    result = desk.run("verify-privacy", log)
    assert "in x\ufffd[2Jy.x: 1 value" in " ".join(result.stdout.split())
    assert "\x1b" not in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("missing.log",), 3, "missing.log: no such file"),
        (("empty",), 3, "no access log in this folder"),
        (("prose.txt",), 3, "no line names a client"),
        (("a.log", "--db", "none.duckdb"), 4, "does not exist"),
        (("a.log", "--format", "nonsense"), 2, "no format is named"),
        (("a.log", "--pixel", "p.gif"), 2, "a path begins with '/'"),
    ],
)
def test_what_cannot_be_verified_is_a_failure(
    desk: Desk, arguments: tuple[str, ...], code: int, message: str
) -> None:
    desk.ingest(desk.log("a.log", people.line(ANNA, 0, "/a")))
    desk.log("prose.txt", "nothing here\n")
    (desk.logs / "empty").mkdir()
    (desk.logs / "empty" / "notes.txt").write_text("nothing here\n")
    first = desk.logs / arguments[0]
    result = desk.run("verify-privacy", first, *arguments[1:])
    assert result.exit_code == code, result.output
    assert message in result.stderr


def test_a_database_that_is_being_written_is_for_later(desk: Desk) -> None:
    log = desk.log("a.log", people.line(ANNA, 0, "/a"))
    desk.ingest(log)
    program = (
        "import duckdb, sys\n"
        "connection = duckdb.connect(sys.argv[1])\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(desk.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        result = desk.run("verify-privacy", log)
        other.communicate()
    assert result.exit_code == 75, result.output
