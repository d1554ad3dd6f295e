"""Accounts, deliveries as they came, messages in and out, chats, and the outbox of notices."""

from typing import Any

from django.db import models

from answerable.base import languages
from answerable.base.ids import new_id
from answerable.base.shapes import ShapedField


class Message(models.Model):
    """One communication, word for word. The text is sealed (`vault`), because residents write what identifies them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    thing = models.CharField(max_length=60)  # what it belongs to: appeal/123
    channel = models.CharField(max_length=12)  # as `terms.Channel` has them
    incoming = models.BooleanField()
    kind = models.CharField(max_length=16)  # terms.MessageKind
    author = models.CharField(max_length=40)  # Actor.word
    at = models.DateTimeField()
    language = models.CharField(max_length=languages.LONGEST)
    text = models.BinaryField()

    class Meta:
        db_table = "channels_message"
        indexes = [models.Index(fields=["thing", "id"], name="channels_message_thing")]


class Delivery(models.Model):
    """A look-up of its own, so that a repeated delivery is the same message (design, section 9 c)."""

    id = models.BinaryField(primary_key=True)  # SHA-256 of channel and the channel's own id
    message = models.BigIntegerField()
    thing = models.CharField(max_length=60)

    class Meta:
        db_table = "channels_delivery"


class Account(models.Model):
    """One mailbox, bot, community or number of a body. What it is opened with is sealed."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    channel = models.CharField(max_length=12)
    name = models.CharField(max_length=40)  # stands in the address of its hook
    body = models.BigIntegerField()
    root = models.BigIntegerField()
    settings = models.BinaryField()  # sealed: JSON, as the integration's `settings` name them
    made_at = models.DateTimeField()
    shut_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, default="", blank=True)  # a code: why nothing goes or comes
    fault_at = models.DateTimeField(null=True)  # since when
    checked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # when the last notice went out by it
    expires_on = models.DateField(null=True)  # the last day of its token, where that is known
    place = models.CharField(max_length=60, default="", blank=True)  # how far it was read, where it has to be asked

    class Meta:
        db_table = "channels_account"
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="channels_account_name")]


class RawDelivery(models.Model):
    """One delivery word for word, kept before anything is read of it. Sealed to the readers of what it became."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.BigIntegerField()  # whose account it came to; who looks, where that body may be meant (0201)
    channel = models.CharField(max_length=12)
    account = models.BigIntegerField()
    key = models.BinaryField(unique=True)  # rules.raw_delivery_id
    content = models.BinaryField()  # sealed
    size = models.IntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")  # terms.DeliveryState
    why = models.CharField(max_length=60, default="", blank=True)  # a code: why a person has to look, or nobody wrote
    thing = models.CharField(max_length=60, default="", blank=True)  # what its words belong to
    perhaps = models.CharField(max_length=60, default="", blank=True)  # what they seem to belong to
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, default="", blank=True)  # Actor.word
    proof = models.CharField(max_length=8, default="", blank=True)  # how far its sender is: base.incoming.Words.proof
    checks = models.CharField(max_length=80, default="", blank=True)  # by what: spf=pass dkim=pass dmarc=pass

    class Meta:
        db_table = "channels_raw_delivery"
        indexes = [
            models.Index(fields=["account", "id"], name="channels_raw_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["body", "id"], name="channels_raw_desk", condition=models.Q(state="desk")),
            models.Index(fields=["account", "at"], name="channels_raw_last"),
            models.Index(fields=["thing"], name="channels_raw_thing", condition=~models.Q(thing="")),
        ]


class Chat(models.Model):
    """How far a bot's conversation with somebody has come."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    account = models.BigIntegerField()
    peer = models.BinaryField(unique=True)  # rules.peer_id
    state = models.BinaryField()  # sealed: JSON
    language = models.CharField(max_length=languages.LONGEST, default="", blank=True)
    thing = models.CharField(max_length=60, default="", blank=True)  # what was last spoken of
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_chat"
        indexes = [models.Index(fields=["thing"], name="channels_chat_thing", condition=~models.Q(thing=""))]


class Notice(models.Model):
    """Something to be told to somebody outside: that there is news, and where it may be, the words (`rules.may_say`)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    thing = models.CharField(max_length=60)
    dedupe = models.CharField(max_length=120, unique=True)  # one notice for one deed, however often it is asked for
    way = models.CharField(max_length=8)  # terms.Way; by phone somebody rings, shown at the desk
    address = models.BinaryField()  # sealed
    language = models.CharField(max_length=languages.LONGEST)
    kind = models.CharField(max_length=24)  # which wording
    words = ShapedField(dict[str, Any], default=dict)  # number and dates only
    enclosed = models.BinaryField(null=True)  # sealed: the file that the sender asked for, a receipt
    said = models.BinaryField(null=True)  # sealed: words beyond "there is news"
    receiver = models.BinaryField(null=True)  # of an acknowledgement: rules.receiver_id
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    external = models.CharField(max_length=200, default="", blank=True)  # the channel's own id of it
    proven_at = models.DateTimeField(null=True)  # the channel says that it arrived
    unknown = models.SmallIntegerField(default=0)  # tries of which nobody knows whether they arrived
    fault = models.CharField(max_length=60, default="", blank=True)  # a code: why the last try failed
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # given up, and told since, or seen that there is no other way

    class Meta:
        db_table = "channels_notice"
        indexes = [
            models.Index(fields=["thing", "kind"], name="channels_notice_thing"),
            models.Index(fields=["way", "gave_up_at"], name="channels_notice_unsent", condition=models.Q(sent_at=None)),
            models.Index(
                fields=["way", "sent_at"], name="channels_notice_sent", condition=models.Q(sent_at__isnull=False)
            ),
            models.Index(fields=["external"], name="channels_notice_external", condition=~models.Q(external="")),
            models.Index(
                fields=["receiver", "sent_at"],
                name="channels_notice_receiver",
                condition=models.Q(receiver__isnull=False),
            ),
            models.Index(
                fields=["thing", "gave_up_at"],
                name="channels_notice_undelivered",
                condition=models.Q(sent_at=None, settled_at=None, gave_up_at__isnull=False),
            ),
            models.Index(
                fields=["next_try_at", "at"],
                name="channels_notice_waiting",
                condition=models.Q(sent_at=None, gave_up_at=None),
            ),
        ]
