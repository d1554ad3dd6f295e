"""An export of another tool becomes tables by its labels; the real one in Ukrainian too."""

import gzip
from pathlib import Path

import pytest

from answerable.surveys import exports
from answerable.surveys.exports import AnswerKind, ExportError, ExportTable

UKRAINIAN = Path(__file__).resolve().parents[5] / "shared" / "data" / "odk-export-ua"
SMALL = (
    "start,Добре?,Що турбує?,Що турбує?/Дороги,Що турбує?/Шум,Вік,Чому?,Хто?,Ми,Вони,_uuid\n"
    "1,Так,Дороги,1,0,20,a,Ми,1,0,u1\n1,Так,Дороги Шум,1,1,30,b,Ми Вони,1,1,u2\n1,Ні,,,,31,c,Вони,0,1,u3\n"
    '1,Так,Шум,0,1,"31,5",d,Ми,1,0,u4\n1,Ні,Шум,0,1,70,e,Ми,1,0,u5\n1,Так,Шум,0,1,71,f,Ми,1,0,u5\n'
    "1,Так,Шум,0,1,72,g,Ми,1,0,\n1,Ні,Шум,0,1,73,h,Ми,1,0,\n1,Ні,Шум,0,1,74,i,Ми,1,0,u9\n1,Ні,Шум,0,1,75,j,Ми,1,0,u0\n"
)  # fmt: skip


def test_choices_numbers_and_words_are_told_apart() -> None:
    found = exports.tables(exports.read(b"\xef\xbb\xbf" + SMALL.encode()), {"Що турбує?/Шум": "Noise", "Так": "Yes"})
    assert found == [
        ExportTable("Добре?", AnswerKind.ONE, 10, (("Yes", 5), ("Ні", 5))),
        ExportTable("Що турбує?", AnswerKind.SEVERAL, 9, (("Дороги", 2), ("Noise", 8))),
        ExportTable("Вік", AnswerKind.NUMBER, 10, numbers=(20.0, 70.5, 75.0), distinct=10),
        ExportTable("Чому?", AnswerKind.TEXT, 10, distinct=10),
        ExportTable("Хто?", AnswerKind.SEVERAL, 10, (("Ми", 9), ("Вони", 2))),
    ]


def test_a_row_that_came_again_is_counted_once_if_wanted() -> None:
    given = exports.read(gzip.compress(SMALL.encode()))
    kept = exports.once(given, "_uuid")
    assert (len(given.rows), [row[5] for row in kept.rows]) == (
        10, ["20", "30", "31", "31,5", "71", "72", "73", "74", "75"],
    )  # fmt: skip
    with pytest.raises(ExportError, match="no column"):
        exports.once(given, "_id")


@pytest.mark.parametrize(
    "raw", [b"", b"a,b\n", b"a,b\n1\n", b"\xff\xfe", b"\x1f\x8bno", b'a\n"' + b"x" * 200_000 + b'"\n']
)
def test_what_is_no_export_is_refused(raw) -> None:
    with pytest.raises(ExportError):
        exports.read(raw)


def test_the_ukrainian_export_is_tabulated_with_its_labels() -> None:
    if not UKRAINIAN.exists():
        pytest.skip("the Ukrainian export is not beside this project")
    given = exports.read((UKRAINIAN / "answers.csv.gz").read_bytes())
    labels = exports.read_labels((UKRAINIAN / "labels_uk_en.csv").read_bytes())
    found = {table.label: table for table in exports.tables(given, labels)}
    assert len(given.rows) == 543
    assert (found["budget_cut"].kind, sum(count for _, count in found["budget_cut"].choices)) == (AnswerKind.ONE, 543)
    assert [len(found[name].choices) for name in ("budget_cut_sphere", "budget_cut_type", "ingo", "countries")] == [
        11, 7, 55, 53,
    ]  # fmt: skip
    places = {header: place for place, header in enumerate(given.headers)}
    poland = places["34. Відмітьте, будь ласка, громади яких країн надавали підтримку:/Польща"]
    assert dict(found["countries"].choices)["countries_poland"] == sum(row[poland] == "1" for row in given.rows)
    assert (found["idp_number"].kind, found["new_projects"].kind) == (AnswerKind.NUMBER, AnswerKind.TEXT)
