# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
from dataclasses import replace

from loganalytics.render import as_json
from tests.render.sample import COMPARED, EARLIER, HOSTILE, PAGES, report


def test_each_section_stands_under_its_own_name_with_full_values() -> None:
    document = json.loads(as_json.dumps(report()))
    assert document["database"] == "my.duckdb"
    assert document["period"] == {
        "start": "2026-10-01T00:00:00+02:00",
        "end": "2026-10-11T00:00:00+02:00",
        "timezone": "Europe/Berlin",
    }
    assert document["summary"] == {
        "pageviews": 16460,
        "bounces": 7,
        "bounce_rate": None,
        "latest_days": [
            {
                "day": "2026-10-10",
                "label": "today",
                "end": "2026-10-10T14:00:00+02:00",
                "pageviews": 3,
            },
            {
                "day": "2026-10-09",
                "label": "yesterday",
                "end": "2026-10-09T14:00:00+02:00",
                "pageviews": 4,
            },
        ],
        "change": {"pageviews": -0.25},
    }
    assert document["timeline"][5] == {
        "start": "2026-10-06T00:00:00+02:00",
        "label": "2026-10-06",
        "pageviews": 8,
    }
    assert document["pages"][0]["path"] == f"/{'long/' * 40}end"
    assert document["pages"][0]["title"] == HOSTILE
    assert document["bots"] == []


def test_only_the_sections_that_were_asked_for_are_there() -> None:
    document = json.loads(as_json.dumps(report(PAGES, notes=("Wide.",), empty="none")))
    assert list(document) == [
        *("database", "period", "by", "sites", "path", "where", "k", "notes", "pages"),
    ]
    assert document["notes"] == ["Wide.", "none", "A note."]


def test_nothing_in_it_acts_on_a_terminal() -> None:
    text = as_json.dumps(report(PAGES))
    assert all(character.isprintable() or character == "\n" for character in text)


def test_each_row_of_a_table_is_an_object_on_a_line_of_its_own() -> None:
    texts = ('},\0{"path": "', "},\n    {", ",\0", '", "', "\0")
    pages = replace(PAGES, rows=tuple((text, *row[1:]) for text in texts for row in PAGES.rows))
    dumped = as_json.dumps(report(pages))
    rows = [json.loads(line.rstrip(",")) for line in dumped.splitlines() if '{"path": ' in line]
    assert [row["path"] for row in rows] == [text for text in texts for _ in PAGES.rows]
    assert json.loads(dumped)["pages"] == rows


def test_it_can_be_written_in_ascii() -> None:
    text = as_json.dumps(report(), ascii_only=True)
    assert text.isascii()
    assert json.loads(text) == json.loads(as_json.dumps(report()))


def test_a_comparison_is_named_and_its_marks_are_numbers_or_null() -> None:
    document = json.loads(as_json.dumps(report(COMPARED, compared=EARLIER)))
    assert document["compare"] == {
        "to": "previous",
        "start": "2026-09-21T00:00:00+02:00",
        "end": "2026-10-01T00:00:00+02:00",
    }
    rows = [
        (row["visits"], row["visits_before"], row["visits_change"]) for row in document["sources"]
    ]
    assert rows == [(12, 8, 0.5), (4, 0, None), (0, 3, -1.0)]
