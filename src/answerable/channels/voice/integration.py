"""The voice line as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.integration import Integration, Setting
from answerable.channels.sms import outbound
from answerable.channels.terms import Channel, Way
from answerable.channels.voice import hooks, inbound

VOICE: Final = Integration(
    channel=Channel.VOICE,
    title=_("Telephone"),
    settings=(
        Setting("account", _("Account at the provider (SID)")),
        Setting("token", _("Its token"), secret=True),
        Setting("operator", _("Number of the desk that is rung first; empty: none"), default=""),
        Setting("key", _("Name of the key of the newer signature"), default=""),
        Setting("key_secret", _("That key"), secret=True, default=""),
        Setting("shown", _("As what people know it: an address or a number for the public page"), default=""),
        Setting("base", _("Address of the provider"), default=outbound.BASE),
        Setting(
            "media", _("Where it keeps pictures: names of servers with commas between them"), default=outbound.MEDIA
        ),
    ),
    read=inbound.read,
    way=Way.PHONE,
    hooks=hooks.patterns,
    fetch=outbound.fetch,
    public="shown",
    check=outbound.check,
)
