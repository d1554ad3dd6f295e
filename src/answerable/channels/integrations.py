"""The channels that a machine takes and sends by: the one list of them. A new one is its folder and its line here."""

from collections.abc import Mapping
from typing import Final

from answerable.channels.email.integration import EMAIL
from answerable.channels.facebook.integration import FACEBOOK
from answerable.channels.integration import Integration
from answerable.channels.sms.integration import SMS
from answerable.channels.telegram.integration import TELEGRAM
from answerable.channels.terms import Channel
from answerable.channels.vk.integration import VK
from answerable.channels.voice.integration import VOICE

INTEGRATIONS: Final[Mapping[Channel, Integration]] = {
    Channel.EMAIL: EMAIL,
    Channel.TELEGRAM: TELEGRAM,
    Channel.SMS: SMS,
    Channel.VK: VK,
    Channel.FACEBOOK: FACEBOOK,
    Channel.VOICE: VOICE,
}
KNOWN_BY: Final[Mapping[Channel, str]] = {channel: each.public for channel, each in INTEGRATIONS.items()}
