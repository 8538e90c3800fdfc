# SPDX-License-Identifier: GPL-3.0-or-later
"""Small nasty access logs from a seed: few visitors, few paths, every border of the definitions.

Ties the definitions leave open are avoided, not the ties they settle: the campaign and the screen
of a hit depend on its address and on the stretch of the log it stands in alone, and stretches are
apart by more than any merge reaches, so views of one second never differ in them only.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

# Local midnights (and clock changes) of zones worth testing with, as UTC instants.
ANCHORS = (
    "2024-07-01T00:00:00",  # UTC, a month's end
    "2024-06-30T18:30:00",  # Asia/Kolkata, half an hour off
    "2024-07-01T04:00:00",  # America/New_York in summer
    "2024-03-10T07:00:00",  # America/New_York loses an hour
    "2024-11-03T06:00:00",  # America/New_York lives one twice
    "2024-10-27T01:00:00",  # Europe/Berlin lives an hour twice
    "2024-06-30T18:15:00",  # Asia/Kathmandu, 45 minutes off
    "2024-09-28T14:00:00",  # Pacific/Auckland loses an hour
    "2023-12-31T23:59:30",  # a year's end
    "2024-02-29T23:58:00",  # a leap day
)
ADDRESSES = (
    "192.0.2.1",
    "192.0.2.77",
    "198.51.100.23",
    "203.0.113.9",
    "203.0.113.200",
    "2001:db8::1",
    "2001:db8:0:7::beef",
)
PEOPLE = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1",
    'Mozilla/5.0 (X11; "quoted" \\ Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0',
    "Mozilla/5.0 (X11; Linux x86_64; café) Gecko/20100101 Firefox/127.0",
)
BOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
    "+https://openai.com/gptbot)",
    "curl/8.5.0",
    "python-requests/2.32.3",
)
PAGES = ("/", "/a", "/b", "/c", "/café", "/post/123")
# Other spellings, paths that hold a person's data, and paths that only look odd.
ODD_TARGETS = (
    "/caf%c3%a9",
    "/caf%C3%A9",
    "/%61",
    "/%62",
    "http://site.example/a",
    "https://site.example/caf%c3%a9?x=1#y",
    "https://site.example",
    "http://site.example?x=1",
    "/a?x=1",
    "/a?",
    "/a#frag",
    "/b?a=1&b=2#frag",
    "/?q=jo%40mail.example",
    "/a%2Fb",
    "/a%2fb",
    "/a/b",
    "/a/",
    "//a",
    "/a//",
    "//",
    "/a/index.html",
    "/index.htm",
    "/post//123/index.html/",
    "/a.png/",
    "/v1.2/",
    "/pixel.gif/",
    "//pixel.gif",
    "//api/a",
    "/api/",
    "/a b",
    "/a%20b",
    "/100%",
    "/100%25",
    "/100%zz",
    "/x%253Fy",
    "/x%3Fy",
    "/x%3fy",
    "/%ff%fe",
    "/%E2%82",
    "/%ED%A0%80",
    "/%e2%82%ac",
    "/zero%E2%80%8Bwidth",
    "/zero\u200bwidth",
    "/tab%09",
    "/tab\t",
    "/one\x01",
    '/"quoted"',
    "/%22quoted%22",
    "/back\\slash",
    "/a.b/c",
    "/page.html",
    "/index.php?id=5",
    "/user/jo@mail.example",
    "/user/jo%40mail.example",
    "/user/ann@mail.example",
    "/from/203.0.113.9/x",
    "/from/198.51.100.23/x",
    "/u/550e8400-e29b-41d4-a716-446655440000",
    "/u/6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "/h/0123456789abcdef0123456789abcdef",
    "/order/123456789",
    "/order/12345678",
    "/long" + "/word" * 300,
    "*",
    "",
)
NOT_PAGES = (
    "/style.css",
    "/js/app.js?v=3",
    "/img/Logo.PNG",
    "/font.woff2",
    "/favicon.ico",
    "/robots.txt",
    "/manifest.json",
    "/service-worker.js",
    "/files/guide.pdf",
    "/files/guide.pdf",
    "/files/jo@mail.example.pdf",
    "/files/Guide.PDF?dl=1",
    "/files/all%2Ezip",
    "/api/items",
    "/api/file.pdf",
    "/_/x",
    "/_app/immutable/chunk.js",
    "/.well-known/acme",
    "/%61pi/items",
    "/private/a",
    "/api",
)
REFERERS = (
    "",
    "-",
    "-",
    "-",
    "https://crawler.semalt.com/p?u=x",
    "https://google.com/search?q=x",
    "https://news.ycombinator.com/item?id=1",
    "https://blog.example/post?x#y",
    "https://blog.example/post",
    "https://deep.blog.example/",
    "https://site.example/a",
    "https://site.example/café",
    "https://mail.example/u/jo@mail.example",
    "https://203.0.113.7/x",
    'https://blog.example/say/"hi"',
    "garbage",
    "/relative",
)
PIXEL_REFERERS = (
    "-",
    "",
    "https://site.example/a",
    "https://site.example/b?x=1#y",
    "https://site.example/caf%C3%A9",
    "https://site.example",
    "http://site.example/c",
)
STATUSES = (301, 302, 303, 400, 401, 403, 404, 410, 429, 499, 500, 502, 206, 204, 304, 100)
OFFSETS = (0, 0, 0, 330, 345, 120, 60, -240, -300, 765, -570)
# Steps of the clock, dense around the 5 s, the 60 s and the 1,800 s.
STEPS = (0, 0, 0, 1, 2, 4, 5, 6, 59, 60, 61, 300, 900, 1799, 1800, 1800, 1801, 3600, 7200, 21600)
AFTER_REQUEST = (0, 0, 1, 5, 30, 59, 60, 61, 62)
BEFORE_REQUEST = (0, 1, 4, 5, 6, 7)
CAMPAIGNS = (
    *("",) * 3,
    "utm_source=newsletter",
    "utm_source=Spring%20Sale",
    "utm_campaign=launch",
    "utm_source=chatgpt.com",
    "utm_source=x&utm_medium=Social-Media",
    "utm_medium=e-mail",
    "utm_medium=&utm_source=+&utm_campaign=May",
    "utm_term=jo%40mail.example&utm_medium=cpc&utm_content=A+B&utm_campaign=Launch&utm_source=google",
)
HOSTS = ("site.example:443", "site.example:80", "blog.example:443")
JUNK = (
    "",
    " ",
    "garbage",
    "\\x16\\x03\\x01",
    '{"time": "2024-07-01T00:00:00Z", "status": 200}',
    'nohost - - [32/Jul/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"',
    'nohost - - [31/Feb/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"',
    'nohost - - [01/Foo/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"',
    'nohost - - [01/Jul/2024:24:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "x"',
    'nohost - - [01/Jul/2024:00:00:00 +0000] "GET / HTTP/1.1" abc 1 "-" "x"',
    'nohost - - [01/Jul/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 x "-" "x"',
    'nohost - - [01/Jul/2024:00:00:00 +0000] "GET / HTTP/1.1 200 1 - x',
    'nohost - - 01/Jul/2024:00:00:00 +0000 "GET / HTTP/1.1" 200 1 "-" "x"',
)


@dataclass(frozen=True)
class Person:
    host: str
    address: str
    agent: str


def escape(text: str, style: str) -> str:
    """A field's value as a server writes it: 'apache', 'nginx', or 'raw' (non-ASCII in clear)."""
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\v": "\\v", "\f": "\\f"}
    out = []
    for character in text:
        if character in '"\\':
            out.append(f"\\x{ord(character):02X}" if style == "nginx" else "\\" + character)
        elif style == "apache" and character in short:
            out.append(short[character])
        elif " " <= character <= "~" or (style == "raw" and character >= "\xa0"):
            out.append(character)
        else:
            digits = "02X" if style == "nginx" else "02x"
            out += [f"\\x{byte:{digits}}" for byte in character.encode()]
    return "".join(out)


class _Log:
    """One log being written; state: the random numbers and the lines so far."""

    def __init__(self, seed: int, log_format: str) -> None:
        self.rng = random.Random(seed)
        self.log_format = log_format
        self.lines: list[str] = []
        self.stretch = 0
        anchor = datetime.fromisoformat(self.rng.choice(ANCHORS)).replace(tzinfo=UTC)
        self.now = int(anchor.timestamp()) - self.rng.choice((0, 1, 60, 1800, 3600, 7000))
        self.offset = self.rng.choice(OFFSETS)
        addresses = self.rng.sample(ADDRESSES, 3)
        agents = self.rng.sample(PEOPLE, 2)
        hosts = self.rng.sample(HOSTS, 2)
        self.people = [
            Person(self.rng.choice(hosts), address, agent)
            for address, agent in [(a, agents[0]) for a in addresses] + [(addresses[0], agents[1])]
        ]
        self.hosts = hosts
        self.empty_agent = self.rng.choice(("-", ""))

    # -- pieces ---------------------------------------------------------------------------

    def write(
        self,
        who: Person,
        time: int,
        request: str,
        *,
        status: int = 200,
        referer: str = "-",
        verbatim: bool = False,
    ) -> None:
        """Append a line; `verbatim`: the request is in the server's escapes already."""
        rng = self.rng
        style = rng.choice(("apache", "nginx", "raw"))
        if rng.random() < 0.1:
            self.offset = rng.choice(OFFSETS)
        local = datetime.fromtimestamp(time, UTC) + timedelta(minutes=self.offset)
        sign, minutes = ("-" if self.offset < 0 else "+"), abs(self.offset)
        stamp = f"{local:%d/%b/%Y:%H:%M:%S} {sign}{minutes // 60:02d}{minutes % 60:02d}"
        user = rng.choice(("-",) * 12 + ("jo", "jo doe", '""', 'o\\"x'))
        size = rng.choice(("-", "0", "1", "512", "43", "99999999999"))
        shown = request if verbatim else escape(request, style)
        line = f'{who.address} - {user} [{stamp}] "{shown}" {status} {size}'
        if self.log_format != "common":
            line += f' "{escape(referer, style)}" "{escape(who.agent, style)}"'
        if self.log_format == "vhost_combined":
            line = f"{who.host} {line}"
        self.lines.append(line + ("\r" if rng.random() < 0.03 else ""))

    def protocol(self) -> str:
        return self.rng.choice((" HTTP/1.1",) * 5 + (" HTTP/2.0", " HTTP/2", " HTTP/1.0", ""))

    def campaign(self, who: Person) -> str:
        return random.Random(f"campaign {who.address} {self.stretch}").choice(CAMPAIGNS)

    def resolution(self, who: Person) -> str:
        choices = ("320,568", "1920,1080", "32767,1", "1,32767")
        return random.Random(f"screen {who.address} {self.stretch}").choice(choices)

    def target(self) -> str:
        return self.rng.choice(PAGES[1:3] if self.rng.random() < 0.5 else PAGES)

    def page(self, who: Person, time: int, target: str, status: int = 200) -> None:
        tagged = self.campaign(who)
        if tagged and target not in ("", "*"):
            before, mark, fragment = target.partition("#")
            target = before + ("&" if "?" in before else "?") + tagged + mark + fragment
        referer = self.rng.choice(REFERERS)
        self.write(who, time, f"GET {target}{self.protocol()}", status=status, referer=referer)

    def pixel(self, who: Person, time: int, path: str | None, *, event: str = "") -> None:
        """A hit of the pixel for a path; None leaves it to the Referer or to nobody."""
        rng = self.rng
        pieces = []
        if path is not None:
            once = quote(path, safe=rng.choice(("", "/")))
            twice = quote(quote(path, safe="/"), safe="")
            spelled = rng.choice((once, once, twice))
            if path.isascii() and rng.random() < 0.3:
                spelled = path
            pieces.append("path=" + spelled + rng.choice(("", "", "", "%3Fq=1", "%23frag")))
        elif rng.random() < 0.6:
            pieces.append(
                "path="
                + rng.choice(
                    (
                        "",
                        "+",
                        "%00",
                        "a",
                        "javascript%3Aalert(1)",
                        "https%3A%2F%2Fsite.example%2Fa",
                        "&path=/a",
                        "/x" + "/word" * 300,
                        "%FF",
                    )
                )
            )
        if rng.random() < 0.5:
            title = rng.choice(
                ("Hello+World", "%E2%9C%93+done", "%3Cscript%3E", "a%0Ab", "%FF", "w+" * 260, "A=B")
            )
            pieces.append("title=" + title)
        if rng.random() < 0.5:
            referrer = rng.choice(
                (
                    "https%3A%2F%2Fblog.example%2Fpost%3Fx",
                    "https://semalt.com/",
                    "https://google.com/",
                    "https%3A%2F%2Fsite.example%2Fb",
                    "https%3A%2F%2Fnews.ycombinator.com%2F",
                    "nonsense",
                    "%2Frel",
                    "javascript%3Aalert(1)",
                    "https%3A%2F%2F",
                    "https%3A%2F%2F%2Fx",
                    "",
                )
            )
            pieces.append("referrer=" + referrer)
        if not event and rng.random() < 0.6:
            bad = ("0,0", "32768,1", "1,32768", "320x568", "320,568,24", "abc", "-1,5", "99999,9")
            good = self.resolution(who).replace(",", rng.choice((",", "%2C")))
            pieces.append("resolution=" + (good if rng.random() < 0.7 else rng.choice(bad)))
        if event:
            pieces.append("event=" + event)
        elif rng.random() < 0.1:
            pieces.append(rng.choice(("event=", "event=+", "event=%00", "EVENT=x", "events=x")))
        if tagged := self.campaign(who):
            pieces.append(tagged)
        rng.shuffle(pieces)
        if pieces and rng.random() < 0.1:
            pieces.insert(rng.randrange(len(pieces)), rng.choice(("", "=x", "PATH=/b", "x=%")))
        if path is not None and rng.random() < 0.05:
            pieces.append("path=/second")
        name = rng.choice(("/pixel.gif",) * 8 + ("/%70ixel.gif", "http://site.example/pixel.gif"))
        target = name + ("?" + "&".join(pieces) if pieces else "")
        self.write(
            who,
            time,
            f"GET {target}{self.protocol()}",
            status=rng.choice((200, 200, 204, 304, 404, 500)),
            referer=rng.choice(PIXEL_REFERERS),
        )

    # -- scenes ---------------------------------------------------------------------------

    def scene(self) -> None:
        rng = self.rng
        who, time = rng.choice(self.people), self.now
        kind = rng.random()
        if kind < 0.22:
            self.page(who, time, self.target(), rng.choice((200, 200, 200, 304, 206)))
        elif kind < 0.46:
            self.merging(who, time)
        elif kind < 0.54:
            self.pixel(who, time, self.target())
        elif kind < 0.58:
            self.pixel(who, time, None)
        elif kind < 0.68:
            name = rng.choice(("signup", "Buy+now", "jo%40mail.example", "%E2%9C%93", "x" * 120))
            self.pixel(who, time, rng.choice((self.target(), None)), event=name)
        elif kind < 0.76:
            self.page(who, time, rng.choice(ODD_TARGETS))
        elif kind < 0.82:
            self.page(who, time, rng.choice(NOT_PAGES), rng.choice((200, 200, 206, 304, 404)))
        elif kind < 0.85:
            self.page(who, time, self.target(), rng.choice(STATUSES))
        elif kind < 0.91:
            self.robot(time)
        elif kind < 0.96:
            self.no_get(who, time)
        else:
            self.malformed(who, time)

    def merging(self, who: Person, time: int) -> None:
        """Requests of one path and pixels around them, at the borders of the merge."""
        rng = self.rng
        path = self.target()
        odd = {"/a": "/%61", "/café": "/caf%c3%a9", "/b": "http://site.example/b"}
        for _ in range(rng.choice((1, 1, 1, 2))):
            self.page(who, time, odd.get(path, path) if rng.random() < 0.3 else path)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            early = rng.random() < 0.35
            delta = -rng.choice(BEFORE_REQUEST) if early else rng.choice(AFTER_REQUEST)
            self.pixel(who, time + delta, path)
        if rng.random() < 0.2:
            self.page(who, time + rng.choice((1, 5, 60)), path)

    def robot(self, time: int) -> None:
        rng = self.rng
        agent = rng.choice((*BOTS, self.empty_agent))
        bot = Person(rng.choice(self.hosts), rng.choice(ADDRESSES), agent)
        if rng.random() < 0.2:
            self.pixel(bot, time, "/a")
        elif rng.random() < 0.2:
            self.no_get(bot, time)
        else:
            self.page(bot, time, rng.choice((*PAGES, *NOT_PAGES)), rng.choice((200, 404)))

    def no_get(self, who: Person, time: int) -> None:
        request, status = self.rng.choice(
            (
                ("POST /a HTTP/1.1", 200),
                ("HEAD /a HTTP/1.1", 200),
                ("HEAD /pixel.gif?path=/a HTTP/1.1", 200),
                ("OPTIONS * HTTP/1.1", 204),
                ("PROPFIND / HTTP/1.1", 405),
                ("CONNECT site.example:443 HTTP/1.1", 405),
                ("get /a HTTP/1.1", 200),
                ("FOO /a HTTP/1.1", 200),
                ("PRI * HTTP/2.0", 400),
                ("GET", 400),
                ("-", 408),
                ("", 400),
                ("hello", 400),
                ("\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03", 400),
                ("\\x16\\x03\\x01 GET / HTTP/1.1", 400),
                ("\\x05\\x01\\x00", 400),
            )
        )
        self.write(who, time, request, status=status, verbatim=True)

    def malformed(self, who: Person, time: int) -> None:
        if self.rng.random() < 0.5:
            self.lines.append(self.rng.choice(JUNK))
            return
        # Cut before the status, so that no format finds a whole line in what is left.
        self.page(who, time, self.target())
        line = self.lines.pop()
        self.lines.append(line[: self.rng.randrange(line.index('] "') + 7)])


def lines(seed: int, n: int, log_format: str = "combined") -> list[str]:
    """`n` lines of a log in 'common', 'combined' or 'vhost_combined'; the same for one seed."""
    log = _Log(seed, log_format)
    while len(log.lines) < n:
        log.scene()
        step = log.rng.choice(STEPS)
        log.now += step
        log.stretch += step >= 900
    written = log.lines[:n]
    disorder = log.rng.choice(("none", "near", "near", "all", "reversed"))
    if disorder == "near":
        order = sorted(range(n), key=lambda i: i + log.rng.uniform(0, 6))
        written = [written[i] for i in order]
    elif disorder == "all":
        log.rng.shuffle(written)
    elif disorder == "reversed":
        written.reverse()
    return written
