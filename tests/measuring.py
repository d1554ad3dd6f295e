"""Says to a running measurement which file of tests reaches what: `coverage run -m pytest -p tests.measuring`.

What tests start as processes of their own isn't measured: most of them are killed, and all would be slower. Nor are tests
that drive a browser: Playwright's loop is a greenlet in the thread of the tests, about which the tracer would have to ask
at every call (docs/decisions/0103).
"""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from coverage import Coverage

ROOT: Final = Path(__file__).parents[1]
_state = {"file": "", "runs": True}


def pytest_configure(config: pytest.Config) -> None:
    """Let no process that a test starts be measured; those of the run itself are started by one that runs no test."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
        os.environ.pop("COVERAGE_PROCESS_START", None)


def _measure(measured: Coverage, *, runs: bool) -> None:
    """Measure, or do not for now."""
    if runs != _state["runs"]:
        _state["runs"] = runs
        (measured.start if runs else measured.stop)()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Say whose file it is from here on."""
    if measured := Coverage.current():
        _measure(measured, runs=item.get_closest_marker("browser") is None)
        file = item.path.relative_to(ROOT).as_posix()
        if _state["runs"] and file != _state["file"]:
            measured.switch_context(file)
            _state["file"] = file
    return (yield)


def pytest_unconfigure() -> None:
    """Write down what was measured, before a process of the run is ended by force."""
    if measured := Coverage.current():
        _measure(measured, runs=False)
        measured.save()
