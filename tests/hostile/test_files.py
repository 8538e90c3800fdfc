# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are no logs, or more than they seem, take bounded time and memory."""

from __future__ import annotations

import gzip
import lzma
import os
import pty
import random
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from loganalytics.errors import LogAnalyticsError
from loganalytics.parse.countries import CountryLookup
from loganalytics.sources import expand
from tests.faults.trials import Trials
from tests.logs import combined, many, query, text, write

MB = 1 << 20
MMDB = Path(__file__).parents[1] / "data" / "mmdb"


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    with Trials(tmp_path_factory.mktemp("trials")) as trials:
        yield trials


def test_a_line_of_a_gigabyte_without_an_end_takes_little_memory(
    trials: Trials, tmp_path: Path
) -> None:
    log, database = tmp_path / "long.log", tmp_path / "book.duckdb"
    with log.open("wb") as file:
        file.write(text(many(20)))
        file.truncate(1024 * MB)
    done = trials.run("ingest", "--quiet", "--db", database, "-", stdin=log)
    assert (done.code, done.stderr) == (0, "")
    assert done.resident < 400 * MB
    assert query(database, "select lines, malformed, hits from ingests") == [(21, 1, 20)]
    again = trials.run("ingest", "--quiet", "--db", tmp_path / "other", log)
    assert (again.code, again.stderr) == (0, "")
    assert again.resident < 400 * MB
    held = query(tmp_path / "other", "select lines, incomplete, hits from ingests")
    assert held == [(21, 1, 20)]


@pytest.mark.parametrize("what", [b"\0" * MB, b"A" * 99 + b"\n"])
def test_a_gzip_bomb_takes_little_memory(trials: Trials, tmp_path: Path, what: bytes) -> None:
    member = gzip.compress(what * (32 * MB // len(what)))
    bomb, database = tmp_path / "bomb.gz", tmp_path / "book.duckdb"
    bomb.write_bytes(gzip.compress(text(many(20))) + member * 6)
    assert bomb.stat().st_size < 5 * MB
    done = trials.run("ingest", "--quiet", "--db", database, bomb)
    assert (done.code, len(done.stderr.splitlines())) in ((0, 0), (3, 1)), done
    assert done.resident < 800 * MB
    limited = ("ingest", "--quiet", "--db", tmp_path / "other", "--format", "combined")
    done = trials.run(*limited, "--max-malformed", "5%", bomb)
    assert done.code == (0 if b"\0" in what else 3), done
    assert done.resident < 800 * MB


def test_an_xz_bomb_takes_little_memory(trials: Trials, tmp_path: Path) -> None:
    """A stream may say that it takes 1 GB to unpack it; here one byte, and its check, say so."""
    packed = bytearray(lzma.compress(text(many(20)) + b"x" * 300 * MB))
    block = slice(12, 12 + 4 * (packed[12] + 1))
    size = packed.index(b"\x21\x01", block.start, block.stop) + 2
    packed[size] = 36  # 2 ** 30 bytes of what was unpacked are kept
    packed[block.stop - 4 : block.stop] = zlib.crc32(packed[block.start : block.stop - 4]).to_bytes(
        4, "little"
    )
    assert len(packed) < MB
    bomb = tmp_path / "bomb.xz"
    bomb.write_bytes(packed)
    done = trials.run("ingest", "--quiet", "--db", tmp_path / "book.duckdb", bomb)
    said = f"{bomb}: the xz data takes more than 128 MB to unpack; `xz -dc FILE | "
    assert (done.code, len(done.stderr.splitlines())) == (3, 1), done
    assert said in done.stderr
    assert done.resident < 400 * MB


def test_links_in_circles_devices_and_pipes_end_no_run(trials: Trials, tmp_path: Path) -> None:
    folder, database = tmp_path / "logs", tmp_path / "book.duckdb"
    folder.mkdir()
    (folder / "deep").mkdir()
    write(folder / "access.log", many(30))
    write(folder / "deep" / "access.log", many(20, start=100))
    (folder / "itself").symlink_to(folder / "itself")
    for name in "abc":  # which lead to each other, and again, and again
        (folder / name).symlink_to(folder)
    (folder / "zero.log").symlink_to("/dev/zero")
    (folder / "null.log").symlink_to("/dev/null")
    (folder / "gone.log").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe.log")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.log"))
        done = trials.run("ingest", "--quiet", "--db", database, folder)
        assert (done.code, done.stderr) == (0, "")
        assert query(database, "select sum(hits) from traffic") == [(30,)]
        for pattern in (
            "**/*.log",
            "**",
            "**/",
            "*/*.log",
            "**/**/access.log",
            "[",
            "*[a",
            "{a,b}",
        ):
            done = trials.run("ingest", "--quiet", "--db", database, folder / pattern)
            assert done.code in (0, 3), (pattern, done)
        assert query(database, "select sum(hits) from traffic") == [(50,)]
        for name in ("itself", "zero.log", "null.log", "gone.log", "socket.log"):
            done = trials.run("ingest", "--quiet", "--db", database, folder / name)
            assert done.code == 3, (name, done)
            assert done.stderr.count("\n") == 1, (name, done)


def test_a_pattern_finds_each_file_once_whatever_links_there_are(tmp_path: Path) -> None:
    (tmp_path / "x" / "y").mkdir(parents=True)
    for path in ("a.log", "x/b.log", "x/y/c.log"):
        write(tmp_path / path, many(1))
    (tmp_path / "x" / "up").symlink_to(tmp_path)
    (tmp_path / "x" / "self").symlink_to(tmp_path / "x")

    def found(pattern: str) -> list[str]:
        sources = expand([str(tmp_path / pattern)])
        return [os.path.relpath(source.name, tmp_path) for source in sources if not source.error]

    assert found("**/*.log") == ["a.log", "x/b.log", "x/y/c.log"]
    assert found("**") == ["a.log", "x/b.log", "x/y/c.log"]
    assert found("**/y/*") == ["x/y/c.log"]
    assert found("x/**/c.log") == ["x/y/c.log"]
    assert found("*/**/*.log") == ["x/b.log", "x/y/c.log"]
    assert found("**/z") == []


@pytest.mark.parametrize("name", sorted(path.name for path in MMDB.glob("*Test.mmdb")))
def test_damaged_country_data_is_an_error_or_an_answer(name: str, tmp_path: Path) -> None:
    whole = (MMDB / name).read_bytes()
    addresses = ["192.0.2.1", "2.125.160.216", "2001:218::1", "::1", "89.160.20.112", "x", ""]
    chance = random.Random(name)
    broken = tmp_path / "broken.mmdb"
    said: list[str] = []
    for trial in range(150):
        data = bytearray(whole)
        if trial % 5 == 0:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 3, 30))):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        at = data.find(b"\xab\xcd\xefMaxMind.com")
        if trial % 3 == 0 and 0 <= at < len(data) - 14:  # in its description of itself
            data[chance.randrange(at + 14, len(data))] = chance.randrange(256)
        broken.write_bytes(data)
        found: list[str] = []
        try:
            lookup = CountryLookup(broken)
            found = lookup.lookup(addresses)
            lookup.close()
        except LogAnalyticsError as error:
            said.append(str(error))
        assert all(country.isprintable() and len(country) < 40 for country in found), found
    assert said
    for message in said:
        assert str(broken) in message
        assert not any(address in message for address in addresses if "." in address)


def test_names_of_files_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    act = "\x1b]0;owned\x07\x1b[31m\x9b2J\r"
    folder = tmp_path / f"logs{act}"
    folder.mkdir()
    good = write(folder / f"good{act}.log", [combined(agent=f"Firefox/1 {act}", path=f"/{act}")])
    write(folder / f"junk{act}", ["no log"] * 3)
    junk, gone = folder / f"junk{act}", folder / f"gone{act}"
    database = tmp_path / f"book{act}.duckdb"

    def shown(*arguments: object) -> bytes:
        leader, follower = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "loganalytics", *map(str, arguments)],
            stdin=follower,
            stdout=follower,
            stderr=follower,
        ) as process:
            os.close(follower)
            output = b""
            while True:
                try:
                    block = os.read(leader, 65536)
                except OSError:  # all ends are closed
                    break
                if not block:
                    break
                output += block
            process.wait(timeout=60)
        os.close(leader)
        return output

    for arguments in (
        ("ingest", "--db", database, good),
        ("ingest", "--db", database, good, junk, gone, folder),
        ("ingest", "--db", good, good),
        ("ingest", f"--no{act}", good),
        ("ingest", "--db", database, "--timezone", act, good),
        ("ingest", "--db", database, "--geoip", gone, good),
        ("ingest", "--json", "--db", database, good, junk, gone),
        ("report", "--db", database),
        ("report", "--db", gone),
        ("report", f"sect{act}", "--db", database),
        ("report", "--db", database, "-o", folder),
        ("status", "--db", database),
        ("check", "--db", junk),
        ("backup", "--db", database, tmp_path / f"copy{act}"),
        ("undo", "--db", database, "1", "--yes"),
        ("export", "--db", database, tmp_path / f"out{act}"),
        ("merge", "--db", database, gone),
        (f"comm{act}",),
    ):
        output = shown(*arguments)
        assert output, arguments
        for part in (b"\x1b]0;", b"owned\x07", b"\x9b2J", "\x9b".encode()):
            assert part not in output, (arguments, output)
