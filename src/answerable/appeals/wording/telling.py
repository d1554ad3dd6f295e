"""What is added to a body's words before they are sent, in the sender's language."""

from django.utils import translation
from django.utils.translation import gettext as _


def with_where(text: str, sent_to: str, *, language: str) -> str:
    """The words, and below them where the matter was sent; the words alone where it was sent nowhere."""
    if not sent_to.strip():
        return text
    with translation.override(language):
        return text + "\n\n" + _("Sent on to: %(where)s") % {"where": sent_to.strip()}
