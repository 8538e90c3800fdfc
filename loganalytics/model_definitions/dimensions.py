# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of what counts are divided by: pages, origins, places and machines."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

DIMENSIONS = (
    Definition(
        "path",
        "Path of a page",
        "The path as requested, or as the pixel reports it, in one spelling, without fragment "
        "and query (but for what --keep-query names), at most 1,024 characters. What looks "
        "personal in it is a placeholder: (ip), (email), (uuid), (hex), (token), (number), or "
        "(redacted) for what --redact asked for. (unknown): a pixel hit that names no page, or "
        "a request that names none. In errors, bandwidth, response times and what bots fetched "
        "(excluded) stands for all that match --exclude, (other) for what was too rare on a day "
        "to be kept by name.",
        (
            *("pages.path", "titles.path", "downloads.path", "recent.path", "pairs.value"),
            *("errors.path", "bot_pages.path", "bandwidth.path", "response_times.path"),
            "events.path",
        ),
        "Not a file, and not one page for certain: a site may show one page under several paths, "
        "and several pages under one that differ by their query.",
    ),
    Definition(
        "title",
        "Title of a page",
        "The title that most pageviews of the path had by the pixel, on the latest day that has "
        "one; of equally many, the first as text. Empty where no pixel told any.",
        ("titles.title",),
        "Not the title at the time of each pageview: a page that was renamed shows its newest one.",
    ),
    Definition(
        "site",
        "Site",
        "The virtual host where the log names it, else what --site said, else empty.",
        ("pages.site", "activity.site", "traffic.site", "daily.site", "recent.site"),
    ),
    Definition(
        "source",
        "Source",
        "Where a visit came from, by name: the campaign of its first pageview (utm_source, else "
        "utm_campaign) if it has one, else the name of the referrer's site (Google, Hacker News, "
        "ChatGPT), else its registrable domain. Direct: no referrer, or one of the site's own "
        "hosts. All pageviews of the visit carry it.",
        ("daily.value", "pairs.value", "pairs.by_value"),
        "Direct is not typed addresses: apps, mail programs and many browsers send no referrer.",
    ),
    Definition(
        "referrer",
        "Referrer",
        "The page that the visit's first pageview came from: host and path, cleaned, without "
        "scheme, www. and query, at most 300 characters. The pixel's referrer goes before the "
        "Referer header of the request. (none): nothing was sent, or one of the site's own hosts. "
        "In broken_links the page that led there: a /path is one of the site itself, (other) pages "
        "elsewhere that led fewer than k visitors of a day there.",
        ("daily.value", "errors.referrer"),
        "Not for certain a link that can be followed: browsers often send the host alone, and "
        "anybody can send anything.",
    ),
    Definition(
        "channel",
        "Channel",
        "The kind of way a visit came by. Of a tagged link (any utm parameter): email where its "
        "utm_medium has the word email, mail or newsletter, social, search (organic) or referral "
        "where it says that, campaign for any other; without a medium, email where the source has "
        "such a word, the channel of a source known by name, else campaign. Of the others: search, "
        "social, ai assistant or email where the referrer is on the list of such sites, else "
        "referral; direct without a referrer, or from one of the site's own hosts.",
        ("daily.value",),
        "Not why people came: many mail programs and apps send no referrer, which is direct.",
    ),
    *(
        Definition(
            name,
            title,
            f"The {name} of the link a visit came by: all utm parameters are those of the address "
            "of its first pageview, where that has any, else those of that view's pixel hit. "
            "Cleaned, in lower case, at most 64 characters. Visits without one are not among the "
            "rows.",
            ("daily.value",),
            "Not for certain what was published: anybody can write anything into an address.",
        )
        for name, title in (
            ("utm_source", "UTM source"),
            ("utm_medium", "UTM medium"),
            ("utm_campaign", "UTM campaign"),
            ("utm_term", "UTM term"),
            ("utm_content", "UTM content"),
        )
    ),
    Definition(
        "country",
        "Country",
        "The ISO 3166 code that the country data of the ingest (ingests.geo) have for the client "
        "address. (private): private, local and documentation ranges. (unknown): not in the data.",
        ("daily.value", "pairs.by_value", "ingests.geo"),
        "Not where a reader is: VPNs, mobile networks and companies show up elsewhere, and without "
        "--geoip it is the country the address block is registered in.",
    ),
    Definition(
        "language",
        "Language",
        "What the Accept-Language header of the visit's first pageview prefers (the highest q, of "
        "equals the first), its primary subtag alone: de of de-AT,de;q=0.9,en;q=0.8. (unknown): "
        "none was sent, what was is no language, or only the pixel told of that pageview. Only "
        "where a format given by --format logs the header. Nothing finer is kept: the "
        "whole header, with regions, order and weights, is nearly a fingerprint.",
        ("daily.value",),
        "Not where a reader is from, and not what he reads best: mostly what the browser was "
        "installed in.",
    ),
    Definition(
        "browser_family",
        "Browser family",
        "A browser without its version: what is kept of Firefox 128, Firefox 140 and so on, added "
        "up. Pairs are folded by version before they are.",
        ("daily.value", "pairs.by_value"),
        "Not one program where it is built for several systems: Chrome, Chrome Mobile and Chrome "
        "Mobile iOS are three families, as their User-Agents say.",
    ),
    Definition(
        "browser",
        "Browser",
        "Family and major version, as the User-Agent says; in recent the family alone. (unknown): "
        "it names none.",
        ("daily.value", "pairs.by_value", "recent.browser"),
        "Not proof: an agent says what its program wants it to say.",
    ),
    Definition(
        "os",
        "Operating system",
        "Family without version, as the User-Agent says. (unknown): it names none.",
        ("daily.value", "recent.os"),
        "Not proof: an agent says what its program wants it to say.",
    ),
    Definition(
        "device",
        "Device",
        "desktop, mobile, tablet or other, judged by the User-Agent.",
        ("daily.value", "pairs.by_value", "recent.device"),
        "Not the size of the screen: new tablets often call themselves a desktop.",
    ),
    Definition(
        "screen",
        "Screen",
        "The first resolution that a pixel of the visit reported, width x height, as in 1920x1080. "
        "(unknown): no pixel reported any.",
        ("daily.value",),
        "Not the size of the browser's window.",
    ),
    Definition(
        "pixel",
        "Whether the visit's browser ran the pixel",
        "yes of visits of which at least one pageview or event came by the pixel, else no.",
        ("daily.value",),
        "Not a measure of ad blockers alone: no is also where pages do not show the pixel.",
    ),
    Definition(
        "event",
        "Name of an event",
        "The event of a pixel hit: cleaned, at most 100 characters. Of the names of a day of a "
        "site the 100 with the most hits stay, the others are (other).",
        ("events.event",),
    ),
    Definition(
        "pages",
        "Pages of an event",
        "On how many pages k or more visitors of a day had the event. Of a day of a site 1,000 "
        "rows of an event and a page stay, so there may be more; null where no page is known.",
        ("events.path",),
    ),
    Definition(
        "k",
        "k, to which pairs are folded",
        "A pair of two of path, source, channel, utm_campaign, country, browser, os, device and "
        "screen that fewer than k visitors of a day and site made loses its rarer value, the one "
        "with fewer visitors that day (the second where both have as many), to (other), and both "
        "where that is still fewer than k. Pageviews add up as before. In a report with a filter, "
        "pageviews of which the filter's value was lost are (folded). k is set at the first "
        "ingest, 5 unless asked otherwise; 1 folds nothing.",
        ("meta.value", "pairs.value", "pairs.by_value"),
        "(other) and (folded) mean too few to be told apart, not unknown. Single dimensions, such "
        "as the countries of a day, are not folded.",
    ),
    Definition(
        "(other)",
        "(other)",
        "All that is not kept by name, added up: the halves that pairs lost because fewer than k "
        "visitors of a day and site made them; pages elsewhere that led fewer than k visitors of a "
        "day to what is not there; events and, in errors, bandwidth, response_times and what bots "
        "fetched, paths that were too rare on a day.",
        (
            *("pairs.value", "pairs.by_value", "events.event", "events.path", "errors.path"),
            *("errors.referrer", "bot_pages.path", "bandwidth.path", "response_times.path"),
        ),
        "Not one thing, and not unknown: a name that has a row of its own may be in it, too, of "
        "days on which it was rarer.",
    ),
    Definition(
        "(folded)",
        "(folded)",
        "In a report with a filter, the last row: pageviews that the filter leaves, of which the "
        "pairs lost the filter's value because fewer than k visitors of a day and site made them. "
        "With it the rows add up.",
        ("pairs.value", "pairs.by_value"),
        "Not a value of its own: these pageviews have all kinds of values, those of other rows "
        "among them.",
    ),
)
