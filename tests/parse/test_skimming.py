# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of lines that are skimmed is what is told of them when they are cut."""

from __future__ import annotations

import pytest

from loganalytics.parse.formats import named
from tests.cutting import Cutter

TIME, OTHER = "[10/Oct/2026:12:00:00 +0000]", "[10/Oct/2013:12:00:00 +0000]"
REST = '"GET /a HTTP/1.1" 200 5 "-" "x"'
CLIENTS = ["- -", "- al", "- [al]", "- a [b]", "- [a] [b]", "[x] [y]", "- a[b", f"- {OTHER}"]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", ["combined", "vhost_combined"])
def test_no_hit_is_outside_the_times_that_skimming_tells(name: str, client: str) -> None:
    host = "h.example:80 " if name.startswith("vhost") else ""
    line = f"{host}192.0.2.1 {client} {TIME} {REST}"
    _, hits = Cutter().cut([line, "no line", f"{host}{TIME}"], named(name))  # holds them together
    assert [hit["time"] for hit in hits] == [1791633600]
