"""What the hotline says: on the line, in its lists, on the page of its weeks."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from answerable.base.follow_note import FollowNote
from answerable.oversight.terms import HotlineOutcome

OUTCOMES: Final[Mapping[str, str | Promise]] = {
    HotlineOutcome.REACHED: pgettext_lazy("a call", "They answered the questions"),
    HotlineOutcome.NO_ANSWER: pgettext_lazy("a call", "Nobody answered"),
    HotlineOutcome.LATER: pgettext_lazy("a call", "They ask to be rung another time"),
    HotlineOutcome.REFUSED: pgettext_lazy("a call", "They do not want to be asked"),
    HotlineOutcome.WRONG_NUMBER: pgettext_lazy("a call", "The number is wrong"),
}
NOTE: Final = FollowNote(
    title=gettext_lazy("How was your matter handled?"),
    text=gettext_lazy(
        "You were drawn by lot to be asked. Three questions, one minute; whoever handled it does not see what you say."
    ),
    page="public:oversight:followed-how",
    says=gettext_lazy("Answer three questions"),
)


def script(number: str, *, language: str, asker: str) -> list[str]:
    """What to say on the line, in the language of whoever is rung; nothing of the matter: somebody else may have answered."""
    with override(language):
        return [
            _("Hello. I am calling for %(asker)s. We do not belong to the police.") % {"asker": asker},
            _("You wrote about a matter, number %(number)s, and it has ended. May I ask three short questions?")
            % {"number": number},
            _(
                "You were drawn by lot. What you say is counted without your name; those who handled it do not see it. "
                "You may stop at any time."
            ),
            _("First: how promptly was it handled, from 1, very badly, to 5, very well?"),
            _("Second: how respectfully were you treated, from 1 to 5?"),
            _("Third: how did it end? It is solved, partly, or it is not solved?"),
        ]


def read_back(text: str, *, number: str, language: str) -> list[str]:
    """What is read out before a dispute is written in somebody's name."""
    with override(language):
        return [
            _("I wrote down: you say that matter %(number)s is not solved, and you dispute how it ended.")
            % {"number": number},
            text,
            _(
                "It goes before somebody above those who handled it. You are told, and you can cancel it with your code."
            ),
            _("Is that right, and do you want it?"),
        ]
