"""The conversation of every bot: words are gathered, sent by a press, and become an appeal. Pure, but for the languages.

A draft is never sent unasked and never lost: it waits until it is sent or thrown away. The kind of matter is asked, because
whoever is complained about must not handle what a default calls a report. What belongs to the last matter is asked, too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings

from answerable.base.incoming import IncomingFile, Words
from answerable.channels.bots import wording
from answerable.channels.integration import Chat, Say, Turn

MOST_PIECES: Final = 200  # of a draft; a longer one is sent on as it is
MOST_FILES: Final = 10
CODE: Final = re.compile(r"\s*(?:\d[\s-]?){24}\s*")  # a follow-up code, which has no place in a chat
MARKS: Final = re.compile(r"\s*[1-5][\s,.;/-]*[1-5][\s,.;/-]*[1-3]\s*")  # how a matter was handled, in three digits
_COMMAND: Final = re.compile(r"/(\w+)(?:@\w+)?(?:\s.*)?", re.DOTALL)
_MAIL: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]{2,}")
_NUMBER: Final = re.compile(r"\+?\d{7,15}")
Draft = dict[str, Any]


def conversation(carrier: str, *, window: bool = False) -> Callable[[Chat, Words], Turn]:
    """The rules of a bot on a network; `carrier` is what people call it.

    window  the network lets us speak for a day after somebody's last word: another way is asked for, and said why
    """

    def converse(chat: Chat, words: Words) -> Turn:
        state = {**_EMPTY, **chat.state}
        language = wording.language_for(str(state["language"]), chat.language, words.language)
        if words.facts.get("group"):
            return _in_group(state, language)
        turn = _turn(chat, state, words, language)
        if window and turn.submit is not None and turn.submit.facts.get("kind"):
            ask = Say(text=wording.said(turn.language, "another-way", carrier=carrier))
            turn = replace(turn, state={**turn.state, "contact": True}, says=(*turn.says, ask))
        if state["owed"] and turn.submit is None and chat.subject is not None:
            asked = replace(words, refers=("chat",), language=turn.language, facts={"ask": "code"})
            turn = replace(turn, state={**turn.state, "owed": False}, submit=asked)
        if not turn.state["greeted"]:
            greeting = Say(
                text=wording.greeting(turn.language, carrier=carrier, danger=chat.danger), buttons=_languages()
            )
            turn = replace(turn, state={**turn.state, "greeted": True}, says=(greeting, *turn.says))
        if press := words.facts.get("query", ""):
            turn = replace(turn, says=tuple(replace(say, answers=f"query/{press}") for say in turn.says))
        return turn

    return converse


_EMPTY: Final[Mapping[str, Any]] = {
    "greeted": False, "language": "", "pieces": [], "files": [], "place": "", "phone": "", "albums": [], "which": False,
    "contact": False, "owed": False,
}  # fmt: skip


def _languages() -> dict[str, str]:
    return wording.language_buttons(settings.LANGUAGES)


def _in_group(state: Draft, language: str) -> Turn:
    """Once, politely."""
    if state["greeted"]:
        return Turn(state=state, language=language)
    return Turn(state={**state, "greeted": True}, language=language, says=(Say(text=wording.said(language, "group")),))


def _turn(chat: Chat, state: Draft, words: Words, language: str) -> Turn:
    if button := words.facts.get("button", ""):
        return _pressed(chat, state, words, language, button)
    if command := _COMMAND.fullmatch(words.text.strip()):
        return _commanded(chat, state, words, language, command[1].lower())
    if CODE.fullmatch(words.text):
        return _say(state, language, "code")
    return _edited(chat, state, words, language) if "edited" in words.facts else _written(chat, state, words, language)


def _written(chat: Chat, state: Draft, words: Words, language: str) -> Turn:
    """What is no command and no press: another way to be told, where one was asked for; else words, files, a place."""
    if state["contact"] and chat.subject is not None and (contact := contact_in(words.text)):
        told = _say({**state, "contact": False}, language, "contact-kept")
        return replace(told, submit=replace(words, refers=("chat",), language=language, facts={"contact": contact}))
    if not (words.text.strip() or words.files or words.facts.get("place") or words.facts.get("phone")):
        return _say(state, language, "no-words")
    return _gathered(chat, state, words, language)


def _say(state: Draft, language: str, what: str, buttons: Mapping[str, str] | None = None) -> Turn:
    return Turn(state=state, language=language, says=(Say(text=wording.said(language, what), buttons=buttons or {}),))


def contact_in(text: str) -> str:
    """An address of e-mail or a telephone number that is all of a message; empty for anything else. Pure."""
    said = text.strip()
    if _MAIL.fullmatch(said):
        return said
    number = re.sub(r"[\s().-]", "", said)
    return number if _NUMBER.fullmatch(number) else ""


def _commanded(chat: Chat, state: Draft, words: Words, language: str, command: str) -> Turn:
    if command == "start":
        return Turn(state={**state, "greeted": False}, language=language)
    if command == "cancel":
        return _thrown(state, language)
    if command in {"language", "lang"}:
        return _say(state, language, "language", _languages())
    if command != "status":
        return _say(state, language, "help")
    told = _say(state, language, "status")
    asked = replace(words, refers=("chat",), language=language, facts={"ask": "stage"})
    return told if chat.subject is None else replace(told, submit=asked)


def _gathered(chat: Chat, state: Draft, words: Words, language: str) -> Turn:
    """Put words, files and a place to the draft; of an album only the first part is answered."""
    album, seen = words.facts.get("album", ""), state["albums"]
    text = words.text.strip()
    draft = {
        **state,
        "pieces": [*state["pieces"], *([[words.external, text]] if text else [])][:MOST_PIECES],
        "files": [*state["files"], *([each.name, each.remote] for each in words.files)][:MOST_FILES],
        "place": state["place"] or words.facts.get("place", ""),
        "phone": words.facts.get("phone", "") or state["phone"],
        "albums": [*seen, album][-5:] if album and album not in seen else seen,
    }
    if album and album in seen:
        return Turn(state=draft, language=language)
    begun = bool(state["pieces"] or state["files"] or state["place"])
    if chat.subject is not None and not begun:
        return _say({**draft, "which": True}, language, "which", wording.which_buttons(language))
    return _asked_on(draft, language)


def _asked_on(draft: Draft, language: str) -> Turn:
    count = sum(len(text.split()) for _name, text in draft["pieces"])
    text = wording.kept(language, words=count, files=len(draft["files"]), place=bool(draft["place"]))
    return Turn(state=draft, language=language, says=(Say(text=text, buttons=wording.draft_buttons(language)),))


def _edited(chat: Chat, state: Draft, words: Words, language: str) -> Turn:
    """Another state of a message: in the draft it takes the place; of what is sent already it is more words."""
    first = words.external.rpartition("/")[0]
    if any(name == first for name, _text in state["pieces"]):
        pieces = [[name, words.text.strip() if name == first else text] for name, text in state["pieces"]]
        return Turn(state={**state, "pieces": pieces}, language=language)
    if chat.subject is None or not words.text.strip():
        return _gathered(chat, state, words, language)
    turn = _say(state, language, "edited")
    return replace(turn, submit=replace(words, refers=("chat",), language=language))


def _pressed(chat: Chat, state: Draft, words: Words, language: str, button: str) -> Turn:
    """A press. A button of long ago that fits nothing any more is answered, too."""
    name, _colon, what = button.partition(":")
    if name == "lang" and what in wording.languages():
        return Turn(state={**state, "language": what, "greeted": False}, language=what)
    if name == "cancel":
        return _thrown(state, language)
    if name == "how":
        return _said_how(chat, state, words, language, what)
    if name == "rate":
        return _rated(chat, state, words, language, what)
    if not (state["pieces"] or state["files"]):
        return _say(state, language, "nothing")
    return _on_its_way(chat, state, words, language, button)


def _rated(chat: Chat, state: Draft, words: Words, language: str, rating: str) -> Turn:
    """The first tap asks, the second says."""
    if not rating or chat.subject is None:
        return _say(state, language, "rate", wording.rate_buttons(language))
    submitted = replace(words, refers=("chat",), language=language, facts={"rate": rating})
    return replace(_say(state, language, "thanks"), submit=submitted)


def _said_how(chat: Chat, state: Draft, words: Words, language: str, said: str) -> Turn:
    """Three taps, each of which carries those before it: how promptly, how respectfully, how it ended."""
    if chat.subject is None:
        return _say(state, language, "nothing")
    if len(said) < len(wording.HOW):
        return _say(state, language, wording.HOW[len(said)], wording.how_buttons(language, said))
    submitted = replace(words, text="", refers=("chat",), language=language, facts={"how": said})
    return replace(_say(state, language, "thanks"), submit=submitted)


def _on_its_way(chat: Chat, state: Draft, words: Words, language: str, button: str) -> Turn:
    """From a draft to whoever takes words: which matter, which kind, sent."""
    name, _colon, what = button.partition(":")
    if button == "to:more" and chat.subject is not None:
        return _sent(state, words, language, "added", refers=("chat",), facts={})
    if name == "to":
        return _asked_on({**state, "which": False}, language)
    if name == "kind" and what in wording.KINDS:
        return _sent(state, words, language, "sending", refers=(), facts={"kind": what})
    return _say(state, language, "kind", wording.kind_buttons(language))


def _thrown(state: Draft, language: str) -> Turn:
    return _say(_emptied(state), language, "thrown")


def _emptied(state: Draft) -> Draft:
    return {**_EMPTY, "greeted": state["greeted"], "language": state["language"]}


def _sent(
    state: Draft, words: Words, language: str, what: str, *, refers: tuple[str, ...], facts: Mapping[str, str]
) -> Turn:
    """The draft goes to whoever takes words."""
    text = "\n\n".join(text for _name, text in state["pieces"]) or wording.said(language, "only-files")
    known = {name: state[name] for name in ("place", "phone") if state[name]}
    submitted = replace(
        words,
        text=text,
        language=language,
        refers=refers,
        files=tuple(IncomingFile(name=name, remote=remote) for name, remote in state["files"]),
        facts={**known, **facts},
    )
    return replace(_say(_emptied(state), language, what), submit=submitted)
