# SPDX-License-Identifier: GPL-3.0-or-later
"""What every number means: the one text behind `help definitions`, pages and exports."""

from loganalytics.model_definitions.cells import CELLS
from loganalytics.model_definitions.definition import Definition
from loganalytics.model_definitions.dimensions import DIMENSIONS
from loganalytics.model_definitions.ledger import LEDGER
from loganalytics.model_definitions.people import PEOPLE
from loganalytics.model_definitions.server import SERVER
from loganalytics.model_definitions.times import TIMES

DEFINITIONS: tuple[Definition, ...] = (
    *PEOPLE,
    *DIMENSIONS,
    *SERVER,
    *TIMES,
    *CELLS,
    *LEDGER,
)

_BY_NAME = {definition.name: definition for definition in DEFINITIONS}
_OUTCOMES = _BY_NAME["outcomes"]
TERMS = frozenset(("(other)", "(folded)"))  # values that are several, which pages explain


def defining(key: str) -> tuple[Definition, ...]:
    """Return the definitions of a key, the nearest first; none if nothing is called so.

    X_before and X_change of a comparison are defined by `before` and `change`, and by X. The
    brackets of a value such as (other) may be left out. An outcome that has none of its own is
    defined among the outcomes.
    """
    for name in (key, f"({key})"):
        if name in _BY_NAME:
            return (_BY_NAME[name],)
    if f"ingests.{key}" in _OUTCOMES.tables:
        return (_OUTCOMES,)
    of, _, end = key.rpartition("_")
    if end in ("before", "change") and of in _BY_NAME:
        return _BY_NAME[end], _BY_NAME[of]
    return ()


__all__ = ["DEFINITIONS", "TERMS", "Definition", "defining"]
