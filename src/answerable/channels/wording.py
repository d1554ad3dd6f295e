"""What letters say: that there is news, in the reader's language; the news itself only where it may be said (`rules.MAY_SAY`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answerable.base import dates
from answerable.channels.numbers import one_of
from answerable.channels.terms import TO_OUR_OWN, NoticeKind

REASONS: Final[dict[str, object]] = {
    "channel.not-yours": gettext_lazy(
        "Ways in and out are set up by whoever grants seats in the body that they belong to."
    ),
    "channel.name": gettext_lazy("A name is made of small letters a-z, digits and dashes, 39 at most."),
}
WHY: Final[dict[str, object]] = {
    "expired": gettext_lazy("Its token has expired: set a new one."),
    "expires": gettext_lazy("Its token expires soon: set a new one."),
    "unread": gettext_lazy("What came by it is not read: does the worker run?"),
    "stuck": gettext_lazy("What should go out by it does not."),
    "returned": gettext_lazy("Something could not be delivered since yesterday: look under “Not delivered”."),
    "imap-login": gettext_lazy("The mailbox refuses name or password."),
    "imap-away": gettext_lazy("The mailbox is not reached: the server, the folder or the line."),
    "no-webhook": gettext_lazy("The channel was not told where to bring messages."),
}


def why(code: str) -> str:
    """Why an account is not well, in words; a code that has none stands for itself, so that it can be looked for."""
    return str(WHY.get(code) or _("It does not work: %(code)s") % {"code": code}) if code else ""


@dataclass(frozen=True, slots=True)
class LetterText:
    """A subject and a text, as they are sent; of a bot the buttons below it, too."""

    subject: str
    text: str
    buttons: Mapping[str, str] = field(default_factory=dict)


def letter(
    *,
    kind: str,
    language: str,
    words: Mapping[str, str | int],
    address: str,
    said: str = "",
    brief: bool = False,
    danger: Sequence[str] = ("112",),
) -> LetterText:
    """The letter of one notice. `address` is the front page of this installation without a closing slash.

    `said` are words beyond "there is news", where they may be said. `brief`: in as few words as can be. `danger`: the numbers
    to call in danger.
    """
    if kind == NoticeKind.CHAT:
        return LetterText(subject="", text=said, buttons=_buttons(words))
    with translation.override(language):
        if kind in TO_OUR_OWN:
            return _digest(words, address) if kind == NoticeKind.DIGEST else _to_colleague(kind, words, address)
        if kind == NoticeKind.RECEIPT:
            return _receipt(words, f"{address}/{language}/log/check/")
        if kind == NoticeKind.TEST:
            return _test(words)
        return _to_sender(kind, words, f"{address}/{language}/follow/", said, danger if brief else ())


def _to_sender(kind: str, words: Mapping[str, str | int], link: str, said: str, danger: Sequence[str]) -> LetterText:
    """What is written to whoever sent something; `link` is where the code is entered; with `danger` it is brief."""
    if kind == NoticeKind.INVITED:
        return _invited(words, link, brief=bool(danger))
    if danger:
        return _brief(kind, words, link, said, danger)
    return _acknowledged(words, link) if kind == NoticeKind.ACKNOWLEDGED else _told(kind, words, link, said)


def _test(words: Mapping[str, str | int]) -> LetterText:
    """What is sent to see whether an account works."""
    account = f"{words.get('channel', '')} {words.get('name', '')}"
    said = _("This is a test of %(account)s, sent on %(moment)s. Nobody has to answer it.")
    return LetterText(subject=_("Test"), text=said % {"account": account, "moment": str(words.get("at", ""))} + "\n")


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


def _told(kind: str, words: Mapping[str, str | int], link: str, said: str) -> LetterText:
    """The letter that brings the words themselves, to whoever wrote by letter; without words, that there is news."""
    if not said:
        return _news(words, link)
    number = str(words.get("number", ""))
    return LetterText(
        subject=_("There is news on your appeal %(number)s") % {"number": number} + f" [#{number}]",
        text="\n\n".join(
            [
                said.strip(),
                _("All that was said about it, what you can do now, and by when: with your code on this page:")
                + "\n"
                + link,
                _("You can answer this letter: your words are added to the appeal. Nobody will ask you for your code."),
            ]
        )
        + "\n",
        buttons={"rate": _("Rate the answer")} if kind == NoticeKind.ANSWERED else {},
    )


def _invited(words: Mapping[str, str | int], link: str, *, brief: bool) -> LetterText:
    """The invitation of the hotline: three marks by return in a chat, or with the code on the page."""
    number, until = str(words.get("number", "")), dates.day(date.fromisoformat(str(words["until"])))
    digits = _(
        "Or send back three digits: how promptly (1-5), how respectfully (1-5), and the end: 3 solved, 2 partly, 1 not."
    )
    if brief:
        asked = _("%(number)s: how was it handled? Say it here: %(link)s") % {"number": number, "link": link}
        return LetterText(subject="", text=f"{asked} {digits}")
    subject = _("How was your matter %(number)s handled?") % {"number": number}
    lines = [
        _("Hello."),
        _("Your matter %(number)s has ended, and you were drawn by lot to say how it was handled.")
        % {"number": number},
        _("Three questions, one minute, until %(day)s. Open this page and enter your code:") % {"day": until}
        + "\n"
        + link,
        _("Those who ask do not belong to the police. Whoever handled it does not see what you say."),
    ]
    return LetterText(subject=subject, text="\n\n".join(lines) + "\n", buttons={"how": _("Say how it was handled")})


def _acknowledged(words: Mapping[str, str | int], link: str) -> LetterText:
    """What a form's last page says, for whoever wrote by another way: number, code, date."""
    number, code = str(words.get("number", "")), str(words.get("code", ""))
    written = str(words.get("due") or "")
    lines = [_("Hello."), _("Your message is registered under the number %(number)s.") % {"number": number}]
    if written:
        lines.append(_("An answer is due by %(day)s.") % {"day": dates.day(date.fromisoformat(written))})
    if code:
        lines.append(_("Your code: %(code)s") % {"code": " ".join(code[i : i + 4] for i in range(0, len(code), 4))})
    lines.append(_("With it you see on this page who has the appeal, and what was said:") + "\n" + link)
    if words.get("sealed"):
        lines.append(
            _(
                "This appeal is sealed: by this way we say only that there is news. To read it, take a new code there first."
            )
        )
    else:
        lines.append(_("Whoever reads this message can use the code. You can take a new one there at any time."))
    lines.append(
        _("You can answer this message: your words are added to the appeal. Nobody will ask you for your code.")
    )
    subject = _("Your appeal %(number)s is registered") % {"number": number} + f" [#{number}]"
    return LetterText(subject=subject, text="\n\n".join(lines) + "\n")


def _brief(kind: str, words: Mapping[str, str | int], link: str, said: str, danger: Sequence[str]) -> LetterText:
    """The same for a telephone without a screen to speak of: where it stands, the page, and for a new matter the code."""
    number = str(words.get("number", ""))
    if kind != NoticeKind.ACKNOWLEDGED:
        news = said.strip() or _("there is news.")
        return LetterText(subject="", text=f"{number}: {news} {link}")
    code, due = str(words.get("code", "")), str(words.get("due") or "")
    lines = [_("%(number)s: your message is registered.") % {"number": number}]
    if due:
        lines.append(_("An answer is due by %(day)s.") % {"day": dates.day(date.fromisoformat(due))})
    if code:
        lines.append(_("Your code: %(code)s") % {"code": " ".join(code[i : i + 4] for i in range(0, len(code), 4))})
    lines.append(link)
    if words.get("sealed"):
        lines.append(_("It is sealed: take a new code on the page first."))
    commands = _("In danger, call %(numbers)s. For another matter, begin with the word NEW. How it stands: send ?")
    lines.append(commands % {"numbers": one_of(danger)})
    return LetterText(subject="", text="\n".join(lines))


def _buttons(words: Mapping[str, str | int]) -> dict[str, str]:
    """The buttons below a bot's message, which stand among its words as `button:<what it sends>`."""
    return {name.removeprefix("button:"): str(says) for name, says in words.items() if name.startswith("button:")}


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


def _to_colleague(kind: str, words: Mapping[str, str | int], address: str) -> LetterText:
    """To somebody of a body, about their own work: the number and `page`, where it is, for a mailbox is no desk."""
    number = str(words.get("number", ""))
    if kind == NoticeKind.TO_SIGN:
        subject = _("An answer waits for your signature: %(number)s") % {"number": number}
        lines = [_("An answer to %(number)s is ready and waits for your signature.") % {"number": number}]
    else:
        subject = _("Your answer was returned: %(number)s") % {"number": number}
        lines = [_("Your answer to %(number)s came back with a remark, before it was signed.") % {"number": number}]
    return LetterText(subject=subject, text="\n\n".join([_("Hello."), *lines, f"{address}{words['page']}"]) + "\n")


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
