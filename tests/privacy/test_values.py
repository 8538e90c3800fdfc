# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.6 and the promise of the schema: values, recent pageviews, pairs and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from loganalytics.model import Cleaned
from loganalytics.parse import lookups, referrers
from tests.privacy import people, traces
from tests.privacy.conftest import Alter, Desk

# Placeholders


def texts() -> str:
    """A log with every personal text in every place; each line begins a visit of its own."""
    return "".join(
        part
        for n, text in enumerate(people.TEXTS)
        for part in people.views_with(people.BERT, 20_000 * n, text, step=2000)
    )


def values(database: Path, table: str, column: int, *having: object) -> set[Any]:
    """The values of a column; `having`: of rows that hold this."""
    return {
        row[column] for row in traces.rows(database)[table] if all(each in row for each in having)
    }


def unclean(database: Path) -> list[str]:
    """What of the personal texts is left in a database."""
    return [
        f"{table}: {secret}"
        for table, text in set(traces.cells(database))
        for secret in (*people.TEXTS, *people.HOSTS)
        if secret.lower() in text.lower()
    ]


def test_what_points_at_a_person_is_a_placeholder_wherever_it_stands(desk: Desk) -> None:
    desk.ingest(desk.log("a.log", texts()))
    assert unclean(desk.database) == []
    holes = set(people.TEXTS.values())
    paths = values(desk.database, "pages", 3)
    for letter in "uvp":
        assert {f"/{letter}/{hole}/x" for hole in holes} <= paths
    assert {f"/r/{hole}" for hole in holes} <= paths  # of the page that shows the pixel
    assert values(desk.database, "downloads", 3) == {f"/d/{hole}/a.pdf" for hole in holes}
    assert values(desk.database, "titles", 4) == {f"Order of {hole}" for hole in holes}
    found = values(desk.database, "daily", 4, "referrer")
    assert {f"ref.example/of/{hole}/y" for hole in holes} <= found
    assert {f"seen.example/by/{hole}" for hole in holes} <= found
    assert holes <= values(desk.database, "daily", 4, "source")


def test_paths_lose_query_and_fragment_and_keep_short_numbers(desk: Desk) -> None:
    wanted = ("/post/123?a=b", "/post/12345678#c", "/2026/10/01/?x", "/a.b/v1.2.3")
    desk.ingest(
        desk.log("a.log", "".join(people.line(people.ANNA, n, t) for n, t in enumerate(wanted)))
    )
    assert values(desk.database, "pages", 3) == {
        *("/post/123", "/post/12345678", "/2026/10/01", "/a.b/v1.2.3")
    }
    assert values(desk.database, "ingests", -5) == {0}  # placeholders


def test_hosts_that_are_somebodys_become_placeholders(desk: Desk) -> None:
    desk.ingest(desk.log("a.log", people.vhost_combined()))
    assert unclean(desk.database) == []
    assert values(desk.database, "activity", 2) == {
        *("www.site.example", "(ip)", "ec2-(ip).compute.example", "(number).users.example")
    }


def test_replaced_values_are_counted_once_each(desk: Desk) -> None:
    mail = "maria.holm@mail.example"
    targets = (f"/{mail}/a", f"/{mail}/b", f"/{mail}/a", "/c")
    desk.ingest(
        desk.log("a.log", "".join(people.line(people.ANNA, n, t) for n, t in enumerate(targets)))
    )
    assert values(desk.database, "ingests", -5) == {2}


def test_an_address_that_was_escaped_twice_is_a_placeholder(desk: Desk) -> None:
    address = quote(quote("2001:db8:77::5a", safe=""), safe="")
    desk.ingest(desk.log("a.log", people.line(people.ANNA, 0, f"/w/{address}")))
    assert values(desk.database, "pages", 3) == {"/w/(ip)"}


@pytest.mark.parametrize(
    ("module", "name"),
    [(lookups, "redacting"), (lookups, "clean_host"), (referrers, "clean_host")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_values_that_are_not_cleaned_are_found(
    module: Any, name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unclean_text(text: str, *_: object) -> Cleaned:
        return Cleaned(text, 0)

    # What `redacting` returns cleans, for all that is no host.
    found = (lambda _: unclean_text) if name == "redacting" else unclean_text
    monkeypatch.setattr(module, name, found)
    desk.ingest(desk.log("a.log", texts()))
    desk.ingest(desk.log("b.log", people.vhost_combined()))
    assert unclean(desk.database)


# Recent pageviews


def walk(first: int, views: int) -> str:
    """So many views, 100 s apart."""
    return "".join(
        people.line(people.ANNA, 100 * n, f"/step/{n}") for n in range(first, first + views)
    )


def recent(database: Path) -> list[tuple[Any, ...]]:
    """The rows of `recent`: ingest_id, minute, site, path, ..."""
    return traces.rows(database)["recent"]


def test_recent_holds_the_fifty_latest_pageviews_never_more(desk: Desk) -> None:
    for first, views in ((0, 120), (120, 20), (140, 5)):
        desk.ingest(desk.log(f"{first}.log", walk(first, views)))
        last = first + views
        assert {row[3] for row in recent(desk.database)} == {
            f"/step/{n}" for n in range(last - 50, last)
        }
        assert len(recent(desk.database)) == 50


def test_a_late_log_leaves_the_latest_pageviews(desk: Desk) -> None:
    desk.ingest(desk.log("b.log", walk(100, 60)))
    desk.ingest(desk.log("a.log", walk(0, 60)))
    assert {row[3] for row in recent(desk.database)} == {f"/step/{n}" for n in range(110, 160)}


def test_no_recent_leaves_it_empty(desk: Desk) -> None:
    desk.ingest(desk.log("a.log", walk(0, 60)), "--no-recent")
    assert recent(desk.database) == []


def test_more_than_fifty_are_found(desk: Desk, alter: Alter) -> None:
    alter("store/trim_recent", lambda text: text.replace("limit $most", "limit $most + 10"))
    desk.ingest(desk.log("a.log", walk(0, 55)))
    desk.ingest(desk.log("b.log", walk(100, 10)))
    assert len(recent(desk.database)) > 50


# Times


def odd_times(database: Path, minutes: int) -> list[str]:
    """Stored times that are finer than they should be, and times nobody has thought of."""
    steps = {
        **{(table, 1): minutes * 60 for table in ("traffic", "activity", "pages")},
        **{("recent", 1): 60, ("ingests", 4): 60, ("ingests", 5): 60},
    }
    found = []
    for table, rows in traces.rows(database).items():
        for row in rows:
            for place, cell in enumerate(row):
                if not isinstance(cell, datetime) or (table, place) == ("ingests", 1):
                    continue  # when the run ended is no time of a visitor
                seconds = cell.replace(tzinfo=UTC).timestamp()
                if (table, place) not in steps or seconds % steps[table, place]:
                    found.append(f"{table}: {cell}")
    return found


@pytest.mark.parametrize(("zone", "minutes"), [("UTC", 60), ("Asia/Kathmandu", 15)])
def test_times_are_stored_as_buckets_or_minutes(zone: str, minutes: int, desk: Desk) -> None:
    desk.ingest(desk.log("a.log", people.combined()), "--timezone", zone)
    assert odd_times(desk.database, minutes) == []
    stored = values(desk.database, "activity", 1)
    assert len(stored) > 1
    if minutes < 60:
        assert any(bucket.minute for bucket in stored)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("store/add_recent", "minute"),
        ("store/add_pages", "bucket"),
        ("store/add_traffic", "bucket"),
    ],
)
def test_a_time_to_the_second_is_found(name: str, column: str, desk: Desk, alter: Alter) -> None:
    finer = f"exclude (site_id) replace ({column} + interval 7 second as {column})"
    alter(name, lambda text: text.replace("exclude (site_id)", finer))
    desk.ingest(desk.log("a.log", people.combined()))
    assert odd_times(desk.database, 60)


# Pairs

K = 5
SOURCES = {
    "": "Direct",
    "https://www.google.com/": "Google",
    "https://blog.example/post": "blog.example",
    "https://one.example/": "one.example",
    "https://two.example/": "two.example",
}
# How many people came from there to this page: on the border, below it, alone.
ARRIVALS = {
    ("/a", ""): 9,
    ("/a", "https://www.google.com/"): 5,
    ("/a", "https://blog.example/post"): 4,
    ("/b", ""): 5,
    ("/b", "https://www.google.com/"): 4,
    ("/b", "https://one.example/"): 1,
    ("/c", "https://blog.example/post"): 1,
    ("/c", "https://two.example/"): 1,
    ("/d", "https://two.example/"): 2,
    ("/e", ""): 1,
}
# Nobody came by a tagged link, so there are no pairs of campaigns.
PAIRED = ("path", "source", "channel", "country", "browser", "os", "device", "screen")
MEASURED = (("path", "source"), ("path", "device"))
AGENTS = {
    "desktop": people.ANNA.agent,
    "mobile": people.CLEO.agent,
}


def arrivals() -> tuple[str, Counter[tuple[str, str]], dict[tuple[str, ...], set[str]]]:
    """(log, pageviews by path and day, visitors by (day, path, dimension, value))."""
    lines, views = [], Counter[tuple[str, str]]()
    visitors: dict[tuple[str, ...], set[str]] = {}
    number = 0
    for day in (0, 1):
        for (path, referer), people_there in ARRIVALS.items():
            for n in range(people_there - day if people_there > 1 else 1):
                number += 1
                device = "mobile" if n == 1 else "desktop"
                who = people.Person(f"198.51.100.{number}", AGENTS[device])
                for again in range(1 + n % 2):  # some look twice
                    at = 86_400 * day + 60 * number + again
                    lines.append(people.line(who, at, path, referer=referer or "-"))
                    views[str(date(2026, 10, 1 + day)), path] += 1
                for dimension, value in (("source", SOURCES[referer]), ("device", device)):
                    key = (str(date(2026, 10, 1 + day)), path, dimension, value)
                    visitors.setdefault(key, set()).add(who.address)
    return "".join(lines), views, visitors


def too_rare(
    pairs: Sequence[tuple[Any, ...]], visitors: dict[tuple[str, ...], set[str]]
) -> list[str]:
    """Pair rows behind which fewer than K visitors stand, as far as they say whose they are."""
    found = []
    for _, day, _, first, path, dimension, value, _ in pairs:
        if (first, dimension) not in MEASURED or path == value == "(other)":
            continue
        behind: set[str] = set()
        for (on, page, of, other), seen in visitors.items():
            if (on, of) != (str(day), dimension):
                continue
            exact = (page, other) == (path, value)
            folded = len(seen) < K and (page, other) in ((path, other), (page, value))
            half = "(other)" in (path, value)
            if exact or (half and folded):
                behind |= seen
        if len(behind) < K:
            found.append(f"{day} {path} {dimension} {value}: {len(behind)}")
    return found


def lost(pairs: Sequence[tuple[Any, ...]], views: Counter[tuple[str, str]]) -> list[str]:
    """Days and dimensions in which the pairs do not add up to the pageviews."""
    exact, summed = Counter[str](), Counter[tuple[str, str, str]]()
    for (day, _), count in views.items():
        exact[day] += count
    for _, day, _, dimension, _, by_dimension, _, count in pairs:
        summed[str(day), dimension, by_dimension] += count
    return [
        f"{day} {dimension} {by_dimension}"
        for day, count in exact.items()
        for dimension, by_dimension in combinations(PAIRED, 2)
        if summed[day, dimension, by_dimension] != count
    ]


def test_no_pair_of_fewer_than_k_visitors_is_stored_and_totals_are_exact(desk: Desk) -> None:
    log, views, visitors = arrivals()
    desk.ingest(desk.log("a.log", log))
    pairs = traces.rows(desk.database)["pairs"]
    assert too_rare(pairs, visitors) == []
    assert lost(pairs, views) == []
    named = {(str(row[1]), *row[4:7]) for row in pairs}
    assert ("2026-10-01", "/a", "source", "Google") in named  # five came
    assert ("2026-10-02", "/a", "source", "Google") not in named  # four did
    texts = {cell for row in pairs for cell in row[4:7:2]}
    assert texts.isdisjoint({"/c", "/d", "/e", "one.example", "two.example"})


def test_one_who_saw_many_pages_is_no_crowd(desk: Desk) -> None:
    # Both pages have three visitors, one of whom has a phone: too few of either, and as a pair the
    # page is what is rarer. Added up over the pages, the phone has two views of the same visitor.
    views = [
        (n, device, page)
        for n, device in enumerate(("desktop", "desktop", "mobile"))
        for page in ("/a", "/b")
    ]
    views += [(3 + n, "mobile", "/c") for n in range(3)]
    log = "".join(
        people.line(people.Person(f"198.51.100.{n}", AGENTS[device]), 60 * nr, page, referer="-")
        for nr, (n, device, page) in enumerate(views)
    )
    desk.ingest(desk.log("a.log", log), "--k", "2")
    rows = traces.rows(desk.database)["pairs"]
    assert {(*row[4:7:2], row[7]) for row in rows if row[3:6:2] == ("path", "device")} == {
        ("/a", "desktop", 2),
        ("/b", "desktop", 2),
        ("/c", "mobile", 3),
        ("(other)", "(other)", 2),
    }


def test_pairs_of_few_visitors_are_found(desk: Desk) -> None:
    log, _, visitors = arrivals()
    desk.ingest(desk.log("a.log", log), "--k", "4")
    assert too_rare(traces.rows(desk.database)["pairs"], visitors)


def test_pairs_that_name_a_folded_page_are_found(desk: Desk, alter: Alter) -> None:
    log, _, visitors = arrivals()
    named = "exclude (site_id) replace (if(value = '(other)', '/c', value) as value)"
    alter("store/add_pairs", lambda text: text.replace("exclude (site_id)", named))
    desk.ingest(desk.log("a.log", log))
    assert too_rare(traces.rows(desk.database)["pairs"], visitors)


def test_pairs_that_were_left_out_are_found(desk: Desk, alter: Alter) -> None:
    log, views, _ = arrivals()
    alter(
        "store/add_pairs",
        lambda text: text.replace("order by", "and value <> '(other)' order by"),
    )
    desk.ingest(desk.log("a.log", log))
    assert lost(traces.rows(desk.database)["pairs"], views)
