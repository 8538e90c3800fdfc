# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of times, and of what stands beside them."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

TIMES = (
    Definition(
        "bucket",
        "Bucket",
        "The start, in UTC, of the hour that a count stands in; of 30 or 15 minutes where the "
        "offset of the database's time zone asks for it. A range is widened to whole buckets.",
        ("traffic.bucket", "activity.bucket", "pages.bucket"),
    ),
    Definition(
        "day",
        "Day",
        "A day from midnight to midnight in the database's time zone, which is set at the first "
        "ingest. Some have 23 or 25 hours.",
        ("daily.day", "titles.day", "downloads.day", "bots.day", "pairs.day", "errors.day"),
        "Not a day of the reader's clock.",
    ),
    Definition(
        "start",
        "Start of a slice",
        "The first moment of a row of the timeline, in the database's time zone. The first slice "
        "begins with the range, though it be the middle of a week.",
        ("activity.bucket", "traffic.bucket"),
    ),
    Definition(
        "end",
        "End of a slice",
        "The moment after a row of the timeline, [start, end), in the database's time zone. The "
        "last slice ends with the range. Of the latest days, the moment up to which each is "
        "counted.",
        ("activity.bucket", "traffic.bucket"),
    ),
    Definition(
        "label",
        "Name of a slice or day",
        "The local hour, day, ISO week with its Monday, or month of a row of the timeline; of the "
        "latest days today and yesterday where they are that, else null.",
        (),
    ),
    Definition(
        "latest_days",
        "The two latest days",
        "The latest day with hits and the day before it, whatever the range of the report; where "
        "the logs end within the first hour of a day (or half or quarter of one, as times are "
        "kept), the one before is the latest. Where they end before the day does, both days are "
        "counted up to the last full hour that was read; but whole, if all the day before had "
        "later is no more than the root of each count, which chance may leave out. With a filter "
        "by value both are whole, since days are what is kept, and then no change is known.",
        ("activity.bucket", "pages.bucket", "traffic.bucket"),
        "Not always two whole days: end says up to when each is counted.",
    ),
    Definition(
        "before",
        "Before",
        "With --compare, X_before is what the number X was in the earlier range: of the row of the "
        "same name, 0 if there was none; in a timeline of the stretch that stands beside the slice "
        "(Compared with), which start_before and label_before name. Null where it cannot be known: "
        "what a row lacks may be in (other).",
        (),
        "Not always as long a time: months differ, and days on which clocks change.",
    ),
    Definition(
        "change",
        "Change",
        "(now - before) / before: 0.1 for ten per cent more. With --compare, X_change is that of "
        "the number X and X_before, of rates too: from 0.4 to 0.5 is 0.25. Null where there was "
        "nothing before (new, if there is something now) or one of the two cannot be known; -1 for "
        "a row that is gone. In the summary, change is that of the latest day and the day before "
        "it, for each count.",
        (),
        "Not a trend: it compares two stretches of time, of which the latest may not be over, and "
        "single days are other weekdays.",
    ),
    Definition(
        "weekday",
        "Day of the week",
        "Mon to Sun in the database's time zone, of the pageviews of the range, added up.",
        ("activity.bucket", "pages.bucket"),
    ),
    Definition(
        "hour",
        "Hour of the day",
        "0 to 23 by the clock of the database's time zone, in summer and winter. The hour that a "
        "clock change skips is empty on that day, the one it repeats holds both.",
        ("activity.bucket", "pages.bucket"),
    ),
    Definition(
        "minute",
        "Minute of a recent pageview",
        "The minute of one of the 50 latest pageviews, in UTC in the database, in its time zone in "
        "reports.",
        ("recent.minute",),
    ),
    Definition(
        "entry",
        "Whether a visit began",
        "Whether a visit began with this one of the 50 latest pageviews.",
        ("recent.entry",),
        "Not a link between rows: nothing says which of them belong to one visit.",
    ),
)
