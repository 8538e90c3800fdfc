# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes of lines of any bytes what DuckDB's reader of lines takes for the same lines."""

from __future__ import annotations

import re

MAX_LINE = 4 << 20  # a longer line is no request; its text is not kept
OVERLONG = b"(overlong line)\n"
_FEW = 8  # lines of a block that are mended one by one: for each what follows is decoded again
_SHORT = 1 << 16  # bytes of such a line


def is_clean(data: bytes) -> bool:
    """Whether these lines need no mending at all."""
    return data.isascii() and _parts_nothing(data)


def mended(lines: bytes) -> bytes:
    """Whole lines as valid UTF-8 without CR, none longer than `MAX_LINE`."""
    data = lines
    if b"\r" in data:  # to the reader of lines a bare CR would be the end of one
        data = data.replace(b"\r", b"")
    if b"\x01" in data:  # and this the end of a column
        data = data.replace(b"\x01", b"\\x01")
    if not data.isascii():
        if b"\xef" in data:
            data = data.replace(b"\xef\xbb\xbf", b"")  # a mark that it would drop at times
        try:
            data.decode()
        except UnicodeDecodeError:  # write such bytes as \xNN, as servers do
            data = data.decode(errors="backslashreplace").encode()
    if len(data) > MAX_LINE:
        data = re.sub(rb"[^\n]{%d,}\n" % MAX_LINE, OVERLONG, data)
    return data


def patched(block: bytes, end: int) -> list[bytes | memoryview] | None:
    """What `mended` makes of the whole lines up to there, as pieces, of which few are copied.

    None where it takes more than to write in a few lines what is no UTF-8 in digits.
    """
    if b"\xef" in block or not _parts_nothing(block):
        return None
    pieces: list[bytes | memoryview] = []
    view, at = memoryview(block)[:end], 0
    for _ in range(_FEW):
        try:
            str(view[at:], "utf-8")
        except UnicodeDecodeError as error:
            wrong = at + error.start
            begin = block.rfind(b"\n", at, wrong) + 1 or at
            behind = block.index(b"\n", wrong) + 1
            if behind - begin > _SHORT:
                return None
            if begin > at:
                pieces.append(view[at:begin])
            pieces.append(mended(block[begin:behind]))
            at = behind
        else:
            if at < end:
                pieces.append(view[at:])
            return pieces
    return pieces if at == end else None


def _parts_nothing(data: bytes) -> bool:
    return b"\r" not in data and b"\x01" not in data
