"""VK as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.bots.conversing import conversation
from answerable.channels.integration import Integration, Setting
from answerable.channels.terms import Channel
from answerable.channels.vk import hooks, inbound, outbound, polling

VK: Final = Integration(
    channel=Channel.VK,
    title=_("VK"),
    settings=(
        Setting("group", _("Number of the community")),
        Setting("token", _("Token of the community"), secret=True),
        Setting("secret", _("Secret of the callback; - where VK sends none"), secret=True),
        Setting("confirmation", _("Word of confirmation; empty: VK is asked for it"), default=""),
        Setting("mode", _("How events come: callback or longpoll"), default="callback"),
        Setting("to_chair", _("What is written here goes to the chair's reading: yes or no"), default="no"),
        Setting("version", _("Version of the API"), default=outbound.VERSION),
        Setting("shown", _("As what people know it: an address or a number for the public page"), default=""),
        Setting("base", _("Address of the API"), default=outbound.BASE),
        Setting(
            "media", _("Where it keeps pictures: names of servers with commas between them"), default=outbound.MEDIA
        ),
    ),
    read=inbound.read,
    send=outbound.send,
    peers=True,
    hooks=hooks.patterns,
    fetch=outbound.fetch,
    converse=conversation("VK"),
    poll=polling.fetch_events,
    public="shown",
    check=outbound.check,
)
