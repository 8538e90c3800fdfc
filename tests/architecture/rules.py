# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house. Each takes a package's folder and returns what breaks it, as texts."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import (
    PACKAGE,
    Module,
    constants,
    imports,
    modules,
    statements,
    templates,
)

FLOORS = {
    "cli": 5,
    "ingest": 4,
    "reports": 4,
    "render": 4,
    "ops": 4,
    "sources": 3,
    "parse": 3,
    "fold": 3,
    "store": 3,
    "ledger": 3,
    "engine": 2,
    "model": 1,
    "model_report": 1,
    "model_definitions": 1,
    "model_status": 1,
    "zones": 1,
    "alike": 1,
    "asked": 1,
    "spelling": 1,
    "data": 1,
    "errors": 1,
    "leftovers": 1,
    "turns": 2,
    "threads": 1,
    "timings": 1,
    "": 0,  # the package itself: its version
}
# A failure is raised on every floor, also by its neighbours.
EVERYWHERE = {"errors"}
ONLY_IN = {"duckdb": {"engine"}, "click": {"cli"}, "rich": {"cli", "render"}}
MAX_LINES = 300
DRAWERS = {"utils", "util", "helpers", "helper", "common"}
HEAVY = ("duckdb", "rich", "user_agents", "geoip2")

MANY_STATEMENTS = {
    "store/schema": "the promise is read as one page",
    "store/upgrade": "what is upgraded is upgraded at once",
    "store/upgrade_sums": "the tables of sums are made together",
    "reports/no_sums": "the tables of sums are stood in for together",
    "reports/no_day_sums": "the tables of sums are stood in for together",
    "store/views": "a few lines for each report",
    "ops/requests": "the tables that came later are named together",
    "ops/no_requests": "the tables that came later are stood in for together",
    "ops/sums": "the tables of sums are named together",
    "ops/no_sums": "the tables of sums are stood in for together",
    "ops/day_sums": "the tables of sums are named together",
    "ops/no_day_sums": "the tables of sums are stood in for together",
    "parse/types": "two lists of names",
    "parse/macros": "functions of one line each",
    "parse/keep_query": "functions of one line each",
    "parse/leave_out": "functions of a few lines each",
    "parse/tables": "the tables of one run are made together",
    "parse/counts": "the tables of one source are emptied together",
    "parse/forget_unused": "the tables of looked-up values are cleared together",
    "parse/forget_texts": "both tables of texts are emptied together",
    "parse/forget": "the tables of one chunk go together",
    "earlier/clip": "the tables of known lines are cut at once",
    "earlier/drop_reaching": "a visitor goes from all tables",
    "verify/macros": "functions of one line each",
    "verify/people": "the tables of one search are made together",
    "ops/macros": "what goes is said once for each kind of table",
    "ops/merge": "what is added is added at once",
    "ops/keep": "what stays is read as one page",
    "fold/macros": "functions of one line each",
    "fold/page_orders": "what is numbered is put in order",
    "fold/text_orders": "one order for each kind of text",
    "fold/tables": "the tables that are filled in parts are made together",
    "fold/counted": "the tables of one source are emptied together",
    "fold/carry": "what is kept is kept at once",
    "fold/set_aside": "what is parted in two is parted at once",
    "fold/take_up": "what was parted comes together at once",
    "fold/page_tables": "the tables that are filled in shares are made together",
    "fold/value_tables": "the tables that are filled in shares are made together",
    "fold/pair_tables": "the tables that are filled in shares are made together",
    "fold/forget_views": "the tables of single views go together",
    "fold/forget_hits": "the tables of hits go together",
    "fold/forget_visits": "the tables of visits go together",
    "fold/forget_facts": "the tables of pageviews go together",
    "fold/forget_values": "the tables of values go together",
    "fold/forget_all": "whatever a fold left goes together",
}
_SQL = re.compile(
    r"\s*(select\s|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s|truncate\s"
    r"|create\s+(or\s+replace\s+)?(temp\s+|temporary\s+)?(table|view|macro|schema|index|type)\s"
    r"|drop\s+(table|view|macro|schema|index)\s|alter\s+table\s|with\s+\w+\s+as\s|from\s+\w+\s+select"
    r"|attach\s|detach\s|copy\s+\w+\s+(to|from)\s|pragma\s|set\s+\w+\s*=|use\s+\w+$)",
    re.IGNORECASE,
)


def floors(tree: Path) -> list[str]:
    """Imports only go down, and rooms of one floor do not import each other."""
    everything = modules(tree)
    known = frozenset(module.name for module in everything)
    found = []
    for module in everything:
        if module.room not in FLOORS:
            found.append(f"{module.file}: the room {module.room!r} stands on no floor")
            continue
        for line, name in imports(module, known):
            if name.partition(".")[0] != PACKAGE:
                continue
            room = [*name.split("."), ""][1]
            if room == module.room or room in EVERYWHERE:
                continue
            if room not in FLOORS:
                found.append(f"{module.file}:{line}: imports {name}, which stands on no floor")
            elif FLOORS[room] >= FLOORS[module.room]:
                found.append(f"{module.file}:{line}: {module.room} imports {room}")
    return found


def libraries(tree: Path) -> list[str]:
    """Where duckdb, click and rich may be imported."""
    everything = modules(tree)
    known = frozenset(module.name for module in everything)
    return [
        f"{module.file}:{line}: imports {name}"
        for module in everything
        for line, name in imports(module, known)
        if (library := name.partition(".")[0]) in ONLY_IN and module.room not in ONLY_IN[library]
    ]


def used_statements(tree: Path) -> list[str]:
    """Every SQL file is named by a module, whole or as an f-string and what fills its hole."""
    everything = modules(tree)
    texts: dict[str, set[str]] = {}  # by room: a name may be handed over inside one
    named: dict[str, list[re.Pattern[str]]] = {}
    for module in everything:
        texts.setdefault(module.room, set()).update(constants(module))
        paths = [template for template in templates(module) if "/" in template.pattern]
        named.setdefault(module.room, []).extend(paths)

    def used_in(room: str, name: str) -> bool:
        if name in texts[room]:
            return True
        return any(
            all(hole in texts[room] for hole in match.groups())
            for template in named[room]
            if (match := template.fullmatch(name))
        )

    return [
        f"sql/{statement.name}.sql: no module runs it"
        for statement in statements(tree)
        if not any(used_in(room, statement.name) for room in texts)
    ]


def existing_statements(tree: Path) -> list[str]:
    """Every name that is handed to `run` or `columns` whole has a SQL file."""
    have = {statement.name for statement in statements(tree)}
    return [
        f"{module.file}:{node.lineno}: no file sql/{node.args[0].value!s}.sql"
        for module in modules(tree)
        for node in ast.walk(module.body)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("run", "columns")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and "/" in str(node.args[0].value)
        and node.args[0].value not in have
    ]


def one_statement(tree: Path) -> list[str]:
    """One statement a file: DuckDB takes parameters for the last one only."""
    return [
        f"sql/{statement.name}.sql: {len(statement.parts)} statements"
        for statement in statements(tree)
        if len(statement.parts) != 1 and statement.name not in MANY_STATEMENTS
    ]


def lower_case(tree: Path) -> list[str]:
    """Keywords, and all else but literals and quoted names, are in lower case."""
    return [
        f"sql/{statement.name}.sql: {word}"
        for statement in statements(tree)
        for word in re.findall(r"\b\w*[A-Z]\w*", statement.code)
    ]


def headers(tree: Path) -> list[str]:
    """A header says what a row is, what is read and written or yielded, whether it is personal."""
    found = []
    for statement in statements(tree):
        header = statement.header.lower()
        missing = []
        if not re.search(r"\bpersonal\b", header):
            missing.append("whether it is personal")
        if len(statement.parts) == 1:
            code = statement.parts[0]
            written = re.match(
                r"(?:insert into|delete from|update|create (?:or replace )?(?:temp )?"
                r"(?:table|macro)) ([\w.]+)",
                code,
            )
            if written:
                if not re.search(rf"writes:[^:]*\b{re.escape(written[1])}\b", header):
                    missing.append(f"that it writes {written[1]}")
            elif not re.search(r"\brow\b", header):
                missing.append("what a row is")
            # What only unnests its parameters reads no table.
            reads = re.search(r"\b(from|join)\s+(?!generate_series|unnest|range)[a-z]", code)
            if reads and "reads:" not in header and not code.startswith("delete"):
                missing.append("what it reads")
        if missing:
            found.append(f"sql/{statement.name}.sql: its header does not say {', '.join(missing)}")
    return found


def no_built_sql(tree: Path) -> list[str]:
    """No statement stands in Python, and none runs but through the engine."""
    found = []
    for module in modules(tree):
        if module.room == "engine":
            continue
        prose = {
            id(node.value)  # docstrings
            for node in ast.walk(module.body)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(module.body):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in prose and _SQL.match(node.value):
                    found.append(f"{module.file}:{node.lineno}: SQL in a text")
            elif isinstance(node, ast.Attribute):
                if node.attr in ("execute", "executemany", "sql", "from_query"):
                    found.append(f"{module.file}:{node.lineno}: .{node.attr}")
                elif node.attr == "_raw" and not (
                    isinstance(node.value, ast.Name) and node.value.id == "self"
                ):
                    found.append(f"{module.file}:{node.lineno}: reaches into a connection")
    return found


def small_files(tree: Path) -> list[str]:
    """No file of code is longer than 300 lines."""
    lengths = {
        path.relative_to(tree): len(path.read_text(encoding="utf-8").splitlines())
        for pattern in ("*.py", "*.sql")
        for path in tree.rglob(pattern)
    }
    return [f"{file}: {length} lines" for file, length in lengths.items() if length > MAX_LINES]


def no_drawers(tree: Path) -> list[str]:
    """No module is a drawer for whatever had no name."""
    return [
        str(path.relative_to(tree))
        for path in tree.rglob("*")
        if path.stem in DRAWERS and (path.is_dir() or path.suffix in (".py", ".sql"))
    ]


def docstrings(tree: Path) -> list[str]:
    """Every public module, class, function and method has a docstring."""
    found = []

    def look(module: Module, node: ast.Module | ast.ClassDef, inside: str) -> None:
        for child in node.body:
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if child.name.startswith("_"):
                continue
            if ast.get_docstring(child) is None:
                found.append(f"{module.file}:{child.lineno}: {inside}{child.name}")
            if isinstance(child, ast.ClassDef):
                look(module, child, f"{child.name}.")

    for module in modules(tree):
        if module.body.body and ast.get_docstring(module.body) is None:
            found.append(f"{module.file}: the module")
        look(module, module.body, "")
    return found


def licences(tree: Path) -> list[str]:
    """Every module names its licence in its first line."""
    line = "# SPDX-License-Identifier: GPL-3.0-or-later"
    return [module.file for module in modules(tree) if module.text.split("\n", 1)[0] != line]


def quick_help(tree: Path) -> list[str]:
    """--help and --version import none of the heavy libraries."""
    found = []
    for option in ("--help", "--version"):
        program = (
            "import json, sys\n"
            f"sys.argv = ['{PACKAGE}', '{option}']\n"
            f"from {PACKAGE}.cli.main import cli\n"
            "try:\n    cli()\n"
            "except SystemExit as end:\n"
            f"    found = [name for name in {HEAVY!r} if name in sys.modules]\n"
            "    print(json.dumps([end.code, found]), file=sys.stderr)\n"
        )
        run = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(tree.parent)},
            cwd=tree.parent,
        )
        code, heavy = json.loads(run.stderr.splitlines()[-1])
        if code:
            found.append(f"{option}: exit code {code}")
        found += [f"{option} imports {name}" for name in heavy]
    return found
