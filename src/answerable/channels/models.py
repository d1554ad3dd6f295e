"""Messages in and out, the look-up of repeated deliveries, and the outbox of notices."""

from django.db import models

from answerable.base import languages
from answerable.base.ids import new_id


class Message(models.Model):
    """One communication, word for word. The text is sealed (`vault`), because residents write what identifies them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    thing = models.CharField(max_length=60)  # what it belongs to: appeal/123
    channel = models.CharField(max_length=12)  # web | desk | house, others with their issues
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


class Notice(models.Model):
    """Something to be told to somebody outside, with no content: only that there is news."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    thing = models.CharField(max_length=60)
    dedupe = models.CharField(max_length=120, unique=True)  # one notice for one deed, however often it is asked for
    way = models.CharField(max_length=8)  # email | phone (somebody rings; shown at the desk)
    address = models.BinaryField()  # sealed
    language = models.CharField(max_length=languages.LONGEST)
    kind = models.CharField(max_length=24)  # which wording
    words = models.JSONField(default=dict)  # number and dates only
    enclosed = models.BinaryField(null=True)  # sealed: the file that the sender asked for, a receipt
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # given up, and told since, or seen that there is no other way

    class Meta:
        db_table = "channels_notice"
        indexes = [
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
