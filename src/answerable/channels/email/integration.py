"""E-mail as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.email import inbound, outbound
from answerable.channels.integration import Integration, Setting
from answerable.channels.terms import Channel

EMAIL: Final = Integration(
    channel=Channel.EMAIL,
    title=_("E-mail"),
    settings=(
        Setting("address", _("Addresses of the mailbox, with commas between them")),
        Setting("from", _("Sender of our letters, if it is another"), default=""),
        Setting("authserv", _("Name of our mail server in Authentication-Results"), default=""),
    ),
    read=inbound.read,
    send=outbound.send,
    needs_account=False,
)
