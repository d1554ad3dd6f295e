"""What is added to a body's words before they are sent, in the sender's language."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from answerable.appeals.wording.terms import STATES
from answerable.base import dates


def with_where(text: str, sent_to: str, *, language: str) -> str:
    """The words, and below them where the matter was sent; the words alone where it was sent nowhere."""
    if not sent_to.strip():
        return text
    with translation.override(language):
        return text + "\n\n" + _("Sent on to: %(where)s") % {"where": sent_to.strip()}


def stage(state: str, due: date | None, *, language: str) -> str:
    """Where an appeal stands, in one short sentence; `due`: by when an answer is owed, None where none is."""
    with translation.override(language):
        said = str(STATES[state])
        if due is None:
            return f"{said}."
        return _("%(state)s, an answer is due by %(day)s.") % {"state": said, "day": dates.day(due)}
