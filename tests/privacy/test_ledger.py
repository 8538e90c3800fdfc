# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.5: the ledger knows a content by times, statuses and sizes, never by who was there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.privacy import people, traces
from tests.privacy.conftest import Alter, Desk

Log = Callable[["Who"], str]
Contents = list[tuple[object, ...]]


class Who:
    """Somebody, at a time, with a status and a size."""

    def __init__(
        self,
        person: people.Person = people.ANNA,
        target: str = "/a?q=1",
        referer: str = "https://ref.example/x",
        times: Sequence[int] = (0, 60, 4000),
        status: int = 200,
        size: int = 512,
    ) -> None:
        self.person, self.target, self.referer = person, target, referer
        self.times, self.status, self.size = times, status, size

    def log(self) -> str:
        """Their lines; the second's request holds an escaped quote."""
        targets = (self.target, self.target + '\\"', self.target)
        return "".join(
            people.line(
                self.person,
                time,
                target,
                status=self.status,
                size=self.size,
                referer=self.referer,
            )
            for time, target in zip(self.times, targets, strict=True)
        )


# Somebody else, elsewhere, at the same times with the same statuses and sizes: as long in every
# field, so that the length of the source says nothing either, or of another length in all.
AS_LONG = Who(
    people.Person(
        "198.51.100.42",
        people.ANNA.agent.replace("quastenflosser", "seepferdchenab"),
        "courths-mahler",
    ),
    target="/b?p=2",
    referer="https://ref.example/y",
)
LONGER = Who(people.Person("2001:db8::7", people.BERT.agent), target="/a/longer/path", referer="-")
OTHER = {
    "time": Who(times=(0, 60, 4001)),
    "first time": Who(times=(1, 60, 4000)),
    "status": Who(status=304),
    "size": Who(size=513),
}
USUAL = Who()


def contents(desk: Desk, who: Who, *, plain: bool = False) -> Contents:
    """What the ledger of a new database knows after this log.

    `plain`: without the line that is known by its length alone.
    """
    lines = who.log().splitlines(keepends=True)
    text = "".join(lines[::2] if plain else lines)
    number = len(list(desk.data.iterdir()))
    database = desk.data / f"{number}.duckdb"
    desk.ingest(desk.log(f"{number}.log", text), "--db", database)
    return [row[1:] for row in traces.rows(database)["contents"]]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What the ledger knows of the log that the others are held against."""
    return contents(Desk(tmp_path_factory.mktemp("usual")), USUAL)


def test_the_ledger_is_the_same_in_every_database(desk: Desk, usual: Contents) -> None:
    first = contents(desk, USUAL)
    assert first == usual
    ((size, lines, head, digest, beginnings),) = first
    assert (size, lines, beginnings) == (len(USUAL.log()), 3, "")
    assert {len(str(head)), len(str(digest))} == {64}


def test_the_ledger_does_not_know_who_was_there(desk: Desk, usual: Contents) -> None:
    assert len(AS_LONG.log()) == len(USUAL.log())
    assert contents(desk, AS_LONG) == usual


def test_a_user_that_looks_like_a_time_is_not_known_to_the_ledger(desk: Desk) -> None:
    one, two = (
        Who(
            people.Person(people.ANNA.address, people.ANNA.agent, f"[ab/cde/203.0.113.{n} aaaaaaa]")
        )
        for n in (8, 9)
    )
    assert contents(desk, one) == contents(desk, two)


def test_the_digests_of_whole_lines_do_not_know_their_length(desk: Desk) -> None:
    one, two = (contents(desk, who, plain=True) for who in (USUAL, LONGER))
    assert [row[1:] for row in one] == [row[1:] for row in two]


@pytest.mark.parametrize("field", OTHER)
def test_the_ledger_tells_other_times_statuses_and_sizes_apart(
    field: str, desk: Desk, usual: Contents
) -> None:
    assert contents(desk, OTHER[field])[0][3] != usual[0][3]


@pytest.mark.parametrize("field", ["address", "agent", "target", "referer"])
def test_a_ledger_that_knows_who_was_there_is_found(field: str, desk: Desk, alter: Alter) -> None:
    alter(
        "parse/marks", lambda text: text.replace("string_agg(mark", f"string_agg(mark || {field}")
    )
    assert contents(desk, AS_LONG) != contents(desk, USUAL)


def test_a_ledger_that_knows_lengths_only_is_found(desk: Desk, alter: Alter) -> None:
    alter(
        "parse/marks",
        lambda text: text.replace("string_agg(mark", "string_agg(strlen(mark)::varchar"),
    )
    one, two = contents(desk, USUAL), contents(desk, OTHER["size"])
    assert one[0][3] == two[0][3]
