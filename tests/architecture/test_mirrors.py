"""Who opens a module finds its tests: by its name, or by a line of the room's `tests/__init__.py` (see tests/where.py)."""

from tests import where


def test_every_module_says_where_it_is_tried() -> None:
    """Give a new module a `test_<its name>.py`, or a line in its room's `tests/__init__.py`."""
    lost = [path.relative_to(where.ROOT).as_posix() for path in where.modules() if not where.tests_of(path)]
    assert lost == []


def test_what_a_line_names_is_there() -> None:
    wrong = []
    for place in sorted({where.place_of(path) for path in where.modules()}):
        for name, files in where.lines(place).items():
            missing = [
                each for each in files if not (where.ROOT if "/" in each else place / "tests").joinpath(each).is_file()
            ]
            if missing or not (name.endswith("/") or (place / name).exists()):
                wrong.append((place.name, name, missing))
    assert wrong == []


def test_the_longest_line_wins_and_a_name_of_its_own_needs_none() -> None:
    appeals = where.SOURCE / "answerable" / "appeals"
    found = [where.tests_of(appeals / each) for each in ("views/desk/case.py", "views/desk/log.py", "rules/lanes.py")]
    assert [[path.name for path in files] for files in found] == [
        ["test_desk_pages.py", "test_states_shown.py"],
        ["test_the_log_at_the_desk.py"],
        ["test_lanes.py", "test_rules_lanes.py"],
    ]
