"""A decision is cited by its number, so a number is one decision's."""

from collections import Counter
from collections.abc import Iterable

from tests.architecture import source


def _twice(names: Iterable[str]) -> list[str]:
    numbers = Counter(name.split("-", 1)[0] for name in names)
    return sorted(number for number, times in numbers.items() if times > 1)


def test_every_decision_has_a_number_of_its_own() -> None:
    assert _twice(path.name for path in (source.ROOT / "docs" / "decisions").glob("*.md")) == []


def test_a_number_given_twice_is_seen() -> None:
    assert _twice(["0094-languages.md", "0094-clocks.md", "0095-search.md"]) == ["0094"]
