"""Published figures and attested counts. An edition never changes: an erratum is another row."""

from django.db import models

from answerable.base.ids import new_id
from answerable.base.shapes import Names, ShapedField, has
from answerable.people.models import Body


class Figure(models.Model):
    """One edition of one figure of one period, as the bytes whose SHA-256 stands in the log."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=40)  # of answerable_verify.numbers.definitions
    period = models.CharField(max_length=7)  # 2026-10, 2026-Q4, 2026
    edition = models.IntegerField(default=0)
    first = models.BigIntegerField()  # the id of its first edition, whose case the log goes on with
    definition = models.IntegerField()
    tree = models.BigIntegerField()  # size of the log that it was computed from
    document = models.BinaryField()
    digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=20, blank=True, default="")  # terms.Basis; empty: the first edition
    chart = models.TextField(blank=True, default="")  # SVG without words; empty: there is none
    frozen_at = models.DateTimeField()

    class Meta:
        db_table = "figures_figure"
        constraints = [
            models.UniqueConstraint(fields=["name", "period", "edition"], name="figures_one_edition"),
            models.CheckConstraint(
                name="figures_erratum_with_its_reason",
                condition=models.Q(edition=0, basis="", first=models.F("id"))
                | (models.Q(edition__gt=0) & ~models.Q(basis="")),
            ),
        ]
        indexes = [models.Index(fields=["period", "name"], name="figures_of_period")]


class Series(models.Model):
    """What a body attests, period after period: counts that stand in no log, with the source that it names.

    There is no column for a goal: a series says how many there were, never how many there should be.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)  # terms.SeriesKind
    months = models.SmallIntegerField()  # how long each period is; one length alone, so that no two periods overlap
    least = models.IntegerField()  # counts from 1 up to below this are hidden; 0: none is
    words = ShapedField(
        dict[str, Names], reads=has("title", "source")
    )  # {"title": {"en": ...}, "means": {...}, "source": {...}}
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "figures_series"
        constraints = [
            models.CheckConstraint(name="figures_series_of_one_length", condition=models.Q(months__in=(1, 3, 12)))
        ]


class Attested(models.Model):
    """One edition of what was attested for a period, as the bytes whose SHA-256 stands in the log.

    What is hidden in it is kept nowhere.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    edition = models.IntegerField(default=0)
    first = models.BigIntegerField()  # the id of its first edition, whose case the log goes on with
    document = models.BinaryField()
    digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=20, blank=True, default="")  # terms.AttestedBasis; empty: the first edition
    frozen_at = models.DateTimeField()

    class Meta:
        db_table = "figures_attested"
        constraints = [
            models.UniqueConstraint(fields=["series", "period", "edition"], name="figures_attested_once"),
            models.CheckConstraint(
                name="figures_attested_anew_with_its_reason",
                condition=models.Q(edition=0, basis="", first=models.F("id"))
                | (models.Q(edition__gt=0) & ~models.Q(basis="")),
            ),
        ]
