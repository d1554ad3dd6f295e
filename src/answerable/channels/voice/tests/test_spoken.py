"""What a caller hears: documents that a provider can read, digits one by one, every language offered."""

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings

from answerable.channels.voice import spoken


def test_signs_are_said_one_by_one_with_a_rest_after_four_and_for_a_dash() -> None:
    assert spoken.spelled("CHU-2026-00001") == "C H U, 2 0 2 6, 0 0 0 0, 1"
    assert spoken.spelled("123456789012345678901234").count(",") == 5


def test_every_language_is_offered_by_a_digit_in_its_own_words() -> None:
    root = ET.fromstring(spoken.document(spoken.menu("https://a.example/x?b=1&c=2")))
    gather = root[0]
    assert (gather.tag, gather.attrib["action"]) == ("Gather", "https://a.example/x?b=1&c=2")
    assert len(gather) == len(settings.LANGUAGES)
    assert gather[0].attrib["language"] == spoken.VOICES[settings.LANGUAGE_CODE]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_step_is_a_document_that_can_be_read(language: str) -> None:
    for verbs in (
        spoken.greeting(language, danger=("102", "112")),
        spoken.put_through("+380441234567", "https://a.example/", language),
        spoken.record("https://a.example/", "https://a.example/", language),
        spoken.wait("https://a.example/?n=1", language, first=True),
        spoken.told("CHU-2026-00001", "2026-04-02", "1" * 24, language),
        spoken.rung_later(language),
    ):
        assert ET.fromstring(spoken.document(verbs)).tag == "Response"
    said = spoken.told("CHU-2026-00001", "2026-04-02", "1" * 24, language)
    assert said.count("1 1 1 1, 1 1 1 1, 1 1 1 1, 1 1 1 1, 1 1 1 1, 1 1 1 1") == 2


def test_the_numbers_to_call_in_danger_are_those_of_the_place() -> None:
    assert "call 102 or 112." in spoken.greeting("en", danger=("102", "112"))
    assert "call 112." in spoken.greeting("en", danger=("112",))
    assert "101, 102 або 112." in spoken.greeting("uk", danger=("101", "102", "112"))
