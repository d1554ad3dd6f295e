"""Telegram as the table of channels knows it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from answerable.channels.bots.conversing import conversation
from answerable.channels.integration import Integration, Setting
from answerable.channels.telegram import hooks, inbound, outbound, polling
from answerable.channels.terms import Channel

TELEGRAM: Final = Integration(
    channel=Channel.TELEGRAM,
    title=_("Telegram"),
    settings=(
        Setting("token", _("Token of the bot"), secret=True),
        Setting("secret", _("Secret of the webhook"), secret=True),
        Setting("mode", _("How updates come: webhook or polling"), default="webhook"),
        Setting("base", _("Address of the Bot API"), default=outbound.BASE),
        Setting("username", _("Name of the bot, as people look for it (@...)"), default=""),
    ),
    read=inbound.read,
    send=outbound.send,
    peers=True,
    public="username",
    hooks=hooks.patterns,
    fetch=outbound.fetch,
    converse=conversation("Telegram"),
    poll=polling.fetch_updates,
    check=outbound.check,
)
