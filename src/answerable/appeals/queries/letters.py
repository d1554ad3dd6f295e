"""What came by a channel and waits for a person: as it can be read, with the reason, for whoever enters letters there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from answerable.appeals.queries.scope import seen_by
from answerable.base.actor import Actor
from answerable.base.incoming import Arrived, UnreadableDeliveryError, Words
from answerable.base.subject import Subject
from answerable.channels import reading
from answerable.channels.models import RawDelivery
from answerable.channels.queries import accounts, deliveries
from answerable.people.terms import Power
from answerable.vault.terms import UnreadableError

MOST: Final = 50  # letters on the page, the longest waiting ones
SHOWN: Final = 3000  # characters of one


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """One delivery at which a person has to look.

    why      the reason, a code
    words    what can be read of it; empty words where nothing can
    cut      whether more was written than is shown
    account  to which it came
    perhaps  number of the appeal that it seems to belong to, where this reader may see that one
    """

    ref: int
    channel: str
    at: datetime
    why: str
    words: Words
    arrived: Arrived
    account: int
    cut: bool = False
    perhaps: str = ""

    @property
    def shown(self) -> str:
        """The words as the page shows them."""
        return (self.words.whole or self.words.text)[:SHOWN]


def bodies_of(actor: Actor) -> list[int]:
    """The bodies at whose desk the actor enters what comes."""
    return [seat.body for seat in actor.seats if Power.ENTER in seat.powers]


def count(actor: Actor) -> int:
    """How many wait."""
    return deliveries.at_desk(bodies_of(actor)).count()


def waiting_letters(actor: Actor) -> list[WaitingLetter]:
    """What waits for the actor, the longest waiting first."""
    return [shown(actor, delivery) for delivery in deliveries.at_desk(bodies_of(actor))[:MOST]]


def one_letter(actor: Actor, ref: int) -> WaitingLetter:
    """One of them. Raises Missing."""
    return shown(actor, deliveries.delivery_at_desk(ref, bodies_of(actor)))


def shown(actor: Actor, delivery: RawDelivery) -> WaitingLetter:
    """A delivery as its page shows it; what cannot be read is shown as its bytes read as text."""
    account = accounts.account_by_id(delivery.account)
    words, place = _words(delivery)
    arrived = reading.arrived(words, place, delivery, account)
    perhaps = ""
    if delivery.perhaps:
        about = seen_by(actor).filter(id=Subject.parse(delivery.perhaps).id)
        perhaps = about.values_list("number", flat=True).first() or ""
    cut = len(words.whole or words.text) > SHOWN
    return WaitingLetter(
        ref=delivery.id,
        channel=delivery.channel,
        at=delivery.at,
        why=delivery.why,
        words=words,
        arrived=arrived,
        account=account.id,
        cut=cut,
        perhaps=perhaps,
    )


def _words(delivery: RawDelivery) -> tuple[Words, int]:
    """The words that nobody has taken yet, and their place in the delivery; of what can't be read its bytes as text."""
    try:
        raw = deliveries.content_of(delivery)
    except UnreadableError:
        return Words(external="", sender="", text=""), 0
    try:
        parts = reading.read(raw, accounts.account_by_id(delivery.account))
        found = [(part, place) for place, part in enumerate(parts) if isinstance(part, Words)]
        return next(((part, place) for part, place in found if not _is_taken(delivery, place)), found[0])
    except (UnreadableDeliveryError, IndexError, ValueError, LookupError):
        return Words(external="", sender="", text=raw.decode("utf-8", "replace").replace("\x00", "")), 0


def _is_taken(delivery: RawDelivery, place: int) -> bool:
    """Whether the words at one place of a delivery have become an appeal already, before another part was unfit."""
    return deliveries.is_registered(delivery, place)
