# SPDX-License-Identifier: GPL-3.0-or-later
"""What a section says is the same in every format, cell for cell.

JSON holds the values. Written out by the rules of `render.cells` they must be what stands in the
terminal's and Markdown's tables, heading for heading; CSV must hold the values themselves. Which
column is shown under which heading, and how its values read, is said here a second time.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from loganalytics.model_report import (
    EXPLAINING,
    PATH_SECTIONS,
    SECTIONS,
    VALUE_SECTIONS,
    Kind,
    Value,
)
from loganalytics.render.cells import cell
from tests.cli.test_report import run
from tests.reports.database import counts, make

WIDTH = 160
LAST = date(2026, 10, 25)
CASES = {
    "plain": ("--explain",),
    "compared": ("--compare", "previous"),
    "path": ("--path", "/*"),
    "path compared": ("--path", "/*", "--compare", "week"),
    "where": ("--where", "country=CH"),
    "where compared": ("--where", "country!=DE", "--compare", "previous"),
}
# With a filter these have pageviews only.
PAIRED = (
    *("channels", "sources", "campaigns", "countries"),
    *("browser_families", "browsers", "os", "devices", "screens"),
)
DIMENSIONS = {
    "source": ("Hacker News", "Direct", "site.example"),
    "referrer": ("news.example/item", "", "b.example/x|y"),
    "country": ("CH", "DE", "(unknown)"),
    "language": ("de", "en", "(unknown)"),
    "browser": ("Firefox 156", "Mobile Safari 26", "Opera"),
    "os": ("Linux", "Mac OS X", "iOS"),
    "device": ("desktop", "mobile", "tablet"),
    "screen": ("1920x1080", "390x844", "(none)"),
    "channel": ("social", "direct", "referral"),
    "utm_source": ("hn", "letter", "a|b"),
    "utm_medium": ("social", "email", "cpc"),
    "utm_campaign": ("launch", "autumn 2026", "x"),
    "utm_term": ("log", "analytics", "`"),
    "utm_content": ("top", "side", "<b>"),
    "pixel": ("yes", "no", "(unknown)"),
}
# The heading of a column by its key, and how its values read. No heading: only for programs.
SHOWN: dict[str, tuple[str, Kind]] = {
    "start": ("", Kind.INSTANT),
    "end": ("", Kind.INSTANT),
    "label": ("Day", Kind.TEXT),
    "path": ("Path", Kind.PATH),
    "title": ("Title", Kind.TITLE),
    "site": ("Site", Kind.TEXT),
    "source": ("Source", Kind.TEXT),
    "referrer": ("Referrer", Kind.PATH),
    "country": ("Country", Kind.COUNTRY),
    "language": ("Language", Kind.TEXT),
    "browser_family": ("Browser", Kind.TEXT),
    "browser": ("Browser", Kind.TEXT),
    "os": ("Operating system", Kind.TEXT),
    "device": ("Device", Kind.TEXT),
    "screen": ("Screen", Kind.TEXT),
    "channel": ("Channel", Kind.TEXT),
    "utm_campaign": ("Campaign", Kind.TEXT),
    "utm_source": ("UTM source", Kind.TEXT),
    "utm_medium": ("UTM medium", Kind.TEXT),
    "utm_term": ("UTM term", Kind.TEXT),
    "utm_content": ("UTM content", Kind.TEXT),
    "pixel": ("Ran the pixel", Kind.TEXT),
    "event": ("Event", Kind.TEXT),
    "pages": ("Pages", Kind.COUNT),
    "paths": ("Paths", Kind.COUNT),
    "top_path": ("Most fetched", Kind.PATH),
    "sent_share": ("of all", Kind.RATE),
    "first_day": ("", Kind.TEXT),
    "last_day": ("Last", Kind.TEXT),
    "internal": ("Internal", Kind.FLAG),
    "not_found": ("Not found", Kind.COUNT),
    "forbidden": ("Forbidden", Kind.COUNT),
    "refused": ("Other 4xx", Kind.COUNT),
    "server_errors": ("5xx", Kind.COUNT),
    "outcome": ("Outcome", Kind.TEXT),
    "lines": ("Lines", Kind.COUNT),
    "counted_as": ("Counted as", Kind.TEXT),
    "ingest_id": ("", Kind.COUNT),
    "ingested": ("Ingested", Kind.INSTANT),
    "log": ("Log", Kind.TEXT),
    "first": ("From", Kind.INSTANT),
    "last": ("To", Kind.INSTANT),
    "dropped": ("Dropped", Kind.COUNT),
    "bot": ("Bot", Kind.TEXT),
    "kind": ("Kind", Kind.TEXT),
    "status": ("Status", Kind.STATUS),
    "minute": ("Minute", Kind.INSTANT),
    "entry": ("Entry", Kind.FLAG),
    "pageviews": ("Pageviews", Kind.COUNT),
    "visits": ("Visits", Kind.COUNT),
    "visitors": ("Visitors (daily)", Kind.COUNT),
    "entries": ("Entries", Kind.COUNT),
    "exits": ("Exits", Kind.COUNT),
    "bounces": ("", Kind.COUNT),
    "hits": ("Hits", Kind.COUNT),
    "bot_hits": ("of them bots", Kind.COUNT),
    "bytes_sent": ("Sent", Kind.BYTES),
    "share": ("Share", Kind.RATE),
    "bounce_rate": ("Bounce rate", Kind.RATE),
    "mean_time_s": ("Time", Kind.DURATION),
    "p50_s": ("p50", Kind.LATENCY),
    "p90_s": ("p90", Kind.LATENCY),
    "p99_s": ("p99", Kind.LATENCY),
    "label_before": ("Compared with", Kind.TEXT),
    "start_before": ("", Kind.INSTANT),
}
ELSE = {
    ("timeline", "visitors"): ("Visitors", Kind.COUNT),
    ("entry", "bounces"): ("Bounces", Kind.COUNT),
    ("bots", "visitors"): ("", Kind.COUNT),
    ("ai_pages", "bots"): ("Crawlers", Kind.COUNT),
    ("errors", "hits"): ("By people", Kind.COUNT),
    ("errors", "bot_hits"): ("By bots", Kind.COUNT),
    ("error_timeline", "bot_hits"): ("By bots", Kind.COUNT),
    ("broken_links", "referrer"): ("Linked from", Kind.PATH),
    ("broken_links", "share"): ("", Kind.RATE),
    ("recent", "os"): ("OS", Kind.TEXT),
    ("summary", "views_per_visit"): ("Views per visit", Kind.RATIO),
    ("summary", "mean_duration_s"): ("Mean visit", Kind.DURATION),
    ("summary", "returning_visits"): ("Returning visits", Kind.COUNT),
}
# The number that the rows of a section are ordered by; hits, or of a dimension visits, if not this.
LEADS = {
    **dict.fromkeys(("timeline", "hosts", "pages", "hours"), "pageviews"),
    **{"entry": "entries", "exit": "exits", "bandwidth": "bytes_sent"},
    "error_timeline": "not_found",
}
WITHOUT_CHANGE = ("recent", "outcomes", "ingests")
OF_PATH = {
    ("summary", "entries"): ("Entries (visits begun)", Kind.COUNT),
    ("summary", "mean_time_s"): ("Mean time on page", Kind.DURATION),
    ("summary", "paths"): ("Pages", Kind.COUNT),
    **{
        ("summary", name): ("", Kind.COUNT)
        for name in ("views_per_visit", "mean_duration_s", "returning_visits")
    },
    **{
        (section, name): ("", Kind.COUNT)
        for section in ("summary", "timeline")
        for name in ("hits", "bot_hits", "bytes_sent")
    },
    ("hosts", "bot_hits"): ("", Kind.COUNT),
}
OF_VALUE = {
    **{(section, "bot_hits"): ("", Kind.COUNT) for section in ("summary", "timeline", "hosts")},
    ("timeline", "hits"): ("", Kind.COUNT),
    ("timeline", "bytes_sent"): ("", Kind.BYTES),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four weeks in which every section has rows, odd shares, and rows that come and go."""
    rows: dict[str, list[dict[str, Any]]] = {
        table: []
        for table in (
            *("activity", "traffic", "pages", "titles", "daily", "pairs", "downloads", "bots"),
            *("recent", "errors", "bot_pages", "bandwidth", "response_times", "events", "ingests"),
        )
    }
    for number in range(28):
        day = LAST - timedelta(days=27 - number)
        bucket = datetime.combine(day, datetime.min.time()) + timedelta(hours=12)
        late = number >= 14
        people = "bucket site pageviews visits visitors returning_visits bounces seconds"
        rows["activity"].append(
            counts(people, bucket, "a.example", 1000 + number, 37, 31, 5, 11, 12_345 * (1 + late))
        )
        rows["traffic"] += [
            counts("bucket status bot hits bytes_sent", bucket, status, bot, hits, sent)
            | {"site": "a.example"}
            for status, bot, hits, sent in (
                (200, False, 3000 + number, 98_765_432),
                (200, True, 700, 1000),
                (404 if late else 410, False, 7, 999),
                (403, False, 2, 9),
                (502 if number % 2 else 429, False, 1, 9),
                (404, True, 3, 9),
                (0, False, 1, 0),
            )
        ] + [{"bucket": bucket, "site": "b.example", "hits": 3, "bytes_sent": 12}]
        page = "bucket site path pageviews visits entries exits bounces visitors seconds"
        rows["pages"] += [
            counts(page, bucket, "a.example", "/", 700, 30, 20, 25, 7, 29, 40_000),
            counts(page, bucket, "a.example", "/new|x" if late else "/old", 1, 1, 1, 1, 1, 1, 0),
            counts(page, bucket, "b.example", "/`b`", 300 + number, 9, 4, 3, 1, 9, 777),
        ]
        for dimension, values in DIMENSIONS.items():
            rows["daily"] += [
                counts("day dimension value pageviews visits visitors", day, dimension, *each)
                | {"site": "a.example"}
                for each in (
                    (values[0], 500, 20, 19),
                    (values[1], 300, 11 + number, 9),
                    (values[2], 1, int(late), 1),
                )
            ]
            rows["pairs"] += [
                counts("day value by_dimension by_value pageviews", day, "/", dimension, *each)
                | {"site": "a.example"}
                for each in ((values[0], 600), ("(other)" if late else values[1], 50))
            ]
            if dimension != "country":
                rows["pairs"] += [
                    counts("day dimension value by_dimension by_value pageviews", day, *each)
                    | {"site": "a.example"}
                    for each in (
                        (dimension, values[0], "country", "CH", 290),
                        ("country", "CH", dimension, values[1] if late else "(other)", 70),
                    )
                ]
        rows["downloads"] += [
            counts("day path hits bytes_sent visitors", day, "/a.pdf", 3, 1_234_567, 2),
            counts("day path hits bytes_sent visitors", day, "/b.zip", int(not late), 9, 1),
        ]
        rows["bots"] += [
            counts("day bot kind hits bytes_sent visitors", day, "GPTBot", "ai", 17, 54_321, 3),
            counts("day bot kind hits bytes_sent visitors", day, "curl", "library", late, 5, 1),
        ]
        error = "day status path kind referrer bot hits"
        rows["errors"] += [
            counts(error, day, 404, "/go|ne", "page", "/`b`", False, 3),
            counts(error, day, 404, "/go|ne", "page", "blog.example/x", False, 1 + number),
            counts(error, day, 404, "/go|ne", "page", "(none)", True, 9),
            counts(error, day, 502 if late else 403, "/admin", "page", "", False, 2),
        ]
        rows["bot_pages"] += [
            counts("day bot path hits bytes_sent", day, "GPTBot", path, hits, 1_000 * hits)
            for path, hits in (("/", 9), ("/new|x" if late else "/old", 8))
        ]
        rows["bandwidth"] += [
            counts("day path hits bytes_sent", day, path, 7, sent)
            for path, sent in (("/big.zip", 9_876_543), ("/", 12_345 + number))
        ]
        rows["response_times"] += [
            counts("day path duration_bucket hits", day, path, bucket, hits)
            for path, bucket, hits in (("/", 80 - late, 90), ("/", 140, 10), ("/old", 1, not late))
        ]
        rows["events"] += [
            counts("day event path hits visitors", day, event, path, hits, 6)
            for event, path, hits in (("play <b>", "/", 11), ("sign|up", "/new|x", 7))
        ]
    lines = "lines malformed bot pageview hits pageviews source format geo lists"
    rows["ingests"] = [
        counts(lines, 1_000_007, 7, 800_000, 200_000, 1_000_000, 200_000, source, "x", "", "")
        | {"ingest_id": number, "ingested": datetime(2026, 10, 26), "seconds": 1.0}
        | {"first": datetime(2026, 10, 1), "last": datetime(2026, 10, 25, 23, 59)}
        for number, source in ((1, "access.log"), (2, "a|b.log"))
    ]
    rows["titles"] = [counts("day site path title", LAST, "a.example", "/", "A & B | c")]
    rows["recent"] = [
        counts("minute site path entry", datetime(2026, 10, 25, 12, minute), "a.example", "/", new)
        for minute, new in ((7, False), (5, True))
    ]
    return make(tmp_path_factory.mktemp("cells") / "book.duckdb", None, **rows)


def report(book: Path, form: str, case: str) -> str:
    """What the program prints of the last two weeks."""
    span = ("--start", "2026-10-12", "--end", "2026-10-25", "--by", "day", "--all")
    result = run("--db", book, *span, "--format", form, *CASES[case], COLUMNS=str(WIDTH))
    assert result.exit_code == 0, result.output
    return result.stdout


def shown(section: str, key: str, case: str) -> tuple[str, Kind]:
    """The heading of a column, and how its values read."""
    if section != "summary" and unknown(section, key, case):
        return "", Kind.COUNT  # nothing is known of it in any row
    if "path" in case and (section, key) in OF_PATH:
        return OF_PATH[section, key]
    if "where" in case and (section, key) in OF_VALUE:
        return OF_VALUE[section, key]
    if key in SHOWN and (section, key) not in ELSE:
        return SHOWN[key]
    if (section, key) in ELSE:
        return ELSE[section, key]
    of, _, end = key.rpartition("_")
    title, kind = shown(section, of, case)
    if end == "change":
        return ("Change" if title else "", Kind.CHANGE)
    assert end == "before", (section, key)
    return ("Before" if title and apart(section, of, case) else "", kind)


def lead(section: str, case: str) -> str:
    """The number that the rows of a section are ordered by."""
    if section in LEADS:
        return LEADS[section]
    if section in PAIRED and (case.startswith("path") or "where" in case):
        return "visits" if section == "countries" and "where" in case else "pageviews"
    of_dimensions = section in PAIRED or section.startswith("utm_")
    return "visits" if of_dimensions or section in ("referrers", "languages", "pixel") else "hits"


def apart(section: str, key: str, case: str) -> bool:
    """Whether what a number was before, and its change, have columns of their own for people."""
    return key == lead(section, case) or (section == "response_times" and key.endswith("_s"))


def written(
    section: str, row: dict[str, Value], case: str, keys: Sequence[str] | None = None
) -> list[str]:
    """The cells of a row that have a heading, as people read them; `keys`: only these."""
    texts = []
    for key, value in row.items():
        title, kind = shown(section, key, case)
        if not title or (keys is not None and key not in keys):
            continue
        texts.append(text(value, kind, row, key, section, case))
    return texts


def inside(section: str, row: dict[str, Value], case: str) -> dict[str, str]:
    """The keys of changes that Markdown has in the cells of their numbers, by those."""
    return {
        key: f"{key}_change"
        for key in row
        if f"{key}_change" in row and shown(section, key, case)[0] and not apart(section, key, case)
    }


def in_markdown(section: str, row: dict[str, Value], case: str) -> list[str]:
    """The cells of a row in Markdown: changes in brackets behind their number."""
    within = inside(section, row, case)
    cells = []
    for key in row:
        if key in within.values() or not shown(section, key, case)[0]:
            continue
        (number,) = written(section, row, case, [key])
        if key in within and (changed := written(section, row, case, [within[key]])) != ["-"]:
            number += f" ({changed[0]})"
        cells.append(number)
    return cells


def with_room(section: str, row: dict[str, Value], case: str, found: list[str]) -> list[str]:
    """The keys of the columns that a terminal shows under these headings.

    All are there but for some of the changes that have no column of their own in Markdown, and of a
    comparison titles.
    """
    rest = iter([*found, ""])
    at = next(rest)
    keys = []
    changes = inside(section, row, case).values()
    for key in row:
        title = shown(section, key, case)[0]
        if title and title == at:
            keys.append(key)
            at = next(rest)
        elif title:
            assert key in changes or (key == "title" and changes), (section, key)
    assert at == "", (section, found)
    return keys


def unknown(section: str, key: str, case: str) -> bool:
    """Whether a number is not kept of what a filter leaves."""
    if section == "summary":
        of_all = ("bounce_rate", "mean_duration_s", "returning_visits", "hits", "bytes_sent")
        return "where" in case and key in of_all
    if section == "hosts":
        of_all = ("hits", "bytes_sent", *(("bounce_rate",) if "where" in case else ()))
        return case not in ("plain", "compared") and key in of_all
    paired = ("pages", *PAIRED) if "where" in case else PAIRED if "path" in case else ()
    own = "where" in case and section == "countries"
    return section in paired and not own and key in ("visits", "visitors")


def text(value: Value, kind: Kind, row: dict[str, Value], key: str, section: str, case: str) -> str:
    """One value as people read it."""
    if kind is Kind.INSTANT and isinstance(value, str):
        return cell(datetime.fromisoformat(value), kind)
    if kind is Kind.CHANGE:
        of = key.removesuffix("_change")
        now, before = row[of], row[f"{of}_before"]
        if value is None and before == 0 and now:
            return "new"
        in_time = section in ("summary", "timeline", "error_timeline", "hours")
        if value == -1 and now == 0 and of == lead(section, case) and not in_time:
            return "gone"
    return cell(value, kind)


def summary(row: dict[str, Any], case: str) -> list[list[str]]:
    """The numbers of the summary: their names, and what stands beside each."""
    flat = {key: value for key, value in row.items() if not isinstance(value, list | dict)}
    found = []
    for key, value in flat.items():
        title, kind = shown("summary", key, case)
        if not title or key.endswith(("_before", "_change")):
            continue
        known = not unknown("summary", key, case)
        cells = [title, text(value, kind, flat, key, "summary", case) if known else "n/a"]
        if f"{key}_before" in flat:
            before = text(flat[f"{key}_before"], kind, flat, key, "summary", case)
            cells.append(before if known else "n/a")
            change = f"{key}_change"
            cells.append(text(flat[change], Kind.CHANGE, flat, change, "summary", case))
        found.append(cells)
    return found


def headings(section: str, row: dict[str, Value], case: str) -> list[str]:
    within = inside(section, row, case)
    return [
        f"{title} (change)" if key in within else title
        for key in row
        if (title := shown(section, key, case)[0]) and key not in within.values()
    ]


def split(line: str) -> list[str]:
    """The cells of a line, without what is drawn in it: bars with their axis, and curves."""
    return [
        each
        for each in re.split(r" {2,}", line.strip())
        if not re.fullmatch("Trend|0─+[0-9,]+|[▁-█▌ ]+", each)
    ]


def of_terminal(printed: str) -> dict[str, list[list[str]]]:
    """The lines of each section, by its title."""
    found: dict[str, list[list[str]]] = {}
    title = ""
    for line in printed.splitlines():
        if match := re.fullmatch("(.+?) ─+", line):
            title = match[1]
            found[title] = []
        elif title and line:
            found[title].append(split(line))
    return found


def of_markdown(printed: str) -> dict[str, list[list[list[str]]]]:
    """The tables of each section, by its title."""
    found: dict[str, list[list[list[str]]]] = {}
    tables: list[list[list[str]]] = []
    before = ""
    for token in MarkdownIt("commonmark").enable("table").parse(printed):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "inline":
            inside = "".join(child.content for child in token.children or ())
            if before == "heading_open":
                tables = found.setdefault(inside, [])
            elif before in ("th_open", "td_open"):
                tables[-1][-1].append(inside)
        before = token.type
    return found


def titles(case: str) -> Iterator[tuple[str, str]]:
    """Each section with its title."""
    own = {
        "timeline": "Timeline by day",
        "entry": "Entry pages",
        "exit": "Exit pages",
        "browser_families": "Browser families",
        "os": "Operating systems",
        "recent": "Recent pageviews",
        "pixel": "Visits whose browser ran the pixel",
        "hours": "Hours of the week",
        "response_times": "Response times",
        "broken_links": "Broken links",
        "error_timeline": "Errors by day",
        "ai_crawlers": "AI crawlers",
        "ai_pages": "Fetched by AI crawlers",
        "outcomes": "Lines by outcome",
        **{f"utm_{name}": f"UTM {name}" for name in ("sources", "mediums", "terms", "contents")},
    }
    of = ""
    sections: tuple[str, ...] = SECTIONS
    filtered: tuple[str, ...] = ()
    if "path" in case:
        of, sections, filtered = " of readers of these pages", PATH_SECTIONS, PAIRED
    if "where" in case:
        of = f" where country is {'not DE' if 'compared' in case else 'CH'}"
        sections, filtered = VALUE_SECTIONS, ("pages", *PAIRED)
    for name in sections:
        if name in EXPLAINING and case != "plain":
            continue
        by = of if name in filtered and not (name == "countries" and "where" in case) else ""
        yield name, own.get(name, name.capitalize()) + by


@pytest.mark.parametrize("case", CASES)
def test_a_terminal_shows_every_cell_of_the_values_in_json(book: Path, case: str) -> None:
    document = json.loads(report(book, "json", case))
    lines = of_terminal(report(book, "terminal", case))
    for name, title in titles(case):
        if name == "summary":
            expected = summary(document[name], case)
            skipped = 1 if "compared" in case else 0
            found = lines[title][skipped : skipped + len(expected)]
            # The two latest days stand beside.
            assert [
                row[: len(cells)] for row, cells in zip(found, expected, strict=True)
            ] == expected
            continue
        rows = document[name]
        assert rows, name
        if name == "hours":
            # A map of blocks; of each day the sums stand beside.
            heads, sums = by_day(rows, case)
            assert lines[title][0][-len(heads) :] == heads
            assert [[cells[0], *cells[-len(heads) :]] for cells in lines[title][1:8]] == sums
            continue
        keys = with_room(name, rows[0], case, lines[title][0])
        expected = [[each for each in written(name, row, case, keys) if each] for row in rows]
        assert lines[title][1 : len(rows) + 1] == expected, name


def by_day(rows: list[dict[str, Any]], case: str) -> tuple[list[str], list[list[str]]]:
    """The pageviews of the hours of each day, added up, and what they were before."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        counts = (row["pageviews"], row.get("pageviews_before", 0))
        sums[row["weekday"]] = [
            a + b for a, b in zip(sums.get(row["weekday"], [0, 0]), counts, strict=True)
        ]
    if "compared" not in case:
        return ["Pageviews"], [[day, f"{now:,}"] for day, (now, _) in sums.items()]
    return ["Pageviews", "Before", "Change"], [
        [day, f"{now:,}", f"{before:,}", cell((now - before) / before, Kind.CHANGE)]
        for day, (now, before) in sums.items()
    ]


@pytest.mark.parametrize("case", CASES)
def test_markdown_shows_every_cell_of_the_values_in_json(book: Path, case: str) -> None:
    document = json.loads(report(book, "json", case))
    found = of_markdown(report(book, "md", case))
    for name, title in titles(case):
        if name == "summary":
            assert found[title][0][1:] == summary(document[name], case)
            continue
        if name == "hours":
            (table,) = found[f"{title}: pageviews"]
            end = " (change)" if "compared" in case else ""
            days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            assert table[0] == ["Hour", *(f"{day}{end}" for day in days)]
            views = []
            for row in document[name]:
                changed = row.get("pageviews_change")
                said = "" if changed is None else f" ({cell(changed, Kind.CHANGE)})"
                views.append(f"{row['pageviews']:,}{said}")
            assert any("%)" in each for each in views) is bool(end)
            assert table[1:] == [[str(hour), *views[hour::24]] for hour in range(24)]
            continue
        (table,) = found[title]
        assert table[0] == headings(name, document[name][0], case), name
        assert table[1:] == [in_markdown(name, row, case) for row in document[name]], name


@pytest.mark.parametrize("case", [case for case in CASES if "compared" in case])
def test_every_number_of_a_compared_report_has_what_it_was_and_its_change(
    book: Path, case: str
) -> None:
    document = json.loads(report(book, "json", case))
    for name, _ in titles(case):
        for row in [document[name]] if name == "summary" else document[name]:
            told = {key for key in row if f"{key}_before" in row and f"{key}_change" in row}
            names = {"hour", "status"}
            numbers = {
                key
                for key, value in row.items()
                if isinstance(value, int | float) and not isinstance(value, bool)
            }
            compared = {key for key in numbers if not key.endswith(("_before", "_change"))}
            assert compared - told == (compared if name in WITHOUT_CHANGE else compared & names)
            for key in told - {"start", "label"}:
                now, before, changed = (row[f"{key}{end}"] for end in ("", "_before", "_change"))
                assert changed == (
                    pytest.approx((now - before) / before) if before and now is not None else None
                ), (name, key)


@pytest.mark.parametrize("case", CASES)
def test_csv_holds_every_value_of_json(book: Path, case: str) -> None:
    document = json.loads(report(book, "json", case))
    found: dict[str, list[dict[str, str]]] = {}
    for section, number, column, value in csv.reader(io.StringIO(report(book, "csv", case))):
        if section == "section":
            continue
        rows = found.setdefault(section, [])
        if len(rows) < int(number):
            rows.append({})
        rows[-1][column] = value
    for name, _ in titles(case):
        rows = [document[name]] if name == "summary" else document[name]
        assert found[name] == [
            {key: raw(value) for key, value in row.items() if not isinstance(value, list | dict)}
            for row in rows
        ], name


def raw(value: Value) -> str:
    """A value as CSV has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
