"""`answerable survey reference`: anybody holds the estimators to their own numbers."""

from pathlib import Path
from typing import Final

from click.testing import CliRunner

from answerable.site.commands.survey import command

SMALL: Final = Path(__file__).with_name("small_survey")


def test_the_command_shows_each_value_beside_the_expected_one() -> None:
    ran = CliRunner().invoke(command, ["reference", str(SMALL / "cases.json"), str(SMALL)])
    assert (ran.exit_code, ran.output.splitlines()[-1]) == (
        0,
        "7 values compared, 0 differ, 0 cases could not be evaluated",
    )
    assert ran.output.splitlines()[0].split() == ["agrees", "three.mean", "y", "est", "2", "2", "0.0e+00"]


def test_the_command_says_what_differs_and_what_it_cannot_evaluate(tmp_path: Path) -> None:
    text = (SMALL / "cases.json").read_text(encoding="utf-8")
    (tmp_path / "cases.json").write_text(text.replace('"est": 2,', '"est": 3,').replace('"ratio"', '"mood"'))
    ran = CliRunner().invoke(command, ["reference", str(tmp_path / "cases.json"), str(SMALL), "--differing"])
    lines = ran.output.splitlines()
    assert (ran.exit_code, [line.split()[0] for line in lines]) == (1, ["DIFFERS", "FAULT", "4"])
    assert lines[-1] == "4 values compared, 1 differ, 1 cases could not be evaluated"
