# SPDX-License-Identifier: GPL-3.0-or-later
"""What every number means: the one text behind `help definitions`, pages and exports."""

from loganalytics.model_definitions.definition import Definition
from loganalytics.model_definitions.dimensions import DIMENSIONS
from loganalytics.model_definitions.ledger import LEDGER
from loganalytics.model_definitions.people import PEOPLE
from loganalytics.model_definitions.server import SERVER
from loganalytics.model_definitions.times import TIMES

DEFINITIONS: tuple[Definition, ...] = (*PEOPLE, *DIMENSIONS, *SERVER, *TIMES, *LEDGER)

__all__ = ["DEFINITIONS", "Definition"]
