"""Escalations, the reading, and what the chair does."""

from django.db import models
from django.db.models import Q
from typing_extensions import TypedDict

from answerable.appeals.models import Appeal
from answerable.base.ids import new_id
from answerable.base.shapes import ShapedField
from answerable.people.models import Account, Body


class CallTry(TypedDict):
    """One try to reach somebody."""

    at: str
    how: str


class Escalation(models.Model):
    """An appeal put before another decision-maker, once for each cause, occasion and rung."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="+")
    root = models.BigIntegerField()
    cause = models.CharField(max_length=14)  # terms.Cause
    occasion = models.CharField(max_length=60)  # which passing of a date, which dispute: an instant or a deed's id
    rung = models.SmallIntegerField()
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = ShapedField(dict[str, str | bool], default=dict)  # in codes

    class Meta:
        db_table = "oversight_escalation"
        constraints = [
            models.UniqueConstraint(fields=["appeal", "cause", "occasion", "rung"], name="oversight_escalated_once")
        ]
        indexes = [models.Index(fields=["at"], name="oversight_escalation_at")]


class Item(models.Model):
    """One thing to be read by one body's chair.

    An appeal addressed to it (none of the columns below), an escalation, the explanation that an instruction asked for, or
    one of which it was said late whom it is about: who of them had read it before.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, null=True, related_name="+")
    instruction = models.ForeignKey("Instruction", on_delete=models.PROTECT, null=True, related_name="+")
    bar = models.BigIntegerField(null=True)  # the deed by which somebody was barred late
    root = models.BigIntegerField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=12, default="", blank=True)  # terms.Act of the last act
    acted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_item"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "appeal", "escalation", "instruction", "bar"],
                name="oversight_item_is_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["body", "at", "id"], name="oversight_unread", condition=Q(read_at=None)),
            models.Index(fields=["body", "at", "id"], name="oversight_item_body"),
            models.Index(fields=["at"], name="oversight_item_at"),
        ]


class Instruction(models.Model):
    """What the chair tells a body to do, by a day: to answer, which reopens the appeal, or to explain."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="+")
    root = models.BigIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # the chair's body
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asks = models.CharField(max_length=8)  # terms.Ask
    due_on = models.DateField()
    due_at = models.DateTimeField()  # the end of that day at the body
    text = models.BinaryField()  # sealed
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(
        max_length=40, default="", blank=True
    )  # Actor.word; the system: nothing is owed any more
    explanation = models.BinaryField(null=True)  # sealed

    class Meta:
        db_table = "oversight_instruction"
        indexes = [
            models.Index(fields=["due_at"], name="oversight_instr_open", condition=Q(done_at=None)),
            models.Index(fields=["to", "due_at"], name="oversight_instr_to"),
            models.Index(fields=["of", "-id"], name="oversight_instr_of"),
        ]


class Measure(models.Model):
    """What was done about an inadequate answer."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="+")
    root = models.BigIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # terms.MeasureKind
    at = models.DateTimeField()
    text = models.BinaryField()  # sealed

    class Meta:
        db_table = "oversight_measure"


class Commendation(models.Model):
    """A good answer, said so."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="+")
    root = models.BigIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.BinaryField()  # sealed

    class Meta:
        db_table = "oversight_commendation"


class Position(models.Model):
    """Where a reader stopped."""

    account = models.BigIntegerField(primary_key=True)
    item = models.BigIntegerField()

    class Meta:
        db_table = "oversight_position"


class Digest(models.Model):
    """That a day's digest went to a body: once."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "oversight_digest"
        constraints = [models.UniqueConstraint(fields=["body", "day"], name="oversight_digest_once")]


class Sample(models.Model):
    """One week's draw among the matters of a command tree that ended in it.

    The seed is committed to before the week begins and opened when the week of asking is over: until then nobody outside can
    know who is asked. `frame` and `drawn` are lists of codes (`hotline.unit_of`); `who` leads from them to the matters, and
    is emptied when the seed is opened.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()  # of the tree that is asked about
    asker = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")  # the body that watches
    week = models.DateField()  # its Monday
    logged = models.BooleanField(default=True)  # False in the sample community, whose past has no log
    lock = models.CharField(max_length=44)
    secret = models.BinaryField()  # sealed: seed and salt
    committed_at = models.DateTimeField()
    framed_at = models.DateTimeField(null=True)
    frame = models.BinaryField(null=True)
    design = models.BinaryField(null=True)
    who = ShapedField(dict[str, int], default=dict)
    endings = models.IntegerField(default=0)  # all that ended in the week
    without_way = models.IntegerField(default=0)  # of these, left no way to ask
    drawn_at = models.DateTimeField(null=True)
    drawn = models.BinaryField(null=True)
    opened_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=64, default="", blank=True)
    counts = models.BinaryField(null=True)  # answerable_verify.numbers.hotline

    class Meta:
        db_table = "oversight_sample"
        constraints = [models.UniqueConstraint(fields=["root", "week"], name="oversight_one_draw_a_week")]
        indexes = [models.Index(fields=["week"], name="oversight_sample_open", condition=Q(opened_at=None))]


class CallBack(models.Model):
    """Somebody who was drawn, and what they said. Nothing here says who handled the matter, only which body."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="+")
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=64)  # code of the body in which the matter ended
    way = models.CharField(max_length=8)  # channels.terms.Way
    state = models.CharField(max_length=10, default="waiting")  # terms.AskedState
    tries = ShapedField(list[CallTry], default=list)  # each: when, and how it went
    next_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    by = models.CharField(max_length=4, default="", blank=True)  # terms.SaidBy
    said_at = models.DateTimeField(null=True)
    prompt = models.SmallIntegerField(null=True)
    respect = models.SmallIntegerField(null=True)
    result = models.SmallIntegerField(null=True)
    disputed = models.BooleanField(default=False)  # in the very call, taken down

    class Meta:
        db_table = "oversight_callback"
        constraints = [models.UniqueConstraint(fields=["sample", "appeal"], name="oversight_asked_once")]
        indexes = [
            models.Index(fields=["asker", "next_at"], name="oversight_to_ask", condition=Q(state="waiting")),
            models.Index(fields=["appeal"], name="oversight_asked_of"),
        ]
