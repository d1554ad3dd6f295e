"""Reading the letterbox: the messages of a subject, the notices that wait, the calls to make, what was given up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from answerable.base.subject import Subject
from answerable.channels import rules
from answerable.channels.models import Account, Message, Notice, RawDelivery
from answerable.channels.sealed_fields import MESSAGE_TEXT, NOTICE_ADDRESS, NOTICE_ENCLOSED, NOTICE_SAID
from answerable.channels.terms import TO_OUR_OWN, DeliveryState, Way
from answerable.vault.keys import server_key
from answerable.vault.rules.subkeys import subkey
from answerable.vault.sealing import open_text, read_text
from answerable.vault.terms import UnreadableError


def messages_of(subject: Subject) -> QuerySet[Message]:
    """Every message of a subject, oldest first."""
    return Message.objects.filter(thing=str(subject)).order_by("id")


def message_text(message: Message) -> str:
    """A message word for word."""
    return read_text(MESSAGE_TEXT, message.text, root=message.root, ref=message.id)


def waiting_notices(*, at: datetime, only: int | None = None) -> QuerySet[Notice]:
    """Notices that are neither sent nor given up and may be tried now, the longest waiting first."""
    found = Notice.objects.filter(sent_at=None, gave_up_at=None).filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    return (found if only is None else found.filter(id=only)).order_by("at", "id")


def unsent(*, before: datetime) -> int:
    """How many letters have waited since before an instant."""
    return Notice.objects.filter(sent_at=None, gave_up_at=None, way=Way.EMAIL, at__lt=before).count()


def undelivered() -> QuerySet[Notice]:
    """Letters and calls that were given up and that nobody has made good, the longest waiting first.

    About which subjects a reader may know of is for the caller to say.
    """
    return Notice.objects.filter(sent_at=None, settled_at=None, gave_up_at__isnull=False).order_by("gave_up_at", "id")


def gauges() -> dict[str, float]:
    """Numbers for operators: what waits to go out, and what could not be delivered, by the way that was tried."""
    counted = Notice.objects.filter(sent_at=None, settled_at=None).aggregate(
        **{
            f"{name}_{what}": Count("id", filter=Q(way=way, gave_up_at__isnull=what == "waiting"))
            for way, name in ((Way.EMAIL, "letters"), (Way.PHONE, "calls"))
            for what in ("waiting", "undelivered")
        }
    )
    return {name: float(number) for name, number in counted.items()}


def troubles(*, at: datetime) -> Iterator[str]:
    """Why an operator should look: letters do not go out at all, or what could not be delivered lies unattended."""
    late = unsent(before=at - rules.LATE)
    if late and not Notice.objects.filter(way=Way.EMAIL, sent_at__gt=at - rules.LATE).exists():
        yield f"{late} letters wait and none has gone out for {_hours(rules.LATE)} hours: does the mail server of smtp_url answer?"
    lost = undelivered()
    own = lost.filter(kind__in=TO_OUR_OWN, gave_up_at__gt=at - rules.OWN_LETTERS).count()
    if own:
        yield f"{own} letters to our own people could not be delivered since yesterday: look at their addresses"
    if old := lost.exclude(kind__in=TO_OUR_OWN).filter(gave_up_at__lt=at - rules.ATTENDED).count():
        yield (
            f"{old} letters and calls could not be delivered, and for {_hours(rules.ATTENDED)} hours nobody has found "
            "another way: the desk has them under /desk/undelivered/"
        )


def troubles_of_letterbox(*, at: datetime) -> Iterator[str]:
    """Why an operator should look at what comes: it is not read, nobody at a desk decides, an account does not work."""
    late = RawDelivery.objects.filter(state=DeliveryState.WAITING, at__lt=at - rules.READ_BY).count()
    if late:
        yield f"{late} deliveries wait to be read for more than {_minutes(rules.READ_BY)} minutes: does the worker run?"
    if old := RawDelivery.objects.filter(state=DeliveryState.DESK, at__lt=at - rules.ATTENDED).count():
        yield (
            f"{old} letters that no rule can place wait for more than {_hours(rules.ATTENDED)} hours: "
            "the desk has them under /desk/letters/"
        )
    broken = Account.objects.filter(shut_at=None, fault_at__lte=at - rules.FAILS_FOR).order_by("channel", "name")
    for account in Account.objects.filter(shut_at=None, expires_on__lt=at.date()).order_by("channel", "name"):
        yield f"the token of {account.channel} {account.name} has expired: set a new one"
    for account in broken:
        yield f"{account.channel} {account.name} has not worked for {_minutes(rules.FAILS_FOR)} minutes or more ({account.fault})"


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def _hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


def to_ring(*, at: datetime) -> QuerySet[Notice]:
    """Calls to make now, the oldest first; about which subjects a reader may know of is for the caller to say."""
    return waiting_notices(at=at).filter(way=Way.PHONE)


def receiver_of(*, way: str, address: str) -> bytes:
    """What tells that two acknowledgements go to one address."""
    return rules.receiver_id(subkey(server_key(), "receivers"), way=way, address=address)


def acknowledgement_waits(notice: Notice, *, at: datetime) -> timedelta | None:
    """How long a notice has to wait, because its receiver got many acknowledgements today; None: it may go."""
    if notice.receiver is None:
        return None
    since = at - timedelta(days=1)
    same = Notice.objects.filter(receiver=notice.receiver, sent_at__gt=since).order_by("-sent_at")
    latest = same.values_list("sent_at", flat=True)[: rules.MOST_ACKNOWLEDGED]
    return rules.acknowledge_after([sent for sent in latest if sent is not None], at=at)


def address_of(notice: Notice) -> str:
    """Where a notice goes."""
    return open_text(NOTICE_ADDRESS, notice.address, root=notice.root, ref=notice.id)


def enclosed_in(notice: Notice) -> str:
    """The file that goes with a letter; empty when there is none."""
    return open_text(NOTICE_ENCLOSED, notice.enclosed, root=notice.root, ref=notice.id)


def said_in(notice: Notice) -> str:
    """Words that go out beyond "there is news"; empty when there are none."""
    return open_text(NOTICE_SAID, notice.said, root=notice.root, ref=notice.id)


def first_text(subject: Subject) -> str:
    """The words with which a subject began: its first incoming message; empty when there is none or it is damaged."""
    first = messages_of(subject).filter(incoming=True).first()
    if first is None:
        return ""
    try:
        return open_text(MESSAGE_TEXT, first.text, root=first.root, ref=first.id)
    except UnreadableError:
        return ""
