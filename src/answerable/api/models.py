"""Webhooks, and every call that was made or is to be made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from answerable.base.ids import new_id


class Webhook(models.Model):
    """An address of another's program that is told of what happens to the appeals of one body."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    body = models.BigIntegerField()
    root = models.BigIntegerField()
    address = models.BinaryField()  # sealed: it may bear a token
    secret = models.BinaryField()  # sealed
    events = ArrayField(models.CharField(max_length=40), default=list)  # terms.EVENTS; none: all
    made_at = models.DateTimeField()
    shut_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_webhook"
        indexes = [models.Index(fields=["body"], name="api_webhook_open", condition=models.Q(shut_at=None))]


class WebhookCall(models.Model):
    """One thing told to a webhook. What it says is codes and a number, and stays as it was first said."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="+", db_index=False)
    root = models.BigIntegerField()
    entry = models.BigIntegerField()  # the deed; of a test its own id
    event = models.CharField(max_length=40)
    body = models.TextField()  # JSON, word for word as it is signed
    at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(default=0)  # what the receiver said last; 0: nobody answered
    fault = models.CharField(max_length=60, default="", blank=True)  # a code

    class Meta:
        db_table = "api_call"
        constraints = [models.UniqueConstraint(fields=["webhook", "entry"], name="api_call_once")]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="api_call_waiting",
                condition=models.Q(delivered_at=None, gave_up_at=None),
            ),
            models.Index(fields=["webhook", "-id"], name="api_call_log"),
        ]
