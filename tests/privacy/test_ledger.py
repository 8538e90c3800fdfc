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


# As long as the first in every field, so that the length of the source says nothing either.
SAME_LENGTH = {
    "address": Who(people.Person("198.51.100.42", people.ANNA.agent, people.ANNA.user)),
    "user": Who(people.Person(people.ANNA.address, people.ANNA.agent, "courths-mahler")),
    "agent": Who(
        people.Person(
            people.ANNA.address,
            people.ANNA.agent.replace("quastenflosser", "seepferdchenab"),
            people.ANNA.user,
        )
    ),
    "path": Who(target="/b?q=1"),
    "query": Who(target="/a?q=2"),
    "referrer": Who(referer="https://ref.example/y"),
}
OTHER_LENGTH = {
    "address": Who(people.Person("2001:db8::7", people.ANNA.agent, people.ANNA.user)),
    "user": Who(people.Person(people.ANNA.address, people.ANNA.agent, "-")),
    "agent": Who(people.Person(people.ANNA.address, people.BERT.agent, people.ANNA.user)),
    "path": Who(target="/a/longer/path"),
    "referrer": Who(referer="-"),
}
OTHER = {
    "time": Who(times=(0, 60, 4001)),
    "first time": Who(times=(1, 60, 4000)),
    "status": Who(status=304),
    "size": Who(size=513),
}
NOTHING_LOST = Who()


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


def test_the_ledger_is_the_same_in_every_database(desk: Desk) -> None:
    first = contents(desk, NOTHING_LOST)
    assert first == contents(desk, NOTHING_LOST)
    ((size, lines, head, digest),) = first
    assert (size, lines) == (len(NOTHING_LOST.log()), 3)
    assert {len(str(head)), len(str(digest))} == {64}


@pytest.mark.parametrize("field", SAME_LENGTH)
def test_the_ledger_does_not_know_who_was_there(field: str, desk: Desk) -> None:
    assert contents(desk, NOTHING_LOST) == contents(desk, SAME_LENGTH[field])


@pytest.mark.parametrize("field", OTHER_LENGTH)
def test_the_digests_of_whole_lines_do_not_know_their_length(field: str, desk: Desk) -> None:
    one = contents(desk, NOTHING_LOST, plain=True)
    two = contents(desk, OTHER_LENGTH[field], plain=True)
    assert [row[1:] for row in one] == [row[1:] for row in two]


@pytest.mark.parametrize("field", OTHER)
def test_the_ledger_tells_other_times_statuses_and_sizes_apart(field: str, desk: Desk) -> None:
    one, two = contents(desk, NOTHING_LOST), contents(desk, OTHER[field])
    assert one[0][3] != two[0][3]


@pytest.mark.parametrize(
    ("mark", "field"),
    [
        ("mark || address", "address"),
        ("mark || agent", "agent"),
        ("mark || target", "path"),
        ("mark || referer", "referrer"),
        ("md5(mark || address)", "address"),
    ],
)
def test_a_ledger_that_knows_who_was_there_is_found(
    mark: str, field: str, desk: Desk, alter: Alter
) -> None:
    alter("parse/marks", lambda text: text.replace("string_agg(mark", f"string_agg({mark}"))
    assert contents(desk, NOTHING_LOST) != contents(desk, SAME_LENGTH[field])


def test_a_ledger_that_knows_lengths_only_is_found(desk: Desk, alter: Alter) -> None:
    alter(
        "parse/marks",
        lambda text: text.replace("string_agg(mark", "string_agg(strlen(mark)::varchar"),
    )
    one, two = contents(desk, NOTHING_LOST), contents(desk, OTHER["size"])
    assert one[0][3] == two[0][3]
