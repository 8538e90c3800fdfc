# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary of an ingest says each number whole, whatever the width of the terminal."""

from __future__ import annotations

import pytest

from loganalytics.cli.progress import ProgressBar
from loganalytics.cli.summary import Summary
from loganalytics.ingest import Result
from loganalytics.ingest.model import totals
from loganalytics.sources import Source

COUNTS = {"bot": 9_402, "merged": 33_912, "asset": 128_863, "pageview": 67_459}


def _result(name: str, seconds: float) -> Result:
    found = totals()
    found.outcomes.update(COUNTS)
    return Result(f"/var/log/nginx/{name}", "ingested", "combined", found, seconds)


def _printed(*results: Result) -> None:
    with Summary(as_json=False, quiet=False, dry_run=False) as summary:
        for result in results:
            summary.add(result)


@pytest.mark.parametrize("width", range(44, 104, 3))
def test_no_number_is_cut_at_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    _printed(
        _result("www.my-first-blog.example_access.log", 12.3),
        _result("www.my-second-blog.example_access.log", 12.3),
    )
    said = capsys.readouterr().err
    assert max(map(len, said.splitlines())) <= width
    words = said.split()
    for count in COUNTS.values():
        assert {f"{2 * count:,}", f"{2 * count:,},"} & set(words), f"{2 * count:,}"
    assert f"{2 * sum(COUNTS.values()):,}" in words


def test_what_took_no_time_has_no_speed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    _printed(_result("a.log", 0.0), _result("b.log", 0.0))
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().err.splitlines()}
    lines = sum(COUNTS.values())
    assert rows["a.log"][:4] == [f"{lines:,}", "0", "0.0", "bot"]
    assert rows["all"][:4] == [f"{2 * lines:,}", "0", "0.0", "bot"]
    _printed(_result("a.log", 0.0))
    assert "lines/s" not in capsys.readouterr().err


def test_the_bar_knows_no_size_of_a_pipe_and_which_of_several_sources_it_has_come_to() -> None:
    bar, file, pipe = ProgressBar(), Source("access.log"), Source("-", stream=True)
    bar.expect([file, pipe])
    bar.show(file, 10, 100)
    task = bar._bar.tasks[0]
    assert (task.description, task.completed, task.total) == ("1/2 access.log", 10, 100)
    bar.show(pipe, 44_040_198, 0)
    assert (task.description, task.completed, task.total) == ("2/2 -", 44_040_198, None)
    alone = ProgressBar()
    alone.expect([file])
    alone.show(file, 0, 0)
    assert (alone._bar.tasks[0].description, alone._bar.tasks[0].total) == ("access.log", None)
