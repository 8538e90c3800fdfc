# SPDX-License-Identifier: GPL-3.0-or-later
"""Accept-Language headers: of what they prefer the primary subtag, and nothing finer."""

from __future__ import annotations

import re

from loganalytics.parse.targets import UNKNOWN

_RANGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]*)?")
_WEIGHT = re.compile(r"[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def language(header: str) -> str:
    """Return 'de' for 'de-AT,de;q=0.9,en;q=0.8': of equally preferred languages the first.

    '(unknown)' for none, for any ('*'), for one that is refused, and for what is no language.
    """
    best, most = "", 0.0
    for each in header.split(","):
        tag, _, parameters = each.partition(";")
        weight = _WEIGHT.fullmatch(parameters.strip())
        preference = 1.0 if not parameters else float(weight[1]) if weight else 0.0
        if preference > most:
            best, most = tag.strip(), preference
    found = _RANGE.fullmatch(best)
    return found[1].lower() if found else UNKNOWN
