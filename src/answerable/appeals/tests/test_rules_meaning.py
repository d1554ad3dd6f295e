"""What a sender means by those whom a text names: the answers, and what stays a suspicion."""

import pytest

from answerable.appeals.rules.meaning import (
    ALL,
    NOBODY,
    NONE,
    UNSURE,
    Meant,
    is_about_unknown,
    is_asked,
    key_of,
    keys_of,
    meant,
    named_by,
    still_open,
    suspects_with,
    suspects_without,
)
from answerable.people.rules.known import Mention, MentionMark

HEAD, STATION = (False, 7), (True, 3)
PERSON = Mention(7, False, MentionMark.NAME, "Мороз")
BODY = Mention(3, True, MentionMark.NAME, "райвідділ")
BY_POST = Mention(3, True, MentionMark.POST, "райвідділу")


@pytest.mark.parametrize(
    ("answer", "asked", "kind", "expected"),
    [
        (NONE, [PERSON, BODY], "complaint", Meant()),
        (NOBODY, [PERSON, BODY], "complaint", Meant()),
        (ALL, [PERSON, BODY], "report", Meant(about=frozenset({HEAD, STATION}))),
        ("person-7", [PERSON, BODY], "report", Meant(about=frozenset({HEAD}))),
        ("body-3", [PERSON, BODY], "report", Meant(about=frozenset({STATION}))),
        ("person-8", [PERSON], "report", Meant(suspected=frozenset({HEAD}))),  # nobody who was asked about
        (
            "",
            [PERSON, BODY],
            "report",
            Meant(suspected=frozenset({HEAD})),
        ),  # a station is mentioned by half of all reports
        ("", [BY_POST], "thanks", Meant(suspected=frozenset({STATION}))),
        ("", [BODY], "complaint", Meant(suspected=frozenset({STATION}))),
        (UNSURE, [BODY], "report", Meant(suspected=frozenset({STATION}))),
        ("", [], "complaint", Meant()),
    ],
)
def test_what_was_answered_decides_and_what_was_not_is_a_suspicion(
    answer: str, asked: list[Mention], kind: str, expected: Meant
) -> None:
    assert meant(answer, asked, kind=kind) == expected


def test_a_form_names_people_and_bodies_by_a_key() -> None:
    assert [named_by(key_of(named)) for named in (HEAD, STATION)] == [HEAD, STATION]
    assert [named_by(key) for key in ("", "person", "person-x", "unit-3", "person-" + "9" * 20)] == [None] * 5


@pytest.mark.parametrize(
    ("bodies", "served", "persons", "expected"),
    [
        ({3}, {7: frozenset({4})}, (), [PERSON]),
        ({3, 4}, {7: frozenset({4})}, (), []),  # whoever serves in barred bodies alone is barred with them
        ((), {7: frozenset({4})}, (7,), [BODY]),
        ((), {}, (), [PERSON, BODY]),  # nobody knows where they serve
    ],
)
def test_nobody_is_asked_about_twice(
    bodies: set[int], served: dict[int, frozenset[int]], persons: tuple[int, ...], expected: list[Mention]
) -> None:
    assert still_open([PERSON, BODY], barred_bodies=bodies, served=served, persons=persons) == expected


def test_a_suspicion_grows_by_those_whom_later_words_name() -> None:
    first = suspects_with({}, {HEAD}, persons={7}, bodies=())
    assert first == {"persons": [7], "bodies": [], "barred_persons": [7], "barred_bodies": []}
    assert suspects_with(first, {STATION}, persons=(), bodies={4, 3}) == {
        "persons": [7],
        "bodies": [3],
        "barred_persons": [7],
        "barred_bodies": [3, 4],
    }


def test_a_page_asks_about_each_once() -> None:
    assert keys_of([BODY, PERSON]) == "body-3 person-7"
    assert [is_asked(asked, shown="person-7") for asked in ([], [PERSON], [PERSON, BODY])] == [True, True, False]


@pytest.mark.parametrize(
    ("answer", "said", "expected"),
    [
        ("", Meant(), True),
        (UNSURE, Meant(), True),
        (NONE, Meant(), True),  # those who were found are only mentioned: whom it is about is open
        (NOBODY, Meant(), False),
        ("", Meant(suspected=frozenset({HEAD})), False),
        (ALL, Meant(about=frozenset({HEAD})), False),
    ],
)
def test_a_complaint_is_about_somebody_unknown_unless_its_sender_says_about_nobody(
    answer: str, said: Meant, expected: bool
) -> None:
    assert is_about_unknown(answer, said) is expected


def test_whom_somebody_barred_for_good_a_look_no_longer_gives_back() -> None:
    before = {"persons": [7], "bodies": [3], "barred_persons": [7, 8], "barred_bodies": [3, 4, 5]}
    left = suspects_without(before, persons={8}, bodies={4, 5})
    assert left == before | {"barred_persons": [7], "barred_bodies": [3]}
    assert suspects_without({}, persons={8}, bodies={4}) == {}
