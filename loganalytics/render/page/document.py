# SPDX-License-Identifier: GPL-3.0-or-later
"""A report for a browser: one HTML file that loads nothing, sends nothing and needs no script.

Style and script stand in the page, and a Content-Security-Policy in it allows these two by their
hashes and nothing else. No value becomes a link, an address, a style or a script.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePath
from string import Template

from loganalytics.asked import NONE
from loganalytics.model_definitions import TERMS
from loganalytics.model_report import Report, Section
from loganalytics.render.heading import premises, silence, within
from loganalytics.render.heat import crossed
from loganalytics.render.known import known
from loganalytics.render.page.glossary import glossary
from loganalytics.render.page.markup import Markup, element, join
from loganalytics.render.page.overview import tiles, timeline
from loganalytics.render.page.table import card
from loganalytics.render.page.values import short

LARGEST = 400_000  # bytes of a page whose rows nobody asked for by number
_FEWER = (100, 60, 40, 25, 10, 5, 1)  # rows of a section that are tried, one after the other


def dumps(report: Report, *, whole: bool = False, ascii_only: bool = False) -> str:
    """Return the page. Unless it is to be `whole`, long tables are cut so that it stays small.

    Rows that are left out are counted below their table.
    """
    longest = max((len(section.rows) for section in report.sections), default=0)
    page = ""
    for most in (longest,) if whole else _FEWER:
        page = _page(report, most)
        if len(page.encode()) <= LARGEST:
            break
    return page.encode("ascii", "xmlcharrefreplace").decode() if ascii_only else page


def _page(report: Report, most: int) -> str:
    style, script = _resource("page.css") + _bars(), _resource("page.js")
    name = _name(report)
    return Template(_resource("page.html")).substitute(
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        title=join((f"{name}: {_range(report)}",)),
        body=join(_body(report, name, most)),
    )


def _body(report: Report, name: str, most: int) -> Iterator[Markup]:
    filled = [known(section) for section in report.sections if section.speaks]
    shown = [] if report.empty else filled
    yield element("a", "Skip to the numbers", class_="skip", href="#numbers")
    yield _head(report, name, shown)
    yield element("main", *_main(report, shown, most), id="numbers")
    yield element(
        "footer",
        "Counted by loganalytics from the server’s access logs. "
        "This page loads nothing and sends nothing.",
    )


def _main(report: Report, shown: list[Section], most: int) -> Iterator[Markup]:
    if report.empty:
        yield element("p", report.empty[:1].upper() + report.empty[1:], class_="card message")
        return
    for section in shown:
        if section.single:
            yield tiles(within(report, section))
        elif section.name == "timeline":
            yield timeline(section, report.unit)
        else:
            yield card(crossed(section), most)
    if quiet := silence(report):
        yield element("p", quiet, class_="note quietly")
    yield glossary(_explained(shown))


def _explained(shown: list[Section]) -> Iterator[str]:
    """What needs a definition: columns with a heading, and values that are no names."""
    for section in (*shown, *(inner for each in shown for inner in each.inner)):
        yield from (column.name for column in section.columns if column.title)
        yield from TERMS.intersection(
            value for row in section.rows for value in row if isinstance(value, str)
        )
        if section.inner:
            yield "change"


def _head(report: Report, name: str, shown: list[Section]) -> Markup:
    about = [f"Database {PurePath(report.database).name}"]
    if report.where:
        about.append(f"where {report.where}")
    links = [
        element("li", element("a", section.title, href=f"#{section.name}")) for section in shown
    ]
    nav = element("nav", element("ul", *links), aria_label="Sections")
    return element(
        "header",
        element("h1", element("bdi", short(name))),
        element(
            "p",
            *(element("span", text) for text in (_range(report), f"time zone {report.timezone}")),
            class_="range",
        ),
        *_sites(report),
        element("p", " · ".join(about), class_="about"),
        *(element("p", note, class_="about") for note in premises(report)),
        *([nav] if links else []),
    )


def _sites(report: Report) -> list[Markup]:
    if len(report.sites) < 2:
        return []
    names = [element("bdi", short(site) or NONE) for site in report.sites[:20]]
    parts: list[str] = [f"{len(report.sites):,} sites: "]
    for number, each in enumerate(names):
        parts += [", " if number else "", each]
    if len(report.sites) > len(names):
        parts.append(f" and {len(report.sites) - len(names):,} more")
    return [element("p", *parts, class_="sites")]


def _name(report: Report) -> str:
    if len(report.sites) == 1 and report.sites[0]:
        return report.sites[0]
    return "All sites" if len(report.sites) > 1 else PurePath(report.database).stem


def _range(report: Report) -> str:
    start, end = report.start, report.end
    last = _last(report)
    if start.time() == end.time() == time():
        days = (last - start.date()).days + 1
        if days == 1:
            return _day(last)
        return f"{_day(start)} to {_day(last)}, {days:,} days"
    return f"{_day(start)} {start:%H:%M} to {_day(end)} {end:%H:%M}"


def _last(report: Report) -> date:
    return (report.end - timedelta(microseconds=1)).date()


def _day(day: date | datetime) -> str:
    return f"{day:%Y-%m-%d %a}"


@cache
def _resource(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


@cache
def _bars() -> str:
    """One class for each length of a bar: the policy allows no style in the markup."""
    return "".join(f".b{length}{{--b:{length}%}}" for length in range(1, 101))


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
