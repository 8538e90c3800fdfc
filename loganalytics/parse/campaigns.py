# SPDX-License-Identifier: GPL-3.0-or-later
"""The utm parameters of a link: what a campaign is called, and which channel its visits came by."""

from __future__ import annotations

import re

from loganalytics.model import UTM, Campaign
from loganalytics.parse.cleaning import Clean
from loganalytics.parse.referrers import MAX_CAMPAIGN, ReferrerLookup
from loganalytics.parse.targets import decode_parameter

NO_CAMPAIGN = Campaign("", "", ("",) * len(UTM))

# Words that say by themselves that a link stood in a letter.
_LETTERS = frozenset(("email", "mail", "newsletter"))
# What people write into utm_medium, without spaces and marks, for what is no advertisement.
_MEDIUMS = {
    "social": "social",
    "socialmedia": "social",
    "socialnetwork": "social",
    "organic": "search",
    "organicsearch": "search",
    "referral": "referral",
}
_MARKS = re.compile(r"[\W_]+")


def read_campaign(query: str, referrers: ReferrerLookup) -> Campaign:
    """The campaign of `utm_source=a&utm_medium=b`, as logged; the first of a name counts.

    Values are cleaned, in lower case and at most 64 characters.
    """
    given: dict[str, str] = {}
    for piece in query.split("&"):
        name, _, raw = piece.partition("=")
        given.setdefault(name, decode_parameter(raw))
    tags = tuple(_tag(given.get(name, ""), referrers.clean) for name in UTM)
    if not any(tags):
        return NO_CAMPAIGN
    source = referrers.campaign_source(given.get("utm_source") or given.get("utm_campaign", ""))
    return Campaign(source, _channel(source, tags[UTM.index("utm_medium")], referrers), tags)


def _tag(value: str, clean: Clean) -> str:
    text = " ".join(clean(value[: 8 * MAX_CAMPAIGN]).text.split()).lower()
    return clean(text[:MAX_CAMPAIGN]).text[:MAX_CAMPAIGN].rstrip()


def _channel(source: str, medium: str, referrers: ReferrerLookup) -> str:
    """A medium says what a link is; without one, a source that everybody knows does."""
    if not _LETTERS.isdisjoint(_MARKS.split(medium or source.lower())):
        return "email"
    if medium:
        return _MEDIUMS.get(_MARKS.sub("", medium), "campaign")
    return referrers.channel(source) or "campaign"
