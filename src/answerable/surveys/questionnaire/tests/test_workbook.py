"""A workbook becomes a form, or faults by sheet, row and cure; a hostile one becomes faults, too."""

import io
import zipfile
from hashlib import md5
from pathlib import Path

import pytest

from answerable.surveys import testing
from answerable.surveys.questionnaire import reading
from answerable.surveys.questionnaire.form import Control, NodeKind
from answerable.surveys.questionnaire.workbook import LARGEST

SHARED = Path(__file__).resolve().parents[6] / "shared" / "reference" / "surveys"
PLAIN = ("type", "name", "label", "relevant", "constraint", "calculation")


def faults(raw: bytes) -> list[tuple[str, int, str, str]]:
    with pytest.raises(reading.FormError) as refused:
        reading.convert_workbook(raw)
    return [(one.sheet, one.row, one.reason, one.word) for one in refused.value.faults]


def test_a_workbook_becomes_a_form_in_its_languages() -> None:
    form = reading.read_form(reading.convert_workbook(testing.workbook()))
    assert (form.id, form.version, form.title, dict(form.languages)) == (
        "trust", "2026120101", "Trust", {"en": "English", "uk": "Українська"},
    )  # fmt: skip
    nodes = {node.path: node for node in form.nodes()}
    problems = nodes["main/problems"]
    assert (problems.control, problems.label.plain("uk"), problems.hint.plain("en")) == (
        Control.SEVERAL, "Що вас тут турбує?", "Three at most.",
    )  # fmt: skip
    assert [choice.label.plain("uk") for choice in problems.choices] == ["Дороги", "Крадіжки", "Шум", "Інше", "Нічого"]
    assert (nodes["main/robbery"].kind, nodes["main/agegr"].kind) == (NodeKind.REPEAT, NodeKind.HIDDEN)
    assert [form.language(wanted) for wanted in ("uk", "en-GB", "ru")] == ["uk", "en", "en"]


def test_the_reference_workbook_becomes_the_reference_form_byte_for_byte() -> None:
    if not SHARED.is_dir():
        pytest.skip("the reference of surveys is not beside this checkout")
    made = reading.convert_workbook((SHARED / "confidence.xlsx").read_bytes())
    assert md5(made, usedforsecurity=False).hexdigest() == "8dec8d71a721333ed94440eba23c176d"


def test_all_faults_come_at_once_each_with_its_row() -> None:
    rows = [
        ("image", "photo", "A photo"),
        ("text", "two words", "X"),
        ("select_one nowhere", "where", "Where?"),
        ("text", "a", "A"),
        ("text", "a", "A again"),
        ("text", "sum", "=1+1"),
    ]
    raw = testing.workbook(
        rows, [("yesno", "yes", "Yes"), ("yesno", "yes", "Yes"), ("yesno", "", "?")], version="", head=PLAIN
    )
    assert faults(raw) == [
        ("survey", 7, "workbook.formula", "=1+1"),
        ("survey", 2, "workbook.type", "image"),
        ("survey", 3, "workbook.name", "two words"),
        ("survey", 4, "workbook.list", "nowhere"),
        ("survey", 6, "workbook.twice", "a"),
        ("choices", 3, "workbook.twice", "yes"),
        ("choices", 4, "workbook.choice", ""),
        ("settings", 2, "workbook.version", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("text", "a", "A", "pulldata('a','b','c','d') = 1")], ("survey", 2, "form.function", "pulldata")),
        ([("text", "a", "A", "", "regex(., '(a+)+$')")], ("survey", 2, "form.pattern", "'(a+)+$'")),
        ([("begin repeat", "r", "R"), ("text", "a", "A"), ("end repeat",)], ("survey", 2, "form.repeat-without-count", "r")),
    ],
)  # fmt: skip
def test_what_a_telephone_and_we_might_judge_differently_is_refused(rows, fault) -> None:
    assert faults(testing.workbook(rows, head=PLAIN)) == [fault]


def test_what_pyxform_finds_comes_with_its_row() -> None:
    ((sheet, row, reason, word),) = faults(testing.workbook([("text", "a", "A", "${b} = 1")], head=PLAIN))
    assert (sheet, row, reason, "'b'" in word) == ("survey", 2, "workbook.pyxform", True)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("hostile", "reason"),
    [
        (b"", "workbook.none"),
        (b"name,label\n", "workbook.none"),
        (b"PK\x03\x04 and nothing more", "workbook.none"),
        (packed(**{"a.xml": b"x"}), "workbook.unreadable"),
        (packed(**{"xl/vbaProject.bin": b"x"}), "workbook.macros"),
        (packed(**{"xl/worksheets/sheet1.xml": bytes(70 * 1024 * 1024)}), "workbook.large"),
        (bytes(LARGEST + 1), "workbook.large"),
    ],
    ids=["empty", "csv", "cut", "no sheets", "macros", "bomb", "large"],
)
def test_a_hostile_file_is_a_fault_and_nothing_else(hostile: bytes, reason: str) -> None:
    assert [fault[2] for fault in faults(hostile)] == [reason]
