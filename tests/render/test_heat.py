# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io

import pytest

from loganalytics.model_report import Column, Kind, Section
from loganalytics.render import as_markdown, terminal
from loganalytics.render.heat import crossed, shade
from tests.render.sample import report

HOURS = Section(
    name="hours",
    title="Hours of the week",
    columns=(
        Column("weekday", "Day", Kind.TEXT),
        Column("hour", "Hour", Kind.COUNT),
        Column("pageviews", "Pageviews", Kind.COUNT),
    ),
    rows=tuple(
        (day, hour, {("Mon", 6): 1, ("Mon", 23): 1200, ("Tue", 0): 600}.get((day, hour), 0))
        for day in ("Mon", "Tue")
        for hour in range(24)
    ),
    lead="pageviews",
    heat=("weekday", "hour"),
)


def printed(width: int) -> list[str]:
    stream = io.StringIO()
    terminal.write(report(HOURS), stream, width=width, colour=False)
    lines = stream.getvalue().splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("Hours")) + 1 :]


def test_the_week_is_a_map_that_fits_the_terminal() -> None:
    assert printed(80) == [
        "     0           6           12          18            Pageviews",
        "Mon              ░░                                ██      1,201",
        "Tue  ▒▒                                                      600",
    ]
    assert printed(40) == [
        "     0     6     12    18      Pageviews",
        "Mon        ░                █      1,201",
        "Tue  ▒                               600",
    ]


@pytest.mark.parametrize(
    ("count", "most", "shown"),
    [(0, 9, " "), (1, 1000, "░"), (1000, 1000, "█"), (1, 1, "█"), (-1, 9, " "), (0, 0, " ")],
)
def test_what_is_not_nothing_is_no_blank(count: int, most: int, shown: str) -> None:
    assert shade(count, most) == shown


def test_where_no_blocks_are_shown_an_hour_is_a_row_and_a_day_a_column() -> None:
    table = crossed(HOURS)
    assert [column.title for column in table.columns] == ["Hour", "Mon", "Tue"]
    assert (table.rows[0], table.rows[6], len(table.rows)) == ((0, 0, 600), (6, 1, 0), 24)
    text = as_markdown.dumps(report(HOURS))
    assert "## Hours of the week: pageviews" in text
    assert "| 23 | 1,200 | 0 |" in text
