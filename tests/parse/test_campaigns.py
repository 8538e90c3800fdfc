# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.model import CHANNELS
from loganalytics.parse.campaigns import NO_CAMPAIGN, read_campaign
from loganalytics.parse.referrers import ReferrerLookup

LOOKUP = ReferrerLookup()


@pytest.mark.parametrize(
    ("query", "channel"),
    [
        ("utm_medium=email", "email"),
        ("utm_medium=E-Mail", "email"),
        ("utm_medium=email_newsletter", "email"),
        ("utm_source=october-newsletter", "email"),
        ("utm_campaign=newsletter", "email"),
        # The medium says what a link is, whoever carries it.
        ("utm_source=newsletter&utm_medium=cpc", "campaign"),
        ("utm_source=google&utm_medium=cpc", "campaign"),
        ("utm_source=google&utm_medium=organic", "search"),
        ("utm_source=letters&utm_medium=Social+Media", "social"),
        ("utm_source=x&utm_medium=paid-social", "campaign"),
        ("utm_source=partner&utm_medium=referral", "referral"),
        # Without one the list that a source stands in.
        ("utm_source=chatgpt.com", "ai assistant"),
        ("utm_source=twitter", "social"),
        ("utm_source=gmail", "email"),
        ("utm_source=bing", "search"),
        ("utm_source=wikipedia", "referral"),
        ("utm_source=spring", "campaign"),
        ("utm_term=x", "campaign"),
        ("utm_content=x&utm_medium=", "campaign"),
    ],
)
def test_a_tagged_link_has_the_channel_of_its_medium_else_of_its_source(
    query: str, channel: str
) -> None:
    assert read_campaign(query, LOOKUP).channel == channel


@pytest.mark.parametrize(
    ("query", "source", "tags"),
    [
        ("utm_source=HN&utm_campaign=May", "Hacker News", ("hn", "", "may", "", "")),
        ("utm_source=+&utm_campaign=May+Day", "may day", ("", "", "may day", "", "")),
        ("utm_medium=cpc", "", ("", "cpc", "", "", "")),
        ("utm_source=a&utm_source=b", "a", ("a", "", "", "", "")),
        ("utm_term=jo%40mail.example", "", ("", "", "", "(email)", "")),
        ("utm_content=203.0.113.9", "", ("", "", "", "", "(ip)")),
        ("utm_content=" + "y" * 100, "", ("", "", "", "", "y" * 64)),
        ("utm_term=a%0Ab%1B%5B31m", "", ("", "", "", "ab[31m", "")),
    ],
)
def test_the_tags_of_a_link_are_cleaned_and_short(
    query: str, source: str, tags: tuple[str, ...]
) -> None:
    found = read_campaign(query, LOOKUP)
    assert (found.source, found.tags) == (source, tags)


@pytest.mark.parametrize("query", ["", "utm_source=", "utm_medium=+&utm_term=%00", "utm_source"])
def test_empty_tags_make_no_campaign(query: str) -> None:
    assert read_campaign(query, LOOKUP) == NO_CAMPAIGN


@given(st.lists(st.tuples(st.sampled_from(["source", "medium", "term"]), st.text())))
def test_no_query_makes_it_raise_or_keeps_a_control(given_tags: list[tuple[str, str]]) -> None:
    query = "&".join(f"utm_{name}={value}" for name, value in given_tags)
    found = read_campaign(query, LOOKUP)
    assert found.channel in ("", *CHANNELS)
    assert all(len(tag) <= 64 and "\x1b" not in tag and "\n" not in tag for tag in found.tags)
