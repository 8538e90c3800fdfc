# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the format of a log from its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loganalytics.parse.formats import Format, named, with_others
from loganalytics.parse.patterns import for_python
from loganalytics.timings import step

SAMPLE = 1000  # lines
_SURE = 0.5  # share of the sample that the format must fit
_CHANGED = 0.05  # share of it that shows that the log was of the common format at first
_FEW = 0.9  # share of a field's values that must be addresses, for it to be one of addresses
_QUOTES = 8  # of the request, the Referer, the agent and X-Forwarded-For: most lines have 6

_VHOST = re.compile(r"[A-Za-z0-9_*.:\[\]-]+ (?!- )[0-9A-Za-z.:_-]+ \S+ \S")
_IPV4 = r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"
_IPV6 = r"\[?[0-9a-fA-F]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*(?:\]:\d+|\])?"
_ADDRESS = f"(?:unknown|{_IPV4}|{_IPV6})"
_ADDRESSES = re.compile(f"-|{_ADDRESS}(?:, ?{_ADDRESS})*")
# How a line begins whose client is one: what syslog and the like write before each line, a date or
# the name of a machine, fits in its place, too. A name without a dot may be a date's month: then
# what follows is no '-'.
_CLIENT = (
    rf"(?:{_IPV4}|(?=\S*::|(?:[^ :]*:){{7}}){_IPV6}(?:%\w+)?|unix:|unknown)(?:, ?{_ADDRESS})* "
    r"|(?=\S*[A-Za-z])[\w*-]+\.[\w.*-]+ (?:-|[A-Za-z][\w.-]*) "
    r"|(?!\d+ )[\w.*/+=%@-]+ - "
)
_HOST = (
    rf"(?:{_IPV4}|\[[0-9A-Fa-f:.]+\](?::\d+)?|[0-9A-Fa-f:]*::[0-9A-Fa-f:.]*"
    r"|(?=\S*[A-Za-z*])[\w*-]+(?:\.[\w*-]+)+\.?(?::\d+)?"
    r"|[A-Za-z_*][\w*-]*:\d+|[A-Za-z_-][\w-]*) "
)
# A host behind the client, where who that one says that he is would stand.
_HOST_BEHIND = re.compile(r"\S+ (?=\S*[A-Za-z])[\w-]+(?:\.[\w-]+)+(?::\d+)? [^ ]+ \[", re.ASCII)
# A bracket that opens no time. The end of the user's name is looked for at each, and that of the
# time to the end of the line: as many as an agent may hold would take a fifteenth of a second.
_NO_TIME = re.compile(r' \[(?![^\]]{0,40}\] ")')
_BEGINS = {
    False: re.compile(_CLIENT, re.ASCII),
    True: re.compile(f"{_HOST}(?:{_CLIENT})", re.ASCII),  # with a virtual host
}


@dataclass(frozen=True, slots=True)
class Detection:
    """What the candidates made of the sample, and the format if one is sure.

    Then those that were not asked after it are missing; else all are there, best first.
    """

    format: Format | None
    lines: int
    # The name of a format and how many lines fit it, with a client and a host that look like it.
    fits: tuple[tuple[str, int], ...]


@step("reading")
def detect(lines: Sequence[str]) -> Detection:
    """The format of these lines, among those with a name."""
    sample = [line for line in lines[:SAMPLE] if line]
    hosts = [line for line in sample if _VHOST.match(line)]

    def likely(name: str) -> int:
        return _likely(name, hosts if name.startswith("vhost") else sample)

    fits: dict[str, int] = {}
    # A line with a virtual host fits the format without one too, its columns shifted: so a format
    # with one wins where it is sure, even if an odd host makes a few lines fit only the other.
    for name in ("vhost_combined", "vhost_common", "combined", "common"):
        fits[name] = likely(name)
        if fits[name] and fits[name] >= _SURE * len(sample):
            break
    else:
        return Detection(None, len(sample), tuple(sorted(fits.items(), key=lambda f: -f[1])))
    # A line that was cut short looks like one of a shorter format: some are no change of format.
    some = _CHANGED * len(sample)
    short = ("vhost_common", "common") if len(sample) - fits[name] > some else ()
    besides = [each for each in short if each != name and likely(each) > some]
    if name == "combined" and _forwarded(sample):
        name = "nginx_main"
    found = replace(with_others(name, besides=besides), host_unread=_host_unread(name, sample))
    return Detection(found, len(sample), tuple(fits.items()))


def _host_unread(name: str, sample: Sequence[str]) -> bool:
    """Whether most lines have a host behind the client, and no field that others add."""
    quotes = {"common": 2, "combined": 6}.get(name)
    found = [line for line in sample if _HOST_BEHIND.match(line) and line.count('"') == quotes]
    return len(found) > _SURE * len(sample)


def _likely(name: str, lines: Sequence[str]) -> int:
    """How many lines fit the format of a name, and begin with a client and a host that look so."""
    begins = _BEGINS[name.startswith("vhost")]
    likely = [line for line in lines if begins.match(line)]
    return fitting(named(name), [_NO_TIME.sub(" (", line) for line in likely])


@step("reading")
def fitting(log_format: Format, lines: Sequence[str]) -> int:
    """How many of the first lines fit a format."""
    pattern = re.compile(for_python(log_format.whole))
    return sum(1 for line in lines[:SAMPLE] if pattern.match(line))


def _forwarded(sample: Sequence[str]) -> bool:
    # nginx's packages log X-Forwarded-For behind the agent: addresses show it, and a field that is
    # empty all over is taken for it, too. Else a log of few proxies would be of another format than
    # the one of the day before, and visits would end between them. The last of the grouped patterns
    # looks for that field alone.
    pattern = re.compile(for_python(named("nginx_main").patterns[-1].grouped[-1]))
    found = [
        line[match.start(1) : match.end(1)]
        for line in sample
        if line.count('"') >= _QUOTES and (match := pattern.match(_NO_TIME.sub(" (", line)))
    ]
    named_one = any(value != "-" for value in found)
    enough = named_one or len(found) >= _SURE * len(sample)
    # Not of all: what is sent to a proxy is up to whoever sends it.
    fits = sum(1 for value in found if _ADDRESSES.fullmatch(value))
    return enough and fits > _FEW * len(found)
