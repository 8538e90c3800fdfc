# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a log holds, each line has one outcome and nothing of it acts anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loganalytics.cli.main import cli
from tests.faults.trials import broken
from tests.logs import FIREFOX, clf, query

CORPUS = [
    line.encode("ascii").decode("unicode_escape")
    for line in (Path(__file__).parent / "corpus.txt").read_text().splitlines()
    if not line.startswith("#")
]
SETTINGS = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
# All that moves, hides or reorders what stands beside it; a newline ends a row.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def run(database: Path, *arguments: str, input: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--db", str(database)], input=input)


def line(
    *,
    who: str = "192.0.2.7",
    user: str = "-",
    time: str = clf(0),
    request: str = "GET / HTTP/1.1",
    status: str = "200",
    size: str = "1",
    referer: str = "-",
    agent: str = FIREFOX,
) -> bytes:
    """A line of these fields, without newlines in it."""
    text = f'{who} - {user} [{time}] "{request}" {status} {size} "{referer}" "{agent}"'
    return text.replace("\n", " ").encode("utf-8", "surrogatepass") + b"\n"


def lines_of(values: Sequence[str]) -> list[bytes]:
    """Each value in each place where it can stand."""
    found = [line(size="100")] * len(values)  # so that the format is sure
    for value in values:
        quoted = "".join(f"%{byte:02x}" for byte in value.encode("utf-8", "surrogatepass"))
        pixel = "&".join(
            f"{name}={quoted}"
            for name in ("path", "title", "referrer", "resolution", "utm_source", "event")
        )
        found += [
            line(request=f"GET /{value} HTTP/1.1"),
            line(request=f"GET /{quoted}?{value} HTTP/1.1"),
            line(request=value),
            line(request=f"{value} / HTTP/1.1"),
            line(request=f"GET /pixel.gif?{pixel} HTTP/1.1"),
            line(request=f"GET /pixel.gif?path=/a&title={value}&referrer={value} HTTP/1.1"),
            line(referer=value),
            line(referer=f"https://{value}/{value}?{value}"),
            line(agent=value),
            line(agent=f"{FIREFOX} {value}"),
            line(who=value),
            line(user=value),
            line(time=value),
            line(status=value),
            line(size=value),
        ]
    return found


def is_harmless(data: bytes, lines: int) -> None:
    """An ingest of these lines, and all that is printed of it, are sound."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "book.duckdb"
        done = run(database, "ingest", "--json", "--format", "combined", "-", input=data)
        assert done.exit_code in (0, 3), done.output
        assert "Traceback" not in done.output
        assert "bug" not in done.stderr
        (source,) = json.loads(done.stdout)["sources"]
        if done.exit_code:
            assert not database.exists()
            return
        assert sum(source["outcomes"].values()) == source["lines"] == lines
        assert not broken(database)
        assert query(database, "select count(*) from ingests") == [(1,)]
        year = ("report", "--start", "2026", "--end", "2026")
        for arguments in (year, (*year, "--format", "md"), ("status",), ("sql", "from v_pages")):
            shown = run(database, *arguments)
            assert shown.exit_code == 0, shown.output
            assert not ACTING.search(shown.stdout), arguments
        page = run(database, *year, "--format", "html").stdout
        assert "<script>alert" not in page
        assert "<img" not in page
        table = csv.reader(io.StringIO(run(database, *year, "--format", "csv").stdout))
        assert not [cell for row in table for cell in row if re.match(r"[=+@\t][^0-9]", cell)]
        json.loads(run(database, *year, "--format", "json").stdout)


def test_every_value_of_the_corpus_in_every_field_is_harmless() -> None:
    found = lines_of(CORPUS)
    is_harmless(b"".join(found), len(found))


def any_values(how: settings) -> Callable[[], None]:
    """Any value in any field is harmless."""
    value = st.one_of(st.text(max_size=40), st.sampled_from(CORPUS))

    @settings(how)
    @given(st.lists(st.lists(value, max_size=3).map("".join), min_size=1, max_size=30))
    def test(values: list[str]) -> None:
        values = [text.encode("utf-8", "replace").decode() for text in values]
        found = lines_of(values)
        is_harmless(b"".join(found), len(found))

    return test


def any_bytes(how: settings) -> Callable[[], None]:
    """Any bytes are lines with one outcome each."""
    good = line(size="100")

    @settings(how)
    @given(st.lists(st.one_of(st.binary(max_size=200), st.just(good[:-1])), max_size=60))
    def test(parts: list[bytes]) -> None:
        found = [part.replace(b"\n", b"") for part in parts]
        is_harmless(b"\n".join([*found, good]), len(found) + 1)

    return test


def any_format(how: settings) -> Callable[[], None]:
    """Any text as a format is one, or a usage error."""
    piece = st.one_of(
        st.sampled_from(
            "%h %l %u %t %r %>s %b %{Referer}i %{User-Agent}i $remote_addr $time_local $request "
            '$status $body_bytes_sent " [ ] % $ %{ } \\ %% %O %{x}^ %400 %!200 $$'.split(" ")
        ),
        st.text(max_size=5),
    )

    @settings(how)
    @given(st.lists(piece, max_size=12).map(" ".join))
    def test(text: str) -> None:
        text = text.encode("utf-8", "replace").decode().replace("\0", "")
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "a.log"
            log.write_bytes(line() * 3)
            database = Path(folder) / "a.duckdb"
            done = run(database, "ingest", "--dry-run", "--format", text, str(log))
        assert done.exit_code in (0, 2, 3), (text, done.output)
        assert "bug" not in done.stderr
        assert not ACTING.search(done.stderr)

    return test


# Each with how many of its examples go on one point.
PROPERTIES = ((any_values, 1 / 8), (any_bytes, 1 / 8), (any_format, 1 / 2))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("claim", "share"), PROPERTIES, ids=lambda each: getattr(each, "__name__", "")
)
def test_what_holds_of_anything(
    claim: Callable[[settings], Callable[[], None]], share: float, points: int
) -> None:
    claim(settings(SETTINGS, max_examples=max(1, round(points * share))))()
