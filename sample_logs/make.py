# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample logs beside it: two weeks of an invented blog, as nginx would have logged them.

    python sample_logs/make.py [FOLDER]

The same lines come out every time: all chance comes from one seed, and only from `random()`, whose
sequence Python promises to keep. Nobody in these logs exists: addresses come from the ranges
reserved for documentation, hosts end in `.example` but for a few well known sites people come from.
"""

from __future__ import annotations

import gzip
import io
import math
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote_plus

T = TypeVar("T")

SITE = "https://www.blog.example"
FIRST_DAY = int(datetime(2026, 10, 12, tzinfo=UTC).timestamp())
DAY, HOUR = 86400, 3600
# Rotated twice, at midnight: the days of each file. The newest is still being written.
FILES = (("access.log.2.gz", range(0, 5)), ("access.log.1", range(5, 10)))
NEWEST, NEWEST_DAYS = "access.log", range(10, 14)
BORDERS = (5 * DAY, 10 * DAY)

_random = random.Random(20261012)


def chance(probability: float) -> bool:
    """Say whether something of this probability happens."""
    return _random.random() < probability


def below(number: int) -> int:
    """Return a whole number from 0 to `number` - 1."""
    return int(_random.random() * number)


def one_of(options: Sequence[tuple[T, float]]) -> T:
    """Return one of the options, each as likely as its weight."""
    left = _random.random() * sum(weight for _, weight in options)
    for option, weight in options:
        left -= weight
        if left < 0:
            return option
    return options[-1][0]


class Page(NamedTuple):
    """A page of the blog."""

    title: str
    weight: float  # how often it is read, compared with the others
    size: int  # bytes of its HTML, compressed
    images: int


def _post(title: str, weight: float, size: int, images: int = 1) -> Page:
    return Page(f"{title} · Tern & Terminal", weight, size, images)


PAGES = {
    "/": Page("Tern & Terminal", 10, 5120, 2),
    "/about/": _post("About", 3, 3010),
    "/archive/": _post("All posts", 4, 6480, 0),
    "/blog/page/2/": _post("Older posts", 2, 5890),
    "/newsletter/": _post("The newsletter", 3.5, 2730, 0),
    "/search/": _post("Search", 3, 2210, 0),
    "/tags/birds/": _post("Posts about birds", 2, 3890),
    "/tags/electronics/": _post("Posts about electronics", 2, 4120),
    "/tags/garden/": _post("Posts about the garden", 1.5, 3770),
    "/blog/your-access-log-is-enough/": _post("Your access log is enough", 3, 11240),
    "/blog/e-paper-tide-clock/": _post("A tide clock of e-paper", 8, 12870, 3),
    "/blog/counting-swifts-by-their-calls/": _post("Counting swifts by their calls", 7, 10310, 2),
    "/blog/a-weather-station-on-a-broomstick/": _post(
        "A weather station on a broomstick", 6, 13450, 3
    ),
    "/blog/building-a-dead-hedge/": _post("Building a dead hedge", 5, 8120, 2),
    "/blog/garden-wifi-through-wet-leaves/": _post("Garden wifi through wet leaves", 5, 9040),
    "/blog/the-year-of-the-newts/": _post("The year of the newts", 4, 7720, 2),
    "/blog/lichens-of-the-north-wall/": _post("Lichens of the north wall", 4, 8830, 3),
    "/blog/moss-in-time-lapse/": _post("Moss in time lapse", 4, 6950, 2),
    "/blog/owls-and-antennas/": _post("Owls and antennas", 3, 7480, 2),
    "/blog/rain-gauge-from-scrap/": _post("A rain gauge from scrap", 3, 8260, 2),
    "/blog/static-site-in-one-makefile/": _post("A static site in one Makefile", 6, 9970, 0),
    "/blog/solar-powered-mailbox/": _post("A mailbox that runs on sunlight", 3, 8640, 2),
    "/blog/night-sky-with-an-old-webcam/": _post("The night sky with an old webcam", 3, 7910, 2),
    "/blog/bees-in-a-keyboard-box/": _post("Wild bees in a keyboard box", 2, 6870, 2),
    "/blog/caf%C3%A9-for-hedgehogs/": _post("A café for hedgehogs", 2, 6240, 2),
    "/blog/sqlite-for-bird-rings/": _post("SQLite for bird rings", 3, 9310, 0),
}
LOG_POST = "/blog/your-access-log-is-enough/"  # another site's front page shows it on 20 October
HN_DAY = 8
DOWNLOADS = {
    "/blog/e-paper-tide-clock/": ("/files/tide-clock-schematics.pdf", 482133),
    "/blog/rain-gauge-from-scrap/": ("/files/rain-gauge-parts.pdf", 96420),
    "/blog/counting-swifts-by-their-calls/": ("/files/swift-calls.zip", 2314880),
}

_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
_IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) "
)
_DESKTOP = (("1920,1080", 5), ("2560,1440", 2), ("1536,864", 2), ("1440,900", 1.5))
_PHONE = (("412,915", 3), ("360,800", 2), ("384,832", 1))
_IPHONE = (("390,844", 3), ("393,852", 2), ("430,932", 1))
BROWSERS = (  # agent and resolutions, weight
    (
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME.format(153)} Safari/537.36",
            _DESKTOP,
        ),
        14,
    ),
    (
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME.format(152)} Safari/537.36",
            _DESKTOP,
        ),
        5,
    ),
    (
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME.format(153)} Safari/537.36 "
            "Edg/153.0.0.0",
            _DESKTOP,
        ),
        6,
    ),
    (
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:156.0) Gecko/20100101 Firefox/156.0",
            _DESKTOP,
        ),
        6,
    ),
    (("Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0", _DESKTOP), 11),
    (("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", _DESKTOP), 4),
    ((f"Mozilla/5.0 (X11; Linux x86_64) {_CHROME.format(153)} Safari/537.36", _DESKTOP), 4),
    (
        (
            f"{_MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
            (("1512,982", 2), ("1440,900", 1)),
        ),
        8,
    ),
    ((f"{_MAC} {_CHROME.format(153)} Safari/537.36", (("1728,1117", 1), ("2560,1440", 1))), 5),
    ((f"{_IOS}Version/26.0 Mobile/15E148 Safari/604.1", _IPHONE), 17),
    (
        (
            "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
            (("820,1180", 1),),
        ),
        3,
    ),
    (
        (f"Mozilla/5.0 (Linux; Android 10; K) {_CHROME.format(153)} Mobile Safari/537.36", _PHONE),
        14,
    ),
    (
        ("Mozilla/5.0 (Android 15; Mobile; rv:156.0) Gecko/156.0 Firefox/156.0", _PHONE),
        3,
    ),
)
# Where visits come from, on an ordinary day: Referer, weight.
COMES_FROM = (
    ("", 34),
    ("https://www.google.com/", 24),
    ("https://duckduckgo.com/", 9),
    ("https://www.bing.com/", 5),
    ("https://chatgpt.com/", 3),
    ("https://github.com/tern-and-terminal/tide-clock", 4),
    ("https://old.reddit.com/r/homelab/comments/1xk2p9/an_epaper_tide_clock/", 4),
    ("https://birds-and-bits.example/links/", 5),
    ("https://garden-hackers.example/2026/10/reading-list/", 3),
    ("https://news.ycombinator.com/", 2),
    ("newsletter", 4),
    ("mastodon", 3),
)
HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 10, 9, 9, 10, 10, 9, 9, 10, 12, 13, 12, 7, 3)
VISITS = (22, 24, 23, 22, 19, 13, 12, 20, 46, 40, 26, 20, 14, 15)  # of each day

Line = tuple[int, str]  # seconds after the first midnight, text
_lines: list[Line] = []


def log(
    at: float,
    who: str,
    request: str,
    status: int,
    size: int,
    referer: str = "-",
    agent: str = "-",
    user: str = "-",
) -> None:
    """Add a line in nginx's combined format; `at` counts from the first midnight."""
    stamp = datetime.fromtimestamp(FIRST_DAY + int(at), UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
    _lines.append(
        (int(at), f'{who} - {user} [{stamp}] "{request}" {status} {size} "{referer}" "{agent}"')
    )


class Reader:
    """Somebody with a browser. Comes again at times, then from the same address."""

    def __init__(self) -> None:
        network = one_of((("192.0.2.", 4), ("203.0.113.", 3), ("2001:db8:", 3)))
        if network.endswith(":"):
            self.address = f"{network}{below(4096):x}:{below(65536):x}::{below(255) + 1:x}"
        else:
            self.address = f"{network}{below(254) + 1}"
        self.agent, resolutions = one_of(BROWSERS)
        self.resolution = one_of(resolutions)
        # script: the pixel as the snippet sends it; image: without JavaScript; none: blocked
        self.pixel = one_of((("script", 80), ("none", 14), ("image", 6)))
        self.protocol = one_of((("HTTP/2.0", 8), ("HTTP/3.0", 2)))
        self.caches: set[str] = set()

    def get(self, at: float, target: str, status: int, size: int, referer: str = "-") -> None:
        """Log a request of this reader."""
        log(at, self.address, f"GET {target} {self.protocol}", status, size, referer, self.agent)

    def asset(self, at: float, target: str, size: int, referer: str) -> None:
        """Log a request for a part of a page, unless the browser still has it."""
        if target not in self.caches:
            self.caches.add(target)
            self.get(at, target, 200, size, referer)

    def view(self, at: float, target: str, referrer: str, *, cached: bool = False) -> None:
        """Log a page, its parts, and its pixel; a `cached` page is known by its pixel alone."""
        path, _, query = target.partition("?")
        page, url = PAGES[path], SITE + target
        if not cached:
            known = path in self.caches and chance(0.3)
            self.caches.add(path)
            self.get(at, target, 304 if known else 200, 0 if known else page.size, referrer or "-")
        self.asset(at + 0.2, "/assets/style.css?v=7", 4318, url)
        self.asset(at + 0.4, "/assets/fonts/literata.woff2", 38204, f"{SITE}/assets/style.css?v=7")
        name = path.strip("/").rpartition("/")[2] or "home"
        if page.images:
            self.asset(at + 0.9, f"/images/{name}.webp", 41000 + 977 * len(name), url)
        later = at + 1 + 2.5 * _random.random()
        if self.pixel == "image":
            self.get(later, "/pixel.gif", 200, 43, url)
        elif self.pixel == "script":
            self.asset(at + 0.5, "/assets/site.js?v=3", 1877, url)
            values = {
                "path": path,
                "title": page.title,
                "referrer": referrer,
                "resolution": self.resolution,
            }
            campaign = [pair for pair in query.split("&") if pair.startswith("utm_")]
            self.get(later, f"/pixel.gif?{'&'.join([form(values), *campaign])}", 200, 43, url)


def form(values: dict[str, str]) -> str:
    """Parameters as URLSearchParams writes them."""
    return "&".join(f"{name}={quote_plus(value, safe='*')}" for name, value in values.items())


def entry_of(source: str) -> tuple[str, str]:
    """Choose the page a visit begins with, target and referrer, for where it comes from."""
    posts = [(path, page.weight) for path, page in PAGES.items() if path.startswith("/blog/")]
    if source == "newsletter":
        path = one_of((("/blog/the-year-of-the-newts/", 2), ("/blog/building-a-dead-hedge/", 1)))
        return f"{path}?utm_source=newsletter&utm_medium=email&utm_campaign=october-letter", ""
    if source == "mastodon":
        return "/blog/moss-in-time-lapse/?utm_source=mastodon&utm_medium=social", ""
    if "tide-clock" in source or "tide_clock" in source:
        return "/blog/e-paper-tide-clock/", source
    if "birds" in source:
        return "/blog/counting-swifts-by-their-calls/", source
    if "garden" in source:
        return "/blog/building-a-dead-hedge/", source
    if "ycombinator" in source:
        return LOG_POST, source
    if source == "":
        return one_of((("/", 3.0), (one_of(posts), 2.0))), source
    return one_of(posts), source


def next_page(path: str) -> str:
    """Choose the page a reader goes to from another."""
    if path.startswith("/blog/") and chance(0.35):
        return "/"
    return one_of([(other, page.weight) for other, page in PAGES.items() if other != path])


def visit(at: float, reader: Reader, source: str) -> float:
    """Log a visit that begins at `at`; returns when its last page was opened."""
    target, referrer = entry_of(source)
    views = one_of(((1, 48), (2, 22), (3, 14), (4, 9), (5, 4), (6, 3)))
    if "ycombinator" in source:
        views = one_of(((1, 70), (2, 20), (3, 10)))
    seen: set[str] = set()
    for position in range(views):
        path = target.partition("?")[0]
        if path == "/search/":
            target = f"/search/?q={one_of((('newts', 2), ('esp32', 2), ('rain+gauge', 1)))}"
        reader.view(at, target, referrer, cached=path in seen and chance(0.8))
        if path == "/search/" and reader.pixel != "image":
            reader.get(at + 1, f"/api{target}", 200, 640, SITE + target)
        seen.add(path)
        if path in DOWNLOADS and chance(0.22):
            file, size = DOWNLOADS[path]
            reader.get(at + 20 + below(40), file, 200, size, SITE + path)
        if path == "/newsletter/" and chance(0.6):
            subscribe(at + 25, reader)
        if position + 1 < views:
            at += 8 + int(-70 * math.log(1 - _random.random() * 0.999))
            referrer = SITE + target
            target = next_page(path)
    return at


def subscribe(at: float, reader: Reader) -> None:
    """Log a form that is sent off, its event, and the link in the letter that confirms it."""
    url = f"{SITE}/newsletter/"
    request = f"POST /newsletter/subscribe {reader.protocol}"
    log(at, reader.address, request, 303, 0, url, reader.agent)
    if reader.pixel == "script":
        event = form({"path": "/newsletter/", "event": "subscribe"})
        reader.get(at + 0.3, f"/pixel.gif?{event}", 200, 43, url)
    token = f"{below(1 << 30):08x}{below(1 << 30):08x}{below(1 << 30):08x}{below(1 << 30):08x}"
    reader.get(at + 90, f"/newsletter/confirm/{token}/", 200, 1490)


def readers(day: int, regulars: list[Reader]) -> None:
    """Log the people of a day."""
    midnight = day * DAY
    for _ in range(VISITS[day]):
        hour = one_of([(hour, weight) for hour, weight in enumerate(HOURS)])
        source = one_of(COMES_FROM)
        if day in (HN_DAY, HN_DAY + 1) and chance(0.55):
            source = "https://news.ycombinator.com/"
            hour = 15 + below(8) if day == HN_DAY else 5 + below(12)
        at = midnight + hour * HOUR + below(HOUR)
        if any(abs(at - border) < 2 * HOUR for border in BORDERS):
            at = midnight + 12 * HOUR + below(HOUR)  # a rotation cuts no visit here
        if at >= 14 * DAY - 2 * HOUR:
            at -= 3 * HOUR
        if regulars and source in ("", "newsletter") and chance(0.6):
            reader = regulars[below(len(regulars))]
        else:
            reader = Reader()
            if chance(0.25):
                regulars.append(reader)
        end = visit(at, reader, source)
        if chance(0.04) and hour < 18:  # and back after a long break
            visit(end + 2 * HOUR + below(HOUR), reader, "")


_COMPATIBLE = "Mozilla/5.0 (compatible; {})"
_KHTML = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {})"
CRAWLERS = (  # agent, host part of its address, requests a day
    (_COMPATIBLE.format("Googlebot/2.1; +http://www.google.com/bot.html"), 10, 7),
    (_COMPATIBLE.format("bingbot/2.0; +http://www.bing.com/bingbot.htm"), 20, 5),
    (_KHTML.format("GPTBot/1.3; +https://openai.com/gptbot"), 30, 6),
    (_KHTML.format("ClaudeBot/1.0; +claudebot@anthropic.com"), 40, 5),
    (_COMPATIBLE.format("AhrefsBot/7.0; +http://ahrefs.com/robot/"), 50, 4),
)


def robots(day: int) -> None:
    """Log the crawlers, monitors, feed readers and scripts of a day."""
    midnight = day * DAY
    paths = list(PAGES)
    for agent, host, requests in CRAWLERS:
        address = f"198.51.100.{host + below(4)}"
        at = midnight + below(DAY - 2 * HOUR)
        log(at, address, "GET /robots.txt HTTP/1.1", 200, 118, "-", agent)
        for _ in range(requests - 1 + below(3)):
            at += 3 + below(700)
            path = paths[below(len(paths))]
            log(at, address, f"GET {path} HTTP/1.1", 200, PAGES[path].size, "-", agent)
    monitor = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)"
    for check in range(6):
        log(
            midnight + check * 4 * HOUR + 127,
            "198.51.100.99",
            "HEAD / HTTP/1.1",
            200,
            0,
            "-",
            monitor,
        )
    feedly = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 14 subscribers; )"
    for poll in range(3):
        at, fresh = midnight + poll * 8 * HOUR + 1500, poll == 1
        size = 18240 if fresh else 0
        log(
            at, "198.51.100.120", "GET /feed.xml HTTP/1.1", 200 if fresh else 304, size, "-", feedly
        )
    if chance(0.7):
        at = midnight + below(DAY - HOUR)
        log(at, "198.51.100.140", "GET /feed.xml HTTP/1.1", 200, 18240, "-", "curl/8.14.1")
    if chance(0.5):
        at, script = midnight + below(DAY - HOUR), "python-requests/2.32.5"
        log(at, "198.51.100.150", "GET /archive/ HTTP/1.1", 200, 6480, "-", script)


def noise(day: int) -> None:
    """Log what every server on the internet is asked for."""
    midnight = day * DAY
    old_browser = "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) " + (
        "Chrome/52.0.2743.116 Safari/537.36"
    )
    at = midnight + 2 * HOUR + below(20 * HOUR)
    address = f"198.51.100.{200 + below(40)}"
    for target in ("/wp-login.php", "/.env", "/.git/config", "/xmlrpc.php")[: 1 + below(4)]:
        method = "POST" if target == "/xmlrpc.php" else "GET"
        log(at, address, f"{method} {target} HTTP/1.1", 404, 153, "-", old_browser)
        at += 1
    if chance(0.6):  # TLS spoken to a port that has none
        hello = r"\x16\x03\x01\x00\xEE\x01\x00\x00\xEA\x03\x03"
        log(midnight + below(DAY), f"198.51.100.{200 + below(40)}", hello, 400, 157)
    if chance(0.4):
        log(midnight + below(DAY), f"198.51.100.{200 + below(40)}", "", 400, 0)


def oddities() -> None:
    """Log single lines that a real log holds too."""
    for day, hour, target, status, size in (
        (0, 9, "/blog/e-paper-tide-clock", 301, 162),
        (1, 20, "/blog/swift-counter/", 404, 1820),
        (2, 11, "/feed", 301, 162),
        (3, 14, "/apple-touch-icon.png", 404, 1820),
        (4, 19, "/blog/e-paper-tide-clock", 301, 162),
        (6, 10, "/blog/newts/", 404, 1820),
        (8, 16, "/search/?q=%27+or+1%3D1", 500, 980),
        (8, 17, "/favicon.ico", 200, 1150),
        (9, 12, "/blog/your-access-log-is-enough", 301, 162),
        (10, 18, "/blog/swift-counter/", 404, 1820),
        (12, 13, "/favicon.ico", 200, 1150),
    ):
        Reader().get(day * DAY + hour * HOUR + below(HOUR), target, status, size)
    author = Reader()
    for day in (1, 4, 7, 11):  # she writes here, behind a password
        at = day * DAY + 6 * HOUR + below(HOUR)
        for target in ("/admin/", "/admin/drafts/"):
            request = f"GET {target} {author.protocol}"
            log(at, author.address, request, 200, 3480, "-", author.agent, user="ada")
            at += 40
    preview = Reader()
    for day in (5, 8):
        at = day * DAY + 15 * HOUR + below(HOUR)
        log(at, preview.address, f"HEAD {LOG_POST} HTTP/1.1", 200, 0, "-", preview.agent)


def lines() -> list[Line]:
    """Return all lines of the two weeks, in the order of the log."""
    _random.seed(20261012)
    _lines.clear()
    regulars: list[Reader] = []
    for day in range(14):
        readers(day, regulars)
        robots(day)
        noise(day)
    oddities()
    return sorted(_lines, key=lambda line: line[0])


def files() -> dict[str, bytes]:
    """Return the content of each file, by name."""
    found: dict[str, bytes] = {}
    everything = lines()
    for name, days in (*FILES, (NEWEST, NEWEST_DAYS)):
        text = "".join(line + "\n" for at, line in everything if at // DAY in days).encode("ascii")
        if name.endswith(".gz"):
            packed = io.BytesIO()
            with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
                file.write(text)
            text = packed.getvalue()
        found[name] = text
    return found


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, content in files().items():
        (folder / name).write_bytes(content)
