"""Answers for researchers: nobody is alone in them, nothing is written out, and their description is valid."""

import csv
import io
import random
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from answerable.surveys import microdata, spss, testing
from answerable.surveys.microdata import StudyDescription

SCHEMA = Path(__file__).resolve().parents[5] / "shared" / "reference" / "schemas" / "ddi-2.5" / "codebook.xsd"
KEYS = ["agegr", "good_job"]


def answered(count: int = 200, *, rare: int = 3) -> list[dict[str, str]]:
    chance = random.Random(3)
    return [
        {
            "stratum": "north" if place % 2 else "south", "cluster": f"p{place % 7}", "chance": "3/20",
            "consent": "yes", "agegr": "old" if place < rare else "young", "good_job": chance.choice(["5", "3", "1"]),
            "problems": "roads theft" if place % 5 else "", "other": "Dogs of my neighbour Petrenko", "age": "30",
        }
        for place in range(count)
    ]  # fmt: skip


def given(rows: list[dict[str, str]], seed: str = "ab") -> microdata.Microdata:
    return microdata.made(microdata.variables_of(testing.form(), KEYS, ["consent"]), rows, seed=seed)


def test_choices_leave_and_nothing_that_was_written() -> None:
    found = given(answered())
    assert [variable.name for variable in found.variables] == [
        "agegr", "good_job", "problems_roads", "problems_theft", "problems_noise", "problems_other", "problems_none",
        "stratum", "point", "weight",
    ]  # fmt: skip
    content = microdata.csv_of(found).decode()
    assert ("Petrenko" in content, "p3" in content) == (False, False)
    lines = list(csv.DictReader(io.StringIO(content)))
    assert Counter(line["problems_roads"] for line in lines) == {"1": 160, "": 40}
    assert ({line["weight"] for line in lines}, len({line["point"] for line in lines})) == ({"6.666667"}, 7)


def test_of_each_combination_of_keys_five_people_answered() -> None:
    found = given(answered())
    assert (found.blanked, microdata.smallest_group(found) >= microdata.FEWEST) == (9, True)  # three people, three keys
    assert Counter(row[0] for row in found.rows) == {"young": 197, "": 3}
    few, blanked = microdata.protected([{"a": "x", "b": "y"}] * 4 + [{"a": "x", "b": "z"}] * 6, ["a", "b"])
    assert (Counter((row["a"], row["b"]) for row in few), blanked) == ({("x", "z"): 6, ("", ""): 4}, 8)
    assert microdata.protected([], ["a"]) == ([], 0)


def test_the_same_survey_gives_the_same_file_and_another_seed_another_order() -> None:
    rows = answered()
    assert given(rows) == given(list(reversed(rows)))
    assert given(rows, "cd").rows != given(rows).rows


def test_the_description_is_valid_and_counts_what_is_there() -> None:
    study = StudyDescription(
        "survey-1", "Довіра", "People of 18", "independent", "1 abc", "2026-03-03", {"limits": "A town."}, "en"
    )
    raw = microdata.ddi_of(given(answered()), study, file="answers.csv")
    root = etree.fromstring(raw)
    space = {"d": microdata.DDI}
    good = root.find(".//d:var[@name='good_job']", space)
    labels = [each.text for each in good.findall("d:labl", space)]
    assert labels == ["How good a job do they do?", "Наскільки добре вони працюють?"]
    counts = [int(each.text) for each in good.findall("d:catgry/d:catStat", space)]
    assert (sum(counts), root.findtext(".//d:caseQnty", namespaces=space)) == (197, "200")
    if not SCHEMA.exists():
        pytest.skip("the schema of DDI is not beside this project")
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)


def test_spss_reads_each_column_of_the_file_with_its_labels() -> None:
    found = given(answered())
    said = spss.sps_of(found, file="it's.csv", language="uk").decode().splitlines()
    head = said.index("  /DELIMITERS=',' /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=")
    columns = [line.split() for line in said[head + 1 : head + 1 + len(found.variables)]]
    assert [name for name, _ in columns] == next(csv.reader(io.StringIO(microdata.csv_of(found).decode())))
    assert [kind for _, kind in columns] == ["A5", *["F15.0"] * 6, "A5", "F15.0", "F20.6."]
    assert said[1] == "GET DATA /TYPE=TXT /FILE='it''s.csv' /ENCODING='UTF8'"
    place = said.index("VARIABLE LABELS good_job 'Наскільки добре вони працюють?'.")
    assert said[place + 1 : place + 5] == [
        "VALUE LABELS good_job",
        "  5 'Відмінно'",
        "  3 'Посередньо'",
        "  1 'Погано'.",
    ]
    assert said[-2:] == ["WEIGHT BY weight.", "EXECUTE."]


def test_what_spss_cannot_take_is_cut_to_what_it_can() -> None:
    labels = {"uk": "Ї" * 200 + "\n'"}
    odd = microdata.Variable("1-a", labels, (("x y", labels),))
    twice = microdata.Variable("v1_A", {})
    said = spss.sps_of(microdata.Microdata((odd, twice), (("x y", ""),), 0), file="f", language="en").decode()
    lines = said.splitlines()
    assert (lines[3], lines[4]) == ("  v1_a A3", "  v1_A_1 F15.0.")
    label, value = lines[5], lines[7]
    assert (len(label.split("'")[1].encode()), len(value.split("'")[3].encode())) == (254, 120)
