"""Rules and policies by their own tests alone: those that ask for no database and no browser. `make pure`.

`python -m tests.pure` names the files of tests in which they are tried (tests/where.py); as pytest's plugin it leaves out
whatever of these files wants more than a function. A rule that only a page or a row can reach is no rule, or has no test.
"""

import importlib
import sys
from typing import Final

import pytest

from tests import where

WANTED: Final = {"db", "transactional_db", "django_db_setup", "module_db", "live_server", "browser"}


def rules() -> list[str]:
    """The modules of rules and policy."""
    return [
        str(path.relative_to(where.ROOT))
        for path in where.modules()
        if {"rules", "policy"} & {*path.with_suffix("").relative_to(where.SOURCE).parts[2:]}
    ]


def files() -> list[str]:
    """Where they are tried."""
    found = {test.relative_to(where.ROOT) for module in rules() for test in where.tests_of(where.ROOT / module)}
    return sorted(map(str, found))


def pytest_collection_finish() -> None:
    """Import them all: what no test imports would not be measured, and so not be missed."""
    for module in rules():
        importlib.import_module(
            module.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what wants a database or a browser."""
    left_out = [item for item in items if _wants_more(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _wants_more(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(WANTED & fixtures) or any(item.iter_markers("django_db"))


if __name__ == "__main__":
    print("\n".join(files()))
    sys.exit(not files())
