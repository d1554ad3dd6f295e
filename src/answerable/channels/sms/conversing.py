"""The conversation by SMS: every message is taken at once, the next ones join it, and a word of command asks or begins anew.

Nothing waits for a press here: a message costs money, an old telephone has no buttons, and who sent a word has sent it. Pure,
but for the languages.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from answerable.base.incoming import Words
from answerable.channels.bots import wording
from answerable.channels.bots.conversing import CODE, MARKS
from answerable.channels.integration import Chat, Say, Turn

ASKS: Final = frozenset({"?", "status", "стан", "статус"})
NEW: Final[Mapping[str, str]] = {"en": "NEW", "uk": "НОВЕ", "ru": "НОВОЕ"}
_NEWS: Final = frozenset(word.casefold() for word in NEW.values())


def converse(chat: Chat, words: Words) -> Turn:
    """What one message means: a question how it stands, a new matter, or more words to the last one."""
    text = words.text.strip()
    if CODE.fullmatch(text):
        return _say(chat, "code")
    if text.casefold() in ASKS:
        return _say(chat, "nothing") if chat.subject is None else _given(chat, replace(words, facts={"ask": "stage"}))
    if chat.subject is not None and MARKS.fullmatch(text):  # whoever was not asked has sent words like others
        return _given(chat, replace(words, facts={**words.facts, "how": text, "closed": "anew"}))
    first, _space, rest = text.partition(" ")
    if first.casefold().strip(".,:;!") in _NEWS:
        words = replace(words, text=rest.strip(), refers=())
        return _given(chat, words) if words.text or words.files else replace(_say(chat, "nothing"), state={"new": True})
    if chat.subject is None or chat.state.get("new"):
        return _given(chat, replace(words, refers=()))
    # to an appeal that is closed nothing is added: it is a new matter
    return _given(chat, replace(words, facts={**words.facts, "closed": "anew"}))


def _given(chat: Chat, words: Words) -> Turn:
    """The words go to whoever takes them, who says what there is to say."""
    return Turn(state={}, language=chat.language, submit=words)


def _say(chat: Chat, what: str) -> Turn:
    language = wording.language_for(chat.language)
    return Turn(state=chat.state, language=chat.language, says=(Say(text=wording.said(language, what)),))
