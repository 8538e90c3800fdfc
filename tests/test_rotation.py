# SPDX-License-Identifier: GPL-3.0-or-later
"""The rotation matrix: whatever becomes of a log between two runs, each line counts once.

A cell is what was done to the files, by what the first run had seen of the log: all that there was,
or the first half of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests import oracle_lines
from tests.conftest import Ingest, database_of
from tests.logs import COMPRESSED, combined, write
from tests.test_visits_across_ingests import counts

Counts = dict[str, object]
OPTIONS = ("--timezone", "Asia/Kolkata", "--format", "combined")
BEGUN, ALL = 80, 160  # lines when the first run may see them, and at the end


@dataclass
class Server:
    """A folder of logs, and runs over them."""

    folder: Path
    run: Ingest
    lines: list[str]

    @property
    def log(self) -> Path:
        return self.folder / "access.log"

    def write(self, path: Path, first: int, after: int, *, more: str = "") -> None:
        """Append lines to a log, as a server does."""
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write("".join(f"{line}\n" for line in self.lines[first:after]) + more)

    def ingest(
        self, *sources: Path | str, input: bytes | None = None, code: int = 0
    ) -> dict[str, Any]:
        return self.run(*OPTIONS, *sources, input=input, code=code)


def same_again(server: Server) -> None:
    server.write(server.log, BEGUN, ALL)
    server.ingest(server.log)
    server.ingest(server.log)


def grown(server: Server) -> None:
    for line in range(BEGUN, ALL, 40):
        server.write(server.log, line, line + 40)
        server.ingest(server.log)


def renamed(server: Server) -> None:
    server.write(server.log, BEGUN, ALL)
    server.log.rename(server.folder / "access.log.1")
    server.ingest(server.folder / "access.log.1")


def copied(server: Server) -> None:
    server.write(server.log, BEGUN, ALL)
    shutil.copy(server.log, server.folder / "copy.log")
    server.ingest(server.folder / "copy.log", server.log)


def gzipped(server: Server) -> None:
    pack(server, "gz")


def zstandard(server: Server) -> None:
    pack(server, "zst")


def pack(server: Server, form: str) -> None:
    server.write(server.log, BEGUN, ALL)
    packed = server.folder / f"access.log.1.{form}"
    packed.write_bytes(COMPRESSED[form](server.log.read_bytes()))
    server.log.unlink()
    server.ingest(packed)


def through_stdin(server: Server) -> None:
    server.write(server.log, BEGUN, ALL)
    server.ingest("-", input=server.log.read_bytes())


def copytruncate(server: Server) -> None:
    shutil.copy(server.log, server.folder / "access.log.1")
    os.truncate(server.log, 0)
    server.write(server.log, BEGUN, ALL)
    server.ingest(server.folder / "access.log.1", server.log)


def renamed_and_still_growing(server: Server) -> None:
    old = server.folder / "access.log.1"
    server.log.rename(old)
    server.write(server.log, BEGUN + 20, ALL - 20)
    server.write(old, BEGUN, BEGUN + 10)
    server.ingest(old, server.log)
    server.write(old, BEGUN + 10, BEGUN + 20)
    server.write(server.log, ALL - 20, ALL)
    server.ingest(server.log, old)


def rotated_twice(server: Server) -> None:
    server.log.rename(server.folder / "access.log.2")
    server.write(server.folder / "access.log.1", BEGUN, BEGUN + 40)
    server.write(server.log, BEGUN + 40, ALL)
    server.ingest(server.folder)


def several_in_any_order(server: Server) -> None:
    server.log.rename(server.folder / "access.log.2")
    server.write(server.folder / "access.log.1", BEGUN, BEGUN + 40)
    server.write(server.log, BEGUN + 40, ALL)
    for name in ("access.log", "access.log.2", "access.log.1"):
        server.ingest(server.folder / name)


def older_offered_later(server: Server) -> None:
    # What the first run saw is the newer log: its first half may grow to the whole meanwhile.
    older = server.folder / "older.log"
    server.write(older, BEGUN, ALL)
    server.ingest(server.log)
    server.ingest(older)


def from_two_folders(server: Server) -> None:
    server.write(server.log, BEGUN, ALL)
    other = server.folder / "other-server"
    other.mkdir()
    shutil.copy(server.log, other / "access.log")
    server.ingest(other / "access.log")
    server.ingest(server.log, other)


def shrunk(server: Server) -> None:
    server.write(server.log, BEGUN, ALL)
    server.ingest(server.log)
    # To an end that no run ever saw: what is left cannot be told from another log's beginning.
    server.log.write_text("".join(f"{line}\n" for line in server.lines[:60]), encoding="utf-8")
    (source,) = server.ingest(server.log, code=3)["sources"]
    assert "begins as a log that is known, and ends before that one does" in source["error"]


def half_a_line(server: Server) -> None:
    whole = f"{server.lines[BEGUN + 40]}\n"
    server.write(server.log, BEGUN, BEGUN + 40, more=whole[:30])
    server.ingest(server.log)
    server.write(server.log, 0, 0, more=whole[30:])
    server.write(server.log, BEGUN + 41, ALL)
    server.ingest(server.log)


WAYS: tuple[Callable[[Server], None], ...] = (
    same_again,
    grown,
    renamed,
    copied,
    gzipped,
    zstandard,
    through_stdin,
    copytruncate,
    renamed_and_still_growing,
    rotated_twice,
    several_in_any_order,
    older_offered_later,
    from_two_folders,
    shrunk,
    half_a_line,
)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return oracle_lines.lines(6, ALL, "combined")


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> Counts:
    """What one ingest of all lines counts."""
    database = tmp_path_factory.mktemp("straight") / "book.duckdb"
    database.write_bytes(database_of(tuple(lines), options=OPTIONS))
    return counts(database)


@pytest.fixture
def server(tmp_path: Path, ingest: Ingest, lines: list[str]) -> Server:
    folder = tmp_path / "logs"
    folder.mkdir()
    return Server(folder, ingest, lines)


@pytest.mark.parametrize("seen", ["whole", "partial"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_line_counts_once(
    server: Server,
    database: Path,
    straight: Counts,
    way: Callable[[Server], None],
    seen: str,
) -> None:
    if seen == "partial":
        server.write(server.log, 0, BEGUN // 2)
        server.ingest(server.log)
        server.write(server.log, BEGUN // 2, BEGUN)
    else:
        server.write(server.log, 0, BEGUN)
        server.ingest(server.log)
    way(server)
    found = counts(database)
    if way is through_stdin:
        # There is no earlier log beside it to be read again: visits at the border may be cut, and a
        # visitor may count on either side of it.
        for table in ("traffic", "bandwidth", "errors", "bot_pages"):
            assert found[table] == straight[table]
        return
    assert found == straight


@pytest.mark.parametrize("seen", ["whole", "partial"])
def test_logs_that_begin_alike_both_count(
    server: Server, database: Path, tmp_path: Path, seen: str
) -> None:
    # A kilobyte that two sites have in common, by the same probe for instance, is each one's.
    server.write(server.log, 0, 20)
    other = server.folder / "other.log"
    server.write(other, 0, 20)
    server.write(server.log, 20, BEGUN if seen == "whole" else 50)
    server.ingest("--site", "a.example", server.log)
    server.write(server.log, BEGUN if seen == "whole" else 50, BEGUN)
    server.write(other, BEGUN, ALL)
    server.ingest("--site", "a.example", server.log)
    server.ingest("--site", "b.example", other)
    found = counts(database)
    for site, path in (("a.example", server.log), ("b.example", other)):
        alone = tmp_path / f"{site}.duckdb"
        server.ingest("--db", alone, "--site", site, path)
        for table, rows in counts(alone).items():
            stored = found[table]
            assert isinstance(stored, dict)
            assert isinstance(rows, dict)
            assert {key: row for key, row in stored.items() if site in key} == rows, (site, table)


def test_days_of_probes_alone_are_days_apart_in_a_format_of_ones_own(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    # No line of it is cut at its quotes, and all are of one length.
    form = '$remote_addr $time_iso8601 "$request" $status $body_bytes_sent $request_time'
    for day, probes in ((10, 60), (11, 60), (12, 50)):
        lines = [
            f'192.0.2.1 2026-01-{day}T00:{n:02d}:00+00:00 "GET /healthz HTTP/1.1" 200 2 0.001\n'
            for n in range(probes)
        ]
        log = tmp_path / f"{day}.log"
        log.write_text("".join(lines))
        assert ingest("--format", form, log)["sources"][0]["status"] == "ingested"
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("select sum(hits)::int from traffic").fetchall() == [(170,)]


def test_short_logs_that_share_their_first_lines_both_count(ingest: Ingest, tmp_path: Path) -> None:
    # Two backends that one monitor probes in the same seconds, and a reader of the second.
    probes = [combined(10 * n, "/healthz", who="192.0.2.9") for n in range(60)]
    ingest(write(tmp_path / "one.log", probes))
    read = [combined(400 + n, "/real") for n in range(6)]
    (source,) = ingest(write(tmp_path / "two.log", [*probes[:40], *read]))["sources"]
    assert source["outcomes"]["pageview"] == 46
