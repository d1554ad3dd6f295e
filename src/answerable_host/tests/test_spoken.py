"""The languages that a home keeps for whoever starts in it."""

from pathlib import Path

import pytest

from answerable_host import config, spoken


def test_a_home_without_a_pack_speaks_english(tmp_path: Path) -> None:
    found = config.load_config({"ANSWERABLE_HOME": str(tmp_path)})
    assert (found.languages, found.sources["languages"]) == (("en",), "no pack is loaded yet")


def test_the_languages_are_those_of_the_pack_that_was_loaded_last(tmp_path: Path) -> None:
    assert [spoken.keep(tmp_path, each) for each in (["pl", "uk"], ["pl", "uk"], ["ka"])] == [True, False, True]
    found = config.load_config({"ANSWERABLE_HOME": str(tmp_path)})
    assert (found.languages, found.sources["languages"]) == (("ka",), "the pack that is loaded")
    assert [path.name for path in tmp_path.iterdir()] == ["languages"]


def test_an_operator_may_say_otherwise(tmp_path: Path) -> None:
    spoken.keep(tmp_path, ["pl", "uk"])
    found = config.load_config({"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_LANGUAGES": "uk pt-br zh-hans"})
    assert (found.languages, found.sources["languages"]) == (("uk", "pt-br", "zh-hans"), "ANSWERABLE_LANGUAGES")


def test_a_home_keeps_a_language_with_a_script_or_a_region_of_digits(tmp_path: Path) -> None:
    spoken.keep(tmp_path, ["sr-latn", "es-419"])
    assert config.load_config({"ANSWERABLE_HOME": str(tmp_path)}).languages == ("sr-latn", "es-419")


@pytest.mark.parametrize(
    ("said", "cure"),
    [
        ("Ukrainian", spoken.LIKE),
        ("../uk", spoken.LIKE),
        ("zh-hans-cn", spoken.LIKE),
        ("uk_UA", "write uk-ua"),
        ("UK", "write uk"),
        ("zh_Hans", "write zh-hans"),
    ],
)
def test_what_is_no_code_of_a_language_is_a_fault(said: str, cure: str, tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError) as faulty:
        config.load_config({"ANSWERABLE_HOME": str(tmp_path), "ANSWERABLE_LANGUAGES": f"uk {said}"})
    assert faulty.value.faults == [f"languages (ANSWERABLE_LANGUAGES): no code of a language: {said}; {cure}"]
