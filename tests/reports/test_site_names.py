# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites as people write them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.reports.conftest import Ask, only
from tests.reports.database import counts, make


@pytest.mark.parametrize(
    ("asked", "hits"), [("Shop.Example", 3), ("shop.example", 3), ("", 4), ("(none)", 4)]
)
def test_letters_have_no_case_and_none_is_a_name(
    ask: Ask, tmp_path: Path, asked: str, hits: int
) -> None:
    at = datetime(2026, 10, 1, 8)
    rows = [counts("bucket site hits", at, site, n) for site, n in (("shop.example", 3), ("", 4))]
    path = make(tmp_path / "sites.duckdb", traffic=rows)
    (row,) = only(ask("summary", path_of=path, start="2026-10-01", site=asked)).dicts()
    assert row["hits"] == hits
