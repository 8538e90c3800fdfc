# SPDX-License-Identifier: GPL-3.0-or-later
"""A report for programs: one JSON object with each section under its own name.

Rates are 0..1, null where nothing divides; times are ISO 8601 with the offset of the zone.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from loganalytics.model_report import Mark, Report, Section, Value

# In text these would act on the terminal that shows it; as \uXXXX they are the same value.
_ACTING = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def dumps(report: Report, *, ascii_only: bool = False) -> str:
    """Return the whole report as indented JSON, without a newline at its end."""
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
    document.update((section.name, _section(section)) for section in report.sections)
    text = json.dumps(document, indent=2, ensure_ascii=ascii_only, allow_nan=False)
    return harmless(text)


def harmless(text: str) -> str:
    """Return JSON with the same values that shows no character which acts on a terminal."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _compared(report: Report) -> dict[str, Any]:
    if report.compared is None:
        return {}
    start, end = report.compared.start.isoformat(), report.compared.end.isoformat()
    return {"compare": {"to": report.compared.to, "start": start, "end": end}}


def _notes(report: Report) -> list[str]:
    notes = [note for section in report.sections for note in section.notes]
    empty = [report.empty] if report.empty else []
    return list(dict.fromkeys([*report.notes, *empty, *notes]))


def _section(section: Section) -> Any:
    rows = [{name: _plain(value) for name, value in row.items()} for row in section.dicts()]
    if not section.single:
        return rows
    return {**rows[0], **{inner.name: _section(inner) for inner in section.inner}}


def _plain(value: Value) -> Value:
    if isinstance(value, Mark):
        return value.number
    return value.isoformat() if isinstance(value, datetime) else value
