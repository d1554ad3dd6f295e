"""What everybody may read of an appeal, once its sender wished it and a person at the desk has passed the words."""

from django.db import models

from answerable.appeals.terms import State
from answerable.base.ids import new_id


class PublicAppeal(models.Model):
    """One appeal as the public sees it: a copy, so that whoever reads it never touches the appeal itself.

    It stands from the registration on, where the sender wished it, and is nobody's until `published_at`. The text is the
    one that was passed, never the sender's as it came, and so are the words of the answer. The coordinates are coarse already.
    """

    appeal = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    number = models.CharField(max_length=24)
    wished_at = models.DateTimeField()
    lat = models.FloatField(null=True)
    long = models.FloatField(null=True)
    published_at = models.DateTimeField(null=True)
    text = models.TextField(default="", db_default="", blank=True)
    answer = models.TextField(default="", db_default="", blank=True)
    overruled = models.CharField(max_length=12, default="", db_default="", blank=True)  # people.rules.guard.Overruled
    service = models.CharField(max_length=60, default="", db_default="", blank=True)  # the category's code
    place = models.BigIntegerField(null=True)
    body = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, default=State.REGISTERED, db_default=State.REGISTERED.value)
    ending = models.CharField(max_length=12, default="", db_default="", blank=True)
    registered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appeals_public"
        indexes = [
            models.Index(
                fields=["-registered_at", "-appeal"],
                name="appeals_public_newest",
                condition=models.Q(published_at__isnull=False),
            ),
            models.Index(
                fields=["number"], name="appeals_public_number", condition=models.Q(published_at__isnull=False)
            ),
        ]


class ProgramAppeal(models.Model):
    """By the key of which program an appeal came: that program may add to it."""

    appeal = models.BigIntegerField(primary_key=True)
    key = models.BigIntegerField()

    class Meta:
        db_table = "appeals_program"


class PublicUpdate(models.Model):
    """One change of a published appeal, under the id of the deed that made it: an id that stays."""

    id = models.BigIntegerField(primary_key=True)
    appeal = models.BigIntegerField()
    number = models.CharField(max_length=24)
    root = models.BigIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=12)
    ending = models.CharField(max_length=12, default="", db_default="", blank=True)
    body = models.BigIntegerField()

    class Meta:
        db_table = "appeals_public_update"
        indexes = [
            models.Index(fields=["at", "id"], name="appeals_public_updates"),
            models.Index(fields=["appeal"], name="appeals_public_updates_of"),
        ]


class RedactionLine(models.Model):
    """How often a reason stands in published words instead of what was struck out: a line of the public log of redactions.

    It stays when the words are taken back or others take their place; `until` says so. `entry` is the deed of publishing,
    and nothing in it tells who wrote.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    entry = models.BigIntegerField()
    appeal = models.BigIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    part = models.CharField(max_length=6)  # terms.PublishedPart
    reason = models.CharField(max_length=12)  # people.rules.guard.Redaction
    times = models.IntegerField()

    class Meta:
        db_table = "appeals_redaction"
        indexes = [
            models.Index(fields=["-at", "-id"], name="appeals_redaction_newest"),
            models.Index(fields=["appeal"], name="appeals_redaction_of"),
        ]
