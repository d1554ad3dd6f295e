"""SMS as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.integration import Integration, Setting
from answerable.channels.sms import conversing, hooks, inbound, outbound
from answerable.channels.terms import Channel

SMS: Final = Integration(
    channel=Channel.SMS,
    title=_("Text messages (SMS)"),
    settings=(
        Setting("account", _("Account at the provider (SID)")),
        Setting("token", _("Its token"), secret=True),
        Setting("number", _("Our number, as +380441234567")),
        Setting("service", _("Messaging service (SID), if one sends for the number"), default=""),
        Setting("key", _("Name of the key of the newer signature"), default=""),
        Setting("key_secret", _("That key"), secret=True, default=""),
        Setting("base", _("Address of the provider"), default=outbound.BASE),
        Setting(
            "media", _("Where it keeps pictures: names of servers with commas between them"), default=outbound.MEDIA
        ),
    ),
    read=inbound.read,
    send=outbound.send,
    peers=True,
    public="number",
    brief=True,
    hooks=hooks.patterns,
    fetch=outbound.fetch,
    converse=conversing.converse,
    check=outbound.check,
)
