# SPDX-License-Identifier: GPL-3.0-or-later
"""How much is kept of what whoever sends requests can make up without end."""

from __future__ import annotations

from loganalytics.model import RECENT

# Rows that stay of a day of a site, of bot_pages of each bot; what the others come to is kept as
# '(other)'. Of recent those of all.
MOST = {
    "errors": 500,
    "bandwidth": 500,
    "response_times": 200,
    "bot_pages": 50,
    "events": 1000,
    "recent": RECENT,
}
MOST_NAMES = 100  # of events
