"""Many appeals about one event."""

from django.db import models

from answerable.base.ids import new_id
from answerable.people.models import Body


class Incident(models.Model):
    """One event that many wrote about, answered together, each told."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.BinaryField()  # sealed
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)

    class Meta:
        db_table = "appeals_incident"
