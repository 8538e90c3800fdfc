# SPDX-License-Identifier: GPL-3.0-or-later
"""The house of DESIGN section 4. Every rule is shown to find a house that breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import loganalytics
from tests.architecture import rules
from tests.architecture.tree import statements

HOUSE = Path(loganalytics.__file__).parent
Rule = Callable[[Path], list[str]]
RULES: tuple[Rule, ...] = (
    rules.floors,
    rules.libraries,
    rules.used_statements,
    rules.existing_statements,
    rules.one_statement,
    rules.lower_case,
    rules.headers,
    rules.no_built_sql,
    rules.small_files,
    rules.no_drawers,
    rules.docstrings,
    rules.licences,
    rules.quick_help,
)

LICENCE = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
SOUND = {  # a house in which all is well
    "__init__.py": LICENCE + '"""A house."""\n__version__ = "1"\n',
    "cli/__init__.py": LICENCE,
    "cli/main.py": LICENCE
    + '"""Commands."""\nimport click\nfrom loganalytics import __version__\n\n\n'
    '@click.command()\n@click.version_option(__version__)\ndef cli() -> None:\n    """Do it."""\n'
    "    import rich\n    from loganalytics import ingest\n",
    "render/__init__.py": LICENCE,
    "ingest.py": LICENCE + '"""Ingest."""\nfrom loganalytics.parse import parser\n',
    "parse/__init__.py": LICENCE,
    "parse/parser.py": LICENCE
    + '"""Parse."""\nfrom loganalytics.engine import run\nfrom . import agents\n'
    "for name in ('hits',):\n    run(f'parse/{name}')\nengine.run('store/schema')\n",
    "parse/agents.py": LICENCE + '"""Agents."""\nfrom loganalytics.model import Agent\n',
    "engine.py": LICENCE + '"""Run."""\nimport duckdb\nfrom loganalytics import errors\n',
    "model.py": LICENCE + '"""Values."""\n\n\nclass Agent:\n    """A program."""\n',
    "errors.py": LICENCE + '"""Failures."""\n',
    "zones.py": LICENCE + '"""Zones."""\nfrom loganalytics.errors import UsageError\n',
    "sql/parse/hits.sql": "-- Row: a hit. Reads: cut. Writes: hits. Personal: memory only.\n"
    "create or replace table hits as select 'GET; -- no' as \"Method\" from cut\n",
    "sql/store/schema.sql": "-- All that is kept. Personal: no.\n"
    "create table a (b integer);\ncreate table c (d integer);\n",
}
HITS = "sql/parse/hits.sql"
MODULE = LICENCE + '"""A module."""\n'

MUTANTS: tuple[tuple[Rule, dict[str, str], str], ...] = (
    (rules.floors, {"model.py": MODULE + "import loganalytics.engine\n"}, "model imports engine"),
    (rules.floors, {"engine.py": MODULE + "from loganalytics import ingest\n"}, "engine.py:3"),
    (rules.floors, {"render/a.py": MODULE + "from loganalytics import ingest\n"}, "imports ingest"),
    (rules.floors, {"zones.py": MODULE + "from loganalytics.model import Agent\n"}, "zones.py:3"),
    (rules.floors, {"store.py": MODULE + "from .parse import agents\n"}, "store imports parse"),
    (rules.floors, {"parse/agents.py": MODULE + "from .. import ingest\n"}, "parse imports ingest"),
    (
        rules.floors,
        {"model.py": MODULE + "def f():\n    from loganalytics.parse import parser\n"},
        "model.py:4: model imports parse",
    ),
    (rules.floors, {"fold.py": MODULE + "NAME = 'loganalytics.ingest:run'\n"}, "fold.py:3"),
    (rules.floors, {"attic.py": MODULE}, "stands on no floor"),
    (rules.floors, {"ingest.py": MODULE + "import loganalytics.attic\n"}, "stands on no floor"),
    (rules.libraries, {"ingest.py": MODULE + "import duckdb\n"}, "ingest.py:3: imports duckdb"),
    (rules.libraries, {"ingest.py": MODULE + "def f():\n    import click\n"}, "imports click"),
    (rules.libraries, {"render/a.py": MODULE + "from click import echo\n"}, "imports click"),
    (rules.libraries, {"engine.py": MODULE + "from rich.table import Table\n"}, "rich.table"),
    (rules.used_statements, {"sql/parse/idle.sql": "-- x\nselect 1"}, "parse/idle.sql"),
    # Its folder is named in an f-string, but its name nowhere in that room.
    (
        rules.used_statements,
        {"ingest.py": MODULE + "X = 'idle'\n", "sql/parse/idle.sql": ""},
        "idle",
    ),
    (rules.existing_statements, {"ingest.py": MODULE + "db.run('store/gone')\n"}, "store/gone.sql"),
    (rules.one_statement, {HITS: "-- x\nselect 1; select 2"}, "2 statements"),
    (rules.one_statement, {HITS: "-- only a comment; nothing else\n"}, "0 statements"),
    (rules.lower_case, {HITS: "-- FINE HERE\nselect 'FINE' FROM hits"}, "FROM"),
    (rules.lower_case, {HITS: "select count(*) as Hits"}, "Hits"),
    (rules.headers, {HITS: "select * from cut"}, "what a row is, what it reads"),
    (rules.headers, {HITS: "-- Row: a hit. Reads: cut.\nselect * from cut"}, "personal"),
    (rules.headers, {HITS: "-- Row: a hit. Personal: no.\nselect * from cut"}, "what it reads"),
    (rules.headers, {HITS: "-- Reads: cut. Personal: no.\nselect * from cut"}, "what a row is"),
    (
        rules.headers,
        {
            HITS: "-- Reads: cut. Writes: hits. Personal: no.\n"
            "insert into db.pages select * from cut"
        },
        "that it writes db.pages",
    ),
    (rules.headers, {HITS: "\n-- Row: a one. Personal: no.\nselect 1"}, "personal"),
    (rules.no_built_sql, {"store.py": MODULE + 'S = "select * from pages"\n'}, "SQL in a text"),
    (rules.no_built_sql, {"store.py": MODULE + 'S = f"INSERT INTO {t}"\n'}, "SQL in a text"),
    (rules.no_built_sql, {"store.py": MODULE + 'S = "drop table " + t\n'}, "SQL in a text"),
    (rules.no_built_sql, {"store.py": MODULE + "db.execute(text)\n"}, ".execute"),
    (rules.no_built_sql, {"store.py": MODULE + "db._raw.begin()\n"}, "reaches into"),
    (rules.small_files, {"store.py": MODULE + "pass\n" * 299}, "store.py: 301 lines"),
    (rules.small_files, {HITS: "-- x\n" * 301}, "301 lines"),
    (rules.no_drawers, {"parse/utils.py": MODULE}, "utils.py"),
    (rules.no_drawers, {"common/__init__.py": LICENCE}, "common"),
    (rules.docstrings, {"store.py": MODULE + "def add() -> None: ...\n"}, "store.py:3: add"),
    (
        rules.docstrings,
        {"store.py": MODULE + 'class Store:\n    """A."""\n    def add(self) -> None: ...\n'},
        "Store.add",
    ),
    (rules.docstrings, {"store.py": LICENCE + "A = 1\n"}, "store.py: the module"),
    (rules.licences, {"store.py": '"""A module."""\n'}, "store.py"),
    (
        rules.quick_help,
        {"errors.py": MODULE, "cli/__init__.py": "import duckdb\n"},
        "imports duckdb",
    ),
    (rules.quick_help, {"cli/__init__.py": "import geoip2.errors\n"}, "imports geoip2"),
)


def build(folder: Path, files: dict[str, str]) -> Path:
    """A package of these files."""
    house = folder / "loganalytics"
    for name, text in files.items():
        file = house / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return house


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    assert rule(HOUSE) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_finds_nothing_where_all_is_well(rule: Rule, tmp_path: Path) -> None:
    assert rule(build(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    MUTANTS,
    ids=[f"{rule.__name__}-{i}" for i, (rule, _, _) in enumerate(MUTANTS)],
)
def test_a_rule_finds_what_breaks_it(
    rule: Rule, changes: dict[str, str], expected: str, tmp_path: Path
) -> None:
    found = rule(build(tmp_path, SOUND | changes))
    assert any(expected in text for text in found), found


def test_every_rule_has_a_mutant() -> None:
    assert {rule for rule, _, _ in MUTANTS} == set(RULES)


def test_files_of_several_statements_are_those_with_a_reason() -> None:
    several = {statement.name for statement in statements(HOUSE) if len(statement.parts) > 1}
    assert several == set(rules.MANY_STATEMENTS)


def test_the_readme_shows_each_room_on_its_floor() -> None:
    readme = (HOUSE.parent / "README.md").read_text(encoding="utf-8")
    told = {
        room: int(floor)
        for floor, rooms in re.findall(r"^\| (\d) \| (`[^|]*) \|", readme, re.MULTILINE)
        for room in re.findall(r"`([\w*]+)(?:\.py|/)?`", rooms)
    }
    del told["sql"]  # it is no module
    floors = {
        "model*" if room.startswith("model") else room: floor
        for room, floor in rules.FLOORS.items()
        if room
    }
    assert told == floors
