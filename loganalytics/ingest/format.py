# SPDX-License-Identifier: GPL-3.0-or-later
"""In which format a source is read: the one that was given, or the one its first lines show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from loganalytics.errors import SourceError
from loganalytics.parse.detect import detect, fitting
from loganalytics.parse.formats import Format
from loganalytics.sources import Source

HINT = "name the format with --format"

_FEW, _SHORT = 100, 1000  # lines, characters: enough to see whether a log is of a format

_W3C = "it looks like an IIS or CloudFront (W3C) log, and these are not read"
# How the first line of a log begins that no format is for, and what it is then.
_FOREIGN = (
    ("{", "JSON logs are not read"),
    (("#Fields:", "#Version:", "#Software:"), _W3C),
)


def format_of(source: Source, sample: bytes, given: Format | None) -> Format | None:
    """The format of a source; None for a file of a folder that is no access log.

    Raises `SourceError` where no format with a name is sure.
    """
    lines = sample.decode(errors="backslashreplace").replace("\r", "").split("\n")
    if len(lines) > 1:
        del lines[-1]  # empty, or cut by the end of the sample
    # A database may lie beside its logs, and be called like them; a log may have no line yet.
    nothing = sample[8:12] == b"DUCK" or not any(line.strip() for line in lines)
    optional = source.optional or (source.in_folder and nothing)
    if given is not None:
        foreign = _foreign(lines)
        if not (optional or foreign) or _fits(given, lines):
            return given
        if not optional:
            raise SourceError(f"{source.label}: no line is of the format of --format; {foreign}")
        return None
    detection = detect(lines)
    if detection.format is None and not optional:
        if b"\0" in sample:
            raise SourceError(f"{source.label}: a binary file, no access log")
        fits = ", ".join(f"{name} {count}" for name, count in detection.fits)
        raise SourceError(
            f"{source.label}: no known format fits; of its first {detection.lines} lines these "
            f"fit: {fits}; {_foreign(lines) or HINT}"
        )
    return detection.format


def _fits(given: Format, lines: Sequence[str]) -> bool:
    """Whether one of the first lines is of a format; of any user's, which a line may take long."""
    short = (line for line in lines if len(line) <= _SHORT)
    return any(fitting(given, [line]) for line in islice(short, _FEW))


def _foreign(lines: Sequence[str]) -> str:
    """What to say of a log by its first line; '' where that tells nothing."""
    first = next((line for line in lines if line.strip()), "").lstrip("\ufeff \t")
    return next((said for begin, said in _FOREIGN if first.startswith(begin)), "")
