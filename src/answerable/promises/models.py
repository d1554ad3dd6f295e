"""A promise and how it ended."""

from django.db import models

from answerable.base.ids import new_id
from answerable.people.models import Account, Body


class Promise(models.Model):
    """What a body said it will do, by when, and who owns it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    thing = models.CharField(max_length=60)  # the subject in which it was made
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.BinaryField()  # sealed: it may name the resident's matter
    due_on = models.DateField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10)  # terms.State
    ended_at = models.DateTimeField(null=True)
    evidence = models.BinaryField(null=True)

    class Meta:
        db_table = "promises_promise"
        indexes = [
            models.Index(fields=["body", "due_on"], name="promises_open", condition=models.Q(state="open")),
            models.Index(fields=["thing"], name="promises_thing"),
        ]
