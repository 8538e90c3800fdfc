# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.1: personal data lives in memory, during one ingest, and nowhere else."""

from __future__ import annotations

import gzip
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from loganalytics.engine import Connection
from loganalytics.parse import agent_texts
from loganalytics.parse.countries import CountryLookup
from loganalytics.store import Store
from tests.privacy import people, traces
from tests.privacy.conftest import Alter, Desk, settle


@dataclass(frozen=True)
class Run:
    """All kinds of ingests, good and bad, into one database."""

    desk: Desk
    printed: str
    codes: tuple[int, ...]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        desk = settle(tmp_path_factory.mktemp("all"), monkeypatch)
        committed = Connection.transaction

        @contextmanager
        def snapshot(connection: Connection) -> Iterator[None]:
            """Keep what lies on the disk between the commit and the close: the log of DuckDB."""
            with committed(connection):
                yield
            shutil.copytree(desk.data, desk.work / "commit", dirs_exist_ok=True)

        monkeypatch.setattr(Connection, "transaction", snapshot)
        results = [desk.run(*arguments, stdin=stdin) for arguments, stdin in _all_kinds(desk)]
        printed = "".join(f"{r.stdout}{r.stderr}" for r in results)
        yield Run(desk, printed, tuple(result.exit_code for result in results))


def _all_kinds(desk: Desk) -> Iterator[tuple[list[object], str | None]]:
    plain = people.combined()
    later = plain.replace("01/Oct/2026", "02/Oct/2026")
    packed = gzip.compress(plain.replace("01/Oct/2026", "03/Oct/2026").encode())
    yield ["ingest", desk.log("plain.log", plain), "--json"], None
    yield ["ingest", "-"], later
    yield ["ingest", desk.log("packed.gz", packed)], None
    yield ["ingest", desk.log("cookies.log", people.with_cookies())], None
    yield ["ingest", desk.log("hosts.log", people.vhost_combined()), "-q"], None
    yield ["ingest", desk.log("proxy.log", people.nginx_main())], None
    for name in ("plain.log", "missing.log"):
        yield ["ingest", desk.logs / name], None
    yield ["ingest", desk.log("cut.gz", packed[: len(packed) // 2])], None
    yield ["ingest", desk.log("hopeless.log", people.hopeless())], None
    yield ["ingest", desk.log("other.log", people.hopeless()), "--format", "combined"], None
    yield ["ingest", desk.log("binary.log", b"\0\1" + people.hopeless().encode())], None
    for form in ("terminal", "json", "csv"):
        yield ["report", "--format", form, "--limit", "0"], None


def test_the_runs_end_as_they_should_and_count_the_views(run: Run) -> None:
    assert run.codes == (0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 0, 0, 0)
    ledger = traces.rows(run.desk.database)["ingests"]
    assert [row[2] for row in ledger] == [
        *("plain.log", "-", "packed.gz", "cookies.log", "hosts.log", "proxy.log")
    ]
    paths = {text for table, text in traces.cells(run.desk.database) if table == "pages"}
    assert {"/start", "/absolute", '/quoted"x', "/cookies", "/hosted", "/forwarded"} <= paths


def test_no_byte_of_any_file_holds_a_person_or_what_confirms_one(run: Run) -> None:
    # Alone this proves little, for DuckDB compresses texts: see the next test.
    assert traces.in_folders(*run.desk.folders) == []


def test_no_cell_of_any_table_holds_a_person_or_what_confirms_one(run: Run) -> None:
    assert traces.in_cells(run.desk.database) == []


def test_nothing_lies_beside_the_database(run: Run) -> None:
    assert {path.name for path in run.desk.data.iterdir()} == {"web.duckdb"}
    assert list(run.desk.temporary.iterdir()) == []
    assert {path.name for path in run.desk.work.iterdir()} == {"commit"}  # the snapshots


def test_the_snapshots_hold_the_write_ahead_log(run: Run) -> None:
    kept = [path for path in (run.desk.work / "commit").iterdir() if path.name.endswith(".wal")]
    assert kept
    assert all(path.stat().st_size for path in kept)


def test_nothing_printed_holds_a_person(run: Run) -> None:
    assert "plain.log" in run.printed
    assert traces.in_text(run.printed) == []


# Each of these breaks the rule; the checks above must find it.


def small(desk: Desk) -> Path:
    """A log of a few people."""
    text = "".join(people.line(person, 10 * n, "/page") for n, person in enumerate(people.PEOPLE))
    return desk.log("small.log", text)


def test_nothing_is_found_after_a_sound_ingest(desk: Desk) -> None:
    desk.ingest(small(desk))
    assert traces.in_cells(desk.database) + traces.in_folders(*desk.folders) == []


ADDRESS, AGENT = f"'{people.ANNA.address}'", f"'{people.ANNA.agent}'"


@pytest.mark.parametrize(
    "leak",
    [ADDRESS, AGENT, f"md5({ADDRESS})", f"hash({ADDRESS})::varchar", f"hash({ADDRESS}, {AGENT})"],
    ids=["address", "agent", "md5", "hash", "hash of both"],
)
def test_a_value_that_is_stored_is_found(desk: Desk, alter: Alter, leak: str) -> None:
    alter(
        "store/add_recent",
        lambda text: text.replace("exclude (site_id)", f"exclude (site_id) replace ({leak} as os)"),
    )
    desk.ingest(small(desk))
    assert traces.in_cells(desk.database)


def test_an_unsalted_key_that_is_stored_is_found(
    desk: Desk, alter: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda *_: "")
    key = "(select any_value(key)::varchar from visitor_keys)"
    alter(
        "store/add_recent",
        lambda text: text.replace("exclude (site_id)", f"exclude (site_id) replace ({key} as os)"),
    )
    desk.ingest(small(desk))
    assert traces.in_cells(desk.database)


def test_an_address_for_a_country_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CountryLookup, "lookup", lambda _, addresses: list(addresses))
    desk.ingest(small(desk))
    assert any(found.startswith("daily: ") for found in traces.in_cells(desk.database))


def test_an_agent_for_a_browser_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = agent_texts.AgentLookup()  # type: ignore[attr-defined]

    class Leaking:
        def is_doubtful(self, form: str) -> bool:
            return True

        def lookup(self, agents: list[str]) -> list[Any]:
            pairs = zip(sound.lookup(agents), agents, strict=True)
            return [replace(found, browser=agent) for found, agent in pairs]

    monkeypatch.setattr(agent_texts, "AgentLookup", Leaking)
    desk.ingest(small(desk))
    assert any("quastenflosser" in found for found in traces.in_cells(desk.database))


def test_rows_that_were_staged_in_the_file_and_dropped_are_found_in_its_bytes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Store._transact

    def staging(store: Store, memory: Connection, *rest: Any) -> int:
        memory._raw.execute(
            f"create table db.staged as select {ADDRESS} as address, {AGENT} as agent"
        )
        memory._raw.execute("checkpoint db")
        memory._raw.execute("drop table db.staged")
        return sound(store, memory, *rest)

    monkeypatch.setattr(Store, "_transact", staging)
    # DuckDB packs texts that are alike: of some the bytes in clear are gone, of others not.
    desk.ingest(small(desk))
    assert traces.in_cells(desk.database) == []
    assert traces.in_folders(*desk.folders)


def test_a_file_beside_the_database_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Store._transact

    def copying(store: Store, memory: Connection, *rest: Any) -> int:
        memory._raw.execute(f"copy (select {ADDRESS}) to '{desk.temporary}/all.csv'")
        return sound(store, memory, *rest)

    monkeypatch.setattr(Store, "_transact", copying)
    desk.ingest(small(desk))
    assert traces.in_folders(*desk.folders)
