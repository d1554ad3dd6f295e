"""What a caller hears, as the provider's documents (TwiML) say it. Pure, but for the languages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from answerable.base import dates
from answerable.channels.numbers import one_of

VOICES: Final[Mapping[str, str]] = {"uk": "uk-UA", "ru": "ru-RU", "en": "en-GB", "pl": "pl-PL"}
LONGEST: Final = 600  # seconds of a recording
RING: Final = 25  # seconds that an operator is rung


def document(*verbs: str) -> str:
    """The verbs, to be done one after the other."""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{"".join(verbs)}</Response>'


def languages() -> list[str]:
    """The languages of the menu, the installation's own first; a press is a place in it, from 1."""
    offered = [code for code, _name in settings.LANGUAGES]
    own = str(settings.LANGUAGE_CODE)
    return [own, *(code for code in offered if code != own)][:9]


def menu(to: str) -> str:
    """Ask in which language; whoever presses nothing goes on in the installation's own."""
    asked = []
    for digit, language in enumerate(languages(), start=1):
        with translation.override(language):
            asked.append(_say(_("For English, press %(digit)d.") % {"digit": digit}, language))
    return f'<Gather numDigits="1" timeout="4" action={quoteattr(to)}>{"".join(asked)}</Gather><Redirect>{escape(to)}</Redirect>'


def greeting(language: str, *, danger: Sequence[str]) -> str:
    """Before the tone: who hears it, that it is recorded and why, what calls for another call: the numbers in danger."""
    with translation.override(language):
        said = _(
            "This is the line for messages to the police. What you say is recorded, so that it is kept word for word. If "
            "somebody is in danger now, hang up and call %(numbers)s. What nobody may connect with you is safer on our page."
        ) % {"numbers": one_of(danger)}
    return _say(said, language)


def put_through(number: str, to: str, language: str) -> str:
    """Ring somebody at the desk."""
    with translation.override(language):
        said = _("You are put through. If nobody answers, you can leave a message.")
    return f'{_say(said, language)}<Dial timeout="{RING}" action={quoteattr(to)}>{escape(number)}</Dial>'


def record(to: str, told: str, language: str) -> str:
    """Record what the caller says; `told` hears of the recording even where the caller has hung up."""
    with translation.override(language):
        said = _("After the tone, say what happened and where. You need not say who you are. Then press the hash key.")
    return (
        f'{_say(said, language)}<Record action={quoteattr(to)} finishOnKey="#" maxLength="{LONGEST}" playBeep="true" timeout="5" '
        f'recordingStatusCallback={quoteattr(told)} recordingStatusCallbackEvent="completed absent"/>{nothing_said(language)}'
    )


def nothing_said(language: str) -> str:
    """Nobody said anything."""
    with translation.override(language):
        said = _("Nothing was recorded. Goodbye.")
    return f"{_say(said, language)}<Hangup/>"


def wait(to: str, language: str, *, first: bool) -> str:
    """The words are kept, and being registered."""
    with translation.override(language):
        said = _(
            "Your words are kept. Stay on the line: in a moment you hear your number and your code. Take something to write."
        )
    return f'{_say(said, language) if first else ""}<Pause length="3"/><Redirect>{escape(to)}</Redirect>'


def told(number: str, due: str, code: str, language: str) -> str:
    """Number, date and code, digit by digit and twice."""
    with translation.override(language):
        said = [_("Your number: %(number)s.") % {"number": spelled(number)}]
        if due:
            said.append(_("An answer is due by %(day)s.") % {"day": dates.day(date.fromisoformat(due))})
        if code:
            groups = {"code": spelled(code)}
            said += [_("Your code: %(code)s.") % groups, _("Once more: %(code)s.") % groups]
            said.append(_("Whoever knows the code sees how your appeal stands. Nobody will ask you for it. Goodbye."))
    return "".join(f'{_say(each, language)}<Pause length="1"/>' for each in said) + "<Hangup/>"


def rung_later(language: str) -> str:
    """It takes too long to wait for."""
    with translation.override(language):
        said = _("It takes longer than it should. We ring you back with the number and the code. Goodbye.")
    return f"{_say(said, language)}<Hangup/>"


def spelled(text: str) -> str:
    """Signs one by one, with a rest after every four digits and in place of every dash."""
    groups = [part[at : at + 4] for part in text.split("-") for at in range(0, len(part), 4)]
    return ", ".join(" ".join(group) for group in groups)


def _say(text: str, language: str) -> str:
    return f'<Say language="{VOICES.get(language, language)}">{escape(text)}</Say>'
