# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from rich.cells import cell_len

from loganalytics.model_report import Column, Kind, Report
from loganalytics.render import terminal
from tests.render.sample import (
    BEFORE,
    BERLIN,
    COMPARED,
    EARLIER,
    EMPTY,
    PAGES,
    SUMMARY,
    TIMELINE,
    report,
)


def printed(found: Report, width: int = 80, *, colour: bool = False) -> str:
    stream = io.StringIO()
    terminal.write(found, stream, width=width, colour=colour)
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 160])
def test_no_line_is_wider_than_the_terminal_and_none_is_wrapped(width: int) -> None:
    lines = printed(report(), width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert sum("12,345" in line for line in lines) == 1
    assert next(line for line in lines if "12,345" in line).startswith("/long/long/")


def test_the_summary_and_the_timeline_read_like_this() -> None:
    assert printed(report(SUMMARY, TIMELINE)) == (
        "2026-10-01 to 2026-10-10 · 10 days                                 Europe/Berlin\n"
        "my.duckdb · sites a.example, b.example\n"
        "\n"
        "Summary ────────────────────────────────────────────────────────────────────────\n"
        "Pageviews    16,460      until 14:00  today  yesterday  change\n"
        "Bounce rate       -      Pageviews        3          4    -25%\n"
        "\n"
        "Timeline by day ────────────────────────────────────────────────────────────────\n"
        f"Day         Pageviews  0{'─' * 55}8\n"
        f"2026-10-06          8  {'█' * 57}\n"
        "2026-10-07          0\n"
        f"2026-10-08          8  {'█' * 57}\n"
        "2026-10-09          0\n"
        "2026-10-10          0\n"
        "The 5 days before are empty.\n"
    )


def test_that_visitors_add_up_days_is_said_where_visitors_are_shown_of_several_days() -> None:
    said = "visitors (daily) add up the days"
    visitors = replace(
        SUMMARY, columns=(Column("visitors", "Visitors (daily)", Kind.COUNT),), rows=((3,),)
    )
    assert said in printed(report(visitors))
    assert said not in printed(report(TIMELINE))
    assert said not in printed(replace(report(visitors), end=datetime(2026, 10, 2, tzinfo=BERLIN)))


def test_the_latest_day_is_shown_where_the_range_has_it() -> None:
    assert "today" in printed(report(SUMMARY))
    before = printed(replace(report(SUMMARY), end=datetime(2026, 10, 9, tzinfo=BERLIN)))
    assert "Bounce rate" in before
    assert "today" not in before


def test_of_sections_without_rows_it_is_said_what_they_take() -> None:
    quiet = [
        replace(EMPTY, name=name, title=title)
        for name, title in (
            *(("languages", "Languages"), ("screens", "Screens")),
            *(("events", "Events"), ("response_times", "Response times")),
        )
    ]
    told = " ".join(printed(report(SUMMARY, *quiet)).split())
    assert "Nothing in this range: Languages, Screens, Events, Response times." in told
    assert "Languages and response times take a log that has them (ingest --format)." in told
    assert "Screens and events take the pixel (loganalytics snippet)." in told
    assert "take" not in printed(report(SUMMARY, EMPTY))


def test_a_long_empty_stretch_inside_a_timeline_is_one_row() -> None:
    def shown(empty: int) -> list[str]:
        first = datetime(2026, 10, 1, tzinfo=BERLIN)
        counts = [3, *[0] * empty, 5]
        rows = tuple(
            (first + timedelta(days=n), f"day {n}", count) for n, count in enumerate(counts)
        )
        lines = printed(report(replace(TIMELINE, rows=rows))).splitlines()
        return [line.split("  ")[0] for line in lines if line.startswith(("day", "…"))]

    assert shown(6) == [f"day {n}" for n in range(8)]
    assert shown(7) == ["day 0", "… 7 days", "day 8"]
    assert shown(1234) == ["day 0", "… 1,234 days", "day 1235"]


def test_what_a_log_holds_is_printed_as_data() -> None:
    text = printed(report(PAGES), 120)
    assert "[bold]�[31m=1+1��2J" in text
    assert not set(text) & set("\x1b\x9b\u202e")


def test_without_colour_there_is_no_escape_sequence_and_with_it_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in printed(report(), colour=False)
    assert "\x1b[" in printed(report(), colour=True)


def test_what_was_left_out_is_counted() -> None:
    lines = printed(report()).splitlines()
    assert "… 3 more" in lines
    assert "The 5 days before are empty." in lines
    assert "Nothing in this range: Bots." in lines
    # Two empty days at the end are no long stretch.
    assert any(line.startswith("2026-10-10 ") for line in lines)


def test_a_leading_count_is_drawn_as_a_bar() -> None:
    lines = printed(report(TIMELINE)).splitlines()
    drawn = [line.count("█") for line in lines]
    assert max(drawn) > 40
    assert drawn.count(max(drawn)) == 2


def test_the_days_of_the_summary_stand_beside_it_or_below() -> None:
    assert "16,460      " in printed(report(), 80)
    beside = next(line for line in printed(report(), 80).splitlines() if "yesterday" in line)
    assert beside.startswith("Pageviews")
    below = next(line for line in printed(report(), 60).splitlines() if "yesterday" in line)
    assert not below.startswith("Pageviews")


def test_a_report_of_nothing_is_its_heading() -> None:
    assert printed(report(empty="no data")).splitlines() == [
        "2026-10-01 to 2026-10-10 · 10 days                                 Europe/Berlin",
        "my.duckdb · sites a.example, b.example",
    ]


def test_notes_of_the_report_stand_in_its_heading() -> None:
    assert "A wide range." in printed(report(notes=("A wide range.",))).splitlines()


def test_a_comparison_reads_like_this() -> None:
    text = printed(report(BEFORE, COMPARED, compared=EARLIER), 60)
    assert text.split("\n\n", 1)[1] == (
        "Summary ────────────────────────────────────────────────────\n"
        "                now  before  change\n"
        "Pageviews    16,460       0     new\n"
        "Bounce rate   50.0%       -       -\n"
        "\n"
        "until 14:00  today  yesterday  change\n"
        "Pageviews        3          4    -25%\n"
        "\n"
        "Sources ────────────────────────────────────────────────────\n"
        "Source  Visits  Before  Change  Share\n"
        f"Google      12       8    +50%  75.0%  {'█' * 21}\n"
        f"GitHub       4       0     new  25.0%  {'█' * 7}\n"
        "Bing         0       3    gone   0.0%\n"
    )
    assert "compared with 2026-09-21 to 2026-09-30 · 10 days" in text.splitlines()


def test_of_a_comparison_the_change_is_what_a_narrow_terminal_shows() -> None:
    lines = printed(report(COMPARED), 40).splitlines()
    assert "Source  Visits  Before  Change  Share" in lines
    texts = tuple(("a much longer name", *row[1:]) for row in COMPARED.rows)
    narrow = printed(report(replace(COMPARED, rows=texts)), 40).splitlines()
    assert "Source              Visits  Change" in narrow


def test_the_days_of_a_compared_summary_stand_beside_it_where_there_is_room() -> None:
    for width, beside in ((109, False), (110, True)):
        lines = printed(report(BEFORE), width).splitlines()
        line = next(line for line in lines if "yesterday" in line)
        assert line.lstrip().startswith("now") is beside
        assert max(map(cell_len, lines)) <= width


def test_changes_are_coloured_by_their_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = printed(report(COMPARED), 60, colour=True)
    assert "\x1b[32m   +50%" in text or "\x1b[32m  +50%" in text
    assert "\x1b[31m  gone" in text


def test_a_page_has_a_curve_where_there_is_room() -> None:
    trends = ((0, 1, 2, 4, 8, 8, 8, 8), (0, 0, 0, 0, 0, 0, 0, 3))
    pages = replace(PAGES, trends=trends)
    wide = printed(report(pages), 100)
    assert "Trend" in wide
    assert " ▁▂▄████" in wide
    assert "       █" in wide
    assert "Trend" not in printed(report(pages), 50)
    assert "Trend" not in printed(report(PAGES), 100)


def test_a_timeline_in_another_order_has_no_empty_edges() -> None:
    rows = tuple(sorted(TIMELINE.rows, key=lambda row: str(row[2]), reverse=True))
    assert "are empty" not in printed(report(replace(TIMELINE, rows=rows)))


def test_what_has_no_room_is_said_once_at_the_end_with_where_it_can_be_seen() -> None:
    said = "No room for all columns: a wider window, -o page.html or --format csv has them."
    narrow = printed(report(PAGES, replace(PAGES, name="entry")), 60)
    assert "Title" not in narrow
    assert " ".join(narrow.split()).count(said) == 1
    assert " ".join(narrow.split()).endswith(said)
    assert "\n\nNothing in this range: Bots.\nNo room for" in printed(report(PAGES, EMPTY), 60)
    assert "No room" not in printed(report(PAGES), 120)
    many = tuple(Column(f"c{n}", f"Column {n:02}", Kind.COUNT, rank=n) for n in range(30))
    widest = replace(PAGES, columns=many, rows=(tuple(range(30)),), lead="")
    assert printed(report(widest), 200).endswith(
        "\nNo room for all columns: -o page.html or --format csv has them.\n"
    )
