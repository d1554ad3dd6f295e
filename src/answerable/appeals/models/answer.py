"""Points, answers and drafts."""

from django.db import models
from django.db.models import Q

from answerable.appeals.models.appeal import Appeal
from answerable.base.ids import new_id
from answerable.people.models import Account, Body


class Answer(models.Model):
    """What a body said, signed by one who may. Never changed: a later answer stands beside it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="answers")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.BinaryField()  # sealed
    late = models.BooleanField()
    incident = models.BigIntegerField(null=True)  # one answer to many

    class Meta:
        db_table = "appeals_answer"


class Point(models.Model):
    """One thing that an appeal asks, and what became of it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="points")
    place = models.SmallIntegerField()  # 1, 2, 3 ... as shown
    text = models.BinaryField()  # sealed
    outcome = models.CharField(max_length=10, default="", blank=True)  # terms.Outcome of the last answer
    reply = models.BinaryField(null=True)  # sealed
    ground = models.CharField(max_length=60, default="", blank=True)  # Ground.code
    promise = models.BigIntegerField(null=True)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="points")
    rating = models.CharField(max_length=12, default="", blank=True)  # terms.Rating
    rated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appeals_point"
        constraints = [
            models.UniqueConstraint(fields=["appeal", "place"], name="appeals_point_place"),
            models.CheckConstraint(
                name="appeals_point_refused_with_ground", condition=~Q(outcome="refused") | ~Q(ground="")
            ),
            models.CheckConstraint(
                name="appeals_point_promised_by_promise",
                condition=~Q(outcome="promised") | Q(promise__isnull=False),
            ),
        ]


class Draft(models.Model):
    """An answer that somebody is writing; kept as typed, and shown to others as a warning.

    offered_at  since when these very words wait for a signature; typed on, they wait no more
    returned    the deed by which they came back with a remark, until they are put up again
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="drafts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()  # sealed JSON of the form as typed
    saved_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    returned = models.BigIntegerField(null=True)  # ledger.Entry.id

    class Meta:
        db_table = "appeals_draft"
        constraints = [models.UniqueConstraint(fields=["appeal", "account"], name="appeals_draft_once")]
        indexes = [
            models.Index(fields=["appeal"], name="appeals_draft_offered", condition=Q(offered_at__isnull=False)),
        ]
