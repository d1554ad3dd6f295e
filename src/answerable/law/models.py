"""Law and order as data: categories, who answers for what, terms, grounds, the ladder, settings. Loaded from a pack."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from answerable.base.ids import new_id
from answerable.base.shapes import Lists, Names, ShapedField
from answerable.law import shapes
from answerable.people.models import Body
from answerable.places.models import Territory


class Category(models.Model):
    """What a matter is about."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    place = models.IntegerField(default=0)
    name = ShapedField(Names)
    hint = ShapedField(Names, default=dict)
    kinds = ShapedField(list[str], default=list)  # kinds of matter it is offered for; empty: all
    stopper = ShapedField(shapes.StopperMap, null=True)  # {"text": {lang: ...}, "call": "102"}: stop and call instead
    questions = ShapedField(
        list[shapes.QuestionMap], default=list
    )  # branching: [{"code","text","options":[{"code","text","leads_to"}]}]
    words = ShapedField(Lists, default=dict)  # {lang: [stems]} that suggest the category from the text
    sensitive = models.BooleanField(default=False)  # one common group in everything published
    specialist = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    retired_on = models.DateField(null=True)

    class Meta:
        db_table = "law_category"


class Jurisdiction(models.Model):
    """That a body answers for a category in a place; an empty column means any."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    care = models.CharField(max_length=12, default="", blank=True)  # the specialist for this kind of care
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "law_jurisdiction"


class Profile(models.Model):
    """One term of one law (contract: deadline profiles, section 1). Dated: old matters keep the one they began with."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60)  # ua.393.answer
    jurisdiction = models.CharField(max_length=10)
    basis = models.CharField(max_length=120)
    basis_name = ShapedField(Names, default=dict)  # as residents read it: {"uk": "стаття 20", ...}
    applies_to = ShapedField(list[str], default=list)
    channels = ShapedField(list[str], default=list)
    bodies = ShapedField(list[str], default=list)  # codes; empty: all
    step = models.CharField(max_length=20)
    clock_from = models.CharField(max_length=20)
    count = models.IntegerField()
    unit = models.CharField(max_length=14)
    first_day = models.CharField(max_length=8, default="exclude")
    day_off = models.CharField(max_length=18, default="next_working")
    extend = ShapedField(shapes.ExtensionMap, reads=shapes.read_extension, null=True)
    forbid_handler = ShapedField(dict[str, bool], null=True)
    silence = ShapedField(dict[str, Any], null=True)
    evidence = models.CharField(max_length=60, default="", blank=True)
    on_forward = models.CharField(max_length=10, default="restarts", db_default="restarts")  # rules.clocks.OnForward
    by_content = ShapedField(shapes.ByContentMap, null=True)  # {"instead": code, "when": {lang: ...}}
    place = models.IntegerField(default=0)  # the first that applies is taken
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    checked_on = models.DateField()
    status = models.CharField(max_length=12)

    class Meta:
        db_table = "law_profile"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="law_profile_once")]


class Ground(models.Model):
    """A ground that the law knows: to refuse examination, to refuse a point, to extend, to forward."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60)
    act = models.CharField(max_length=12)  # examine | point | extend | forward
    name = ShapedField(Names)
    basis = models.CharField(max_length=120)
    status = models.CharField(max_length=12)
    needs = models.CharField(max_length=20, default="", blank=True)  # earlier_answer: a link to it is required
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "law_ground"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="law_ground_once")]


class Template(models.Model):
    """A text that can fill an answer; it can't fill a point."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60, unique=True)
    name = ShapedField(Names)
    text = ShapedField(Names)

    class Meta:
        db_table = "law_template"


class Rung(models.Model):
    """A step of the ladder: for this cause, after so many days, the matter goes before these bodies."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    cause = models.CharField(max_length=14)  # overdue | disputed | inadequate | instruction
    place = models.SmallIntegerField()
    after_days = models.SmallIntegerField(default=0)
    to = ArrayField(models.CharField(max_length=60))  # "above", "chair", or codes of bodies, in order
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "law_rung"


class Setting(models.Model):
    """What the place decides besides: one row a name, dated as everything in a pack."""

    name = models.CharField(primary_key=True, max_length=60)
    value = models.JSONField()

    class Meta:
        db_table = "law_setting"
