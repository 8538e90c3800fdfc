# SPDX-License-Identifier: GPL-3.0-or-later
"""A report for programs: one JSON object with each section under its own name.

Rates are 0..1, null where nothing divides; times are ISO 8601 with the offset of the zone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from loganalytics.model_report import Mark, Report, Section, Value

# In text these would act on the terminal that shows it; as \uXXXX they are the same value.
_ACTING = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

_COMMA = ",\0"  # between two values: no text in JSON holds that


def dumps(report: Report, *, ascii_only: bool = False) -> str:
    """Return a report as JSON, each row of a table on one line, without a newline at its end."""
    # With an indent Python does it itself, which takes five times as long as its code in C.
    encoder = json.JSONEncoder(
        ensure_ascii=ascii_only, allow_nan=False, default=_plain, separators=(_COMMA, ": ")
    )
    document: dict[str, Any] = {
        "database": report.database,
        "period": {
            "start": report.start.isoformat(),
            "end": report.end.isoformat(),
            "timezone": report.timezone,
        },
        **_compared(report),
        "by": report.unit,
        "sites": list(report.sites),
        "path": report.path,
        "where": report.where,
        "k": report.k,
        "notes": _notes(report),
    }
    members = [(name, encoder.encode(value)) for name, value in document.items()]
    members += [(section.name, _section(section, encoder, "  ")) for section in report.sections]
    return harmless(_object(members, "").replace(_COMMA, ", "))


def harmless(text: str) -> str:
    """Return JSON with the same values that shows no character which acts on a terminal."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _compared(report: Report) -> dict[str, Any]:
    if report.compared is None:
        return {}
    start, end = report.compared.start.isoformat(), report.compared.end.isoformat()
    return {"compare": {"to": report.compared.to, "start": start, "end": end}}


def _notes(report: Report) -> list[str]:
    notes = [note for each in report.sections for note in (*each.common, *each.notes)]
    empty = [report.empty] if report.empty else []
    return list(dict.fromkeys([*report.notes, *empty, *notes]))


def _section(section: Section, encoder: json.JSONEncoder, indent: str) -> str:
    rows = section.dicts()
    if not section.single:
        return _lines(encoder.encode(rows), indent) if rows else "[]"
    members = [(name, encoder.encode(value)) for name, value in rows[0].items()]
    members += [(inner.name, _section(inner, encoder, f"{indent}  ")) for inner in section.inner]
    return _object(members, indent)


def _lines(rows: str, indent: str) -> str:
    """A list of objects, one on each line."""
    inside = rows[1:-1].replace(f"}}{_COMMA}{{", f"}},\n{indent}  {{")
    return f"[\n{indent}  {inside}\n{indent}]"


def _object(members: Sequence[tuple[str, str]], indent: str) -> str:
    """An object with a member on each line; their values are JSON already."""
    lines = [f"{indent}  {json.dumps(name)}: {value}" for name, value in members]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _plain(value: object) -> Value:
    """What programs get of a value that JSON has no kind for."""
    if isinstance(value, Mark):
        return value.number
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
