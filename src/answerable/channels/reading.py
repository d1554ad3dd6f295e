"""What is in a delivery, and how its words came: what the job and `answerable channel replay` both ask."""

from collections.abc import Sequence
from typing import Final

from answerable.base.incoming import Arrived, Read, UnreadableDeliveryError, Words
from answerable.channels.integrations import INTEGRATIONS
from answerable.channels.models import RawDelivery
from answerable.channels.queries import deliveries
from answerable.channels.terms import AccountFacts, Way

CHECKS: Final = ("spf", "dkim", "dmarc", "arc")  # RFC 8601
WAYS: Final = frozenset(way.value for way in Way)


def read(raw: bytes, account: AccountFacts) -> Sequence[Read]:
    """The parts of a delivery, by its channel's integration. Raises UnreadableDeliveryError."""
    integration = INTEGRATIONS.get(account.channel)
    if integration is None:
        raise UnreadableDeliveryError("no-such-channel")
    return integration.read(raw, account)


def proof_in(parts: Sequence[Read]) -> tuple[str, str]:
    """How far the sender of a delivery is proven, and what our own server found, as `spf=pass dkim=pass dmarc=pass`."""
    words = next((part for part in parts if isinstance(part, Words)), None)
    if words is None:
        return "", ""
    return words.proof, " ".join(f"{name}={words.facts[name]}" for name in CHECKS if name in words.facts)


def arrived(words: Words, place: int, delivery: RawDelivery, account: AccountFacts) -> Arrived:
    """How the words at one place of a delivery came."""
    channel = account.channel.value
    integration = INTEGRATIONS.get(account.channel)
    way = channel if integration is None or integration.way is None else integration.way.value
    return Arrived(
        delivery=delivery.id,
        part=place,
        channel=channel,
        way=way if words.sender and way in WAYS else "",
        body=delivery.body,
        token=deliveries.words_token(delivery, place),
        at=delivery.at,
        about=deliveries.referred(words.refers, account=account, sender=words.sender),
        personal=account.settings.get("to_chair") == "yes",
    )
