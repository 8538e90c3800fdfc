# SPDX-License-Identifier: GPL-3.0-or-later
"""Of which ingests the database holds what they come to together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_PAUSE_S = 1800 + 60  # ends a visit; and times here are minutes


@dataclass(frozen=True, slots=True)
class Presence:
    """When an ingest has something of one site, in the database's zone.

    `first` and `last`: between which minutes its pageviews and events are, which visits are made
    of; None where it has none, but bots or downloads.
    """

    first_day: date
    last_day: date
    first: datetime | None
    last: datetime | None

    def meets(self, other: Presence) -> bool:
        """Whether both may have a visitor of a day, or a visit, in common."""
        if max(self.first_day, other.first_day) <= min(self.last_day, other.last_day):
            return True
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return False
        end, begin = (
            (self.last, other.first) if self.first < other.first else (other.last, self.first)
        )
        return begin.timestamp() - end.timestamp() <= _PAUSE_S


@dataclass(frozen=True, slots=True)
class Span:
    """When an ingest has something, by site."""

    ingest_id: int
    sites: Mapping[str, Presence]

    def meets(self, other: Span) -> bool:
        """Whether both may have a visitor of a day of a site, or a visit, in common."""
        return any(
            own.meets(other.sites[site]) for site, own in self.sites.items() if site in other.sites
        )


def span(
    ingest_id: int,
    first: datetime,
    last: datetime,
    sites: Sequence[tuple[Any, ...]],
    *,
    zone: ZoneInfo,
    bucket_seconds: int,
) -> Span:
    """The span of an ingest as the database has it, its times in UTC: a row of `earlier/near`."""

    def local(utc: datetime) -> datetime:
        return utc.replace(tzinfo=UTC).astimezone(zone)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)

    def presence(
        first_bucket: datetime | None,
        last_bucket: datetime | None,
        first_day: date | None,
        last_day: date | None,
        first_event: date | None,
        last_event: date | None,
    ) -> Presence:
        days = [day for day in (first_day, last_day) if day is not None]
        begins, ends = list[datetime](), list[datetime]()
        if first_bucket is not None and last_bucket is not None:
            begins.append(first_bucket)
            ends.append(last_bucket + timedelta(seconds=bucket_seconds - 1))
        if first_event is not None and last_event is not None:
            begins.append(midnight(first_event))
            ends.append(midnight(last_event + timedelta(days=1)) - timedelta(seconds=1))
        if not begins:
            return Presence(min(days), max(days), None, None)
        begin, end = local(max(min(begins), first)), local(min(max(ends), last))
        days += [begin.date(), end.date()]
        return Presence(min(days), max(days), begin, end)

    return Span(ingest_id, {site: presence(*of_site) for site, *of_site in sites})


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The ingests near new lines: when they were, and by what joins they lean on each other.

    `unlike`: those that were counted in another way than the new lines are.
    """

    spans: Sequence[Span]
    joins: Sequence[Collection[int]]
    unlike: Collection[int] = ()

    @property
    def ingest_ids(self) -> set[int]:
        """All of them."""
        return {span.ingest_id for span in self.spans}

    def joinable(self, lost: Collection[int] = ()) -> set[int]:
        """Those that new lines can be joined with: all, or as many as their joins allow.

        Two were joined with each other, or by way of others, unless the log of one could not be
        read when the other came, was counted in another way, or what both were joined with was
        undone. Of groups that were not, and that meet, new lines go with one, that of the latest
        ingest: to the others they are as if their logs were gone. A group of which one is `lost` is
        left out whole: what the database holds of its others alone is not known.
        """
        group = {span.ingest_id: span.ingest_id for span in self.spans}
        for together in self.joins:
            merged = {group[ingest_id] for ingest_id in together}
            group.update((each, min(merged)) for each, of in group.items() if of in merged)
        members: dict[int, list[Span]] = {}
        for span in sorted(self.spans, key=lambda span: -span.ingest_id):
            members.setdefault(group[span.ingest_id], []).append(span)
        out = {*self.unlike, *lost}
        taken: list[Span] = []
        for own in members.values():
            if not any(span.ingest_id in out for span in own) and not any(
                span.meets(other) for span in own for other in taken
            ):
                taken += own
        return {span.ingest_id for span in taken}
