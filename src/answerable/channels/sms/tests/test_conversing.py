"""The conversation by SMS: a word of command asks or begins anew, everything else is taken at once."""

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.translation import gettext

from answerable.base.incoming import Words
from answerable.base.subject import Subject
from answerable.channels.integration import Chat, Turn
from answerable.channels.sms import conversing

WORDS = Words(external="SM1", sender="main/+380501234567", text="The lamp is dark.", refers=("chat",))
SPOKEN = Chat(language="en", subject=Subject("appeal", 1))
COMMANDS = "In danger, call %(numbers)s. For another matter, begin with the word NEW. How it stands: send ?"


def said(text: str, chat: Chat = SPOKEN) -> Turn:
    return conversing.converse(chat, replace(WORDS, text=text))


def submitted(turn: Turn) -> tuple[str, tuple[str, ...], dict[str, str]]:
    assert turn.submit is not None
    return turn.submit.text, turn.submit.refers, dict(turn.submit.facts)


def test_the_first_words_are_taken_at_once_and_the_next_join_them() -> None:
    assert submitted(said("The lamp is dark.", Chat())) == ("The lamp is dark.", (), {})
    assert submitted(said("It is number 5.")) == ("It is number 5.", ("chat",), {"closed": "anew"})


def test_a_new_matter_begins_by_its_word_before_the_words_or_alone() -> None:
    assert submitted(said("Нове: яма на дорозі")) == ("яма на дорозі", (), {})
    turn = said("NEW")
    assert (turn.submit, turn.state, len(turn.says)) == (None, {"new": True}, 1)
    assert submitted(said("A hole.", replace(SPOKEN, state=turn.state))) == ("A hole.", (), {})


def test_whoever_asks_is_told_how_it_stands() -> None:
    assert submitted(said(" ? ")) == (" ? ", ("chat",), {"ask": "stage"})
    assert (said("Стан", Chat()).submit, len(said("стан", Chat()).says)) == (None, 1)


def test_a_code_is_never_taken_for_words() -> None:
    turn = said("1234 5678 9012 3456 7890 1234")
    assert (turn.submit, "Never write your code" in turn.says[0].text) == (None, True)


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_what_is_written_of_the_word_is_the_word_that_is_heard(language: str) -> None:
    with translation.override(language):
        assert conversing.NEW[language] in gettext(COMMANDS)
