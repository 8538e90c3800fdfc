# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose numbers a database holds, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loganalytics.asked import midnight
from loganalytics.engine import Connection
from loganalytics.errors import UsageError
from loganalytics.reports.opening import Meta
from loganalytics.reports.periods import Period

_STRAY = timedelta(days=31)
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of a report, the busiest first.

    `data`: the first and the last bucket with hits, UTC; None without any. `sound`: the same
    without hits that a clock dated wrong, which lie in the future and long after all others.
    """

    names: tuple[str, ...]
    data: tuple[datetime, datetime] | None = None
    sound: tuple[datetime, datetime] | None = None

    def stray(self, period: Period) -> tuple[str, ...]:
        """What a report must say of hits behind its period that a clock dated wrong."""
        if self.data == self.sound or self.data is None or self.data[1] < period.end:
            return ()
        last = self.data[1].astimezone(period.zone).date()
        return (
            f"There are hits of times to come, up to {last}: a clock was wrong. With --start and"
            " --end they can be seen.",
        )


def sites(connection: Connection, meta: Meta, asked: str | None, now: datetime) -> Sites:
    """Look up the sites, or the one `asked` for. Raises `UsageError` where there is no such."""
    tomorrow = now.astimezone(meta.zone).date() + timedelta(days=1)
    after = midnight(tomorrow + timedelta(days=1), meta.zone)
    rows = connection.run("reports/sites", after=after.replace(tzinfo=None))
    if asked is not None:
        known = [site for site, *_ in rows]
        rows = [row for row in rows if row[0] == asked]
        if not rows:
            raise UsageError(f"the database has no site {asked!r}; {_listed(known)}")
    if not rows:
        return Sites(())
    first = min(row[2] for row in rows)
    last = max(row[3] for row in rows)
    past = max((row[4] for row in rows if row[4] is not None), default=None)
    future = min((row[5] for row in rows if row[5] is not None), default=None)
    sound = last
    if past is not None and future is not None and future - past > _STRAY:
        sound = past
    return Sites(tuple(row[0] for row in rows), _aware(first, last), _aware(first, sound))


def _listed(known: list[str]) -> str:
    names = [name or "'' (no name)" for name in known[:_NAMED]]
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f"it has {', '.join(names)}{more}" if known else "it is empty"


def _aware(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    return first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
