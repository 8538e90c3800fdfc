# SPDX-License-Identifier: GPL-3.0-or-later
"""A package as the architecture rules see it: its modules, their imports, its statements."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "loganalytics"
_DOTTED = re.compile(rf"{PACKAGE}(\.\w+)+(:\w+)?")
_LITERAL = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")


@dataclass(frozen=True)
class Module:
    """One Python file of the package."""

    file: str  # relative to the package, 'parse/agents.py'
    name: str  # dotted, 'loganalytics.parse.agents'
    text: str
    body: ast.Module

    @property
    def room(self) -> str:
        """The first part of its name: 'parse', 'engine', 'cli'."""
        first = self.file.partition("/")[0].removesuffix(".py")
        return {"__init__": "", "__main__": "cli"}.get(first, first)


@dataclass(frozen=True)
class Statement:
    """One SQL file of the package."""

    name: str  # 'store/schema'
    text: str

    @property
    def header(self) -> str:
        """The comment lines at its beginning, joined."""
        lines = []
        for line in self.text.splitlines():
            if not line.startswith("--"):
                break
            lines.append(line.removeprefix("--").strip())
        return " ".join(lines)

    @property
    def code(self) -> str:
        """The text without comments, with literals and quoted names emptied."""
        # Comments first, but not a '--' inside a literal.
        return re.sub(
            rf"({_LITERAL.pattern})|--[^\n]*",
            lambda match: "''" if match[1] else "",
            self.text,
        )

    @property
    def parts(self) -> list[str]:
        """Its statements."""
        return [part.strip() for part in self.code.split(";") if part.strip()]


def modules(tree: Path) -> list[Module]:
    """Every module, by name."""
    found = []
    for path in sorted(tree.rglob("*.py")):
        file = path.relative_to(tree).as_posix()
        text = path.read_text(encoding="utf-8")
        parts = [PACKAGE, *file.removesuffix(".py").split("/")]
        name = ".".join(parts).removesuffix(".__init__")
        found.append(Module(file, name, text, ast.parse(text)))
    return found


def statements(tree: Path) -> list[Statement]:
    """Every statement, by name."""
    root = tree / "sql"
    return [
        Statement(
            path.relative_to(root).as_posix().removesuffix(".sql"),
            path.read_text(encoding="utf-8"),
        )
        for path in sorted(root.rglob("*.sql"))
    ]


def imports(module: Module, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of whatever a module imports, anywhere in it.

    `known`: the modules of the package, to tell `from package import module` from
    `from package import name`. Modules named in strings, as for import_module, count.
    """
    for node in ast.walk(module.body):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                parts = module.name.split(".")
                if not module.file.endswith("__init__.py"):
                    parts = parts[:-1]
                parts = parts[: len(parts) - node.level + 1]
                source = ".".join([*parts, source] if source else parts)
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                yield node.lineno, whole if whole in known else source
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]
            if _DOTTED.fullmatch(node.value) and name in known:  # not 'loganalytics.duckdb'
                yield node.lineno, name


def constants(module: Module) -> set[str]:
    """The texts in a module that are no part of an f-string."""
    inside = {
        id(value)
        for node in ast.walk(module.body)
        if isinstance(node, ast.JoinedStr)
        for value in node.values
    }
    return {
        node.value
        for node in ast.walk(module.body)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
    }


def templates(module: Module) -> list[re.Pattern[str]]:
    """The f-strings in a module as patterns, a group for each hole."""
    found = []
    for node in ast.walk(module.body):
        if isinstance(node, ast.JoinedStr):
            pattern = "".join(
                re.escape(str(value.value)) if isinstance(value, ast.Constant) else "(.+)"
                for value in node.values
            )
            found.append(re.compile(pattern))
    return found
