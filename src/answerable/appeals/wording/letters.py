"""Why a letter waits for a person, and what the ways in are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CHANNELS: Final[dict[str, str | Promise]] = {
    "web": gettext_lazy("the site"),
    "desk": gettext_lazy("a desk"),
    "import": gettext_lazy("another register"),
    "email": gettext_lazy("e-mail"),
    "telegram": "Telegram",
    "vk": "VK",
    "facebook": "Facebook",
    "sms": gettext_lazy("text message"),
    "voice": gettext_lazy("telephone"),
    "open311": "Open311",
}
WHY: Final[dict[str, str | Promise]] = {
    "breaks": gettext_lazy("It could not be read, several times. It may be a fault of ours."),
    "damaged": gettext_lazy("It is damaged where we keep it, or was changed in the database."),
    "no-letter": gettext_lazy("It is no letter that a program can read."),
    "looks-returned": gettext_lazy("It looks like a letter of ours that came back, but names none."),
    "encrypted": gettext_lazy("It is encrypted, and we have no key. Ask its sender to use the form."),
    "empty": gettext_lazy("There are no words in it."),
    "other-sender": gettext_lazy("It answers a letter of ours, but comes from another address than the appeal has."),
    "unproven-sender": gettext_lazy(
        "Our mail server says that it does not come from whom it names. It may still be true."
    ),
    "missed-call": gettext_lazy("Somebody rang, nobody answered, and nothing was said. Call back, then close it."),
    "comment": gettext_lazy("It is a comment under a post. Register it where it is a message to the police."),
    "closed": gettext_lazy("It answers an appeal that takes no more words."),
    "gone": gettext_lazy("It answers something that is not here any more."),
    "nobody-may-handle": gettext_lazy("Nobody here may handle it, because of whom it is about."),
    "too-long": gettext_lazy("It is longer than an appeal may be."),
    "no-such-channel": gettext_lazy("It came by a way that this installation no longer has."),
}

PROOFS: Final[dict[str, str | Promise]] = {
    "proven": gettext_lazy("The sender's address is proven."),
    "claimed": gettext_lazy("The sender's address is only claimed: no check proves it."),
    "failed": gettext_lazy("The sender's address failed the check: it may be forged."),
}


def why(code: str) -> str:
    """The reason in words."""
    return str(WHY.get(code) or _("No rule says where it belongs."))
