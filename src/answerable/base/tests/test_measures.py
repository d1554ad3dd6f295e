"""Numbers of several processes are added up, and say what they mean."""

import json
from pathlib import Path

import pytest

from answerable.base import measures
from answerable.base.measures import CountedKind


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_numbers", {})


def test_what_is_counted_falls_into_its_class_of_duration() -> None:
    for seconds, failed in ((0.05, False), (0.2, True), (60.0, False)):
        measures.note(CountedKind.PAGE, "desk:appeals:case", seconds, failed=failed)
    assert measures.numbers() == {"page desk:appeals:case": [1, 1, 0, 0, 1, 60.25, 1]}


def test_what_raises_is_a_failure_and_goes_on() -> None:
    with pytest.raises(KeyError), measures.measured(CountedKind.JOB, "ledger.look"):
        raise KeyError
    with measures.measured(CountedKind.JOB, "ledger.look"):
        pass
    (row,) = measures.numbers().values()
    assert (sum(row[:5]), row[-1]) == (2, 1)


def test_the_numbers_of_all_processes_are_one_and_a_damaged_file_takes_no_other_with_it(tmp_path: Path) -> None:
    measures.note(CountedKind.JOB, "a", 0.01)
    measures.write(tmp_path / measures.FOLDER / "web-1.json")
    (tmp_path / measures.FOLDER / "web-2.json").write_text('{"job a": [1, 0, 0, 0, 0, 0.5, 1], "job b"')
    (tmp_path / measures.FOLDER / "web-3.json").write_text(json.dumps({"job b": [0, 0, 0, 0, 1, 9.0, 1]}))
    assert measures.gathered(tmp_path) == {"job a": [2, 0, 0, 0, 0, 0.02, 0], "job b": [0, 0, 0, 0, 1, 9.0, 1]}
    measures.clear(tmp_path)
    assert measures.gathered(tmp_path) == {"job a": [1, 0, 0, 0, 0, 0.01, 0]}


def test_a_place_that_cannot_be_written_costs_nothing_but_the_numbers(tmp_path: Path) -> None:
    (tmp_path / measures.FOLDER).write_text("a file where the folder should be")
    measures.note(CountedKind.STEP, "clock", 0.001)
    measures.write(tmp_path / measures.FOLDER / "web-1.json")
    assert list(measures.gathered(tmp_path)) == ["step clock"]


def test_the_text_is_what_prometheus_reads() -> None:
    lines = list(measures.exposition({"job ledger.look": [2, 1, 0, 0, 1, 7.5, 1]}))
    assert lines == [
        "# TYPE answerable_job_seconds histogram",
        'answerable_job_seconds_bucket{job="ledger.look",le="0.05"} 2',
        'answerable_job_seconds_bucket{job="ledger.look",le="0.25"} 3',
        'answerable_job_seconds_bucket{job="ledger.look",le="1.0"} 3',
        'answerable_job_seconds_bucket{job="ledger.look",le="5.0"} 3',
        'answerable_job_seconds_bucket{job="ledger.look",le="+Inf"} 4',
        'answerable_job_seconds_sum{job="ledger.look"} 7.500000',
        'answerable_job_seconds_count{job="ledger.look"} 4',
        "# TYPE answerable_job_failures_total counter",
        'answerable_job_failures_total{job="ledger.look"} 1',
    ]
