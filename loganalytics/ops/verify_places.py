# SPDX-License-Identifier: GPL-3.0-or-later
"""Where personal data could have been left: files, the columns of tables, reports."""

from __future__ import annotations

import base64
import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError

FILE, COLUMN, REPORT = "file", "column", "report"

_INTEGERS = re.compile(r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|BIGNUM|DECIMAL.*")
_NO_TEXT = re.compile(r"BOOLEAN|DATE|TIME.*|INTERVAL|DOUBLE|FLOAT")  # hold no text, no hash
_LONG = 10**11  # an integer from which on its digits are looked at as a text: no count, no size
_UUID = re.compile(rb"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_HEX_32 = re.compile(rb"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?![0-9A-Za-z])")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
_DECIMAL = re.compile(rb"\d{16,}")
_SPILL = re.compile(r"duckdb_temp_|loganalytics|duckdb", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Haystack:
    """Something that is searched. `cells`: the distinct texts of a column; `data`: its bytes."""

    name: str
    kind: str
    data: bytes
    cells: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()  # of at most 32 bits


@dataclass(frozen=True, slots=True)
class Files:
    """The files that are searched, and those of others that could not be."""

    found: tuple[Path, ...]
    spilt: tuple[Path, ...] = ()  # temporary files of DuckDB: what they hold is compressed
    unread: int = 0
    folders: tuple[Path, ...] = field(default=())  # of temporary files, which were looked into


def files_of(database: Path, logs: Sequence[Path]) -> Files:
    """The database, what lies beside it under its name, and temporary files."""
    real = Path(os.path.realpath(database))
    skipped = {os.path.realpath(log) for log in logs}
    beside: dict[str, Path] = {}
    for path in (real, database):  # what is named twice is called as the user does
        beside |= {os.path.realpath(each): each for each in _beside(path)}
    folders = list(dict.fromkeys([*(p.parent / ".tmp" for p in (database, real)), Path(".tmp")]))
    spilt = {
        os.path.realpath(path): path
        for folder in [*folders, *(p.with_name(p.name + ".tmp") for p in (database, real))]
        for path in _below(folder)
    }
    temporary = Path(tempfile.gettempdir())
    others = [
        path
        for entry in _entries(temporary)
        if _SPILL.match(entry.name)
        for path in ([entry] if entry.is_file() else _below(entry))
    ]
    readable = {os.path.realpath(path): path for path in others if os.access(path, os.R_OK)}
    found = {**beside, **spilt, **readable}
    return Files(
        found=tuple(path for name, path in found.items() if name not in skipped),
        spilt=tuple(path for path in spilt.values() if path.name.startswith("duckdb_temp_")),
        unread=len(others) - len(readable),
        folders=(temporary, *(folder for folder in folders if folder.is_dir())),
    )


def _beside(database: Path) -> Iterator[Path]:
    for entry in _entries(database.parent):
        if entry.name.lstrip(".").startswith(database.name):
            yield from [entry] if entry.is_file() else _below(entry)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _below(folder: Path) -> list[Path]:
    return [Path(top, name) for top, _, names in os.walk(folder) for name in sorted(names)]


def open_file(path: Path) -> Haystack | None:
    """A file to be searched; None if it is gone. Raises `DatabaseError` if it is unreadable."""
    try:
        # Not mapped into memory: a file that is cut meanwhile would end the process.
        return Haystack(str(path), FILE, path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, MemoryError) as error:
        raise DatabaseError(
            f"{path}: cannot be read ({type(error).__name__}), so nothing is verified"
        ) from None


@dataclass(frozen=True, slots=True)
class Places:
    """Everything that is searched, read into memory, so that the database is free again."""

    haystacks: tuple[Haystack, ...]
    files: Files
    tables: int
    cells: int  # values in them
    sites: tuple[str, ...]


def gather(connection: Connection, database: Path, logs: Sequence[Path]) -> Places:
    """Read the values and the files of an open database, and what lies beside it.

    Raises `DatabaseError` where a file cannot be read.
    """
    counts: Counter[str] = Counter()
    columns = list(_columns(connection, counts))
    files = files_of(database, logs)
    opened = [found for path in files.found if (found := open_file(path)) is not None]
    return Places(
        haystacks=(*opened, *columns),
        files=files,
        tables=len(counts),
        cells=counts.total(),
        sites=tuple(site for (site,) in connection.run("verify/sites")),
    )


def _columns(connection: Connection, counts: Counter[str]) -> Iterator[Haystack]:
    """Every column of every table, with its distinct values."""
    types = {(table, column): kind for table, column, kind in connection.run("verify/columns")}
    for table, quoted in connection.run("verify/tables"):
        counts[table] += 0
        columns: dict[str, list[str]] = defaultdict(list)
        for column, value, cells in connection.run("verify/cells", quoted=quoted):
            counts[table] += cells
            columns[column].append(value)
        for column, values in columns.items():
            if not _NO_TEXT.fullmatch(kind := types[table, column]):
                yield _column(f"{table}.{column}", kind, values)


def _column(name: str, kind: str, values: list[str]) -> Haystack:
    if kind == "BLOB":
        data = b"\n".join(_unprinted(value) for value in values)
        return Haystack(name, COLUMN, data, (), _numbers_in(data))
    if not _INTEGERS.fullmatch(kind):
        data = "\n".join(values).encode()
        return Haystack(name, COLUMN, data, tuple(values), _numbers_in(data))
    numbers = [int(value) for value in values if value.lstrip("-").isdigit()]
    small = frozenset(n & 0xFFFFFFFF for n in numbers if -(1 << 31) <= n < 1 << 32)
    large = [n for n in numbers if not -(1 << 31) <= n < 1 << 32]
    texts = [str(n) for n in large if abs(n) >= _LONG]
    packed = b"".join(_packed(n) for n in large)
    return Haystack(name, COLUMN, packed + "\n".join(texts).encode(), (), small)


def _packed(number: int) -> bytes:
    size = 8 if -(1 << 63) <= number < 1 << 64 else 16
    try:
        little = number.to_bytes(size, "little", signed=number < 0)
    except OverflowError:
        return b""
    return little + little[::-1] if size == 16 else little


def _unprinted(text: str) -> bytes:
    """The bytes of a BLOB that DuckDB wrote as text."""
    return re.sub(
        rb"\\x([0-9A-F]{2})", lambda m: bytes.fromhex(m[1].decode()), text.encode("latin-1")
    )


def report_of(name: str, text: str, cells: Sequence[str]) -> Haystack:
    """A report, as it is printed, and the texts in it."""
    data = text.encode()
    return Haystack(name, REPORT, data, tuple(dict.fromkeys(cells)), _numbers_in(data))


def _numbers_in(data: bytes) -> frozenset[int]:
    return frozenset(int(match[0], 16) for match in _HEX_32.finditer(data))


def buffers_of(haystack: Haystack) -> list[bytes]:
    """Its bytes, and what they are as hexadecimal digits, base64 or decimal numbers."""
    data = haystack.data
    decoded: list[bytes] = [
        bytes.fromhex(m[0].replace(b"-", b"").decode()) for m in _UUID.finditer(data)
    ]
    for match in _HEX.finditer(data):
        for run in (match[0], match[0][1:]):
            decoded.append(bytes.fromhex(run[: len(run) & ~1].decode()))
    for match in _BASE64.finditer(data):
        run = match[0].replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = run[start:]
            part = part[: len(part) & ~3] if len(part) % 4 == 1 else part
            decoded.append(base64.b64decode(part + b"=" * (-len(part) % 4)))
    for match in _DECIMAL.finditer(data):
        decoded += _decimals(match[0])
    return [data, b"\n".join(decoded)]


def _decimals(run: bytes) -> Iterator[bytes]:
    for length in range(16, min(len(run), 20) + 1):
        for start in range(len(run) - length + 1):
            number = int(run[start : start + length])
            if number < 1 << 64:
                yield number.to_bytes(8, "little")
                yield ((1 << 64) - number).to_bytes(8, "little") if number else b""
