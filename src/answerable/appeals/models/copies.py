"""Near copies of one letter: marks of what came lately, and the incidents that copies made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Sketch(models.Model):
    """The marks of one working appeal (`rules.copies`), kept for as long as it may still turn out to be a copy.

    Not a part of the appeal: gone once the appeal has been put to an incident or its days are over. `sorted` says
    that it has been compared with what came before it.
    """

    appeal = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    body = models.BigIntegerField()
    at = models.DateTimeField()
    marks = ArrayField(models.BigIntegerField())
    sorted = models.BooleanField(default=False)

    class Meta:
        db_table = "appeals_sketch"
        indexes = [
            models.Index(fields=["body", "appeal"], name="appeals_sketch_of_body"),
            models.Index(fields=["body"], name="appeals_sketch_unsorted", condition=models.Q(sorted=False)),
        ]


class Campaign(models.Model):
    """An incident that the system made of near copies: the marks of its first letter, and when the last copy came."""

    incident = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    body = models.BigIntegerField()
    marks = ArrayField(models.BigIntegerField())
    last_at = models.DateTimeField()

    class Meta:
        db_table = "appeals_campaign"
        indexes = [models.Index(fields=["body", "last_at"], name="appeals_campaign_of_body")]


class Mailing(models.Model):
    """One signed answer on its way to the many of an incident; sent by a job, some at a time.

    `left_out` counts those for whom the signer had no right: they stay in the list.
    """

    id = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    incident = models.BigIntegerField()
    account = models.BigIntegerField()  # who signed
    at = models.DateTimeField()  # when: the signer's rights are those of that moment
    upto = models.BigIntegerField()  # the last appeal it is for: whoever writes later was not in view
    text = models.BinaryField()  # sealed
    outcome = models.CharField(max_length=12)
    ground = models.CharField(max_length=40, default="", blank=True)
    answered = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    next = models.BigIntegerField(default=0)  # appeals up to this id have been looked at
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appeals_mailing"
        indexes = [models.Index(fields=["id"], name="appeals_mailing_waiting", condition=models.Q(done_at=None))]
