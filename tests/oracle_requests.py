# SPDX-License-Identifier: GPL-3.0-or-later
"""The oracle's count of what was asked for: errors, what bots fetched, bandwidth, events.

As `oracle`: plain Python from the definitions alone, nothing of the package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

OTHER = "(other)"
Numbers = tuple[int, ...]


@dataclass(frozen=True)
class Request:
    """What one hit asked for."""

    day: str
    site: str
    status: int
    page: str  # cleaned
    kind: str  # page, asset, download, excluded or pixel; '' without a path
    bot: str
    bytes_sent: int
    led_from: str  # the page that led here: '/path' of an own one, host and path, or '(none)'
    elsewhere: bool  # whether that page is one of another site
    visitor: object


@dataclass(frozen=True)
class Event:
    """One event, with whatever tells its visitor apart."""

    day: str
    site: str
    name: str  # cleaned
    page: str
    visitor: object
    time: int


def most(
    rows: dict[tuple[str, ...], Numbers],
    *,
    group: Callable[[tuple[str, ...]], object],
    by: Callable[[tuple[str, ...], Numbers], object],
    keep: int,
    other: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> dict[tuple[str, ...], Numbers]:
    """The `keep` rows of each group that come first by `by`; the others are added up."""
    groups: dict[object, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        groups[group(row)].append(row)
    result: dict[tuple[str, ...], Numbers] = {}
    for members in groups.values():
        members.sort(key=lambda row: by(row, rows[row]))  # type: ignore[arg-type, return-value]
        for place, row in enumerate(members):
            name = row if place < keep else other(row)
            before = result.get(name, (0,) * len(rows[row]))
            result[name] = tuple(a + b for a, b in zip(before, rows[row], strict=True))
    return result


def summed(counted: Iterable[tuple[tuple[str, ...], Numbers]]) -> dict[tuple[str, ...], Numbers]:
    table: dict[tuple[str, ...], Numbers] = {}
    for row, numbers in counted:
        before = table.get(row, (0,) * len(numbers))
        table[row] = tuple(a + b for a, b in zip(before, numbers, strict=True))
    return table


def bandwidth(requests: Sequence[Request], keep: int) -> dict[tuple[str, ...], Numbers]:
    """(day, site, page): hits, bytes."""
    rows = summed(((r.day, r.site, r.page), (1, r.bytes_sent)) for r in requests)
    return most(
        rows,
        group=lambda row: row[:2],
        by=lambda row, n: (-n[1], -n[0], row[2]),
        keep=keep,
        other=lambda row: (*row[:2], OTHER),
    )


def bot_pages(requests: Sequence[Request], keep: int) -> dict[tuple[str, ...], Numbers]:
    """(day, site, bot, page): hits, bytes."""
    rows = summed(((r.day, r.site, r.bot, r.page), (1, r.bytes_sent)) for r in requests if r.bot)
    return most(
        rows,
        group=lambda row: row[:3],
        by=lambda row, n: (-n[0], -n[1], row[3]),
        keep=keep,
        other=lambda row: (*row[:3], OTHER),
    )


def errors(requests: Sequence[Request], keep: int, k: int) -> dict[tuple[str, ...], Numbers]:
    """(day, site, status, page, kind, referrer, 'bot' or ''): hits; few followed no link."""
    followers: dict[object, set[object]] = defaultdict(set)
    for r in requests:
        followers[r.day, r.site, r.status, r.page, r.led_from].add(None if r.bot else r.visitor)

    def led_from(r: Request) -> str:
        people = followers[r.day, r.site, r.status, r.page, r.led_from] - {None}
        few = r.elsewhere and not r.bot and len(people) < k
        return OTHER if few else r.led_from

    rows = summed(
        (
            (
                r.day,
                r.site,
                str(r.status),
                r.page,
                r.kind,
                led_from(r) if r.status in (404, 410) else "",
                "bot" if r.bot else "",
            ),
            (1,),
        )
        for r in requests
        if r.status >= 400
    )
    return most(
        rows,
        group=lambda row: (row[0], row[1], row[6]),
        by=lambda row, n: (-n[0], int(row[2]), row[3], row[5]),
        keep=keep,
        other=lambda row: (*row[:3], OTHER, "", OTHER if row[5] else "", row[6]),
    )


def events(found: Sequence[Event], names: int, keep: int, k: int) -> dict[tuple[str, ...], Numbers]:
    """(day, site, event, page): hits, visitors; each visitor on the page of the day's first one.

    Fewer than k visitors on a page had it nowhere.
    """
    of_name = summed(((e.day, e.site, e.name), (1,)) for e in found)
    kept = most(
        of_name,
        group=lambda row: row[:2],
        by=lambda row, n: (-n[0], row[2]),
        keep=names,
        other=lambda row: (*row[:2], OTHER),
    )
    counted = []
    seen = set()

    def name_of(e: Event) -> str:
        return e.name if (e.day, e.site, e.name) in kept else OTHER

    there: dict[object, set[object]] = defaultdict(set)
    for e in found:
        there[e.day, e.site, name_of(e), e.page].add(e.visitor)
    for e in sorted(found, key=lambda e: (e.time, e.page)):
        name = name_of(e)
        page = e.page if len(there[e.day, e.site, name, e.page]) >= k else OTHER
        first = (e.day, e.site, name, e.visitor) not in seen
        seen.add((e.day, e.site, name, e.visitor))
        counted.append(((e.day, e.site, name, page), (1, int(first))))
    return most(
        summed(counted),
        group=lambda row: row[:2],
        by=lambda row, n: (-n[0], row[2], row[3]),
        keep=keep,
        other=lambda row: (*row[:3], OTHER),
    )
