# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be read, under which name, and what happens to input that is broken."""

from __future__ import annotations

import errno
import gzip
import lzma
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.cli.main import cli
from loganalytics.errors import SourceError
from loganalytics.parse import parser
from loganalytics.sources import Reader, Source, expand, log_name, mending
from loganalytics.sources import reader as reading
from tests.conftest import Ingest, Run
from tests.logs import COMPRESSED, combined, exact, many, query, text, write

LINES = many(12)


def read(path: Path, **more: int) -> bytes:
    with Reader(Source(str(path)), **more) as reader:
        found = b""
        while (chunk := reader.read()) is not None:
            found += b"".join(chunk.pieces)
    return found


def hits(database: Path) -> int:
    rows = query(database, "select coalesce(sum(hits), 0) from traffic")
    return int(rows[0][0]) if rows else 0


# ---- how much of a source is read at once


def test_a_chunk_of_short_lines_holds_few_bytes(tmp_path: Path) -> None:
    """What lines take in memory goes by their number where they are shorter than any hit."""
    path = tmp_path / "a.log"
    path.write_bytes(text([combined()]) + b"\n" * 5_000_000 + text(LINES))
    with Reader(Source(str(path))) as reader:
        chunks = list(iter(reader.read, None))
    data = b"".join(bytes(piece) for chunk in chunks for piece in chunk.pieces)
    assert data == path.read_bytes()
    assert max(chunk.raw_bytes for chunk in chunks) <= 2 * reading.PIECE
    whole = tmp_path / "whole.log"
    whole.write_bytes(text([combined()]) * 20_000)
    with Reader(Source(str(whole)), chunk=10 << 20) as reader:
        assert [chunk.weight for chunk in iter(reader.read, None)] == [whole.stat().st_size]


# ---- which sources a name stands for


def test_a_folder_stands_for_its_files_in_natural_order(tmp_path: Path) -> None:
    for name in ("a.log.10", "a.log.2", "a.log", "b.log"):
        write(tmp_path / name, LINES[:1])
    (tmp_path / "below").mkdir()
    write(tmp_path / "below" / "c.log", LINES[:1])
    found = [Path(source.name).name for source in expand([str(tmp_path)])]
    assert found == ["a.log", "a.log.2", "a.log.10", "b.log"]


def test_a_digit_that_is_none_of_ours_is_a_letter_of_a_name(tmp_path: Path) -> None:
    for name in ("access.1\u00b22.log", "access.10.log", "access.9.log"):
        write(tmp_path / name, LINES)
    names = [Path(source.name).name for source in expand([str(tmp_path)])]
    assert names == ["access.1\u00b22.log", "access.9.log", "access.10.log"]


def test_a_pattern_stands_for_the_files_it_matches_in_natural_order(tmp_path: Path) -> None:
    for name in ("a.10.log", "a.9.log", "b.log"):
        write(tmp_path / name, LINES[:1])
    (tmp_path / "a.d.log").mkdir()
    found = [Path(source.name).name for source in expand([f"{tmp_path}/a.*.log"])]
    assert found == ["a.9.log", "a.10.log"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = str(write(tmp_path / "a.log", LINES))
    assert [source.name for source in expand([path, f"{tmp_path}/*.log", path])] == [path]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    path = str(write(tmp_path / "a[1].log", LINES))
    assert [source.name for source in expand([path])] == [path]


@pytest.mark.parametrize("name", ["gone.log", "gone*.log", "empty"])
def test_what_is_not_there_is_said_with_exit_code_3(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    result = run("ingest", tmp_path / name)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert f"{tmp_path / name}: no " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_file_does_not_stop_the_others(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    log = write(tmp_path / "a.log", LINES)
    document = ingest(tmp_path / "gone.log", log, code=3)
    assert [source["status"] for source in document["sources"]] == ["failed", "ingested"]
    assert hits(database) == 12


def test_a_folder_is_read_without_the_files_that_are_no_log(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    write(folder / "access.log", LINES)
    write(folder / "error.log", ["2026/10/10 12:00:00 [error] 1#1: *1 client: 192.0.2.66 failed"])
    (folder / "picture.log").write_bytes(bytes(range(256)) * 64)
    (folder / "empty.log").touch()
    document = ingest(folder)
    names = [(Path(s["source"]).name, s["status"]) for s in document["sources"]]
    assert names == [("access.log", "ingested"), ("empty.log", "ingested")]
    assert hits(database) == 12


def test_hidden_files_of_a_folder_are_left_out(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    """The lock file of a database that lies in the folder is one."""
    write(tmp_path / "access.log", LINES)
    write(tmp_path / ".access.log.swp", LINES[:3])
    for _ in range(2):
        found = [Path(source["source"]) for source in ingest(tmp_path)["sources"]]
        assert found == [tmp_path / "access.log"]


@pytest.mark.parametrize("name", ["shop.access.log", "Access_log-20261010", "ssl_access.log.1.gz"])
@pytest.mark.parametrize("options", [(), ("--format", "combined")])
def test_a_file_of_a_folder_that_is_called_an_access_log_and_is_none_fails(
    run: Run, database: Path, tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    write(folder / "access.log", LINES)
    write(folder / "error.log", ["2026/10/10 12:00:00 [error] 1#1: *1 client: 192.0.2.66 failed"])
    other = text(['{"request": {"remote_ip": "192.0.2.66"}}'] * 3)
    (folder / name).write_bytes(gzip.compress(other) if name.endswith("gz") else other)
    result = run("ingest", "--quiet", *options, folder)
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"loganalytics: {folder / name}: no")
    assert "192.0.2.66" not in result.output
    assert hits(database) == 12


@pytest.mark.parametrize("options", [(), ("--format", "combined")])
def test_a_database_may_lie_beside_its_logs_and_be_called_like_them(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    write(folder / "access.log", LINES)
    for _ in range(2):
        result = run("ingest", "-q", "--db", folder / "access.duckdb", *options, folder)
        assert (result.exit_code, result.stderr) == (0, "")


def test_a_folder_without_a_log_is_an_error(run: Run, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    write(folder / "error.log", ["2026/10/10 12:00:00 [error] 1#1: *1 client: 192.0.2.66 failed"])
    result = run("ingest", "--quiet", folder)
    assert result.exit_code == 3
    assert f"{folder}: " in result.stderr
    assert "192.0.2.66" not in result.output
    assert not database.exists()


def test_what_is_neither_file_nor_pipe_fails(run: Run) -> None:
    result = run("ingest", "/dev/null")
    assert (result.exit_code, "neither a file nor a pipe" in result.stderr) == (3, True)


def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, pipe = write(tmp_path / "log", LINES), tmp_path / "pipe"
    os.mkfifo(pipe)
    was = os.stat(log)
    monkeypatch.setattr(os, "stat", lambda *_, **__: was)
    with pytest.raises(SourceError, match="neither a file nor a pipe"):
        Reader(Source(str(pipe)))


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{}/nowhere/*.log", "{}/nowhere: No such file or directory"),
        ("{}/file/*.log", "{}/file: Not a directory"),
        ("{}/*/x/*.log", "no file matches this pattern"),
        ("{}/*.log", "no file matches this pattern"),
        ("*/none-of-these", "no file matches this pattern"),
    ],
)
def test_a_pattern_that_matches_nothing_says_why(tmp_path: Path, pattern: str, why: str) -> None:
    (tmp_path / "file").touch()
    name = pattern.format(tmp_path)
    assert [source.error for source in expand([name])] == [f"{name}: {why.format(tmp_path)}"]


def test_a_pattern_of_a_folder_that_may_not_be_looked_into_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.scandir

    def refused(path: str) -> Any:
        if path == str(tmp_path):  # root may
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", refused)
    (source,) = expand([f"{tmp_path}/*.log"])
    assert source.error == f"{tmp_path}/*.log: no permission to look into {tmp_path}"


@pytest.mark.parametrize(
    ("label", "log"),
    [
        ("/var/log/access.log", "/var/log/access"),
        ("/logs/7.log", "/logs/"),
        ("access.log.10.gz", "access"),
        ("access.log-20261001.zst", "access"),
        ("access_2026-10-01-13.LOG.old", "access"),
        ("u_ex261001.log", "u_ex"),
        ("shop.example-access.log", "shop.example-access"),
        ("site1.log", "site1"),
        ("2026-10-01.log", ""),
        ("7.log", ""),
        ("-", "-"),
    ],
)
def test_files_of_a_rotation_are_of_one_log(label: str, log: str) -> None:
    assert log_name(label) == log


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_no_permission_is_said(run: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.log"
    if kind == "file":
        write(path, LINES)
    else:
        path.mkdir()
    path.chmod(0)
    result = run("ingest", path)
    path.chmod(0o700)
    assert (result.exit_code, "no permission" in result.stderr) == (3, True)


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Takes the permission to read a file, from root, too."""
    opened, access = os.open, os.access

    def take(path: Path) -> None:
        def open_it(name: str, *arguments: Any, **more: Any) -> int:
            if Path(name) == path:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return opened(name, *arguments, **more)

        monkeypatch.setattr(os, "open", open_it)
        monkeypatch.setattr(
            os, "access", lambda name, *rest: Path(name) != path and access(name, *rest)
        )

    return take


def test_a_file_that_may_not_be_read_does_not_stop_the_others(
    run: Run, database: Path, tmp_path: Path, unreadable: Callable[[Path], None]
) -> None:
    log = write(tmp_path / "access.log", LINES)
    unreadable(log)
    result = run("ingest", "-q", log, write(tmp_path / "access.log.1", many(5, start=50)))
    assert result.exit_code == 3
    assert result.stderr == f"loganalytics: {log}: no permission to read it\n"
    assert hits(database) == 5


def test_no_command_leaves_it_to_click_whether_a_file_can_be_read() -> None:
    """It would be a usage error, before anything else was read."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        paths = [each.type for each in command.params if isinstance(each.type, click.Path)]
        assert not any(path.readable or path.exists for path in paths), name


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("command", ["report", "status", "check", "ingest"])
def test_a_database_that_may_not_be_read_is_exit_code_4(
    run: Run, database: Path, tmp_path: Path, command: str
) -> None:
    database.touch(0)
    more = [write(tmp_path / "a.log", LINES)] if command == "ingest" else []
    result = run(command, *more)
    assert (result.exit_code, "can be read and written" in result.stderr) == (4, True)


@pytest.mark.parametrize("command", ["report", "status", "ingest"])
def test_a_database_in_a_folder_that_may_not_be_entered_is_exit_code_4(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    more = [write(tmp_path / "a.log", LINES)] if command == "ingest" else []
    stat = Path.stat

    def no_entry(self: Path, **more: Any) -> os.stat_result:
        if self == database:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return stat(self, **more)

    monkeypatch.setattr(Path, "stat", no_entry)
    result = run(command, *more)
    assert result.exit_code == 4
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"loganalytics: {database}: ")
    assert "ermission" in line


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_file_that_opens_but_cannot_be_read_fails_alone(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    document = ingest("/proc/self/mem", write(tmp_path / "a.log", LINES), code=3)
    assert [source["status"] for source in document["sources"]] == ["failed", "ingested"]


def test_names_may_hold_anything(ingest: Ingest, database: Path, tmp_path: Path) -> None:
    names = ["with space", "new\nline", "quo'te\"", "[red]x", "-dash", "é", "%s{}"]
    paths = [write(tmp_path / name, [LINES[i]]) for i, name in enumerate(names)]
    document = ingest(*paths)
    assert [source["source"] for source in document["sources"]] == [str(path) for path in paths]
    found = query(database, "select source from ingests order by ingest_id")
    assert [source for (source,) in found] == [name.replace("\n", "\ufffd") for name in names]


def test_a_name_that_is_no_utf8_can_be_read(run: Run, database: Path, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.log"
    with open(path, "wb") as file:
        file.write(text(LINES))
    for option in ("--json", "--dry-run", "--no-recent"):
        result = run("ingest", option, os.fsdecode(path))
        assert result.exit_code == 0, result.output
    assert hits(database) == 12


# ---- stdin and pipes


@pytest.mark.parametrize("ending", ["plain", *COMPRESSED])
def test_stdin_is_read_whatever_it_is_compressed_with(
    ingest: Ingest, database: Path, ending: str
) -> None:
    data = COMPRESSED.get(ending, bytes)(text(LINES))
    (source,) = ingest("-", input=data)["sources"]
    assert (source["source"], source["lines"], hits(database)) == ("-", 12, 12)


def test_a_pipe_is_read_once(ingest: Ingest, database: Path, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(text(LINES),))
    writer.start()
    (source,) = ingest(path)["sources"]
    writer.join()
    assert (source["lines"], hits(database)) == (12, 12)


def test_process_substitution_is_read(database: Path, tmp_path: Path) -> None:
    log = tmp_path / "a.gz"
    log.write_bytes(gzip.compress(text(LINES)))
    command = f"'{sys.executable}' -m loganalytics ingest -q --db '{database}' <(zcat '{log}')"
    subprocess.run(["bash", "-c", command], check=True, timeout=60)
    assert hits(database) == 12


@pytest.mark.parametrize("how", ["<&-", "< /dev/null"])
def test_a_stdin_without_data_is_no_bug(database: Path, how: str) -> None:
    command = f"'{sys.executable}' -m loganalytics ingest --db '{database}' - {how}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.returncode == (0 if "null" in how else 3), done.stderr
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr


# ---- compression


@pytest.mark.parametrize("ending", list(COMPRESSED))
def test_compression_is_seen_from_the_content_not_from_the_name(
    ingest: Ingest, database: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / ("a.log" if ending == "gz" else "a.log.gz")
    path.write_bytes(COMPRESSED[ending](text(LINES)))
    plain = write(tmp_path / "b.bz2", many(12, start=50))
    document = ingest(path, plain)
    assert [source["lines"] for source in document["sources"]] == [12, 12]
    assert hits(database) == 24


@pytest.mark.parametrize("ending", list(COMPRESSED))
def test_a_file_of_several_compressed_parts_is_read_to_its_end(tmp_path: Path, ending: str) -> None:
    compress = COMPRESSED[ending]
    path = tmp_path / "a"
    path.write_bytes(compress(text(LINES[:5])) + compress(b"") + compress(text(LINES[5:])))
    assert read(path) == text(LINES)


def test_xz_streams_may_be_padded_and_nothing_else_may_stand_behind_them(
    ingest: Ingest, tmp_path: Path
) -> None:
    one, other = (lzma.compress(text(part)) for part in (LINES[:5], LINES[5:]))
    padded = one + bytes(100_000) + other + bytes(8)
    (tmp_path / "padded.xz").write_bytes(padded)
    assert ingest(tmp_path / "padded.xz")["totals"]["lines"] == len(LINES)
    for number, end in enumerate((b"no stream", other[:-5], other[:10], b"\0\0\xfd")):
        (tmp_path / f"{number}.xz").write_bytes(padded + end)
        ingest(tmp_path / f"{number}.xz", code=3)


@pytest.mark.parametrize("ending", list(COMPRESSED))
@pytest.mark.parametrize("keep", [0.2, 0.6, -1])
def test_of_a_truncated_source_nothing_is_counted_and_the_others_are(
    ingest: Ingest, database: Path, tmp_path: Path, ending: str, keep: float
) -> None:
    data = COMPRESSED[ending](text(many(3000, start=20)))
    cut = tmp_path / "cut.log"
    cut.write_bytes(data[: int(keep) if keep < 0 else int(len(data) * keep)])
    document = ingest(cut, write(tmp_path / "whole.log", LINES), code=3)
    failed, whole = document["sources"]
    assert (failed["status"], failed["lines"], whole["status"]) == ("failed", 0, "ingested")
    assert str(cut) in failed["error"]
    assert document["totals"]["lines"] == 12
    assert hits(database) == 12


@pytest.mark.parametrize("ending", list(COMPRESSED))
def test_a_damaged_source_fails(ingest: Ingest, tmp_path: Path, ending: str) -> None:
    data = bytearray(COMPRESSED[ending](text(many(3000))))
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    path = tmp_path / "a"
    path.write_bytes(data)
    (source,) = ingest(path, code=3)["sources"]
    assert source["status"] == "failed"


def test_a_truncated_stdin_counts_nothing(ingest: Ingest, database: Path) -> None:
    data = gzip.compress(text(many(3000)))
    ingest("-", input=data[: len(data) // 2], code=3)
    assert not database.exists()


# ---- lines


def test_a_half_written_line_is_left_and_counted_once_when_complete(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(text(LINES)[:-30])
    (source,) = ingest(path)["sources"]
    assert (source["lines"], source["hits"], source["outcomes"]["incomplete"]) == (12, 11, 1)
    (source,) = ingest(path)["sources"]
    assert (source["status"], source["outcomes"]["incomplete"]) == ("unchanged", 1)
    assert source["outcomes"]["already_ingested"] == 11
    write(path, LINES)
    (source,) = ingest(path)["sources"]
    assert (source["hits"], source["outcomes"]["already_ingested"]) == (1, 11)
    assert hits(database) == 12


def test_a_file_of_half_a_line_waits_for_its_rest(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(text(LINES[:1])[:-1])
    (source,) = ingest(path)["sources"]
    assert (source["lines"], source["outcomes"]["incomplete"], source["hits"]) == (1, 1, 0)
    write(path, LINES[:2])
    assert ingest(path)["totals"]["hits"] == 2


@pytest.mark.parametrize("how", ["stdin", "gz"])
def test_the_last_line_of_what_cannot_grow_counts_without_a_newline(
    ingest: Ingest, tmp_path: Path, how: str
) -> None:
    data = text(LINES)[:-1]
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(data))
    document = ingest("-", input=data) if how == "stdin" else ingest(path)
    assert document["totals"]["hits"] == 12
    assert ingest(path)["totals"]["hits"] == 0


def test_half_a_line_in_a_compressed_source_does_not_hide_the_whole_one_later(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(text(LINES)[:-30]))
    assert ingest(path)["totals"]["hits"] in (11, 12)  # half a line may still be a whole one
    before = hits(database)
    write(path, LINES)
    assert ingest(path)["totals"]["hits"] == 1
    assert hits(database) == before + 1


def test_carriage_returns_belong_to_no_field(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    crlf = tmp_path / "crlf.log"
    crlf.write_bytes(text(LINES).replace(b"\n", b"\r\n"))
    assert ingest(crlf)["totals"]["hits"] == 12
    other = tmp_path / "other.duckdb"
    ingest("--db", other, write(tmp_path / "lf.log", LINES))
    assert exact(database) == exact(other)


ODD = {
    "empty": b"",
    "NUL": b"\0\0\0",
    "separator": b"192.0.2.1\x01\x01 x",
    "bytes that are no UTF-8": b"\xff\xfe\x80",
    "cut UTF-8": b"\xf0\x9f",
    "surrogate": b"\xed\xa0\x80",
    "overlong UTF-8": b"\xc0\xaf",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "no character": "\ufffe\uffff\u2028\u0085\u000b\u000c".encode(),
    "quotes": b'"""',
    "a lone quote": b'"',
    "backslashes": b'\\" \\\\ \\',
    "byte order mark": b"\xef\xbb\xbf",
    "space": b"  ",
    "CR": b"\r\r",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_line_is_one_malformed_line_wherever_it_stands(
    ingest: Ingest, tmp_path: Path, name: str
) -> None:
    lines = text(LINES).splitlines(keepends=True)
    odd = ODD[name] + b"\n"
    path = tmp_path / "a.log"
    path.write_bytes(b"".join([odd, *lines[:6], odd, odd, *lines[6:], odd]))
    (source,) = ingest(path)["sources"]
    assert (source["lines"], source["outcomes"]["malformed"], source["hits"]) == (16, 4, 12)
    (source,) = ingest(path)["sources"]
    assert (source["status"], source["outcomes"]["already_ingested"]) == ("unchanged", 16)


def test_odd_bytes_inside_a_request_leave_it_a_hit(ingest: Ingest, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    plain = text([combined(path="/x?MARK"), combined(1, path="/MARK"), combined(2, agent="MARK")])
    path.write_bytes(b"".join(plain.replace(b"MARK", odd) for odd in (b"\xff", b"\x01", b"\0")))
    assert ingest(path)["totals"]["hits"] == 9


def test_a_line_of_any_bytes_stays_short_enough_for_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(
        b"\xff" * (3 << 20) + b"\n" + b"x" * (3 << 20) + b"\n" + b"y" * (9 << 20) + b"\n"
    )
    lines = read(path).splitlines()
    assert [len(line) < 8 << 20 for line in lines] == [True] * 3


@pytest.mark.parametrize(
    ("size", "byte"),
    [(size, b"x") for size in (1, 3, 5, 9, 40)]
    + [(size, byte) for size in (3, 5, 40) for byte in (b"\xff", "\u00e9".encode())],
)
def test_a_line_of_any_length_is_one_line(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, byte: bytes
) -> None:
    size <<= 12
    monkeypatch.setattr(reading, "PIECE", 1 << 12)
    for module in (reading, mending):
        monkeypatch.setattr(module, "MAX_LINE", 4 << 12)
    path = tmp_path / "a.log"
    long = byte * (size // len(byte))
    data = text(LINES[:6]) + long + b"\n" + text(LINES[6:])
    path.write_bytes(data)
    (source,) = ingest(path)["sources"]
    assert (source["lines"], source["hits"], source["outcomes"]["malformed"]) == (13, 12, 1)
    path.write_bytes(data + text(many(2, start=40)) + long)  # now half-written
    (source,) = ingest(path)["sources"]
    assert (source["hits"], source["outcomes"]["already_ingested"]) == (2, 13)
    assert source["outcomes"]["incomplete"] == 1
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))
    (source,) = ingest(packed)["sources"]
    assert (source["hits"], source["outcomes"]["malformed"]) == (0, 1)
    packed.write_bytes(gzip.compress(path.read_bytes() + b"\n", 1))
    (source,) = ingest(packed)["sources"]
    assert (source["status"], source["outcomes"]["already_ingested"]) == ("unchanged", 16)


@pytest.mark.parametrize("more", range(-3, 4))
@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_a_line_as_long_as_the_pieces_it_is_read_in_is_a_hit(
    ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: int, more: int
) -> None:
    monkeypatch.setattr(reading, "PIECE", 1 << 11)
    monkeypatch.setattr(parser, "_LEAST_LONGEST", 1)
    rest = len(combined(path="/x?")) + 1  # and its newline
    long = combined(path="/x?" + "y" * ((pieces << 11) + more - rest))
    for before in (0, 1, 12):
        path = write(tmp_path / f"{before}.log", [*LINES[:before], long, *LINES[before:]])
        database = tmp_path / f"{before}.duckdb"
        assert ingest(path, "--db", database)["totals"]["hits"] == 13


def test_a_request_of_a_megabyte_is_a_hit(ingest: Ingest, tmp_path: Path) -> None:
    path = write(tmp_path / "a.log", [combined(path="/x?" + "y" * (1 << 20)), *LINES])
    assert ingest(path)["totals"]["hits"] == 13


def test_an_empty_file_is_ingested_with_no_line(ingest: Ingest, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.touch()
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(b""))
    for source in ingest(path, packed, "-", input=b"")["sources"]:
        assert (source["status"], source["lines"]) == ("ingested", 0)


@pytest.mark.parametrize(
    "data",
    [b"\n" * 100, b"hello\n" * 10, random.Random(1).randbytes(4096), b"\0\n" * 4096, b"\r\n"],
    ids=["newlines", "text", "random", "NUL", "CRLF"],
)
def test_a_file_of_which_no_line_parses_fails_with_a_hint(
    run: Run, database: Path, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(data)
    for more in ((), ("--format", "combined")):
        result = run("ingest", *more, path)
        assert result.exit_code == 3, result.output
        assert any(word in result.stderr for word in ("--format", "binary", "`grep . FILE"))
    assert not database.exists()


# ---- the reader itself


@given(
    st.lists(
        st.sampled_from(
            [*ODD.values(), *(b"%d" % i for i in range(60)), "\u00e9\u20ac\U0001f600".encode()]
        ),
        min_size=1,
    ),
    st.binary(max_size=3),
)
def test_a_block_that_is_mended_line_by_line_comes_to_what_it_comes_to_at_once(
    lines: list[bytes], rest: bytes
) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    pieces = mending.patched(whole + rest.replace(b"\n", b""), len(whole))
    if pieces is not None:
        assert b"".join(pieces) == mending.mended(whole)
        assert all(bytes(piece).endswith(b"\n") for piece in pieces)


@given(
    st.lists(
        st.sampled_from([b"ab", b"c" * 20, b"\xff", b"\xe9" * 9, b"d\xff", "\u00e9".encode()])
    ),
    st.sampled_from([5, 16, 1000]),
)
def test_a_chunk_is_verbatim_only_if_its_text_is_that_of_the_source(
    lines: list[bytes], piece: int
) -> None:
    data = b"".join(line + b"\n" for line in lines)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(reading, "PIECE", piece)
        path = Path(folder) / "a"
        path.write_bytes(data)
        with Reader(Source(str(path)), chunk=40) as reader:
            while (chunk := reader.read()) is not None:
                before = reader.position - chunk.raw_bytes
                raw = data[before : reader.position]
                assert chunk.verbatim == (b"".join(chunk.pieces) == raw)


def test_a_block_with_a_few_lines_that_are_no_utf8_is_mended_line_by_line() -> None:
    good, bad = text(LINES), b"\xff x\n"
    pieces = mending.patched(bad + good + bad + good + b"\xc3", 2 * len(bad + good))
    assert pieces == [b"\\xff x\n", good, b"\\xff x\n", good]
    assert mending.patched((bad + good) * 20, 20 * len(bad + good)) is None


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
@pytest.mark.parametrize("piece", [1, 5, 64, 1000])
def test_chunks_are_whole_lines_and_add_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, piece: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK", chunk)
    monkeypatch.setattr(reading, "PIECE", piece)
    data = b"\n\nab\n" + b"c" * 99 + b"\n\n" + b"de\n" * 40 + b"\n"
    path = tmp_path / "a"
    for ending, compress in {"plain": bytes, **COMPRESSED}.items():
        path.write_bytes(compress(data))
        found, lines, taken = b"", 0, 0
        with Reader(Source(str(path))) as reader:
            while (part := reader.read()) is not None:
                joined = b"".join(part.pieces)
                assert joined.endswith(b"\n"), ending
                found += joined
                lines += joined.count(b"\n")
                taken += part.raw_bytes
                assert reader.position == taken
        assert (found, lines, taken) == (data, data.count(b"\n"), len(data))


@pytest.mark.parametrize("start", range(0, 30))
def test_a_reader_can_start_where_a_line_ends(tmp_path: Path, start: int) -> None:
    data = b"".join(b"%d\n" % i for i in range(10)) + b"x" * 9 + b"\n"
    path = tmp_path / "a"
    for compress in (bytes, *COMPRESSED.values()):
        path.write_bytes(compress(data))
        assert read(path, start=start) == data[start:]


@pytest.mark.parametrize("until", range(1, 24))
def test_no_line_behind_a_cut_is_handed_out_before_it(tmp_path: Path, until: int) -> None:
    data = b"".join(b"%d\n" % i for i in range(8, 13)) + b"x" * 9 + b"\n"
    path = tmp_path / "a"
    path.write_bytes(data)
    ends = {position + 1 for position, byte in enumerate(data) if byte == ord("\n")}
    reached = set()
    with Reader(Source(str(path))) as reader:
        while reader.read(until=until) is not None:
            reached.add(reader.position)
    assert reached <= ends
    assert until in reached or until not in ends


def test_a_file_that_vanishes_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        Reader(Source(str(tmp_path / "gone")))


def test_of_a_folder_of_folders_it_is_said_how_to_name_what_is_in_them(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "logs"
    (folder / "site").mkdir(parents=True)
    said = f"loganalytics: {folder}: no file in this folder, and those in its folders are not read"
    result = run("ingest", folder)
    assert (result.exit_code, result.stderr) == (3, f"{said}: name '{folder}/*/*.log*'\n")
    write(folder / "site" / "access.log.1", [combined()])
    assert run("ingest", "-q", f"{folder}/*/*.log*").exit_code == 0
    (folder / "site").rename(folder / ".site")
    assert run("ingest", folder).stderr == f"loganalytics: {folder}: no file in this folder\n"
