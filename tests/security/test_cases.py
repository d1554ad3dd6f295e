"""No case is skipped silently: each has tests that bear its number, or words that say why not yet."""

from tests.security import cases, secrets_scan


def test_every_case_has_a_test_or_a_written_reason() -> None:
    held, reasons = cases.tests(), cases.reasons()
    assert [case for case in cases.CASES if case not in held and not reasons.get(case, "").strip()] == []


def test_reasons_are_given_for_known_cases_only_and_say_something() -> None:
    reasons = cases.reasons()
    assert reasons.keys() <= cases.CASES.keys()
    assert {case: words for case, words in reasons.items() if len(words) < 40} == {}


def test_no_secret_lies_in_the_repository() -> None:
    found = []
    for name in secrets_scan.tracked():
        path = secrets_scan.ROOT / name
        try:
            found += secrets_scan.found_in(name, path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    assert found == []


def test_the_scan_for_secrets_finds_one() -> None:
    key = "AGE-SECRET-" + "KEY-1" + "Q" * 58  # put together here, so that this file passes
    drawn = 'api_key = "' + "x8Fq2LmZ0pRt7VbW" + '"'
    assert list(secrets_scan.found_in("a.py", f"ok\n{key}\n{drawn}\n")) == [
        "a.py:2: an age private key",
        "a.py:3: a value that looks drawn, under the name of a secret",
    ]
    assert list(secrets_scan.found_in("a.py", 'password = "name-of-a-field-here"\n')) == []
