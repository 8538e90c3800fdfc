# SPDX-License-Identifier: GPL-3.0-or-later
"""What no program on DuckDB can beat: a log read as lines, each a column, and counted.

python -m tests.bench.scan FILE
"""

import sys

import duckdb

LINES = (
    "select count(*), sum(strlen(line)) from read_csv(?, delim='\x01', quote='', escape='',"
    " header=false, auto_detect=false, strict_mode=false, columns={'line': 'VARCHAR'})"
)

if __name__ == "__main__":
    (lines, size) = duckdb.execute(LINES, [sys.argv[1]]).fetchall()[0]
    print(lines, size)
