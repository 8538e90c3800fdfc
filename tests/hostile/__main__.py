# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries whatever comes to mind for so long: `python -m tests.hostile --minutes 60`.

Each round has a seed of its own, which is printed, as the values are that broke something: these
belong into `corpus.txt`, where every run of the tests tries them in every field.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter

from hypothesis import seed, settings

from tests.hostile.test_values import PROPERTIES, SETTINGS

_POINTS = 80  # of a round


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    asked = parser.parse_args()
    end = time.monotonic() + 60 * asked.minutes
    tried: Counter[str] = Counter()
    number = asked.seed
    while time.monotonic() < end:
        for claim, share in PROPERTIES:
            examples = max(1, round(_POINTS * share))
            how = settings(SETTINGS, derandomize=False, database=None, max_examples=examples)
            print(f"seed {number}: {claim.__name__}", flush=True)
            seed(number)(claim(how))()
            tried[claim.__name__] += examples
        number += 1
    print(f"nothing broke: {', '.join(f'{count:,} {name}' for name, count in tried.items())}")


if __name__ == "__main__":
    main()
