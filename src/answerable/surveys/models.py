"""Surveys, and the draws of their samples."""

from django.db import models

from answerable.base.ids import new_id
from answerable.people.models import Body


class Survey(models.Model):
    """What is to be measured, of whom, and in whose name."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    population = models.TextField()  # whom the answers speak for, in words
    asker = models.CharField(max_length=12)  # terms.Asker, as it was when the survey was opened
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_survey"
        indexes = [models.Index(fields=["body"], name="surveys_of_body")]


class Draw(models.Model):
    """One draw: what stands in the log of it, and nothing that tells who was drawn before the seed was."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    design = models.BinaryField()  # as `answerable_verify.draw` reads it
    frame_digest = models.CharField(max_length=64)
    design_digest = models.CharField(max_length=64)
    size = models.IntegerField()
    wanted = models.IntegerField()
    framed_at = models.DateTimeField()
    source = models.CharField(max_length=10, blank=True, default="")  # terms.Source
    words = models.TextField(blank=True, default="")  # as announced; the seed is their SHA-256
    seed = models.CharField(max_length=64, blank=True, default="")
    drawn_digest = models.CharField(max_length=64, blank=True, default="")
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "surveys_draw"
        indexes = [models.Index(fields=["survey"], name="surveys_draws")]
        constraints = [
            models.UniqueConstraint(fields=["frame_digest", "design_digest"], name="surveys_one_seed_for_a_draw"),
            models.CheckConstraint(
                name="surveys_drawn_with_its_seed",
                condition=models.Q(drawn_at=None, seed="", drawn_digest="")
                | (models.Q(drawn_at__isnull=False) & ~models.Q(seed="") & ~models.Q(drawn_digest="")),
            ),
        ]


class Frame(models.Model):
    """The list that is drawn from, and the list that came out: codes, for whoever works on the survey."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, primary_key=True, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    units = models.BinaryField()
    drawn = models.BinaryField(null=True)

    class Meta:
        db_table = "surveys_frame"
