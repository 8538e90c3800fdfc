# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a log of which no line is a hit: by its first lines, which are read once more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from loganalytics.errors import SourceError
from loganalytics.ingest.format import FEW, HINT, SHORT, lines_of
from loganalytics.parse.detect import detect, fitting
from loganalytics.parse.formats import Format, from_option
from loganalytics.sources import Reader, Source

_BRACKETS = re.compile(r'\[([^\[\]]*)\] "')
_FRACTION = re.compile(r"\d\d?/[A-Za-z]{3}/\d{4}(?::\d\d){3}\.\d+ [+-]\d{4}", re.ASCII)
_NO_OFFSET = re.compile(r"\d\d?/\w{3}/\d{4}[: ]\d\d:\d\d:\d\d(?:[.,]\d+)?")
# Formats whose times have a fraction of a second, as Apache logs them.
_COMMON = '%h %l %u [%{%d/%b/%Y:%H:%M:%S}t.%{msec_frac}t %{%z}t] "%r" %>s %b'
_COMBINED = f'{_COMMON} "%{{Referer}}i" "%{{User-Agent}}i"'
_WITH_FRACTIONS = (_COMMON, _COMBINED)
_WITH_HOSTS = tuple(f"%v {each}" for each in _WITH_FRACTIONS)


def why_none(source: Source, log_format: Format, *, given: bool) -> str:
    """Why no line of a source is of a format, as far as can be told, and what to do.

    `given`: whether its user named the format.
    """
    lines = _first(source)
    found = detect(lines).format if given and lines else None
    for each in (log_format, found):
        times = _times(lines, each) if each is not None else []
        if times and not any(map(_is_read, times)):
            return _of_times(times, lines, hosts=each is not None and each.has("host"))
    if not given:
        return HINT
    said = "that is what --format says"
    if found is None or found.name == log_format.name:
        return said
    return f"{said}. Its first lines are {found.name}: leave --format out"


def _first(source: Source) -> list[str]:
    if source.stream:  # it was read, and is gone
        return []
    try:
        with Reader(source) as reader:
            sample = reader.sample()
    except SourceError:
        return []
    return [line for line in lines_of(sample)[:FEW] if len(line) <= SHORT]


def _times(lines: Sequence[str], log_format: Format) -> list[str]:
    """What stands in the brackets of lines that fit a format with the usual time."""
    if log_format.time != "clf":
        return []
    fits = [line for line in lines if fitting(log_format, [line])]
    return [found[1] for line in fits if (found := _BRACKETS.search(line))]


def _is_read(time: str) -> bool:
    try:
        datetime.strptime(time, "%d/%b/%Y:%H:%M:%S %z")
    except ValueError:
        return False
    return True


def _of_times(times: Sequence[str], lines: Sequence[str], *, hosts: bool) -> str:
    """`hosts`: whether the lines begin with a virtual host, which else would be the client."""
    if all(map(_FRACTION.fullmatch, times)):
        for text in _WITH_HOSTS if hosts else _WITH_FRACTIONS:
            if fitting(from_option(text), lines):
                return f"its times have fractions of a second: give --format '{text}'"
        time = "[%{%d/%b/%Y:%H:%M:%S}t.%{msec_frac}t %{%z}t]"
        return f"its times have fractions of a second: {HINT}, as a LogFormat with {time}"
    if all(map(_NO_OFFSET.fullmatch, times)):
        return "its times have no offset from UTC, and without it they cannot be read"
    return "its times cannot be read: they are not written like 10/Oct/2026:12:00:00 +0000"
