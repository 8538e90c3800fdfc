# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench runs and prints its rows, on a log that is small. What it measures is not looked at."""

from __future__ import annotations

import ipaddress
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from loganalytics.timings import STEPS
from tests.bench.log import KINDS, make
from tests.bench.programs import ROOT
from tests.conftest import Ingest

NETS = [
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
GONE = "GoAccess is not installed and was left out."
NUMBER = re.compile(r"[\d,.]+%?( \([\d,.]+-[\d,.]+\))?")


def bench(folder: Path, *options: str, path: str | None = None) -> tuple[list[list[str]], str]:
    """Rows of the table that the bench prints, without its heads, and all it prints."""
    command = [sys.executable, "-m", "tests.bench", "--lines=2000", "--runs=1"]
    run = subprocess.run(
        [*command, f"--folder={folder}", *options],
        cwd=ROOT,
        env=None if path is None else {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert list(folder.iterdir()) == []
    lines = [line for line in run.stdout.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]], run.stdout


def are_numbers(cells: list[str]) -> bool:
    return all(NUMBER.fullmatch(cell) for cell in cells)


def test_programs_are_compared(tmp_path: Path) -> None:
    rows, printed = bench(tmp_path, "--gz", "--vhost")
    rival = ["GoAccess"] if shutil.which("goaccess") else []
    assert [row[0] for row in rows] == ["loganalytics", "loganalytics", *rival, "DuckDB"]
    assert (GONE in printed) == (not rival)
    for name, version, asked, *cells in rows:
        assert re.match(r"\d+\.\d+", version), name
        assert are_numbers(cells[1:4] if "report --format" in asked else cells), name


def test_without_goaccess_it_is_left_out(tmp_path: Path) -> None:
    rows, printed = bench(tmp_path, path="/nowhere")
    assert [row[0] for row in rows] == ["loganalytics", "loganalytics", "DuckDB"]
    assert GONE in printed


def test_growth_has_a_row_for_each_size(tmp_path: Path) -> None:
    rows, _ = bench(tmp_path, "--growth")
    assert [row[0] for row in rows] == ["20", "60", "200", "600", "2,000"]
    assert all(are_numbers(row) for row in rows)


def test_an_attack_stands_beside_the_usual(tmp_path: Path) -> None:
    rows, _ = bench(tmp_path, "--attack")
    assert [row[0] for row in rows] == ["usual", "attack"]
    assert all(are_numbers(row[1:]) for row in rows)


def test_timings_have_a_row_for_each_step(tmp_path: Path) -> None:
    rows, _ = bench(tmp_path, "--timings", "--attack")
    assert [row[0] for row in rows] == [*STEPS, "wall_s", "cpu_s"]
    assert all(are_numbers(row[1:]) for row in rows[: len(STEPS)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_is_the_same_for_the_same_seed(tmp_path: Path, kind: str) -> None:
    texts = []
    for number, seed in enumerate((1, 1, 2)):
        make(tmp_path / f"{number}", lines=500, kind=kind, seed=seed)
        texts.append((tmp_path / f"{number}").read_bytes())
    assert texts[0] == texts[1] != texts[2]
    assert texts[0].count(b"\n") == 500


@pytest.mark.parametrize("vhost", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_log_names_nobody_and_parses(
    ingest: Ingest, tmp_path: Path, kind: str, vhost: bool
) -> None:
    log = tmp_path / "access.log"
    make(log, lines=3000, kind=kind, vhost=vhost)
    for line in log.read_text().splitlines():
        address = ipaddress.ip_address(line.split()[int(vhost)])
        assert any(address in net for net in NETS), address
        for host in re.findall(r"https?://([^/]+)/", line):
            assert host.endswith(".example"), host
    (source,) = ingest("--dry-run", log)["sources"]
    assert source["format"] == ("vhost_combined" if vhost else "combined")
    assert source["outcomes"]["malformed"] == 0
    if kind == "attack":
        assert source["outcomes"]["pageview"] == 3000
    else:
        assert sum(1 for count in source["outcomes"].values() if count) >= 6


def test_no_two_lines_of_an_attack_share_a_path_an_agent_or_a_referrer(tmp_path: Path) -> None:
    make(tmp_path / "log", lines=3000, kind="attack")
    lines = [line.split('"') for line in (tmp_path / "log").read_text().splitlines()]
    for place in (1, 3, 5):
        assert len({line[place] for line in lines}) == 3000
