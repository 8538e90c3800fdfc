# SPDX-License-Identifier: GPL-3.0-or-later
"""What an ingest gives back to the system between its statements."""

from __future__ import annotations

import ctypes

import pytest

from loganalytics import engine
from loganalytics.engine import Connection


class Heap(ctypes.Structure):
    """`struct mallinfo2` of glibc, bytes."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def used() -> int:
    """Bytes that C programs hold of the heap."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        pytest.skip("the C library is not glibc, or an old one")
    library.mallinfo2.restype = Heap
    return int(library.mallinfo2().uordblks)


def limit(memory: Connection) -> str:
    return str(memory._raw.execute("select current_setting('memory_limit')").fetchall()[0][0])


def test_blocks_of_memory_that_are_gone_are_forgotten() -> None:
    with engine.memory(memory_limit="500MB") as memory:
        raw = memory._raw
        raw.execute("create table words as select n, 'word ' || n as word from range(5000) t(n)")
        before = used()
        for _ in range(400):  # each join has 32 blocks or so
            raw.execute("select count(*) from words join words as others using (word)").fetchall()
        held = used() - before
        memory.give_back()
        assert used() - before < held / 2
        assert held > 1_000_000
        assert raw.execute("select count(*) from words").fetchall() == [(5000,)]


@pytest.mark.parametrize("rows", [0, 5000])
def test_the_limit_of_memory_stays_as_it_was(rows: int) -> None:
    with engine.memory(memory_limit="500MB") as memory:
        before = limit(memory)
        if rows:  # where nothing is held even 1 byte is a limit that can be met
            memory._raw.execute(f"create table numbers as from range({rows})")
        memory.give_back()
        assert limit(memory) == before


def test_where_the_c_library_cannot_be_asked_nothing_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())  # as on macOS
    with engine.memory(memory_limit="500MB") as memory:
        memory.give_back()
