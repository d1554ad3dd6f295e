"""The table of `make security` tells the truth about tests that pass, fail, are skipped or are not there."""

import pytest

from tests.security.standing import Ran, read, verdict

REPORT = """<testsuites><testsuite>
<testcase name="test_s01_every_receipt_has_a_salt"/>
<testcase name="test_s01_one_slow_hash[a-b]"/>
<testcase name="test_s02_a_thief_finds_nothing"><failure message="found"/></testcase>
<testcase name="test_s02_sessions_are_dead"/>
<testcase name="test_s38_full_disk"><skipped message="may not mount here"/></testcase>
<testcase name="test_something_else"/>
</testsuite></testsuites>"""


def test_a_report_is_sorted_by_case() -> None:
    assert read(REPORT) == {
        "S01": Ran(passed=2),
        "S02": Ran(passed=1, failed=1),
        "S38": Ran(skipped="may not mount here"),
    }


@pytest.mark.parametrize(
    ("ran", "reason", "stands"),
    [
        (Ran(passed=2), "", "holds"),
        (Ran(passed=2), "the rest waits for issue 9", "in part"),
        (Ran(passed=2, skipped="may not mount"), "", "in part"),
        (Ran(passed=2, failed=1), "known", "does not hold"),
        (Ran(skipped="may not mount"), "", "cannot yet"),
        (None, "waits for issue 9", "cannot yet"),
        (None, "", "NO WORD"),
    ],
)
def test_a_case_stands_as_its_tests_do(ran: Ran | None, reason: str, stands: str) -> None:
    assert verdict(ran, reason)[0] == stands
