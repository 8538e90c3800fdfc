# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of any columns, as they come: a table for people, CSV and JSON for programs.

At no time are more than some batches held, however many rows there are.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from rich.cells import cell_len

from loganalytics.render import as_csv, as_json
from loganalytics.render.cells import plain
from loganalytics.render.layout import GAP, middle, wrapped

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_TIMES = ("DATE", "TIME", "INTERVAL")
_MEASURED = 1000  # rows by which the widths are judged
_LEAST = 12  # a text is not cut below this to make room for another column
_NULL = "NULL"

Row = Sequence[Any]


def table(
    names: Sequence[str],
    types: Sequence[str],
    rows: Iterable[Row],
    stream: IO[str],
    *,
    width: int,
    limit: int,
    colour: bool,
) -> None:
    """Print a table no wider than `width`, of at most `limit` rows, 0 for all.

    Columns that have no room even when texts are cut are named below it.
    """
    rest = iter(rows)
    kinds = [_kind(type_) for type_ in types]
    most = min(limit or _MEASURED, _MEASURED)
    head = [_texts(row) for row in islice(rest, most)]
    widths = _fitted(names, head, kinds, width)
    heading = _line([[plain(name)] for name in names], widths, kinds)[0]
    stream.write(f"\x1b[2m{heading}\x1b[0m\n" if colour else f"{heading}\n")
    shown = 0
    for texts in chain(head, (_texts(row) for row in _first(rest, limit, most))):
        stream.writelines(f"{line}\n" for line in _line(texts, widths, kinds))
        shown += 1
    notes = []
    if not shown:
        notes.append("No rows.")
    if limit and next(rest, None) is not None:
        notes.append(f"… more than {limit:,} rows; --limit 0 shows all.")
    if left := [plain(name) for name in names[len(widths) :]]:
        notes.append(f"No room for {', '.join(left)}: name fewer columns, or use --format csv.")
    for note in notes:
        stream.writelines(f"{line}\n" for line in wrapped(note, width))


def comma_separated(
    names: Sequence[str], rows: Iterable[Row], stream: IO[str], *, limit: int
) -> None:
    """Print CSV with a heading line; texts that a spreadsheet would run get an apostrophe."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([as_csv.cell(name) for name in names])
    for row in islice(rows, limit or None):
        writer.writerow([_csv(value) for value in row])


def objects(
    names: Sequence[str], rows: Iterable[Row], stream: IO[str], *, limit: int, ascii_only: bool
) -> None:
    """Print a JSON array of one object a row. The names must differ."""
    encode = json.JSONEncoder(ensure_ascii=ascii_only, allow_nan=False).encode
    before = "["
    for row in islice(rows, limit or None):
        text = encode(dict(zip(names, map(_json, row), strict=True)))
        stream.write(f"{before}\n  {as_json.harmless(text)}")
        before = ","
    stream.write("[]\n" if before == "[" else "\n]\n")


def _kind(type_: str) -> str:
    if type_.endswith("]"):
        return "text"
    if type_.removeprefix("U").partition("(")[0] in _NUMBERS:
        return "number"
    return "time" if type_.startswith(_TIMES) else "text"


def _first(rest: Iterator[Row], limit: int, taken: int) -> Iterator[Row]:
    return islice(rest, limit - taken) if limit else rest


def _texts(row: Row) -> list[list[str]]:
    """The cells of a row, each as its lines."""
    return [[plain(line) for line in _text(value).split("\n")] for value in row]


def _fitted(
    names: Sequence[str], rows: Sequence[list[list[str]]], kinds: Sequence[str], width: int
) -> list[int]:
    """How wide the columns are, texts cut where they must be; behind them there is no room."""
    natural = [
        max(cell_len(text) for text in chain([plain(name)], *(row[place] for row in rows)))
        for place, name in enumerate(names)
    ]
    for shown in range(len(names), 1, -1):
        room = width - GAP * (shown - 1)
        longest = max(_LEAST, min(room, max(natural[:shown])))
        for cap in range(longest, _LEAST - 1, -1):
            cut = [
                min(each, cap) if kinds[place] == "text" else each
                for place, each in enumerate(natural[:shown])
            ]
            if sum(cut) <= room:
                return cut
    return [min(each, width) for each in natural[:1]]


def _line(texts: Sequence[Sequence[str]], widths: Sequence[int], kinds: Sequence[str]) -> list[str]:
    """A row as the lines it takes. Only texts are cut: half a number would be another one."""
    height = max(len(texts[place]) for place in range(len(widths)))
    lines = []
    for level in range(height):
        cells = []
        for place, room in enumerate(widths):
            lines_of = texts[place]
            text = lines_of[level] if level < len(lines_of) else ""
            if kinds[place] == "text":
                text = middle(text, room)
            blank = " " * (room - cell_len(text))
            cells.append(blank + text if kinds[place] == "number" else text + blank)
        lines.append((" " * GAP).join(cells).rstrip())
    return lines


def _text(value: Any) -> str:
    if type(value) in (str, int):
        return str(value)
    if value is None:
        return _NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dict | list | tuple):
        return json.dumps(_json(value), ensure_ascii=False)
    return value.hex() if isinstance(value, bytes) else str(value)


def _csv(value: Any) -> Any:
    if value is None or type(value) in (int, float, Decimal):
        return value
    return as_csv.cell(value if isinstance(value, bool | datetime) else _text(value))


def _json(value: Any) -> Any:
    if value is None or type(value) in (int, str, bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json(each) for each in value]
    return _text(value)
