# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose numbers a database holds, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loganalytics.asked import midnight, sites_listed
from loganalytics.engine import Connection, Row
from loganalytics.errors import UsageError
from loganalytics.reports.opening import Meta
from loganalytics.reports.periods import Period, floor

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_PAUSE = 2 * _DAY  # without hits: what a clock that is ahead dated goes on without one
_OPEN = 0.1  # of a bucket: where so much of it or less is missing, it is as good as whole
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of a report, the busiest first.

    `data`: the first and the last bucket with hits, UTC; None without any. `sound`: the same
    without those that a clock dated wrong: which lie behind tomorrow, and behind a pause.
    `read_until`: up to which border of a bucket the logs are known to have been read, UTC.
    """

    names: tuple[str, ...]
    data: tuple[datetime, datetime] | None = None
    sound: tuple[datetime, datetime] | None = None
    read_until: datetime = _NEVER

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
    after = midnight(now.astimezone(meta.zone).date() + 2 * _DAY, meta.zone)
    every = connection.run("reports/sites", after=after.replace(tzinfo=None))
    rows = every if asked is None else [row for row in every if row[0] == asked]
    if not rows:
        if asked is not None:
            named = repr(asked) if asked else "without a name"
            there = f"it has {sites_listed([row[0] for row in every])}" if every else "it is empty"
            raise UsageError(f"the database has no site {named}; {there}")
        return Sites(())
    first = min(row[2] for row in rows).replace(tzinfo=UTC)
    last = max(row[3] for row in rows).replace(tzinfo=UTC)
    sound = _sound(rows)
    found = connection.run(
        "reports/read_until",
        last=sound,
        end=_sound(every) + meta.bucket,
        site=asked,
    )[0][0]
    sound = sound.replace(tzinfo=UTC)
    return Sites(
        tuple(row[0] for row in rows),
        (first, last),
        (first, sound),
        sound if found is None else max(sound, _border(found.replace(tzinfo=UTC), meta.bucket)),
    )


def within(connection: Connection, whose: Sites, *periods: Period) -> tuple[str, ...]:
    """Those sites that have hits on the days that the periods touch, in the same order."""
    if len(whose.names) < 2:
        return whose.names
    found = set()
    for period in periods:
        start = midnight(period.first_day, period.zone).replace(tzinfo=None)
        end = midnight(period.after_day, period.zone).replace(tzinfo=None)
        found |= {site for (site,) in connection.run("reports/sites_within", start=start, end=end)}
    return tuple(name for name in whose.names if name in found)


def _sound(rows: list[Row]) -> datetime:
    """The last bucket that no clock dated wrong, as the database has it."""
    before: list[datetime] = [row[4] for row in rows if row[4] is not None]
    afterwards: list[datetime] = sorted({bucket for row in rows for bucket in row[5]})
    if not before:  # it is the clock of this computer
        return afterwards[-1]
    last = max(before)
    for bucket in afterwards:
        if bucket - last > _PAUSE:
            break
        last = bucket
    return last


def _border(minute: datetime, bucket: timedelta) -> datetime:
    """Up to where buckets are whole, of logs whose last hit was in that minute."""
    start = floor(minute, bucket)
    return start + bucket if start + bucket - minute - _MINUTE <= _OPEN * bucket else start
