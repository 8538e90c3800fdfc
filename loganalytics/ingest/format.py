# SPDX-License-Identifier: GPL-3.0-or-later
"""In which format a source is read: the one that was given, or the one its first lines show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address
from itertools import chain, islice
from os.path import splitext

from loganalytics.errors import SourceError
from loganalytics.parse.detect import Detection, detect, fitting
from loganalytics.parse.formats import Format
from loganalytics.sources import Source

HINT = "name the format with --format"
_OF_SERVER = f"{HINT}: the LogFormat (Apache) or log_format (nginx) of the server's configuration"

FEW, SHORT = 100, 1000  # lines, characters: enough to see whether a log is of a format

_W3C = "it looks like an IIS or CloudFront (W3C) log, and these are not read"
# How the first line of a log begins that no format is for, and what it is then.
_FOREIGN = (
    ("{", "JSON is read only where --format spells it out, as a log_format string does"),
    (("#Fields:", "#Version:", "#Software:"), _W3C),
)
# Where which bytes show an archive. In a log servers escape such bytes: nobody can put them there.
_ARCHIVES = (
    (0, b"PK\x03\x04", "a ZIP archive"),
    (257, b"ustar\x0000", "a tar archive"),
    (257, b"ustar  \x00", "a tar archive"),
)
_UNPACK = "unpack it into a folder of its own, and ingest that folder"
# What unpacks a file of that name, for the hints.
_UNPACKERS = {".gz": "zcat", ".bz2": "bzcat", ".xz": "xzcat", ".zst": "zstdcat"}
_TIME = re.compile(r"\[\d\d/[A-Z][a-z]{2}/\d{4}:")
_CLIENT = 3  # words before the time: the client, and who he says he is, twice
# A virtual host, which no word of syslog looks like.
_HOST = re.compile(r"(?=.*[A-Za-z*])[\w*-]+(\.[\w*-]+)+(:\d+)?|[\w*.-]+:\d+")


def format_of(source: Source, sample: bytes, given: Format | None) -> Format | None:
    """The format of a source; None for a file of a folder that is no access log.

    Raises `SourceError` where no format with a name is sure.
    """
    if archive := _archive(source, sample):
        if source.optional:
            return None
        raise SourceError(f"{source.label}: {archive}")
    lines = lines_of(sample)
    if len(lines) > 1:
        del lines[-1]  # empty, or cut by the end of the sample
    # A database may lie beside its logs, and be called like them; a log may have no line yet.
    nothing = sample[8:12] == b"DUCK" or not any(line.strip() for line in lines)
    optional = source.optional or (source.in_folder and nothing)
    if given is not None:
        foreign = _foreign(lines)
        taken = not (optional or foreign)
        if (taken and not given.besides) or _fits(given, lines):
            return given
        if taken:  # else lines of another format would be read without a word
            return replace(given, besides=())
        if not optional:
            foreign = _of_docker(source, lines) or foreign
            raise SourceError(f"{source.label}: no line is of the format of --format; {foreign}")
        return None
    detection = detect(lines)
    if detection.format is None and not optional:
        if b"\0" in sample:
            raise SourceError(f"{source.label}: a binary file, no access log")
        if not detection.lines:
            without = _piped(source, "grep .")
            raise SourceError(
                f"{source.label}: its first lines are empty, and show no format; {without} leaves"
                " such lines out"
            )
        advice = (
            _of_docker(source, lines) or _foreign(lines) or _prefixed(source, lines) or _OF_SERVER
        )
        raise SourceError(f"{source.label}: no known format fits{_made_of(detection)}; {advice}")
    return detection.format


def lines_of(sample: bytes) -> list[str]:
    """The first lines of a source; what follows the last newline is one, too."""
    return sample.decode(errors="backslashreplace").replace("\r", "").split("\n")


def _made_of(detection: Detection) -> str:
    """What each candidate made of the first lines."""
    first = f"of its first {_lines(detection.lines)}"
    if not any(count for _, count in detection.fits):
        any_of = "its first line" if detection.lines == 1 else f"any {first}"
        return f" {any_of} (tried: {', '.join(name for name, _ in detection.fits)})"
    fits = ", ".join(f"{name} {count}" for name, count in detection.fits)
    return f"; {first} these fit: {fits}"


def _lines(count: int) -> str:
    return "line" if count == 1 else f"{count} lines"


def _fits(given: Format, lines: Sequence[str]) -> bool:
    """Whether one of the first lines is of a format; of any user's, which a line may take long."""
    short = (line for line in lines if len(line) <= SHORT)
    return any(fitting(given, [line]) for line in islice(short, FEW))


def _foreign(lines: Sequence[str]) -> str:
    """What to say of a log by its first line; '' where that tells nothing."""
    first = next((line for line in lines if line.strip()), "").lstrip("\ufeff \t")
    return next((said for begin, said in _FOREIGN if first.startswith(begin)), "")


def _of_docker(source: Source, lines: Sequence[str]) -> str:
    """What to say of a log that Docker keeps as JSON; '' of any other."""
    first = next((line for line in lines if line.strip()), "")
    if not first.startswith('{"log":"'):
        return ""
    return f"it looks like Docker's: {_piped(source, 'jq -j .log')} reads it"


def _piped(source: Source, command: str) -> str:
    """How to ingest a source through a command that reads standard input, or a file."""
    if source.stream:
        read = command
    elif unpacker := _UNPACKERS.get(splitext(source.label)[1]):
        read = f"{unpacker} FILE | {command}"
    else:
        read = f"{command} FILE"
    return f"`{read} | loganalytics ingest -`"


def _archive(source: Source, sample: bytes) -> str:
    """What to say of what is no text, or would be text by chance; '' of all else."""
    for at, magic, name in _ARCHIVES:
        if sample[at : at + len(magic)] == magic:
            return f"{name}, no log: {_UNPACK}"
    marked = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Of ASCII every other byte is a zero; two such bytes alone may begin a line of anything.
    if not marked or sample[:SHORT].count(0) * 3 <= len(sample[:SHORT]):
        return ""
    return f"UTF-16 text: {_piped(source, 'iconv -f UTF-16 -t UTF-8')} reads it"


def _prefixed(source: Source, lines: Sequence[str]) -> str:
    """What to say where lines have words in front that are none of the log's; '' if they do not.

    So do those of syslog and of containers.
    """
    rests: list[str] = []
    fronts: list[list[str]] = []
    for line in lines[:FEW]:
        if len(line) <= SHORT and (time := _TIME.search(line)):
            words = line[: time.start()].rstrip(" ").split(" ")
            named = len(words) > _CLIENT and _HOST.fullmatch(words[-_CLIENT - 1])
            own = _CLIENT + bool(named)
            rests.append(" ".join((*words[-own:], line[time.start() :])))
            fronts.append(words[:-own])
    if not all(fronts) or any(map(_is_address, chain(*fronts))) or detect(rests).format is None:
        return ""  # an address is that of a proxy or of the client: a field of the log
    said = "each line has something in front"
    colons = {" ".join(words).count(":") for words in fronts}
    if len(colons) == 1 and all(words[-1].endswith(":") for words in fronts):  # that of syslog
        cut = f"sed -E 's/^([^:]*:){{{colons.pop()}}} *//'"
    elif len({len(words) for words in fronts}) == 1:
        cut = f"cut -d ' ' -f {len(fronts[0]) + 1}-"
    else:
        return f"{said}, which has to be cut off; or {HINT}"
    return f"{said}: {_piped(source, cut)} leaves it out; or {HINT}"


def _is_address(word: str) -> bool:
    try:
        ip_address(word.strip('",'))
    except ValueError:
        return False
    return True
