"""E-mail as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.email import inbound, outbound, polling
from answerable.channels.integration import Integration, Setting
from answerable.channels.terms import Channel

EMAIL: Final = Integration(
    channel=Channel.EMAIL,
    title=_("E-mail"),
    settings=(
        Setting("address", _("Addresses of the mailbox, with commas between them")),
        Setting("from", _("Sender of our letters, if it is another"), default=""),
        Setting("plus", _("Addresses with a plus arrive: yes or no"), default="yes"),
        Setting("imap_host", _("Server from which letters are fetched (IMAP)"), default=""),
        Setting("imap_port", _("Its port"), default="993"),
        Setting("imap_tls", _("Encrypted: yes or no"), default="yes"),
        Setting("imap_user", _("Name there"), default=""),
        Setting("imap_password", _("Password there"), secret=True, default=""),
        Setting("imap_folder", _("Folder that is read"), default="INBOX"),
        Setting("imap_processed", _("Folder to which letters are moved; empty: they stay"), default=""),
        Setting("authserv", _("Name of our mail server in Authentication-Results"), default=""),
    ),
    read=inbound.read,
    send=outbound.send,
    poll=polling.fetch_letters,
    needs_account=False,
    public="address",
)
