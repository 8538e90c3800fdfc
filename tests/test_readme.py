# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README shows is what the program does.

Its console blocks are one terminal session in a folder that holds `sample_logs/`: each command is
run, and what it prints must be what is shown. Commands in `sh` and `crontab` blocks are run too;
they have no output to compare. Some things are held for that: a terminal is 80 columns wide, every
source takes 0.4 seconds, it is a night in October, a database has 1.4 MB, lists have their versions
of that night, and blanks at the ends of lines do not count. For commands that
could not run as written, /var/log/nginx stands for the sample logs, and /var/log/apache2 for one of
them whose lines name their host, and /var/www for a folder.

    python -m tests.test_readme --update

writes what the program prints now into the README, and the schema and the keys of the sections.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import loganalytics.ingest
from loganalytics import errors
from loganalytics.cli.main import cli
from loganalytics.cli.timings import MEANING
from loganalytics.model import OUTCOMES
from loganalytics.model_report import SECTIONS
from loganalytics.ops import status
from loganalytics.parse.lookups import Lookups
from loganalytics.store import adding

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SCHEMA = ROOT / "loganalytics" / "sql" / "store" / "schema.sql"
SECONDS = 0.4  # that every source takes
NOW = datetime(2026, 10, 26, 3, 15, 4, tzinfo=UTC)  # when it is ingested
SIZE = 1_421_312  # bytes of a database
GEO, LISTS = (
    "iptocc 3.3.170",
    "ua-parser 1.0.2, crawler-user-agents 1.67.0, crawlerdetect 0.4.2, own rules 5",
)
SHELL = ("sh", "console", "crontab")
PROGRAM = re.compile(r"(?:\.venv/bin/)?loganalytics\b")


@dataclass(frozen=True)
class Block:
    """A fenced block: the kind that stands behind the fence, and its lines."""

    kind: str
    lines: tuple[str, ...]

    def commands(self) -> Iterator[tuple[str, str]]:
        """Each command, long lines joined, with what is shown below it."""
        if self.kind == "console":
            for part in re.split(r"^\$ ", "\n".join(self.lines), flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield command, output.rstrip("\n")
        elif self.kind in SHELL:
            for line in "\n".join(self.lines).replace("\\\n", " ").splitlines():
                if line and not line.startswith("#"):
                    yield line, ""


def parts(text: str) -> list[str | Block]:
    """The README as lines and blocks, in order."""
    found: list[str | Block] = []
    inside: list[str] | None = None
    kind = ""
    for line in text.splitlines():
        if not line.startswith("```"):
            (found if inside is None else inside).append(line)  # type: ignore[union-attr]
        elif inside is None:
            kind, inside = line[3:], []
        else:
            found.append(Block(kind, tuple(inside)))
            inside = None
    assert inside is None
    return found


def blocks(*kinds: str) -> list[Block]:
    return [
        part for part in parts(README.read_text()) if isinstance(part, Block) and part.kind in kinds
    ]


class Terminal:
    """A folder with the sample logs, and the program in it."""

    def __init__(self) -> None:
        self._environment: dict[str, str | None] = {
            "COLUMNS": "80",
            "LOGANALYTICS_DB": "loganalytics.duckdb",
            "LOGANALYTICS_GEOIP": None,
        }

    def run(self, line: str) -> tuple[str, int]:
        """Run what is ours in a line of shell; returns what is printed, and the exit code."""
        line = re.sub(r"^(?:[\d*/]+ ){5} *", "", line)  # crontab
        if export := re.fullmatch(r"export (\w+)=(\S+)", line):
            self._environment[export[1]] = export[2]
            return "", 0
        printed, code = "", 0
        for command in line.split(" && "):
            stages = command.strip().split(" | ")
            ours = [n for n, stage in enumerate(stages) if PROGRAM.match(stage)]
            if ours:
                given = _content(stages[0]) if ours[0] else b""
                output, code = self._program(stages[ours[0]], given)
                printed += _json_tool(output) if stages[-1].endswith("json.tool") else output
        return printed, code

    def _program(self, stage: str, given: bytes) -> tuple[str, int]:
        arguments = [_sample(each) for each in shlex.split(stage, comments=True)[1:]]
        target = arguments[arguments.index(">") + 1 :] if ">" in arguments else []
        if target:
            del arguments[arguments.index(">") :]
        result = CliRunner().invoke(
            cli,
            arguments,
            input=given,
            env=self._environment,
            prog_name="loganalytics",
            terminal_width=78,  # which is how click fills 80 columns
        )
        return ("" if target else result.output), result.exit_code


class Clock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        return NOW.astimezone(tz)  # type: ignore[return-value]


def _sample(name: str) -> str:
    for theirs, ours in (
        ("/var/log/nginx/timed", "vhosts/timed"),
        ("/var/log/nginx", "sample_logs"),
        ("/var/log/apache2", "vhosts"),
        ("/var/www", "www"),
    ):
        name = name.replace(theirs, ours)
    return name


def _content(stage: str) -> bytes:
    if stage.startswith("echo "):
        return shlex.split(stage)[1].encode()
    data = Path(_sample(stage.split()[-1])).read_bytes()
    return gzip.decompress(data) if "zcat" in stage else data


def _json_tool(text: str) -> str:
    return json.dumps(json.loads(text), indent=4) + "\n"


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip("\n").splitlines())


@contextmanager
def terminal() -> Iterator[Terminal]:
    """A terminal in a folder of its own, with time held."""
    here, mask, handler = Path.cwd(), os.umask(0o022), signal.getsignal(signal.SIGTERM)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        logs = Path(folder) / "sample_logs"
        shutil.copytree(ROOT / "sample_logs", logs, ignore=shutil.ignore_patterns("__pycache__"))
        hosts = Path(folder) / "vhosts"
        hosts.mkdir()
        (Path(folder) / "www").mkdir()
        lines = (logs / "access.log").read_text().splitlines(keepends=True)
        named = "".join(f"www.blog.example:443 {line}" for line in lines)
        (hosts / "other_vhosts_access.log.1").write_text(named)
        for log, behind in (("timed", "0.005"), ("access", "5125"), ("spoken", '"de,en;q=0.5"')):
            more = "".join(f"{line.rstrip()} {behind}\n" for line in lines[:99])
            (hosts / f"{log}.log.1").write_text(more)
        geo = ROOT / "tests" / "data" / "mmdb" / "GeoLite2-Country-Test.mmdb"
        shutil.copy(geo, Path(folder) / "country.mmdb")
        real = loganalytics.ingest.ingest

        def held(*arguments: Any) -> Iterator[Any]:
            for result in real(*arguments):
                yield replace(result, seconds=SECONDS)

        patch.setattr(loganalytics.ingest, "ingest", held)
        patch.setattr(adding, "datetime", Clock)
        patch.setattr(status, "_size", lambda _: SIZE)
        patch.setattr(Lookups, "geo", GEO)
        patch.setattr(Lookups, "lists", LISTS)
        # What other programs left in the system's temporary folder is not shown.
        temporary = Path(folder) / "tmp"
        temporary.mkdir()
        patch.setattr(tempfile, "tempdir", str(temporary))
        os.chdir(folder)
        try:
            yield Terminal()
        finally:
            os.chdir(here)
            os.umask(mask)
            signal.signal(signal.SIGTERM, handler)


def tables_of_schema() -> str:
    text = SCHEMA.read_text()
    return text[text.index("-- What was fixed") :].rstrip()


def rows_below(heading: str, text: str) -> list[list[str]]:
    """The cells of the table whose first heading is this."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def sections(shell: Terminal) -> dict[str, list[str]]:
    """The keys of each section of a report in JSON."""
    shell.run("loganalytics ingest --quiet --db keys.duckdb sample_logs/access.log")
    report = "loganalytics report --db keys.duckdb"
    found = {
        "summary": list(json.loads(shell.run(f"{report} summary --format json")[0])["summary"])
    }
    for name in SECTIONS[1:]:  # a table has its heading where there are no rows, too
        found[name] = shell.run(f"{report} {name} --format csv")[0].splitlines()[0].split(",")
    return found


def test_commands_print_what_is_shown() -> None:
    ran = []
    with terminal() as shell:
        for block in blocks(*SHELL):
            for command, shown in block.commands():
                printed, code = shell.run(command)
                ran.append(command)
                assert code == 0, f"{command}\n{printed}"
                if block.kind == "console":
                    assert trimmed(printed) == trimmed(shown), f"$ {command}"
    text = "\n".join(ran)
    for needed in ("ingest", "report", "snippet", "status", "sql", "export", "verify-privacy"):
        assert f"loganalytics {needed} --help" in ran
        assert f"loganalytics {needed} " in text.replace(f"{needed} --help", "")


def test_the_schema_shown_is_the_schema() -> None:
    (shown,) = blocks("sql")
    assert "\n".join(shown.lines) == tables_of_schema()
    assert tables_of_schema().count("create table") == SCHEMA.read_text().count("create table")


def test_outcomes_are_those_of_the_program() -> None:
    rows = rows_below("outcome", README.read_text())
    assert [names(row[0])[0] for row in rows] == list(OUTCOMES)


def test_steps_are_those_of_the_program() -> None:
    rows = rows_below("step", README.read_text())
    assert {names(row[0])[0]: row[1] for row in rows} == MEANING


def test_exit_codes_are_those_of_the_program() -> None:
    rows = rows_below("code", README.read_text())
    kinds = [errors.LogAnalyticsError, *errors.LogAnalyticsError.__subclasses__()]
    expected = {0, 130, 141} | {kind.exit_code for kind in kinds}
    assert [int(row[0]) for row in rows] == sorted(expected)


def test_keys_of_the_sections_are_those_of_the_program() -> None:
    rows = rows_below("section", README.read_text())
    with terminal() as shell:
        assert {names(row[0])[0]: names(row[1]) for row in rows} == sections(shell)


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    rows = rows_below("dependency", README.read_text())
    explained = {name for row in rows for name in names(row[0])}
    assert explained == {re.split(r"[\[<>=;]", each)[0] for each in needed}
    assert all(row[1] for row in rows)


def test_the_set_up_is_two_lines() -> None:
    text = README.read_text()
    lines = re.findall(r"^python3 -m venv .+$", text, re.MULTILINE)
    assert len(lines) == 2
    assert "sample_logs" in lines[0]
    assert " report " in lines[0]
    assert "pytest" in lines[1]


def test_links_inside_lead_somewhere() -> None:
    text = README.read_text()
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / path).exists(), path


def update() -> None:
    """Write what the program prints now into the README."""
    written: list[str] = []
    with terminal() as shell:
        for part in parts(README.read_text()):
            if isinstance(part, str):
                written.append(part)
                continue
            lines = list(part.lines)
            if part.kind == "sql":
                lines = tables_of_schema().splitlines()
            elif part.kind == "console":
                lines = []
                for command, _ in part.commands():
                    lines.append(f"$ {command}")
                    printed, code = shell.run(command)
                    assert code == 0, f"{command}\n{printed}"  # the README is left as it is
                    lines += trimmed(printed).splitlines()
            elif part.kind in SHELL:
                for command, _ in part.commands():
                    shell.run(command)
            written += [f"```{part.kind}", *lines, "```"]
        keys = sections(shell)
    text = "\n".join(written) + "\n"
    start = text.index("| section |")
    head, table = text[:start], text[start:]
    for name, each in keys.items():
        cell = ", ".join(f"`{key}`" for key in each)
        table = re.sub(rf"^\| `{name}` \|.*$", f"| `{name}` | {cell} |", table, count=1, flags=re.M)
    text = head + table
    README.write_text(text)


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python -m tests.test_readme --update")
    update()
