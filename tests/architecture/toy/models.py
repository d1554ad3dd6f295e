"""Finds, and the shelves that a pack gives."""

from django.db import models

from answerable.base.ids import new_id


class Shelf(models.Model):
    """Where finds lie, and for how many days: of a pack."""

    code = models.CharField(max_length=20, primary_key=True)
    days = models.IntegerField()

    class Meta:
        db_table = "toy_shelf"


class Find(models.Model):
    """One thing handed in; what was said about it is sealed."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.BigIntegerField()
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, related_name="+")
    words = models.BinaryField()
    kept_until = models.DateField()
    acknowledged_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "toy_find"
