"""Volume targets: named with a goal they are found, in one sentence or two; what takes them back takes them back."""

import pytest

from answerable.law.rules import targets, weighing

LISTS = targets.read([
    {
        "numbers": ["ten|дес*"],
        "counted": ["arrest*", "протокол*", "place* + children|дітей"],
        "goal": ["not + fewer|less + 0", "per + shift", "by + friday"],
        "alone": ["sticks + needed"],
        "other": ["no + quota*", "не + план*"],
    }
])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Not fewer than 10 arrests.", True),
        ("NOT fewer than ten arrests", True),
        ("Not fewer than many arrests.", False),  # no number
        ("Arrests per shift, please.", True),
        ("Place the children. By Friday.", True),  # the goal stands in the next sentence
        ("Place the children. It rains. By Friday.", False),
        ("Sticks are needed.", True),
        ("Arrests per shift: no quota here.", False),
        ("Three arrests were made.", False),
        ("", False),
    ],
)
def test_what_is_counted_and_wanted_is_a_target(text: str, found: bool) -> None:
    assert targets.sets_target(text, LISTS, {weighing.BIAS: 0.2}) is found


def test_weights_alone_can_say_so_and_can_take_a_find_back() -> None:
    heavy = {f"w {word}": 3.0 for word in ("raise", "produ")}
    assert targets.sets_target("Raise productivity in files", LISTS, heavy)
    assert not targets.sets_target("Arrests per shift", LISTS, {weighing.BIAS: -5.0})


def test_a_list_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        targets.read([{"counts": ["arrest*"]}])
