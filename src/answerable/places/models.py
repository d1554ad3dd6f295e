"""Places and calendars, as a pack gives them."""

from django.db import models

from answerable.base.ids import new_id
from answerable.base.shapes import Day, Names, ShapedField


class Territory(models.Model):
    """A place in the place tree: a district, a community, a settlement."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)  # the official code where there is one (KATOTTG, OKTMO)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=20)
    name = ShapedField(Names)  # {"en": ..., "uk": ..., "ru": ...}
    zone = models.CharField(max_length=40)  # IANA name; a term of days ends at midnight here
    population = models.IntegerField(null=True)
    retired_on = models.DateField(null=True)

    class Meta:
        db_table = "places_territory"


class Calendar(models.Model):
    """The days off of one jurisdiction in one year: data that a pack gives, never computed from a rule here."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=20)  # UA, RU, ...
    year = models.IntegerField()
    weekend = ShapedField(list[int], default=list)  # ISO weekdays, usually [6, 7]
    holidays = ShapedField(list[Day], default=list)  # ISO dates that are days off
    working = ShapedField(list[Day], default=list)  # ISO dates of weekend days that are worked
    source = models.TextField()
    checked_on = models.DateField()
    status = models.CharField(max_length=12)  # verified | unverified

    class Meta:
        db_table = "places_calendar"
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="places_calendar_once")]
