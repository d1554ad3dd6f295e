"""Studies of focus groups, who sat in them, what they said, and how it was coded."""

from typing import Annotated, Any

from annotated_types import Len
from django.db import models

from answerable.base.ids import new_id
from answerable.base.shapes import ShapedField
from answerable.people.models import Body

Cell = Annotated[list[str | int], Len(2, 2)]
"""A cell of the quota: its name, and how many."""


class Study(models.Model):
    """One study: what is to be understood, of whom, by which guide; public once it is published."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    guide = models.TextField(blank=True, default="")
    cells = ShapedField(list[Cell], default=list)  # [name, wanted]: the quota, written before anybody is recruited
    recruitment = models.TextField(blank=True, default="")  # where contacts came from, the text, what they got for it
    limits = models.TextField(blank=True, default="")
    agreement = ShapedField(list[dict[str, Any]], default=list)  # of its coders, as it was when it was published
    composition = ShapedField(list[Cell], default=list)  # [cell, how many came], likewise
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "focus_study"
        indexes = [models.Index(fields=["body"], name="focus_studies_of_body")]


class Group(models.Model):
    """One session: who was there, where its recording is, and its text from raw to coded."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)  # the segment
    held_on = models.DateField(null=True)
    moderator = models.CharField(max_length=200, blank=True, default="")  # what they are, never of the police
    approached = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    came = models.IntegerField(default=0)  # as it was when the study was published
    recording = models.CharField(max_length=8, default="none")  # terms.Recording
    delete_on = models.DateField(null=True)  # recording, raw transcript, names and masks
    raw = models.BinaryField(null=True)  # sealed: as it was typed or imported
    text = models.BinaryField(null=True)  # sealed: masked
    fixed_at = models.DateTimeField(null=True)  # coded from then on: the text does not change any more
    seed = models.BigIntegerField(default=0)  # of the turns that two people code
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "focus_group"
        indexes = [models.Index(fields=["study"], name="focus_groups_of_study")]


class Participant(models.Model):
    """Somebody who sat there, under a pseudonym."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=40)
    cell = models.CharField(max_length=100, blank=True, default="")
    name = models.BinaryField(null=True)  # sealed; gone when the group is cleared
    consents = ShapedField(dict[str, bool], default=dict)  # terms.Consent -> whether
    joined_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        db_table = "focus_participant"
        constraints = [models.UniqueConstraint(fields=["group", "pseudonym"], name="focus_one_of_a_pseudonym")]


class Mask(models.Model):
    """Words that stand as a mask in the texts of a study; gone when its last group is cleared."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    words = models.BinaryField()  # sealed
    mask = models.CharField(max_length=40)

    class Meta:
        db_table = "focus_mask"
        indexes = [models.Index(fields=["study"], name="focus_masks_of_study")]


class Code(models.Model):
    """A code of the codebook; one that is not codable is a folder."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    guid = models.CharField(max_length=36)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    color = models.CharField(max_length=7, blank=True, default="")
    is_codable = models.BooleanField(default=True)
    place = models.IntegerField(default=0)

    class Meta:
        db_table = "focus_code"
        constraints = [models.UniqueConstraint(fields=["study", "guid"], name="focus_one_code_of_a_guid")]


class Mark(models.Model):
    """A stretch of a text that a coder gave a code: codepoints, the end stands behind."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    coder = models.CharField(max_length=40)  # as the study calls them: C1, C2
    start = models.IntegerField()
    end = models.IntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "focus_mark"
        constraints = [
            models.UniqueConstraint(fields=["group", "coder", "code", "start", "end"], name="focus_one_mark"),
            models.CheckConstraint(
                name="focus_mark_is_a_stretch", condition=models.Q(start__gte=0, end__gt=models.F("start"))
            ),
        ]


class Coder(models.Model):
    """Who codes in a study, under which pseudonym; an imported one has no account."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    account = models.BigIntegerField(null=True)
    pseudonym = models.CharField(max_length=40)

    class Meta:
        db_table = "focus_coder"
        constraints = [models.UniqueConstraint(fields=["study", "pseudonym"], name="focus_one_coder_of_a_pseudonym")]


class Memo(models.Model):
    """What somebody thought while coding."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    text = models.BinaryField()  # sealed
    coder = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "focus_memo"
        indexes = [models.Index(fields=["study"], name="focus_memos_of_study")]


class Theme(models.Model):
    """What was understood, of which codes."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    codes = ShapedField(list[int], default=list)  # ids
    place = models.IntegerField(default=0)

    class Meta:
        db_table = "focus_theme"
        indexes = [models.Index(fields=["study"], name="focus_themes_of_study")]


class Quote(models.Model):
    """Words of a group for a theme: chosen by one, released by another, then kept as they were read."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    start = models.IntegerField()
    end = models.IntegerField()
    speaker = models.CharField(max_length=40)
    chosen_by = models.BigIntegerField()
    words = models.TextField(blank=True, default="")  # public, once released
    released_by = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "focus_quote"
        constraints = [
            models.CheckConstraint(
                name="focus_quote_of_two_people",
                condition=models.Q(released_by=None) | ~models.Q(released_by=models.F("chosen_by")),
            ),
        ]
