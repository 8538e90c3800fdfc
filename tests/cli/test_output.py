# SPDX-License-Identifier: GPL-3.0-or-later
"""`report -o FILE`: whole or not at all, and nothing else is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from loganalytics.cli import output
from tests.conftest import Run
from tests.reports.conftest import two_days

FORMS = ("terminal", "html", "json", "csv")


@pytest.fixture(autouse=True)
def _filled(database: Path) -> None:
    two_days(database)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_what_stdout_would_show(form: str, run: Run, tmp_path: Path) -> None:
    shown = run("report", "--format", form)
    file = tmp_path / "report"
    written = run("report", "--format", form, "-o", file)
    assert (written.exit_code, written.output) == (0, "")
    assert file.read_bytes() == shown.stdout_bytes
    assert run("report", "--format", form, "--output", "-").stdout_bytes == shown.stdout_bytes


def test_a_file_is_there_whole_or_not_at_all(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.html"
    file.write_text("yesterday's")

    def full(_: int) -> None:
        # The new one is complete, under another name; the old one is still in its place.
        (half,) = tmp_path.glob(".report.html.*.part")
        assert half.read_text().endswith("</html>\n")
        assert file.read_text() == "yesterday's"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    result = run("report", "--format", "html", "-o", file)
    assert (result.exit_code, result.output) == (
        4,
        f"loganalytics: {file} cannot be written: No space left on device\n",
    )
    assert file.read_text() == "yesterday's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.duckdb", "report.html"]


def test_a_new_file_is_the_users_alone_and_keeps_the_mode_it_is_given(
    run: Run, tmp_path: Path
) -> None:
    for mask in (0o000, 0o022, 0o077):
        os.umask(mask)
        file = tmp_path / f"{mask}.html"
        run("report", "--format", "html", "-o", file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.chmod(0o640)
        old = file.stat().st_ino
        run("report", "--format", "html", "-o", file)
        assert (stat.S_IMODE(file.stat().st_mode), file.stat().st_ino != old) == (0o640, True)
    assert not list(tmp_path.glob(".*"))


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    run("report", "--format", "json", "-o", link)
    assert link.is_symlink()
    assert real.read_text().startswith("{")


def test_a_named_pipe_is_written_into_and_not_replaced(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # or the writer would wait for one
    try:
        result = run("report", "summary", "--format", "json", "-o", pipe)
        assert (result.exit_code, result.output) == (0, "")
        assert os.read(reader, 100_000).endswith(b"}\n")
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    finally:
        os.close(reader)


def test_what_cannot_be_written_is_one_line_and_a_code(
    run: Run, tmp_path: Path, database: Path
) -> None:
    before = database.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(database)
    for code, target, reason in (
        (2, tmp_path, "cannot be written: it is a folder"),
        (2, tmp_path / "no" / "x", f"cannot be written: there is no folder {tmp_path / 'no'}"),
        (4, tmp_path / ("n" * 300), "cannot be written: File name too long"),
        (2, database, "is the database; name another file for the report"),
        (2, link, "is the database; name another file for the report"),
    ):
        result = run("report", "-o", target)
        assert (result.exit_code, result.output) == (code, f"loganalytics: {target} {reason}\n")
    assert database.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.duckdb", "link"]


def test_a_report_that_fails_leaves_the_file_as_it_was(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("yesterday's")
    assert run("report", "--start", "soon", "-o", file).exit_code == 2
    assert run("report", "--db", tmp_path / "none.duckdb", "-o", file).exit_code == 4
    assert file.read_text() == "yesterday's"


def test_a_folder_that_may_not_be_written_to_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.html"
    file.write_text("yesterday's")
    opened = os.open

    def refused(path: object, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:  # as a folder of somebody else does, but for root
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *mode)  # type: ignore[arg-type]

    monkeypatch.setattr(output.os, "open", refused)
    result = run("report", "-o", file)
    assert (result.exit_code, result.output) == (
        4,
        f"loganalytics: {file} cannot be written: a new file is put in its place, and the folder "
        f"{tmp_path} may not be written to\n",
    )
    assert file.read_text() == "yesterday's"


@pytest.mark.parametrize("name", ["report.pdf", "x.XLSX", "x.tsv", "a.html.gz"])
def test_an_ending_that_names_no_format_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    result = run("report", "summary", "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"No format is named by {Path(name).suffix.lower()}: a file may end in" in result.stderr
    assert all(form in result.stderr for form in (".md, .html, .json, .csv", "--format terminal"))
    assert not (tmp_path / name).exists()
    assert run("report", "summary", "--format", "csv", "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_text().startswith("pageviews,")


@pytest.mark.parametrize(
    "name", ["report", "report.txt", "x.LOG", "report.2026-10", "r.2026-W44", ".report."]
)
def test_tables_go_into_files_that_name_no_other_format(
    run: Run, tmp_path: Path, name: str
) -> None:
    assert run("report", "summary", "-o", tmp_path / name).exit_code == 0
    assert "Summary ─" in (tmp_path / name).read_text()
