"""What letters say: only that there is news, in the reader's language, never what the news is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.channels.terms import NoticeKind


@dataclass(frozen=True, slots=True)
class LetterText:
    """A subject and a text, as they are sent."""

    subject: str
    text: str


def letter(*, kind: str, language: str, words: Mapping[str, str | int], address: str) -> LetterText:
    """The letter of one notice. `address` is the front page of this installation without a closing slash."""
    with translation.override(language):
        if kind == NoticeKind.DIGEST:
            return _digest(words, address)
        if kind == NoticeKind.RECEIPT:
            return _receipt(words, f"{address}/{language}/log/check/")
        return _news(words, f"{address}/{language}/follow/")


def _news(words: Mapping[str, str | int], link: str) -> LetterText:
    """Every notice to a resident reads the same, whatever happened: a letter is read by whoever has the mailbox."""
    number = str(words.get("number", ""))
    return LetterText(
        subject=_("There is news on your appeal %(number)s") % {"number": number},
        text="\n\n".join(
            [
                _("Hello."),
                _("There is news on your appeal %(number)s.") % {"number": number},
                _("To read it, open this page and enter your code:") + "\n" + link,
                _("For your safety this letter does not say what the news is. Nobody will ask you for your code."),
                _("Please don't reply to this letter: write on the page above, so that your words are kept."),
            ]
        )
        + "\n",
    )


def _receipt(words: Mapping[str, str | int], link: str) -> LetterText:
    """The letter that brings a receipt, because the sender asked for it: it says what the file is and how to check it."""
    number = str(words.get("number", ""))
    return LetterText(
        subject=_("There is news on your appeal %(number)s") % {"number": number},
        text="\n\n".join(
            [
                _("Hello."),
                _("You asked for the receipt of your appeal %(number)s. It is the file with this letter.")
                % {"number": number},
                _("Keep the file like a letter: whoever has it can show that the appeal was registered."),
                _("To check it, on this page or without it:") + "\n" + link,
                _("If you did not ask for it, somebody knows your code: take a new one on the page of your appeal."),
            ]
        )
        + "\n",
    )


def _digest(words: Mapping[str, str | int], address: str) -> LetterText:
    """The morning letter to a chair: counts and a link only."""
    unread, older = int(words["unread"]), int(words.get("older", 0))
    # Translators: the subject of the daily letter to a chair
    subject = ngettext("%(count)d item to read", "%(count)d items to read", unread) % {"count": unread}
    lines = [
        _("Hello."),
        ngettext(
            "The day's reading holds %(count)d item that you have not read.",
            "The day's reading holds %(count)d items that you have not read.",
            unread,
        )
        % {"count": unread},
    ]
    if older:
        lines.append(
            ngettext(
                "%(count)d of them has waited for longer than was promised.",
                "%(count)d of them have waited for longer than was promised.",
                older,
            )
            % {"count": older}
        )
    lines += [f"{address}/chair/", _("The number of unread items is public.")]
    return LetterText(subject=subject, text="\n\n".join(lines) + "\n")
