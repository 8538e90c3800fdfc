# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs in which every value that points at a person is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

START = datetime(2026, 10, 1, 8, 0, 7, tzinfo=UTC)
PROXY = "127.0.0.1"  # a proxy of the own machine: what it forwards is the client


@dataclass(frozen=True)
class Person:
    """One of those who must not be found."""

    address: str
    agent: str
    user: str = "-"


ANNA = Person(
    "203.0.113.187",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0; quastenflosser) Gecko/20100101 Firefox/128.0",
    "grimmelshausen",
)
BERT = Person(
    "198.51.100.213",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.6478.127 Safari/537.36",
    "droste-huelshoff",
)
CLEO = Person(
    "2001:db8:4a7c:91::beef:17",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
)
DORA = Person(
    "::ffff:192.0.2.171",
    "Mozilla/5.0 (Linux; Android 14; Kastenbrot-7731 Build/UP1A.231005.007) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/125.0.6422.165 Mobile Safari/537.36",
)
# Agents that are their owner's alone: no rule knows them.
EMIL = Person("203.0.113.91", "Hieronymus-Bosch-Reader/1.0 (+emil@leser.example)", "h.bosch")
FRED = Person("192.0.2.219", "198.51.100.233")
PEOPLE = (ANNA, BERT, CLEO, DORA, EMIL, FRED)
FORWARDED = Person("198.51.100.149", ANNA.agent), Person("2001:db8:6e1d::7b:c3", BERT.agent)

# What the cleaning of values must find, wherever it stands, and what it leaves instead.
TEXTS = {
    "maria.holm@mail.example": "(email)",
    "203.0.113.55": "(ip)",
    "2001:db8:77::5a": "(ip)",
    "550e8400-e29b-41d4-a716-446655440000": "(uuid)",
    "9f86d081884c7d659a2feaa0c55ad015": "(hex)",
    "aZ3kQ9xW7mB2nV5cR8tY4uP6": "(token)",
    "491701234567": "(number)",
}
HOSTS = ("203.0.113.66", "ec2-203-0-113-67.compute.example", "491701234568.users.example")
QUERIES = ("stillesuche", "verschwiegen", "abgefragt")
COOKIES = ("kekskruemel7731", "schokokeks4419")

SECRETS = (
    *(person.address for person in (*PEOPLE, *FORWARDED)),
    *(person.agent for person in PEOPLE),
    *(person.user for person in PEOPLE if person.user != "-"),
    *("192.0.2.171", "quastenflosser", "Kastenbrot", "Hieronymus", "UP1A.231005"),
    *TEXTS,
    *HOSTS,
    *("203-0-113-67", "491701234568"),
    *QUERIES,
    *COOKIES,
)


def clock(seconds: int) -> str:
    """The time so many seconds after the start, as logs write it."""
    return (START + timedelta(seconds=seconds)).strftime("%d/%b/%Y:%H:%M:%S +0000")


def line(
    person: Person,
    seconds: int,
    target: str,
    *,
    status: int = 200,
    size: int = 512,
    referer: str = "-",
    method: str = "GET",
    before: str = "",
    behind: str = "",
) -> str:
    """One line of a combined log."""
    return (
        f"{before}{person.address} - {person.user} [{clock(seconds)}] "
        f'"{method} {target} HTTP/1.1" {status} {size} "{referer}" "{person.agent}"{behind}\n'
    )


def pixel(**parameters: str) -> str:
    """The target of a pixel hit, as URLSearchParams writes it."""
    return "/pixel.gif?" + "&".join(f"{k}={quote(v, safe='')}" for k, v in parameters.items())


def combined() -> str:
    """Everything that a combined log can hold, from everybody."""
    query, other, third = QUERIES
    lines = []
    for n, person in enumerate(PEOPLE):
        at = n * 5000
        search = f"https://www.google.com/search?q={other}#{third}"
        lines += [
            line(person, at, f"/start?q={query}#{third}", referer=search),
            line(person, at + 20, f"/docs/manual.pdf?user={query}"),
            line(person, at + 30, f"/gone?q={query}", status=404),
            line(person, at + 40, f"/api/{query}?a=1", method="POST"),
            line(person, at + 50, f"http://site.example/absolute?{query}"),
        ]
        lines += [
            part
            for m, text in enumerate(TEXTS)
            for part in views_with(person, at + 100 + 100 * m, text)
        ]
    lines.append(f"{ANNA.address} broken {ANNA.agent} {QUERIES[0]}\n")
    lines.append("\\x16\\x03\\x01 " + BERT.address + "\n")
    # Quotes inside: these go through the pattern of the format.
    lines.append(line(BERT, 40_000, '/quoted\\"x?' + query, referer=f"https://a.example/?{other}"))
    return "".join(lines)


def views_with(person: Person, at: int, text: str, *, step: int = 1) -> list[str]:
    """Lines, `step` seconds apart, with a personal text in every place that a value is kept of."""
    once, twice = quote(text, safe=""), quote(quote(text, safe=""), safe="")
    bare = text if ":" not in text else f"[{text}]"
    return [
        line(person, at, f"/u/{text}/x", referer=f"https://ref.example/of/{text}/y?z={text}"),
        line(person, at + step, f"/v/{once}/x", referer=f"https://{bare}/"),
        line(person, at + 2 * step, f"/w/{twice}/x"),
        line(person, at + 3 * step, f"/d/{text}/a.pdf"),
        line(
            person,
            at + 4 * step,
            pixel(
                path=f"/p/{text}/x?q={text}",
                title=f"Order of {text}",
                referrer=f"https://seen.example/by/{text}?q={text}#{text}",
                resolution="320,568",
                utm_source=text,
                utm_campaign=f"letter {text}",
                utm_term=text,
            ),
        ),
        line(person, at + 5 * step, pixel(path="/p/", event=f"mail {text}")),
        line(person, at + 6 * step, pixel(), referer=f"https://site.example/r/{text}?q={text}"),
    ]


def with_cookies() -> str:
    """A combined log with a field behind it."""
    return "".join(
        line(person, 60_000 + n, "/cookies", behind=f' "sid={cookie}; lang=en"')
        for n, (person, cookie) in enumerate(zip((ANNA, CLEO), COOKIES, strict=True))
    )


def vhost_combined() -> str:
    """Virtual hosts, good ones and some that are somebody's."""
    return "".join(
        line(person, 70_000 + 10 * n, "/hosted", before=f"{host}:443 ")
        for n, host in enumerate(("www.site.example", *HOSTS))
        for person in PEOPLE
    )


def nginx_main() -> str:
    """Lines of a proxy, that names the client behind the agent."""
    return "".join(
        line(
            Person(PROXY, person.agent, person.user),
            80_000 + 10 * n,
            "/forwarded",
            behind=f' "{ANNA.address}, {person.address}"',
        )
        for n, person in enumerate((*FORWARDED, DORA))
    )


def hopeless() -> str:
    """No line of it is one of a log."""
    return "".join(
        f"{person.address} {person.user} said {QUERIES[0]} with {person.agent}\n"
        for person in PEOPLE
    )
