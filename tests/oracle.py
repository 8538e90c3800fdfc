# SPDX-License-Identifier: GPL-3.0-or-later
"""A slow, independent count of an access log, written from the definitions alone.

Nothing of the package is imported: the lists (agents, countries, sources, own hosts, placeholders)
are passed in, everything else is done here in the plainest way, one line and one hit at a time.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from itertools import combinations
from zoneinfo import ZoneInfo

from tests import oracle_requests
from tests.oracle_requests import Event, Request

Key = tuple[str, str, str]  # address, agent, site: never leaves a test
Pair = tuple[str, str, str, str, str, str]  # day, site, dimension, value, and the second of both
Recent = tuple[int, str, str, str, str, str, bool]

UNKNOWN = "(unknown)"
OTHER = "(other)"
OUTCOMES = [
    "malformed",
    "bot",
    "method",
    "event",
    "merged",
    "pixel",
    "status",
    "excluded",
    "download",
    "asset",
    "pageview",
]
MERGE_BEFORE_S, MERGE_AFTER_S, VISIT_GAP_S = 60, 5, 1800
EXCLUDED = ("/api/", "/_/", "/_app/immutable/", "/.well-known/")
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
# What pairs are made of, the first of two before the second.
PAIRED = (
    "path",
    "source",
    "channel",
    "utm_campaign",
    "country",
    "browser",
    "os",
    "device",
    "screen",
)
# Rows of a day that are kept: of errors (and as many of bots), of a bot's pages, of paths by
# bytes, names of events, rows of events.
MOST = (500, 50, 500, 100, 1000)
ASSET_PATHS = ("/favicon.ico", "/robots.txt", "/manifest.json", "/service-worker.js")
# Only those nobody disputes: a test that wants more passes its own.
DOWNLOADS = frozenset(["pdf", "zip", "gz", "tgz", "exe", "dmg"])
ASSETS = frozenset(
    ["css", "js", "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "woff", "woff2", "ttf"]
)
METHODS = frozenset(
    re.findall(
        r"[A-Z-]+",
        """ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT CONNECT COPY DELETE GET HEAD LABEL LINK LOCK
        MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PATCH
        POST PRI PROPFIND PROPPATCH PUT REBIND REPORT SEARCH TRACE UNBIND UNCHECKOUT UNLINK UNLOCK
        UPDATE UPDATEREDIRECTREF VERSION-CONTROL""",
    )
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_STAMP = (
    r"\[([0-9]{2})/([A-Z][a-z]{2})/([0-9]{4}):([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r" ([+-])([0-9]{2})([0-9]{2})\]"
)
_COMMON = rf"(?P<address>\S+) \S+ .+? {_STAMP} {_QUOTED} ([0-9]{{3}}) ([0-9]+|-)"
PATTERNS = {
    "common": re.compile(_COMMON),
    "combined": re.compile(rf"{_COMMON} {_QUOTED} {_QUOTED}"),
    "vhost_combined": re.compile(rf"(?P<vhost>\S+) {_COMMON} {_QUOTED} {_QUOTED}"),
}
_SIMPLE = {'"': 34, "\\": 92, "n": 10, "t": 9, "r": 13, "b": 8, "v": 11, "f": 12}
_HEX = re.compile(r"[0-9A-Fa-f]{2}")


@dataclass
class Hit:
    """One line that parsed; what later steps find out about it is filled in."""

    address: str
    site: str
    time: int
    method: str
    target: str
    status: int
    bytes_sent: int
    referer: str
    agent: str
    key: Key = ("", "", "")
    bot: str = ""
    kind: str = ""
    path: str = UNKNOWN
    params: dict[str, str] = field(default_factory=dict)
    outcome: str = ""
    asked: str = UNKNOWN  # the path of the request, also of a pixel hit


@dataclass
class View:
    """One pageview (or one event) of one visitor."""

    key: Key
    time: int
    path: str
    page: str
    referrer: str
    tags: dict[str, str]
    screen: str
    event: bool = False
    pixel: bool = False

    def order(self) -> tuple[int, bool, str, str, str, list[str], str]:
        return (
            self.time,
            self.event,
            self.page,
            self.path,
            self.referrer,
            [self.tags.get(name, "") for name in UTM],
            self.screen,
        )


@dataclass
class Visit:
    views: list[View]
    events: int = 0


@dataclass
class Counts:
    """What an ingest of exactly these lines into an empty database stores. No zero rows."""

    lines: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)  # every name of OUTCOMES, also at zero
    hits: int = 0
    bytes_sent: int = 0
    pageviews: int = 0
    visits: int = 0
    first: int | None = None  # epoch of the earliest hit; None without hits
    last: int | None = None
    # (bucket, site, method, status, is_bot): hits, bytes
    traffic: dict[tuple[int, str, str, int, bool], tuple[int, ...]] = field(default_factory=dict)
    # (bucket, site): pageviews, visits, visitors, returning_visits, bounces, seconds
    activity: dict[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)
    # (bucket, site, page): pageviews, visits, entries, exits, bounces, visitors, seconds
    pages: dict[tuple[int, str, str], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, dimension, value): pageviews, visits, visitors
    daily: dict[tuple[str, str, str, str], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, page): hits, bytes, visitors
    downloads: dict[tuple[str, str, str], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, bot, kind): hits, bytes, visitors
    bots: dict[tuple[str, str, str, str], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, status, page, kind, referrer, bot): hits
    errors: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, bot, page): hits, bytes
    bot_pages: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, page): hits, bytes
    bandwidth: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    # (day, site, event, page): hits, visitors
    events: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    # unfolded: pageviews, visitors
    pairs: dict[Pair, tuple[int, int]] = field(default_factory=dict)
    pair_views: dict[Pair, list[Key]] = field(default_factory=dict)  # the visitor of each view
    recent: list[Recent] = field(default_factory=list)  # at most 50, latest first
    # every pageview as (time, recent row), latest first: for ties at the border of the fifty
    recent_pool: list[tuple[int, Recent]] = field(default_factory=list)

    def folded(self, k: int) -> dict[Pair, tuple[int, int]]:
        return folded(self.pair_views, k)


# --- one line ---------------------------------------------------------------------------------


def unescape(text: str) -> str:
    """Undo the escapes servers write into quoted fields; what is no UTF-8 becomes U+FFFD."""
    out = bytearray()
    i = 0
    while i < len(text):
        following = text[i + 1 : i + 2]
        if text[i] == "\\" and following == "x" and _HEX.fullmatch(text[i + 2 : i + 4]):
            out.append(int(text[i + 2 : i + 4], 16))
            i += 4
        elif text[i] == "\\" and following in _SIMPLE:
            out.append(_SIMPLE[following])
            i += 2
        else:
            out += text[i].encode()
            i += 1
    return out.decode("utf-8", "replace")


def split_request(text: str) -> tuple[str, str]:
    """Method ('(none)' where it is no registered one) and target of a request line."""
    method, _, rest = text.partition(" ")
    before, _, last = rest.rpartition(" ")
    target = before if re.fullmatch(r"HTTP/[0-9]+(\.[0-9]+)?", last) else rest
    return (method if method in METHODS else "(none)"), target


def parse(line: str, log_format: str, site: str, clean: Callable[[str], str]) -> Hit | None:
    """The hit of a line, or None where the line is malformed."""
    match = PATTERNS[log_format].fullmatch(line.replace("\r", ""))
    if match is None:
        return None
    named = match.groupdict()
    fields = match.groups()[len(named) :]
    day, month, year, hour, minute, second, sign, off_h, off_m = fields[:9]
    if month not in MONTHS or int(off_h) > 23 or int(off_m) > 59:
        return None
    try:
        local = datetime(
            int(year),
            MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    offset = int(off_h) * 3600 + int(off_m) * 60
    time = int(local.timestamp()) - (offset if sign == "+" else -offset)
    method, target = split_request(unescape(fields[9]))
    if "vhost" in named:
        host = re.sub(r":[0-9]*$", "", named["vhost"]).lower()
        site = clean(host) if host not in ("", "-") else site
    referer, agent = (unescape(text) for text in (fields[12:14] or ["", ""]))
    return Hit(
        address=named["address"],
        site=site,
        time=time,
        method=method,
        target=target,
        status=int(fields[10]),
        bytes_sent=0 if fields[11] == "-" else int(fields[11]),
        referer="" if referer == "-" else referer,
        agent="" if agent == "-" else agent,
    )


# --- targets ----------------------------------------------------------------------------------


def canonical_path(target: str) -> str:
    """The one spelling of a target's path; '(unknown)' where it has none."""
    text = re.split(r"[?#]", target, maxsplit=1)[0]
    absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*", text)
    if absolute is not None:
        text = text[absolute.end() :] or "/"
    if not text.startswith("/"):
        return UNKNOWN
    out = []
    for part in re.split(r"((?:%[0-9A-Fa-f]{2})+)", text):
        if re.fullmatch(r"(?:%[0-9A-Fa-f]{2})+", part):
            # Bytes that are no UTF-8 come out as U+DC80..U+DCFF, one each.
            decoded = bytes.fromhex(part.replace("%", "")).decode("utf-8", "surrogateescape")
            out += [percent(c) if c in "%/?#" else clear(c) for c in decoded]
        else:
            out += ["%25" if c == "%" else clear(c) for c in part]
    return re.sub("/+", "/", "".join(out))


def without_index(path: str) -> str:
    """A path without index and slash at its end."""
    segments = path.split("/")
    while len(segments) > 1 and segments[-1] in ("", "index.html", "index.htm"):
        segments.pop()
    return "/".join(segments) or "/"


def left_out(path: str, exclude: Sequence[str]) -> bool:
    """Whether a pattern is for a path or for its page; one that ends in a star as it is written."""
    given = [e for e in exclude if without_index(e).endswith("*")]
    spelled = {e: {e, without_index(e)} if e not in given else {e} for e in exclude}
    return any(
        fnmatchcase(each, pattern)
        for each in (path, without_index(path))
        for patterns in spelled.values()
        for pattern in patterns
    )


def clear(character: str) -> str:
    return character if character.isprintable() and character != " " else percent(character)


def percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))


def cut(path: str) -> str:
    return path if len(path) <= 1024 else path[:1023] + "…"


def parameters(target: str) -> dict[str, str]:
    """The query's parameters that hold something; the first of a name wins, also when empty."""
    found: dict[str, str] = {}
    for piece in target.partition("#")[0].partition("?")[2].split("&"):
        name, _, value = piece.partition("=")
        if name not in found:
            found[name] = decode(value)
    return {name: value for name, value in found.items() if value}


def decode(value: str) -> str:
    raw = value.replace("+", " ").encode()
    undone = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), raw)
    text = undone.decode("utf-8", "replace")
    return "".join(c for c in text if unicodedata.category(c) != "Cc").strip()


def extension(path: str) -> str:
    last = path.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def pixel_referrer(hit: Hit) -> str:
    text = hit.params.get("referrer", "")
    found = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]+)", text)
    host = found.group(1).rpartition("@")[2] if found else ""
    return text if re.match(r"[^:]", host) else ""


def pixel_title(hit: Hit, clean: Callable[[str], str]) -> str:
    title = hit.params.get("title", "")
    return clean(" ".join(title.split())) if len(title) <= 500 else ""


def pixel_screen(hit: Hit) -> str:
    found = re.fullmatch(r"([0-9]+),([0-9]+)", hit.params.get("resolution", ""))
    if found is None:
        return ""
    width, height = int(found.group(1)), int(found.group(2))
    return f"{width}x{height}" if 1 <= width <= 32767 and 1 <= height <= 32767 else ""


def tags(hit: Hit) -> dict[str, str]:
    return {name: hit.params[name] for name in UTM if name in hit.params}


def tag(value: str, clean: Callable[[str], str]) -> str:
    """A tag's value as it is stored: lower case, at most 64 characters."""
    text = " ".join(clean(value).split()).lower()
    return clean(text[:64])[:64].rstrip()


def event_name(hit: Hit, clean: Callable[[str], str]) -> str:
    name = clean(" ".join(hit.params["event"].split()))
    return name if len(name) <= 100 else name[:99] + "…"


def channel_of_tags(given: dict[str, str], source: str, channel_of: Callable[[str], str]) -> str:
    """The channel of a tagged link: its medium says it, else a source that is known by name."""
    medium = given.get("utm_medium", "").lower()
    words = re.findall(r"[^\W_]+", medium or source.lower())
    if {"email", "mail", "newsletter"} & set(words):
        return "email"
    if medium:
        together = "".join(words)
        if together in ("social", "socialmedia", "socialnetwork"):
            return "social"
        if together in ("organic", "organicsearch"):
            return "search"
        return "referral" if together == "referral" else "campaign"
    return channel_of(source) or "campaign"


# --- hits to views to visits ------------------------------------------------------------------


def pair_up(hits: Sequence[Hit], clean: Callable[[str], str]) -> list[tuple[Hit, Hit | None]]:
    """One visitor's hits on one path as views: (request, its pixel or None) or (pixel, None).

    Marks the pixels that merge. Taken hit by hit, as the definition of `merged` has it.
    """

    def order(hit: Hit) -> tuple[int, bool, str, str, str, list[str]]:
        tagged = [tags(hit).get(name, "") for name in UTM]
        if hit.outcome == "pageview":
            return hit.time, False, hit.referer, "", "", tagged
        title, screen = pixel_title(hit, clean), pixel_screen(hit)
        return hit.time, True, pixel_referrer(hit), title, screen, tagged

    ordered = sorted(hits, key=order)
    partner: dict[int, int] = {}  # position of a request: position of its pixel

    def free_request(i: int) -> bool:
        return 0 <= i < len(ordered) and ordered[i].outcome == "pageview" and i not in partner

    for i, hit in enumerate(ordered):
        if hit.outcome != "pixel":
            continue
        if free_request(i - 1) and hit.time - ordered[i - 1].time <= MERGE_BEFORE_S:
            partner[i - 1] = i
            hit.outcome = "merged"
        elif free_request(i + 1) and ordered[i + 1].time - hit.time <= MERGE_AFTER_S:
            partner[i + 1] = i
            hit.outcome = "merged"
    return [
        (hit, ordered[partner[i]] if i in partner else None)
        for i, hit in enumerate(ordered)
        if hit.outcome != "merged"
    ]


def view_of(hit: Hit, pixel: Hit | None, clean: Callable[[str], str]) -> View:
    known, header, own = pixel, hit.referer, tags(hit)
    if hit.outcome in ("pixel", "event"):
        known, header, own = hit, "", {}
    return View(
        key=hit.key,
        time=hit.time,
        path=hit.path,
        page=clean(hit.path) if hit.path != UNKNOWN else UNKNOWN,
        referrer=(pixel_referrer(known) if known else "") or header,
        tags=own or (tags(known) if known else {}),
        screen=pixel_screen(known) if known else "",
        event=hit.outcome == "event",
        pixel=known is not None,
    )


def visits_of(views: Sequence[View]) -> list[Visit]:
    """The visits of one visitor's views and events."""
    visits: list[Visit] = []
    current: Visit | None = None
    before = 0
    for view in sorted(views, key=View.order):
        if current is not None and view.time - before > VISIT_GAP_S:
            current = None
        if view.event:
            if current is None:
                continue
            current.events += 1
        elif current is None:
            current = Visit([view])
            visits.append(current)
        else:
            current.views.append(view)
        before = view.time
    return visits


def folded(pair_views: Mapping[Pair, Sequence[Key]], k: int) -> dict[Pair, tuple[int, int]]:
    """(pageviews, visitors) of pairs after folding; takes the visitor of every view of a pair."""
    of_value: dict[tuple[str, ...], set[Key]] = defaultdict(set)
    for (day, site, dimension, value, by, by_value), keys in pair_views.items():
        of_value[day, site, dimension, value] |= set(keys)
        of_value[day, site, by, by_value] |= set(keys)
    once: dict[Pair, list[Key]] = defaultdict(list)
    for pair, keys in pair_views.items():
        day, site, dimension, value, by, by_value = pair
        if len(set(keys)) < k:
            if len(of_value[day, site, dimension, value]) < len(of_value[day, site, by, by_value]):
                pair = (day, site, dimension, OTHER, by, by_value)
            else:
                pair = (day, site, dimension, value, by, OTHER)
        once[pair] += keys
    twice: dict[Pair, list[Key]] = defaultdict(list)
    for pair, keys in once.items():
        day, site, dimension, _, by, _ = pair
        both = (day, site, dimension, OTHER, by, OTHER)
        twice[pair if len(set(keys)) >= k else both] += keys
    return {pair: (len(keys), len(set(keys))) for pair, keys in twice.items()}


# --- everything -------------------------------------------------------------------------------


def add(table: dict[tuple[object, ...], list[int]], row: tuple[object, ...], *by: int) -> None:
    before = table.get(row, [0] * len(by))
    table[row] = [a + b for a, b in zip(before, by, strict=True)]


def rows(table: dict[tuple[object, ...], list[int]]) -> dict[tuple[object, ...], tuple[int, ...]]:
    return {row: tuple(numbers) for row, numbers in table.items() if any(numbers)}


def count(
    lines: Sequence[str],
    *,
    agent_of: Callable[[str], tuple[str, str, str, str, str]],
    country_of: Callable[[str], str],
    source_of: Callable[[str], tuple[str, str, str, str]],
    campaign_of: Callable[[str], str],
    channel_of: Callable[[str], str],
    clean: Callable[[str], str],
    own_hosts: Callable[[str], frozenset[str]],
    log_format: str = "combined",
    timezone: str = "UTC",
    bucket_minutes: int = 60,
    pixel: str = "/pixel.gif",
    exclude: Sequence[str] = (),
    site: str = "",
    downloads: frozenset[str] = DOWNLOADS,
    assets: frozenset[str] = ASSETS,
    most: tuple[int, int, int, int, int] = MOST,
    k: int = 5,
) -> Counts:
    """Count whole lines (without newline; bytes that are no UTF-8 written as `\\xNN`).

    `agent_of` yields (browser, os, device, bot, kind), `source_of` (referrer, host, source,
    channel, which is 'spam' of a host on that list), `channel_of` the channel of a source's name.
    """
    zone = ZoneInfo(timezone)

    def bucket(time: int) -> int:
        return time - time % (bucket_minutes * 60)

    def day(time: int) -> str:
        return datetime.fromtimestamp(time, zone).date().isoformat()

    def outcome_of(hit: Hit) -> str:
        if hit.bot:
            return "bot"
        if hit.method != "GET":
            return "method"
        kind = kind_of(hit.path)
        if kind == "pixel":
            return "event" if "event" in hit.params else "pixel"
        if not (200 <= hit.status <= 299 or hit.status == 304):
            return "status"
        return "pageview" if kind == "page" else kind

    def kind_of(path: str) -> str:
        if path == pixel:
            return "pixel"
        if path.startswith(EXCLUDED) or left_out(path, exclude):
            return "excluded"
        if extension(path) in downloads:
            return "download"
        if extension(path) in assets or path in ASSET_PATHS:
            return "asset"
        return "page"

    def page_of(target: str) -> str:
        """A canonical path; without index and slash at its end if it is a page then, too."""
        path = canonical_path(target)
        page = without_index(path)
        return page if kind_of(path) == kind_of(page) == "page" else path

    def told_path(hit: Hit) -> str:
        """What a pixel says it was loaded on."""
        wanted = hit.params.get("path", "")
        if wanted.startswith("/") and len(page_of(wanted)) <= 1024:
            return page_of(wanted)
        return cut(page_of(hit.referer))

    def stored(path: str) -> str:
        return clean(path) if path != UNKNOWN else UNKNOWN

    def hidden(path: str) -> str:
        """The path of a request as it is stored: none of those that are to be left out."""
        if path in (pixel, UNKNOWN):
            return stored(path)
        if left_out(path, exclude):
            return "(excluded)"
        for start in EXCLUDED:
            if path.startswith(start):
                return start + "*"
        return stored(path)

    def led_from(hit: Hit) -> str:
        referrer, host, _, _ = source_of(hit.referer) if hit.referer else ("", "", "", "")
        if host == "":
            return "(none)"
        if host not in own_hosts(hit.site):
            return referrer
        path = cut(page_of(hit.referer))
        return "(excluded)" if kind_of(path) == "excluded" else stored(path)

    def from_elsewhere(hit: Hit) -> bool:
        host = source_of(hit.referer)[1] if hit.referer else ""
        return host != "" and host not in own_hosts(hit.site)

    counts = Counts(lines=len(lines))
    hits: list[Hit] = []
    people: dict[Key, tuple[str, str, str, str]] = {}  # country, browser, os, device
    for line in lines:
        parsed = parse(line, log_format, site, clean)
        if parsed is not None:
            hits.append(parsed)
    for hit in hits:
        hit.key = (hit.address, hit.agent, hit.site)
        browser = os = device = UNKNOWN
        if log_format != "common":
            browser, os, device, hit.bot, hit.kind = agent_of(hit.agent)
            if hit.agent == "":
                hit.bot, hit.kind = "(empty agent)", hit.kind or "other"
        people[hit.key] = (country_of(hit.address), browser, os, device)
        hit.path = hit.asked = cut(page_of(hit.target))
        hit.params = parameters(hit.target)
        hit.outcome = outcome_of(hit)
        sent = [hit.referer] if hit.outcome in ("pageview", "pixel", "event") else []
        if hit.outcome in ("pixel", "event"):
            hit.path = told_path(hit)
            sent.append(hit.params.get("referrer", ""))
        if any(source_of(text)[3] == "spam" for text in sent if text):
            hit.outcome, hit.bot, hit.kind = "bot", "(referrer spam)", "other"

    by_path: dict[tuple[Key, str], list[Hit]] = defaultdict(list)
    by_key: dict[Key, list[View]] = defaultdict(list)
    for hit in hits:
        if hit.outcome in ("pageview", "pixel"):
            by_path[hit.key, hit.path].append(hit)
        elif hit.outcome == "event":
            by_key[hit.key].append(view_of(hit, None, clean))
    for (key, _), on_path in by_path.items():
        for hit, its_pixel in pair_up(on_path, clean):
            by_key[key].append(view_of(hit, its_pixel, clean))
    visits = [visit for views in by_key.values() for visit in visits_of(views)]

    outcomes = Counter(hit.outcome for hit in hits)
    outcomes["malformed"] = len(lines) - len(hits)
    counts.outcomes = {name: outcomes[name] for name in OUTCOMES}
    assert sum(counts.outcomes.values()) == sum(outcomes.values()) == counts.lines
    counts.hits = len(hits)
    counts.bytes_sent = sum(hit.bytes_sent for hit in hits)
    counts.pageviews = outcomes["pageview"] + outcomes["pixel"]
    counts.visits = len(visits)
    counts.first = min((hit.time for hit in hits), default=None)
    counts.last = max((hit.time for hit in hits), default=None)

    # What hits alone say.
    traffic: dict[tuple[object, ...], list[int]] = {}
    loaded: dict[tuple[object, ...], list[int]] = {}
    bots: dict[tuple[object, ...], list[int]] = {}
    seen: set[tuple[object, ...]] = set()

    def first_time(*what: object) -> int:
        """1 the first time something is seen, then 0."""
        if what in seen:
            return 0
        seen.add(what)
        return 1

    for hit in hits:
        row = (bucket(hit.time), hit.site, hit.method, hit.status, bool(hit.bot))
        add(traffic, row, 1, hit.bytes_sent)
        if hit.outcome == "bot":
            bot = (day(hit.time), hit.site, hit.bot, hit.kind)
            add(bots, bot, 1, hit.bytes_sent, first_time("bot", bot, hit.key))
        if hit.outcome == "download":
            page = clean(hit.path)
            load = (day(hit.time), hit.site, page)
            add(loaded, load, 1, hit.bytes_sent, first_time("download", load, hit.key))

    requests = [
        Request(
            day(hit.time),
            hit.site,
            hit.status,
            hidden(hit.asked),
            kind_of(hit.asked) if hit.asked != UNKNOWN else "",
            hit.bot,
            hit.bytes_sent,
            led_from(hit),
            from_elsewhere(hit),
            hit.key,
        )
        for hit in hits
    ]
    counts.errors = oracle_requests.errors(requests, most[0], k)
    counts.bot_pages = oracle_requests.bot_pages(requests, most[1])
    counts.bandwidth = oracle_requests.bandwidth(requests, most[2])
    happened = [
        Event(day(hit.time), hit.site, event_name(hit, clean), stored(hit.path), hit.key, hit.time)
        for hit in hits
        if hit.outcome == "event"
    ]
    counts.events = oracle_requests.events(happened, most[3], most[4], k)

    # What visits say: entries, exits, durations, where they begin.
    activity: dict[tuple[object, ...], list[int]] = {}
    pages: dict[tuple[object, ...], list[int]] = {}
    daily: dict[tuple[object, ...], list[int]] = {}
    everything: list[tuple[View, dict[str, str], bool]] = []
    for visit in sorted(visits, key=lambda visit: visit.views[0].time):
        entry, leave = visit.views[0], visit.views[-1]
        place = entry.key[2]
        start = bucket(entry.time)
        bounce = int(len(visit.views) == 1 and visit.events == 0)
        again = 1 - first_time("visit", day(entry.time), entry.key)
        add(activity, (start, place), 0, 1, 0, again, bounce, leave.time - entry.time)
        add(pages, (start, place, entry.page), 0, 0, 1, 0, bounce, 0, 0)
        add(pages, (start, place, leave.page), 0, 0, 0, 1, 0, 0, 0)
        for page in {view.page for view in visit.views}:
            add(pages, (start, place, page), 0, 1, 0, 0, 0, 0, 0)
        for view, following in zip(visit.views, visit.views[1:], strict=False):
            gap = following.time - view.time
            add(pages, (start, place, view.page), 0, 0, 0, 0, 0, 0, gap)

        came = source_of(entry.referrer) if entry.referrer else ("", "", "", "")
        referrer, host, source, channel = came
        if host == "" or host in own_hosts(place):
            referrer, source, channel = "", "Direct", "direct"
        named = entry.tags.get("utm_source", "") or entry.tags.get("utm_campaign", "")
        if named:
            source = campaign_of(named)
        if entry.tags:
            channel = channel_of_tags(entry.tags, source if named else "", channel_of)
        country, browser, os, device = people[entry.key]
        values = {
            "source": source,
            "channel": channel,
            "referrer": referrer or "(none)",
            "country": country,
            "browser": browser,
            "os": os,
            "device": device,
            "screen": next((view.screen for view in visit.views if view.screen), UNKNOWN),
            "pixel": "yes" if visit.events or any(v.pixel for v in visit.views) else "no",
            **{name: tag(value, clean) for name, value in entry.tags.items()},
        }
        for dimension, value in values.items():
            add(daily, (day(entry.time), place, dimension, value), 0, 1, 0)
        everything += [(view, values, view is entry) for view in visit.views]

    # What views say, in time order, so that a day's first view of something comes first.
    pair_views: dict[Pair, list[Key]] = defaultdict(list)
    for view, values, is_entry in sorted(everything, key=lambda one: one[0].time):
        place = view.key[2]
        here, today = bucket(view.time), day(view.time)
        add(activity, (here, place), 1, 0, first_time("view", today, view.key), 0, 0, 0)
        new = first_time("page", today, view.key, view.page)
        add(pages, (here, place, view.page), 1, 0, 0, 0, 0, new, 0)
        for dimension, value in values.items():
            new = first_time("value", today, view.key, dimension, value)
            add(daily, (today, place, dimension, value), 1, 0, new)
        named = {"path": view.page} | values
        known = [(of, named[of]) for of in PAIRED if of in named]
        for first, second in combinations(known, 2):
            pair_views[today, place, *first, *second].append(view.key)
        family = re.sub(r" [0-9]+$", "", values["browser"])
        minute = view.time - view.time % 60
        shown = (minute, place, view.page, values["device"], family, values["os"], is_entry)
        counts.recent_pool.append((view.time, shown))

    counts.recent_pool.sort(key=lambda one: (-one[0], one[1]))
    counts.recent = [shown for _, shown in counts.recent_pool[:50]]
    counts.traffic = rows(traffic)  # type: ignore[assignment]
    counts.activity = rows(activity)  # type: ignore[assignment]
    counts.pages = rows(pages)  # type: ignore[assignment]
    counts.daily = rows(daily)  # type: ignore[assignment]
    counts.downloads = rows(loaded)  # type: ignore[assignment]
    counts.bots = rows(bots)  # type: ignore[assignment]
    counts.pair_views = {pair: sorted(keys) for pair, keys in pair_views.items()}
    counts.pairs = {pair: (len(keys), len(set(keys))) for pair, keys in pair_views.items()}
    assert len(everything) == counts.pageviews
    return counts
