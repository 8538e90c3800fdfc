# SPDX-License-Identifier: GPL-3.0-or-later
"""What trials of faults share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.trials import Trials


@pytest.fixture(scope="session")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    """Runs of the program as processes of their own."""
    with Trials(tmp_path_factory.mktemp("trials")) as trials:
        yield trials
