"""What a bot says, in the language of whoever writes to it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answerable.channels.numbers import one_of

KINDS: Final[Mapping[str, str | Promise]] = {
    "complaint": gettext_lazy("Complain"),
    "report": gettext_lazy("Report something"),
    "request": gettext_lazy("Ask for something"),
    "proposal": gettext_lazy("Propose something"),
    "thanks": gettext_lazy("Say thanks"),
}

RATINGS: Final[Mapping[str, str | Promise]] = {
    "solved": gettext_lazy("Solved"),
    "answered": gettext_lazy("Answered, but not solved"),
    "not_answered": gettext_lazy("Not answered"),
}
ENDS: Final[Mapping[int, str | Promise]] = {
    3: gettext_lazy("It is solved"),
    2: gettext_lazy("Partly"),
    1: gettext_lazy("It is not solved"),
}


def languages() -> list[str]:
    """The languages that this installation offers."""
    return [code for code, _name in settings.LANGUAGES]


def language_for(*wanted: str) -> str:
    """The first wanted language that is offered, `uk-ua` as `uk`; else the installation's own."""
    offered = languages()
    for each in wanted:
        for code in (each.lower(), each.lower().partition("-")[0]):
            if code in offered:
                return code
    return str(settings.LANGUAGE_CODE)


def greeting(language: str, *, carrier: str, danger: Sequence[str]) -> str:
    """Before the first word: who reads, what calls for a call, what never to write here.

    carrier  the network's name      danger  the numbers to call in danger
    """
    with translation.override(language):
        return "\n\n".join(
            [
                _("Hello. What you write here becomes an appeal with a number, a code and a date for the answer."),
                _("If somebody is in danger now, do not write here: call %(numbers)s.") % {"numbers": one_of(danger)},
                _(
                    "%(carrier)s carries your words over its own servers. A complaint about the police, or what nobody may "
                    "connect with you, is safer on our page: %(link)s"
                )
                % {"carrier": carrier, "link": _page("write")},
                _(
                    "A code that was ever written in a chat shows how your appeal stands and ordinary answers. What is sealed "
                    "opens only with a code that you took anew on our page."
                ),
                _("Write what happened, in your own words. You can add photos, a recording and a place."),
            ]
        )


def kept(language: str, *, words: int, files: int, place: bool) -> str:
    """That a piece of the message was kept, and what comes next."""
    with translation.override(language):
        parts = [ngettext("%(count)d word", "%(count)d words", words) % {"count": words}]
        if files:
            parts.append(ngettext("%(count)d file", "%(count)d files", files) % {"count": files})
        if place:
            parts.append(_("a place"))
        said = _("Your message so far: %(parts)s.") % {"parts": ", ".join(parts)}
        return f"{said} {_('Add more, or send it.')}"


def said(language: str, what: str, **words: str) -> str:
    """One of the bot's short sentences."""
    with translation.override(language):
        return str(_SENTENCES[what]) % {"link": _page("follow"), **words}


def draft_buttons(language: str) -> dict[str, str]:
    """Send it, or throw it away."""
    with translation.override(language):
        return {"send": _("Send it"), "cancel": _("Throw it away")}


def kind_buttons(language: str) -> dict[str, str]:
    """The kinds of matter; none is guessed."""
    with translation.override(language):
        return {f"kind:{kind}": str(title) for kind, title in KINDS.items()}


def which_buttons(language: str) -> dict[str, str]:
    """Whether words belong to the last matter or begin a new one."""
    with translation.override(language):
        return {"to:more": _("To my last appeal"), "to:new": _("A new matter")}


def rate_buttons(language: str) -> dict[str, str]:
    """What the sender says of an answer, in the words of the page."""
    with translation.override(language):
        return {f"rate:{rating}": str(title) for rating, title in RATINGS.items()}


HOW: Final = ("how-prompt", "how-respect", "how-end")
"""The three questions of the hotline, in their order."""


def how_buttons(language: str, said: str) -> dict[str, str]:
    """Marks from 5 to 1, at last how it ended; each button carries what was `said` before it."""
    with translation.override(language):
        if len(said) < len(HOW) - 1:
            return {f"how:{said}{mark}": str(mark) for mark in range(5, 0, -1)}
        return {f"how:{said}{digit}": str(title) for digit, title in ENDS.items()}


def language_buttons(names: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """The languages, each by its own name."""
    return {f"lang:{code}": str(name) for code, name in names}


def _page(name: str) -> str:
    return f"{settings.ANSWERABLE.address}/{translation.get_language()}/{name}/"


_SENTENCES: Final[Mapping[str, str | Promise]] = {
    "group": gettext_lazy("I don't listen in groups: everybody here would read along. Write to me alone."),
    "nothing": gettext_lazy("There is nothing to send yet. Write what happened, in your own words."),
    "no-words": gettext_lazy("I can't read this one. Write in words, or send a photo, a recording or a place."),
    "thrown": gettext_lazy("Thrown away. Nothing of it was sent."),
    "kind": gettext_lazy("What would you like to do?"),
    "sending": gettext_lazy("I am sending it. In a moment you get a number, a code and a date."),
    "added": gettext_lazy("It is added to your last appeal."),
    "which": gettext_lazy("Where does this belong?"),
    "edited": gettext_lazy("Your change is added to your appeal. What you had sent first stays, too."),
    "status": gettext_lazy("How your appeal stands is here, with your code: %(link)s"),
    "code": gettext_lazy("Never write your code in a chat. Enter it here: %(link)s"),
    "help": gettext_lazy(
        "Write what happened and send it. /status tells where to see how it stands, /cancel throws away what is not sent, "
        "/language changes the language."
    ),
    "another-way": gettext_lazy(
        "%(carrier)s lets us write to you for one day after your last message, and an answer takes longer. Write an e-mail "
        "address or a telephone number here, and we say there that there is news. Without it, look with your code: %(link)s"
    ),
    "contact-kept": gettext_lazy("Noted. There we say that there is news, and nothing more."),
    "comment-taken": gettext_lazy(
        "Thank you. This is registered as a message to us. Write to us alone, not in a comment, and you get its number and a "
        "code by which you follow it."
    ),
    "language": gettext_lazy("In which language shall we go on?"),
    "rate": gettext_lazy("How is the answer?"),
    "how-prompt": gettext_lazy("How promptly was your matter handled, from 5 (very well) to 1 (very badly)?"),
    "how-respect": gettext_lazy("How respectfully were you treated, from 5 to 1?"),
    "how-end": gettext_lazy("How did it end?"),
    "thanks": gettext_lazy("Thank you. It is noted."),
    "only-files": gettext_lazy("No words: see the files."),
}
