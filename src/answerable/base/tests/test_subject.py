"""A subject has one spelling, and nothing else is read as one."""

import pytest
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from answerable.base.subject import LONGEST_KIND, KindName, Subject, SubjectError, SubjectKind

kinds = st.from_regex(r"[a-z](?:[a-z_]{0,18}[a-z])?", fullmatch=True)
ids = st.integers(1, 2**63 - 1)


def test_an_appeal_is_written_as_it_always_was() -> None:
    assert str(Subject("appeal", 123)) == "appeal/123"


@given(kinds, ids)
def test_what_is_written_is_read_back(kind: str, ref: int) -> None:
    subject = Subject(kind, ref)
    assert str(subject) == f"{kind}/{ref}"
    assert Subject.parse(str(subject)) == subject


@given(st.text())
def test_whatever_is_read_was_written_in_this_very_way(text: str) -> None:
    try:
        found = str(Subject.parse(text))
    except SubjectError:
        return
    assert found == text


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "appeal", "appeal/", "/1", "appeal/0", "appeal/01", "appeal/+1", "appeal/-1", "appeal/1 ", " appeal/1",
        "appeal/1\n", "appeal/1/2", "Appeal/1", "appeal/١", "appeal/1_0", "appeal/9223372036854775808", "_a/1", "a_/1",
        "a" * (LONGEST_KIND + 1) + "/1", "звернення/1", "pack/raion", "a-b/1",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SubjectError):
        Subject.parse(text)


@pytest.mark.parametrize(("kind", "ref"), [("", 1), ("Appeal", 1), ("a/b", 1), ("appeal", 0), ("appeal", -1)])
def test_what_has_no_spelling_is_no_subject(kind: str, ref: int) -> None:
    with pytest.raises(SubjectError):
        Subject(kind, ref)


@pytest.mark.parametrize("word", ["", "Appeal", "care-plan", "_plan", "a" * (LONGEST_KIND + 1), "план"])
def test_a_room_declares_no_kind_that_no_subject_could_have(word: str) -> None:
    with pytest.raises(SubjectError):
        SubjectKind(KindName(word), Model)
    with pytest.raises(SubjectError):
        Subject(word, 1)
