# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.3: the schema is the promise, and only what is counted is ever written to the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

import loganalytics
from loganalytics import engine
from tests.architecture.tree import Statement, modules, statements

HOUSE = Path(loganalytics.__file__).parent
SCHEMA = "store/schema"

# All that is remembered. Whoever adds a column says here why it can hold nothing of a person.
REMEMBERED = {
    "meta": {"key": "name of a setting", "value": "version, time zone, minutes, k or days"},
    "ingests": {
        "ingest_id": "number",
        "ingested": "when the run ended, not when anybody came",
        "source": "name of the file, without its folder",
        "format": "name of a format, or the format",
        "first": "a minute",
        "last": "a minute",
        "seconds": "duration of the run",
        "lines": "count",
        "already_ingested": "count",
        "incomplete": "count",
        "malformed": "count",
        "bot": "count",
        "method": "count",
        "event": "count",
        "merged": "count",
        "pixel": "count",
        "status": "count",
        "excluded": "count",
        "download": "count",
        "asset": "count",
        "pageview": "count",
        "hits": "count",
        "pageviews": "count",
        "visits": "count",
        "bytes_sent": "sum",
        "cut_edges": "count",
        "late": "count",
        "placeholders": "count",
        "geo": "name and version of geo data",
        "lists": "names and versions of lists",
        "erased": "of a fixed list",
        "options": "what the user asked for",
    },
    "joins": {"join_id": "number", "ingest_id": "number"},
    "contents": {
        "ingest_id": "number",
        "bytes": "length of the source",
        "lines": "count",
        "head": "digest of one line's time, status and size",
        "digest": "digest of all lines' times, statuses and sizes",
        "beginnings": "digests of the first of these fields",
    },
    "traffic": {
        "ingest_id": "number",
        "bucket": "an hour or part of one",
        "site": "host, cleaned",
        "method": "of a fixed list",
        "status": "of HTTP",
        "bot": "yes or no",
        "hits": "count",
        "bytes_sent": "sum",
    },
    "activity": {
        "ingest_id": "number",
        "bucket": "an hour or part of one",
        "site": "host, cleaned",
        "pageviews": "count",
        "visits": "count",
        "visitors": "count",
        "returning_visits": "count",
        "bounces": "count",
        "seconds": "sum",
    },
    "pages": {
        "ingest_id": "number",
        "bucket": "an hour or part of one",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "pageviews": "count",
        "visits": "count",
        "entries": "count",
        "exits": "count",
        "bounces": "count",
        "visitors": "count",
        "seconds": "sum",
    },
    "titles": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "title": "cleaned",
    },
    "daily": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "dimension": "one of fourteen",
        "value": "one dimension's value: published names, country codes, cleaned texts",
        "pageviews": "count",
        "visits": "count",
        "visitors": "count",
    },
    "downloads": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "hits": "count",
        "bytes_sent": "sum",
        "visitors": "count",
    },
    "bots": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "bot": "published name",
        "kind": "of a fixed list",
        "hits": "count",
        "bytes_sent": "sum",
        "visitors": "count",
    },
    "errors": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "status": "of HTTP",
        "path": "without query, cleaned",
        "kind": "of a fixed list",
        "referrer": "host and path, without query, cleaned",
        "bot": "yes or no",
        "hits": "count",
    },
    "bot_pages": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "bot": "published name",
        "path": "without query, cleaned",
        "hits": "count",
        "bytes_sent": "sum",
    },
    "bandwidth": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "hits": "count",
        "bytes_sent": "sum",
    },
    "response_times": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "duration_bucket": "number of a bucket",
        "hits": "count",
    },
    "events": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "event": "cleaned, at most 100 characters",
        "path": "without query, cleaned",
        "hits": "count",
        "visitors": "count",
    },
    "pairs": {
        "ingest_id": "number",
        "day": "a day",
        "site": "host, cleaned",
        "dimension": "'path'",
        "value": "folded below k visitors",
        "by_dimension": "one of four",
        "by_value": "folded below k visitors",
        "pageviews": "count",
    },
    "summed": {"ingest_id": "number"},
    "month_pages": {
        "month": "a month",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "pageviews": "count",
        "visits": "count",
        "entries": "count",
        "exits": "count",
        "bounces": "count",
        "visitors": "count",
        "seconds": "sum",
    },
    "latest_titles": {
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "day": "a day",
        "ingest_id": "number",
        "title": "cleaned",
    },
    "summed_days": {"ingest_id": "number"},
    "day_traffic": {
        "day": "a day",
        "site": "host, cleaned",
        "status": "number",
        "bot": "yes or no",
        "hits": "count",
        "bytes_sent": "sum",
    },
    "month_bots": {
        "month": "a month",
        "site": "host, cleaned",
        "bot": "published name",
        "kind": "of a fixed list",
        "hits": "count",
        "bytes_sent": "sum",
        "visitors": "count",
    },
    "month_bot_pages": {
        "month": "a month",
        "site": "host, cleaned",
        "bot": "published name",
        "path": "without query, cleaned",
        "hits": "count",
        "bytes_sent": "sum",
    },
    "month_bandwidth": {
        "month": "a month",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "hits": "count",
        "bytes_sent": "sum",
    },
    "month_response_times": {
        "month": "a month",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "duration_bucket": "number of a bucket",
        "hits": "count",
    },
    "recent": {
        "ingest_id": "number",
        "minute": "a minute",
        "site": "host, cleaned",
        "path": "without query, cleaned",
        "device": "desktop, mobile, tablet or other",
        "browser": "family, without version",
        "os": "family",
        "entry": "yes or no",
    },
}

# Who may write to the file, and what he may read for that: what an ingest counted, or a database.
# `old_errors` and its like are the tables of `old`, or empty where an earlier version made it.
MAY_READ = {"store": ("new_", "db."), "ops": ("old.", "old_", "db.")}

_WRITES = re.compile(
    r"\b(?:insert\s+into|delete\s+from|update|merge\s+into|truncate|alter\s+table|"
    r"create\s+(?:or\s+replace\s+)?(?:\w+\s+)?table(?:\s+if\s+not\s+exists)?)\s+(db\.\w+|\w+)"
)
# Of a report's own connection, which is open for reading only: gone when it ends.
_TEMPORARY = re.compile(r"\bcreate or replace temp table (?!db\.)")
_READS = re.compile(r"\b(?:from|join)\s+(?!unnest\b|generate_series\b)((?:\w+\.)*\w+)")
_CTE = re.compile(r"(?:\bwith|\)\s*,)\s*(\w+)\s+as\s*(?:materialized\s*)?\(")
# What an export copies out: a table of the database that is open, by the name of it alone.
_EXPORT = re.compile(
    r"copy \(\s*select .*\bfrom query_table\(\$table\)\s*\) to \$file \([^()]*\)\s*", re.DOTALL
)
_NAMED_OLD = re.compile(r"\bview\s+old_\w+")
_LEAVES = re.compile(r"\b(copy|export|attach|install|load|import|checkpoint|into\s+outfile)\b")


def strangers(schema: str) -> list[str]:
    """What the tables of a schema hold that is not listed, and what is listed and not there."""
    with duckdb.connect() as connection:
        connection.execute(schema)
        found = set(
            connection.execute(
                "select c.table_name, c.column_name from duckdb_columns() as c "
                "join duckdb_tables() as t using (table_oid) where not t.internal"
            ).fetchall()
        )
    listed = {(table, column) for table, columns in REMEMBERED.items() for column in columns}
    return [f"{table}.{column}" for table, column in sorted(found ^ listed)]


def trespassers(found: Sequence[Statement]) -> list[str]:
    """Statements that write to the database file what may be personal, or write elsewhere."""
    result = []
    for statement in found:
        code = statement.code.lower()
        if statement.name.startswith("export/") and _EXPORT.fullmatch(code.strip()):
            if set(_READS.findall(code)) != {"query_table"}:
                result.append(f"{statement.name}: exports more than a table")
            continue
        if leaves := _LEAVES.search(code):
            result.append(f"{statement.name}: {leaves[1]}")
        if statement.name in (SCHEMA, "store/views"):
            continue
        written = {name for name in _WRITES.findall(code) if name.startswith("db.")}
        stage = statement.name.partition("/")[0]
        if stage == "store" and not all(name in written for name in _WRITES.findall(code)):
            result.append(f"{statement.name}: writes what is not in db")
        if stage == "reports" and _WRITES.search(_TEMPORARY.sub("", code)):
            result.append(f"{statement.name}: a report writes")
        if _NAMED_OLD.search(code):
            result += [
                f"{statement.name}: {name} is nothing of old"
                for name in _READS.findall(code)
                if stage != "ops" or not name.startswith("old.")
            ]
        if not written:
            continue
        if stage not in MAY_READ:
            result.append(f"{statement.name}: writes {', '.join(written)} outside the store")
            continue
        own = set(_CTE.findall(code))
        result += [
            f"{statement.name}: reads {name}"
            for name in _READS.findall(code)
            if not name.startswith(MAY_READ[stage]) and name not in own
        ]
    return result


def users_of_db(tree: Path) -> list[str]:
    """Modules that attach a database, or make it what unqualified names mean."""
    return [
        module.file
        for module in modules(tree)
        if module.room != "engine" and re.search(r"\.(use|attach|attach_new)\(", module.text)
    ]


def test_the_schema_holds_what_is_listed_here_and_nothing_else() -> None:
    assert strangers(engine.statement(SCHEMA)) == []


@pytest.mark.parametrize(
    ("added", "name"),
    [
        ("alter table recent add column address varchar", "recent.address"),
        ("alter table ingests add column salt varchar", "ingests.salt"),
        ("create table visitors (key ubigint)", "visitors.key"),
        ("alter table pages drop column seconds", "pages.seconds"),
    ],
)
def test_another_schema_is_found(added: str, name: str) -> None:
    assert name in strangers(f"{engine.statement(SCHEMA)};{added}")


def test_only_the_store_writes_to_the_file_and_only_what_was_counted() -> None:
    assert trespassers(statements(HOUSE)) == []
    assert len([s for s in statements(HOUSE) if " db." in s.code]) > 10  # there was one to see


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("parse/a", "insert into db.pages select * from new_pages"),
        ("fold/a", "create or replace table db.staged as select * from new_pages"),
        ("store/a", "insert into db.pages by name select * from cut"),
        ("store/a", "insert into db.pages select * from new_pages join addresses using (x)"),
        ("store/a", "with a as (select * from hits) insert into db.pages select * from a"),
        ("store/a", "create temp table db.x as select 1 from views"),
        ("store/a", "insert into staged select * from new_pages"),
        ("store/a", "update db.pages set path = (select address from addresses)"),
        ("fold/a", "copy new_pages to 'x.csv'"),
        ("fold/a", "copy (select * from query_table($table)) to $file (format csv)"),
        ("export/a", "copy (select * from hits) to $file (format csv)"),
        ("export/a", "copy (select * from query_table($table)) to 'x.csv' (format csv)"),
        ("export/a", "copy (select * from hits, query_table($table)) to $file (format csv)"),
        (
            "export/a",
            "copy (select (select 1 from a) from query_table($table)) to $file (format csv)",
        ),
        ("parse/a", "attach 'x.duckdb' as other"),
        ("ops/a", "insert into db.pages by name select * from new_pages"),
        ("ops/a", "insert into db.pages by name select * from old.pages join hits using (x)"),
        ("ops/a", "create or replace temp view old_errors as select * from views"),
        ("fold/a", "create or replace temp view old_errors as select * from old.errors"),
        ("reports/a", "insert into pages select * from pages"),
        ("reports/a", "create or replace table sums as select * from pages"),
        ("reports/a", "create or replace temp table db.sums as select * from pages"),
    ],
)
def test_a_statement_that_trespasses_is_found(name: str, text: str) -> None:
    assert trespassers([Statement(name, text)])


def test_only_an_export_copies_tables_out_of_a_database_that_is_only_read() -> None:
    users = [module.file for module in modules(HOUSE) if "export/" in module.text]
    assert users == ["ops/export.py"]
    assert "open_database" in (HOUSE / "cli" / "export.py").read_text()


def test_counts_are_copied_by_name_so_that_no_column_slips_in() -> None:
    # `insert ... by name` refuses a column that the schema lacks.
    counted = [s for s in statements(HOUSE) if re.search(r"into db\.\w+[^;]*from new_", s.code)]
    assert counted
    assert [s.name for s in counted if " by name" not in s.code] == []


def test_only_the_store_and_who_keeps_it_open_the_file_for_writing() -> None:
    assert users_of_db(HOUSE) == [
        "ops/merge.py",
        "ops/prune.py",
        "ops/rewrite.py",
        "store/store.py",
        "store/upgrading.py",
    ]


def test_a_module_that_opens_the_file_beside_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "fold.py").write_text("memory.attach(path)\n")
    (tmp_path / "parse.py").write_text("memory.use('db')\n")
    assert users_of_db(tmp_path) == ["fold.py", "parse.py"]
