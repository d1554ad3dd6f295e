"""An installation in a folder of its own for each case."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answerable.ledger import testing


@pytest.fixture
def home(tmp_path: Path, db: None) -> Iterator[Path]:
    """An empty installation; the database is the test's own."""
    del db
    with testing.at_home(tmp_path) as found:
        yield found


@pytest.fixture
def wide_home(tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    """The same for cases in which several connections see each other's commits."""
    del transactional_db
    with testing.at_home(tmp_path) as found:
        yield found
