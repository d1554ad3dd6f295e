"""Facebook as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.bots.conversing import conversation
from answerable.channels.facebook import hooks, inbound, outbound
from answerable.channels.integration import Integration, Setting
from answerable.channels.terms import Channel

FACEBOOK: Final = Integration(
    channel=Channel.FACEBOOK,
    title=_("Facebook"),
    settings=(
        Setting("page", _("Number of the page")),
        Setting("token", _("Token of the page"), secret=True),
        Setting("secret", _("Secret of the app"), secret=True),
        Setting("verify", _("Word by which the address is verified"), secret=True),
        Setting("shown", _("As what people know it: an address or a number for the public page"), default=""),
        Setting("base", _("Address of Graph, with its version"), default=outbound.BASE),
        Setting(
            "media", _("Where it keeps pictures: names of servers with commas between them"), default=outbound.MEDIA
        ),
    ),
    read=inbound.read,
    send=outbound.send,
    peers=True,
    hooks=hooks.patterns,
    fetch=outbound.fetch,
    converse=conversation("Facebook", window=True),
    public="shown",
    check=outbound.check,
)
