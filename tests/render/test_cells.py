# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from loganalytics.model_report import Column, Kind, Mark, Value
from loganalytics.render.cells import bar, cell, plain, spark
from loganalytics.render.layout import beside, layout, middle


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234567, Kind.COUNT, "1,234,567"),
        (999, Kind.BYTES, "999 B"),
        (1000, Kind.BYTES, "1.0 kB"),
        (999_960, Kind.BYTES, "1.0 MB"),
        (2_345_678_901, Kind.BYTES, "2.3 GB"),
        (0.0, Kind.DURATION, "0:00"),
        (59.6, Kind.DURATION, "1:00"),
        (3725.0, Kind.DURATION, "1:02:05"),
        (0.0, Kind.LATENCY, "0.0 ms"),
        (0.000001, Kind.LATENCY, "<0.1 ms"),
        (0.00474, Kind.LATENCY, "4.7 ms"),
        (0.00996, Kind.LATENCY, "10 ms"),
        (0.4804, Kind.LATENCY, "480 ms"),
        (0.9996, Kind.LATENCY, "1.0 s"),
        (31.42, Kind.LATENCY, "31.4 s"),
        (59.96, Kind.LATENCY, "1:00"),
        (0.123, Kind.RATE, "12.3%"),
        (1.0, Kind.RATE, "100.0%"),
        (0.00001, Kind.RATE, "<0.1%"),
        (0.0, Kind.RATE, "0.0%"),
        (0.084, Kind.CHANGE, "+8%"),
        (-0.5, Kind.CHANGE, "-50%"),
        (0.001, Kind.CHANGE, "±0%"),
        (2.345, Kind.RATIO, "2.3"),
        (404, Kind.STATUS, "404 Not Found"),
        (499, Kind.STATUS, "499 Client Closed Request"),
        (599, Kind.STATUS, "599"),
        (0, Kind.STATUS, "(none)"),
        (None, Kind.RATE, "-"),
        (None, Kind.TITLE, ""),
        (True, Kind.FLAG, "yes"),
        (Mark.NEW, Kind.CHANGE, "new"),
        (Mark.GONE, Kind.CHANGE, "gone"),
        (-1.0, Kind.CHANGE, "-100%"),
        (None, Kind.CHANGE, "-"),
        ("CH", Kind.COUNTRY, "Switzerland"),
        ("GB", Kind.COUNTRY, "United Kingdom"),
        ("(private)", Kind.COUNTRY, "(private)"),
        ("ZZ", Kind.COUNTRY, "ZZ"),
        ("CH", Kind.TEXT, "CH"),
        ("", Kind.TEXT, "(none)"),
    ],
)
def test_a_value_reads_as_people_write_it(value: Value, kind: Kind, text: str) -> None:
    assert cell(value, kind) == text


def test_characters_that_move_hide_or_reorder_become_visible() -> None:
    assert plain("a\x1b[31mb\u202ec\u2066d\x9be\nf\u200bg") == "a�[31mb�c�d�e�f�g"
    assert plain("Café\u00a0日本語 🙂") == "Café 日本語 🙂"


def test_a_bar_is_as_long_as_its_value_and_never_longer_than_its_room() -> None:
    assert [bar(value, 8, 4) for value in (8, 4, 3, 0.01, 0)] == ["████", "██", "█▌", "▌", ""]


@pytest.mark.parametrize(
    ("counts", "width", "curve"),
    [
        ((0, 1, 4, 8), 10, " ▁▄█"),
        ((1, 1000), 10, "▁█"),  # what is not nothing shows
        ((0, 0), 10, "  "),
        ((-1, 2), 10, " █"),
        ((), 10, ""),
        # Three that share a cell show their mean, also the two that are left over.
        ((3, 3, 3, 6, 6, 6, 6, 6), 3, "▄██"),
    ],
)
def test_a_curve_is_as_high_as_its_highest_count(
    counts: tuple[int, ...], width: int, curve: str
) -> None:
    assert spark(counts, width) == curve


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("/short", 10, "/short"),
        ("/abcdefghij", 7, "/ab…hij"),
        ("/日本語日本語", 8, "/日…本語"),
        ("/ab", 1, "…"),
    ],
)
def test_a_path_is_cut_in_its_middle_by_terminal_cells(text: str, width: int, cut: str) -> None:
    assert middle(text, width) == cut


COLUMNS = (
    Column("path", "Path", Kind.PATH),
    Column("site", "", Kind.TEXT),
    Column("hits", "Hits", Kind.COUNT),
    Column("sent", "Sent", Kind.BYTES, rank=2),
    Column("visitors", "Visitors", Kind.COUNT, rank=1),
)


@pytest.mark.parametrize(
    ("width", "shown", "bar_width"),
    [
        # 50 + 8 + 8 + 8 and three gaps are 80 cells.
        (80, {0: 50, 2: 8, 3: 8, 4: 8}, 0),
        (70, {0: 40, 2: 8, 3: 8, 4: 8}, 0),
        (61, {0: 41, 2: 8, 4: 8}, 0),  # a path below 32 lets a column go first
        (30, {0: 20, 2: 8}, 0),
        (88, {0: 50, 2: 8, 3: 8, 4: 8}, 6),
        (200, {0: 50, 2: 8, 3: 8, 4: 8}, 24),
    ],
)
def test_columns_go_by_rank_before_a_path_gets_too_short(
    width: int, shown: dict[int, int], bar_width: int
) -> None:
    fitted = layout(COLUMNS, [50, 9, 8, 8, 8], width, bar=24)
    assert (fitted.widths, fitted.bar) == (shown, bar_width)


def test_a_column_that_was_left_out_comes_back_where_a_broader_one_left_room() -> None:
    columns = (
        Column("path", "Path", Kind.PATH),
        Column("share", "Share", Kind.RATE, rank=2),
        Column("visitors", "Visitors", Kind.COUNT, rank=1),
    )
    # 32 + 5 + 16 and two gaps are 57 cells.
    assert layout(columns, [32, 5, 16], 56, bar=0).widths == {0: 32, 2: 16}
    assert layout(columns, [32, 5, 16], 45, bar=0).widths == {0: 32, 1: 5}


def test_a_bar_that_is_kept_makes_columns_go_that_say_less() -> None:
    columns = (
        Column("label", "Day", Kind.TEXT),
        Column("before", "Before", Kind.COUNT, rank=4),
        Column("visits", "Visits", Kind.COUNT, rank=1),
    )
    # 14 + 6 + 6 and two gaps are 30, a bar of 12 and its gap 14 more.
    assert layout(columns, [14, 6, 6], 44, bar=50, kept=12).bar == 12
    narrow = layout(columns, [14, 6, 6], 43, bar=50, kept=12)
    assert (narrow.widths, narrow.bar) == ({0: 14, 2: 6}, 19)
    assert layout(columns, [14, 6, 6], 30, bar=50, kept=12).bar == 6  # visits stay


@pytest.mark.parametrize(
    ("width", "points", "curve"),
    [(64, 30, 30), (63, 30, 15), (49, 30, 15), (48, 30, 10), (42, 30, 8), (41, 30, 0), (37, 3, 3)],
)
def test_a_curve_takes_the_room_that_is_left_neighbours_sharing_a_cell(
    width: int, points: int, curve: int
) -> None:
    # The path is content with 32 cells.
    columns = (Column("path", "Path", Kind.PATH),)
    assert layout(columns, [500], width, bar=0, points=points).curve == curve


@pytest.mark.parametrize(
    ("width", "shown", "curve"),
    [
        # 32 + 9 + 5 + 16, three gaps and the curve's own, and 8 of 30 points.
        (78, [0, 1, 2, 3], 8),
        (77, [0, 1, 3], 10),
        (71, [0, 1, 3], 8),
        (70, [0, 1, 2], 15),
        (53, [0, 1], 8),
        # No column goes for a curve that has no room anyway.
        (52, [0, 1, 2], 0),
    ],
)
def test_columns_go_that_a_curve_has_room(width: int, shown: list[int], curve: int) -> None:
    columns = (
        Column("path", "Path", Kind.PATH),
        Column("pageviews", "Pageviews", Kind.COUNT),
        Column("share", "Share", Kind.RATE, rank=2),
        Column("visitors", "Visitors (daily)", Kind.COUNT, rank=1),
    )
    fitted = layout(columns, [32, 9, 5, 16], width, bar=0, points=30)
    assert (list(fitted.widths), fitted.curve) == (shown, curve)


def test_a_change_is_only_shown_beside_its_number() -> None:
    columns = (
        Column("path", "Path", Kind.PATH),
        Column("visitors", "Visitors (daily)", Kind.COUNT, rank=1),
        Column("visitors_change", "Change", Kind.CHANGE, rank=10, of="visitors"),
    )
    # 32 + 16 + 6 and two gaps are 58 cells.
    assert list(layout(columns, [32, 16, 6], 58, bar=0).widths) == [0, 1, 2]
    assert list(layout(columns, [32, 16, 6], 57, bar=0).widths) == [0, 1]
    assert list(layout(columns, [32, 16, 6], 49, bar=0).widths) == [0]


def test_a_bar_goes_before_changes_of_numbers_that_do_not_lead() -> None:
    columns = (
        Column("source", "Source", Kind.TEXT),
        Column("visits", "Visits", Kind.COUNT),
        Column("pageviews", "Pageviews", Kind.COUNT, rank=3),
        Column("pageviews_change", "Change", Kind.CHANGE, rank=10, of="pageviews"),
    )
    # 10 + 6 + 9 + 6 and three gaps are 37, a bar of 6 and its gap 8 more.
    wide = layout(columns, [10, 6, 9, 6], 45, bar=40)
    assert (list(wide.widths), wide.bar) == ([0, 1, 2, 3], 6)
    narrow = layout(columns, [10, 6, 9, 6], 44, bar=40)
    assert (list(narrow.widths), narrow.bar) == ([0, 1, 2], 13)
    assert list(layout(columns, [10, 6, 9, 6], 37, bar=0).widths) == [0, 1, 2, 3]


def test_a_change_stands_in_the_cell_of_its_number_unless_what_was_before_does_not() -> None:
    columns = (
        Column("path", "Path", Kind.PATH),
        Column("views", "Views", Kind.COUNT),
        Column("views_before", "Before", Kind.COUNT, of="views"),
        Column("views_change", "Change", Kind.CHANGE, of="views"),
        Column("visits", "Visits", Kind.COUNT),
        Column("visits_before", "", Kind.COUNT, of="visits"),
        Column("visits_change", "Change", Kind.CHANGE, of="visits"),
        Column("bounces", "", Kind.COUNT),
        Column("bounces_before", "", Kind.COUNT, of="bounces"),
        Column("bounces_change", "", Kind.CHANGE, of="bounces"),
    )
    assert beside(columns) == {4: 6}
