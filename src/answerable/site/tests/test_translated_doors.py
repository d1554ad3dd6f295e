"""At which door a phrase is read."""

from pathlib import PurePath

import pytest

from answerable.site.translated_doors import ReadAt, of, read_at


@pytest.mark.parametrize(
    ("file", "door"),
    [
        ("appeals/templates/appeals/public/write.html", ReadAt.PUBLIC),
        ("appeals/templates/appeals/follow/one.html", ReadAt.FOLLOW),
        ("appeals/templates/appeals/desk/case.html", ReadAt.STAFF),
        ("oversight/templates/oversight/chair/reading.html", ReadAt.STAFF),
        ("site/templates/404.html", ReadAt.SHARED),
        ("appeals/views/desk/words.py", ReadAt.STAFF),
        ("appeals/desk_forms/acts.py", ReadAt.STAFF),
        ("appeals/forms/writing.py", ReadAt.PUBLIC),
        ("appeals/wording/letters.py", ReadAt.LETTERS),
        ("channels/email/integration.py", ReadAt.LETTERS),
        ("people/forms.py", ReadAt.STAFF),
        ("a_room_to_come/wording.py", ReadAt.SHARED),
    ],
)
def test_where_a_phrase_stands_says_who_reads_it(file: str, door: ReadAt) -> None:
    assert read_at(PurePath(file)) == door


def test_a_phrase_of_several_doors_is_residents_unless_all_are_staffs() -> None:
    public, follow, desk = (PurePath(f"a/templates/a/{door}/b.html") for door in ("public", "follow", "desk"))
    found = [of(each) for each in ([desk], [desk, public], [public, follow], [desk, desk])]
    assert found == [ReadAt.STAFF, ReadAt.PUBLIC, ReadAt.SHARED, ReadAt.STAFF]
