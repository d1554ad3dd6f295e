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


def test_an_export_is_tabulated_by_its_labels_and_a_bad_one_is_told(tmp_path: Path) -> None:
    answers = "".join(f"{'Так' if place % 3 else 'Ні'},u{place % 11}\n" for place in range(12))
    (tmp_path / "export.csv").write_text(f"Добре?,_uuid\n{answers}", encoding="utf-8")
    (tmp_path / "labels.csv").write_text("uk,en\nДобре?,good\nТак,Yes\n", encoding="utf-8")
    asked = ["tabulate", str(tmp_path / "export.csv"), "--labels", str(tmp_path / "labels.csv"), "--once-by"]
    said = CliRunner().invoke(command, [*asked, "_uuid"])
    lines = [line.strip() for line in said.output.splitlines() if line.strip()]
    assert (said.exit_code, lines[:3]) == (0, ["good   n = 11", "8   72.7 %  Yes", "3   27.3 %  Ні"])
    assert lines[3].startswith("11 answers, 1 questions.")
    bad = CliRunner().invoke(command, [*asked, "_id"])
    assert (bad.exit_code, "there is no column _id" in bad.output) == (1, True)
