# SPDX-License-Identifier: GPL-3.0-or-later
"""A report made by hand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from loganalytics.model_report import Column, Compared, Kind, Mark, Report, Section

BERLIN = ZoneInfo("Europe/Berlin")
HOSTILE = "[bold]\x1b[31m=1+1\u202e\x9b2J"
PAGES = Section(
    name="pages",
    title="Pages",
    columns=(
        Column("path", "Path", Kind.PATH),
        Column("title", "Title", Kind.TITLE, rank=3),
        Column("pageviews", "Pageviews", Kind.COUNT),
        Column("share", "Share", Kind.RATE, rank=1),
        Column("bounce_rate", "Bounces", Kind.RATE, rank=2),
    ),
    rows=(
        (f"/{'long/' * 40}end", HOSTILE, 12345, 0.75, None),
        ("=cmd()", None, 4115, 0.25, 0.5),
    ),
    lead="pageviews",
    more=3,
    notes=("A note.",),
)
TIMELINE = Section(
    name="timeline",
    title="Timeline by day",
    columns=(
        Column("start", "", Kind.INSTANT),
        Column("label", "Day", Kind.TEXT),
        Column("pageviews", "Pageviews", Kind.COUNT),
    ),
    rows=tuple(
        (datetime(2026, 10, day, tzinfo=BERLIN), f"2026-10-{day:02}", 8 if day in (6, 8) else 0)
        for day in range(1, 11)
    ),
    lead="pageviews",
)
DAYS = Section(
    name="latest_days",
    title="",
    columns=(
        Column("day", "Day", Kind.TEXT),
        Column("label", "", Kind.TEXT),
        Column("end", "", Kind.INSTANT),
        Column("pageviews", "Pageviews", Kind.COUNT),
    ),
    rows=(
        ("2026-10-10", "today", datetime(2026, 10, 10, 14, tzinfo=BERLIN), 3),
        ("2026-10-09", "yesterday", datetime(2026, 10, 9, 14, tzinfo=BERLIN), 4),
    ),
)
CHANGE = Section(
    name="change",
    title="",
    columns=(Column("pageviews", "Pageviews", Kind.CHANGE),),
    rows=((-0.25,),),
    single=True,
)
SUMMARY = Section(
    name="summary",
    title="Summary",
    columns=(
        Column("pageviews", "Pageviews", Kind.COUNT),
        Column("bounces", "", Kind.COUNT),
        Column("bounce_rate", "Bounce rate", Kind.RATE),
    ),
    rows=((16460, 7, None),),
    single=True,
    inner=(DAYS, CHANGE),
)
EMPTY = Section("bots", "Bots", (Column("bot", "Bot", Kind.TEXT),), ())

COMPARED = Section(
    name="sources",
    title="Sources",
    columns=(
        Column("source", "Source", Kind.TEXT),
        Column("visits", "Visits", Kind.COUNT),
        Column("visits_before", "Before", Kind.COUNT, rank=4, of="visits"),
        Column("visits_change", "Change", Kind.CHANGE, of="visits"),
        Column("share", "Share", Kind.RATE, rank=1),
    ),
    rows=(
        ("Google", 12, 8, 0.5, 0.75),
        ("GitHub", 4, 0, Mark.NEW, 0.25),
        ("Bing", 0, 3, Mark.GONE, 0.0),
    ),
    lead="visits",
    last=1,
)
BEFORE = Section(
    name="summary",
    title="Summary",
    columns=(
        Column("pageviews", "Pageviews", Kind.COUNT),
        Column("pageviews_before", "", Kind.COUNT, of="pageviews"),
        Column("pageviews_change", "Change", Kind.CHANGE, of="pageviews"),
        Column("bounce_rate", "Bounce rate", Kind.RATE),
        Column("bounce_rate_before", "", Kind.RATE, of="bounce_rate"),
        Column("bounce_rate_change", "Change", Kind.CHANGE, of="bounce_rate"),
    ),
    rows=((16460, 0, Mark.NEW, 0.5, None, None),),
    single=True,
    inner=(DAYS, CHANGE),
)
EARLIER = Compared(
    to="previous",
    start=datetime(2026, 9, 21, tzinfo=BERLIN),
    end=datetime(2026, 10, 1, tzinfo=BERLIN),
)


def report(
    *sections: Section,
    empty: str = "",
    notes: tuple[str, ...] = (),
    compared: Compared | None = None,
) -> Report:
    return Report(
        database="my.duckdb",
        timezone="Europe/Berlin",
        start=datetime(2026, 10, 1, tzinfo=BERLIN),
        end=datetime(2026, 10, 11, tzinfo=BERLIN),
        unit="day",
        sites=("a.example", "b.example"),
        path=None,
        k=5,
        sections=sections or (SUMMARY, TIMELINE, PAGES, EMPTY),
        notes=notes,
        empty=empty,
        compared=compared,
    )
