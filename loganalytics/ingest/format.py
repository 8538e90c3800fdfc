# SPDX-License-Identifier: GPL-3.0-or-later
"""In which format a source is read: the one that was given, or the one its first lines show."""

from __future__ import annotations

from loganalytics.errors import SourceError
from loganalytics.parse.detect import detect, fitting
from loganalytics.parse.formats import Format
from loganalytics.sources import Source

HINT = "name the format with --format"


def format_of(source: Source, sample: bytes, given: Format | None) -> Format | None:
    """The format of a source; None for a file of a folder that is no access log.

    Raises `SourceError` where no format with a name is sure.
    """
    lines = sample.decode(errors="backslashreplace").replace("\r", "").split("\n")
    if len(lines) > 1:
        del lines[-1]  # empty, or cut by the end of the sample
    if given is not None:
        return None if source.in_folder and not fitting(given, lines) else given
    detection = detect(lines)
    if detection.format is None and not source.in_folder:
        if b"\0" in sample:
            raise SourceError(f"{source.label}: a binary file, no access log")
        fits = ", ".join(f"{name} {count}" for name, count in detection.fits)
        raise SourceError(
            f"{source.label}: no known format fits; of its first {detection.lines} lines these "
            f"fit: {fits}; {HINT}"
        )
    return detection.format
