"""The appeal itself: a narrow row, so that lists stay quick; words are kept sealed in `channels` and `Sender`."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from answerable.appeals import shapes
from answerable.appeals.models.incident import Incident
from answerable.appeals.terms import OPEN, Tier
from answerable.base import languages
from answerable.base.ids import new_id
from answerable.base.shapes import ShapedField
from answerable.law.models import Category, Profile
from answerable.people.models import Account, Body
from answerable.places.models import Territory

_OPEN = Q(state__in=[str(state) for state in OPEN])


class Appeal(models.Model):
    """One appeal.

    `barred_bodies` and `barred_persons` are the conflict rule made fast: everybody whom it is about and whatever they
    command, united over merges. They only ever grow. `routed` says in codes why it lies where it lies.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)
    matter = models.CharField(max_length=40, default="", db_default="", blank=True)  # law.rules.kinds; empty: no more
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=languages.LONGEST)
    tier = models.CharField(max_length=1, default=Tier.WORKING)
    state = models.CharField(max_length=12)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    addressed_to = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    about_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    about_person = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    barred_bodies = ArrayField(models.BigIntegerField(), default=list)
    barred_persons = ArrayField(models.BigIntegerField(), default=list)
    has_bars = models.GeneratedField(  # so that counting needn't fetch the two arrays, which fit no index
        expression=~(Q(barred_bodies=[]) & Q(barred_persons=[])),  # type: ignore[arg-type] # a condition is one, too
        output_field=models.BooleanField(),
        db_persist=True,
    )
    readers = ArrayField(models.BigIntegerField(), default=list)  # bodies it climbed to, beside the one that has it
    routed = ShapedField(list[shapes.StepMap], default=list)
    care = ArrayField(models.CharField(max_length=12), default=list)
    registered_at = models.DateTimeField()
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)  # the law's instant: lateness is counted by it
    safe_at = models.DateTimeField(null=True)  # the strictest defensible reading: work is ordered by it
    due_facts = ShapedField(
        shapes.DueFacts, reads=shapes.read_due_facts, default=dict
    )  # why that date, in codes (rules.deadlines)
    extended = models.SmallIntegerField(default=0)
    # by authority: the terms of those that gave it away (law.rules.clocks); the one that runs stands above
    clocks = ShapedField(
        dict[str, shapes.ClockLeftMap],
        reads=shapes.read_clocks,
        default=dict,
        db_default=models.Value({}, models.JSONField()),
    )
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, default="", db_default="", blank=True)  # law.terms.Ending, once it ended
    asked_at = models.DateTimeField(null=True)  # the resident has been asked and has not replied yet
    replied_at = models.DateTimeField(null=True)  # the resident wrote and nobody has looked yet
    suspected = models.BooleanField(default=False)  # conflict suspected: somebody should look
    # whom it names and may be about, and the bars that this set (actions.meaning.Heard); gone once somebody outside looked
    suspects = ShapedField(
        shapes.SuspectsMap, reads=shapes.read_suspects, default=dict, db_default=models.Value({}, models.JSONField())
    )
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    gist = models.BinaryField()  # sealed: the first words, for lists
    whereabouts = models.BinaryField(null=True)  # sealed: address or landmark
    chosen = models.BinaryField(null=True)  # sealed: what was chosen for the category's questions, as it was asked

    class Meta:
        db_table = "appeals_appeal"
        constraints = [
            models.CheckConstraint(
                name="appeal_not_with_the_body_it_is_about", condition=Q(about_body=None) | ~Q(body=F("about_body"))
            ),
            models.CheckConstraint(
                name="appeal_not_with_a_barred_body", condition=~Q(barred_bodies__contains=[F("body")])
            ),
            models.UniqueConstraint(fields=["root", "number"], name="appeals_number"),
        ]
        indexes = [
            models.Index(
                fields=["body", "safe_at", "id"],
                # the last two are what row-level security asks of every row: without them no count comes from the index alone
                include=["state", "assignee", "asked_at", "replied_at", "tier", "has_bars", "root", "readers"],
                name="appeals_open",
                condition=_OPEN,
            ),
            models.Index(fields=["body"], name="appeals_disputed", condition=Q(state="disputed")),
            models.Index(fields=["body"], name="appeals_barred", condition=_OPEN & Q(has_bars=True)),
            models.Index(fields=["body", "-registered_at", "-id"], name="appeals_of_body"),
            models.Index(
                fields=["body", "answered_at", "id"],
                name="appeals_unsettled",
                condition=Q(state__in=["answered", "refused", "disputed"]),
            ),
            models.Index(
                fields=["assignee", "safe_at"], name="appeals_mine", condition=_OPEN & Q(assignee__isnull=False)
            ),
            models.Index(fields=["due_at"], name="appeals_falling_due", condition=_OPEN),
            models.Index(fields=["incident"], name="appeals_of_incident", condition=Q(incident__isnull=False)),
            models.Index(
                fields=["incident", "body", "safe_at", "id"],
                name="appeals_open_of_incident",
                condition=_OPEN & Q(incident__isnull=False),
            ),
            models.Index(fields=["merged_into"], name="appeals_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["number"], name="appeals_by_number"),
            models.Index(fields=["root", "closed_at"], name="appeals_ended", condition=Q(closed_at__isnull=False)),
        ]


class Sender(models.Model):
    """Who wrote, as far as they said it: every field sealed, and only there when something was said."""

    appeal = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    name = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    contact = models.BinaryField(null=True)
    way = models.CharField(max_length=8, default="", blank=True)  # channels.terms.Way, empty: none

    class Meta:
        db_table = "appeals_sender"


class Tokens(models.Model):
    """Keyed search tokens of an appeal (`vault.rules.search`): words can be looked for, not read."""

    appeal = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    tokens = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "appeals_tokens"
        indexes = [GinIndex(fields=["tokens"], name="appeals_tokens_gin")]
