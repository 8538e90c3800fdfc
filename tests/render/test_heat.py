# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
from dataclasses import replace

import pytest

from loganalytics.model_report import Column, Kind, Mark, Section
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


def printed(width: int, section: Section = HOURS) -> list[str]:
    stream = io.StringIO()
    terminal.write(report(section), stream, width=width, colour=False)
    lines = stream.getvalue().splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("Hours")) + 1 :]


def test_the_week_is_a_map_that_fits_the_terminal() -> None:
    assert printed(80) == [
        "     0           6           12          18            Pageviews",
        "Mon              ░░                                ██      1,201",
        "Tue  ▒▒                                                      600",
        "     ░ 1  ▒ 301  ▓ 601  █ 901 to 1,200",
    ]
    assert printed(40) == [
        "     0     6     12    18      Pageviews",
        "Mon        ░                █      1,201",
        "Tue  ▒                               600",
        "     ░ 1  ▒ 301  ▓ 601  █ 901 to 1,200",
    ]


@pytest.mark.parametrize(
    ("most", "scale"),
    [
        (1, "█ 1"),
        (2, "▒ 1  █ 2"),
        (5, "░ 1  ▒ 2  ▓ 3  █ 4 to 5"),
        (19, "░ 1  ▒ 5  ▓ 10  █ 15 to 19"),
    ],
)
def test_the_scale_says_from_which_count_on_a_block_stands(most: int, scale: str) -> None:
    rows = tuple((day, hour, most if hour == 9 else 0) for day, hour, _ in HOURS.rows)
    assert printed(80, replace(HOURS, rows=rows))[-1].strip() == scale
    starts = {part.split()[0]: int(part.split()[1]) for part in scale.split("  ")}
    for count in range(1, most + 1):
        at_least = [block for block, start in starts.items() if count >= start]
        assert shade(count, most) == at_least[-1]


COMPARED = replace(
    HOURS,
    columns=(
        *HOURS.columns,
        Column("pageviews_before", "Before", Kind.COUNT, rank=4, of="pageviews"),
        Column("pageviews_change", "Change", Kind.CHANGE, of="pageviews"),
    ),
    # Of 1,000 before on Monday 6h; the others have nothing before.
    rows=tuple(
        (*row, *((1000, -0.999) if row[:2] == ("Mon", 6) else (0, Mark.NEW if row[2] else None)))
        for row in HOURS.rows
    ),
)


def test_a_compared_map_has_what_its_rows_were_and_their_changes_behind_it() -> None:
    assert printed(80, COMPARED) == [
        "     0           6           12          18            Pageviews  Before  Change",
        "Mon              ░░                                ██      1,201   1,000    +20%",
        "Tue  ▒▒                                                      600       0     new",
        "     ░ 1  ▒ 301  ▓ 601  █ 901 to 1,200",
    ]


@pytest.mark.parametrize(
    ("width", "cells", "behind"),
    [
        (80, 2, ["Pageviews", "Before", "Change"]),
        (79, 2, ["Pageviews", "Change"]),
        (71, 1, ["Pageviews", "Before", "Change"]),
        (55, 1, ["Pageviews", "Change"]),
        (47, 1, ["Pageviews"]),
        (40, 1, ["Pageviews"]),
    ],
)
def test_a_narrow_map_keeps_its_changes_as_long_as_it_can(
    width: int, cells: int, behind: list[str]
) -> None:
    first, *lines = printed(width, COMPARED)
    assert first.split() == ["0", "6", "12", "18", *behind]
    assert max(line.count("█") for line in lines) == cells
    assert max(map(len, (first, *lines))) <= width


def test_cells_stand_at_their_hour_in_whatever_order_the_rows_come() -> None:
    mixed = replace(HOURS, rows=HOURS.rows[:24] + HOURS.rows[:23:-1])
    assert printed(80, mixed) == printed(80)
    assert crossed(mixed) == crossed(HOURS)
    table = crossed(replace(HOURS, rows=HOURS.rows[6:7] + HOURS.rows[24:25]))
    assert [column.title for column in table.columns] == ["Hour", "Mon", "Tue"]
    assert table.rows == ((6, 1, None), (0, None, 600))


def test_a_compared_table_has_the_change_of_each_hour() -> None:
    table = crossed(COMPARED)
    assert [column.name for column in table.columns] == [
        *("hour", "Mon", "Mon_change", "Tue", "Tue_change"),
    ]
    assert table.rows[6] == (6, 1, -0.999, 0, None)
    assert "| Hour | Mon (change) | Tue (change) |" in as_markdown.dumps(report(COMPARED))
    assert "| 6 | 1 (-100%) | 0 |" in as_markdown.dumps(report(COMPARED))


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
