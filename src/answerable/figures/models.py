"""Published figures. An edition never changes: an erratum is another row."""

from django.db import models

from answerable.base.ids import new_id


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
