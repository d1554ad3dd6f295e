"""The deed, its place in the order of deeds, and the bookmark of whoever reads them."""

from django.db import models

from answerable.base.ids import new_id


class Entry(models.Model):
    """One deed. Rows are only ever inserted: roles and triggers refuse the rest (see `guard.sql`).

    `facts` holds codes, dates, ids and counts only, never a word that somebody typed: what is written here is
    published in part and cannot be taken back (design, section 5, point 4).
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)  # Actor.word
    deed = models.CharField(max_length=60)  # noun.past
    thing = models.CharField(max_length=60)  # room's word and id: appeal/123
    root = models.BigIntegerField()  # top of the body's command tree, 0 for what belongs to the installation
    facts = models.JSONField(default=dict)
    xact = models.BigIntegerField(editable=False)  # the transaction that wrote it, filled in by the database

    class Meta:
        db_table = "ledger_entry"
        indexes = [models.Index(fields=["thing", "id"], name="ledger_entry_thing")]


class Leaf(models.Model):
    """The place of a deed in the gapless order; the seam of the public log.

    Written in the deed's transaction with an empty position. One sequencer gives positions, by looking for empty ones
    and never by a watermark on an id: a transaction with a lower id may commit later.
    """

    entry = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField(null=True, unique=True)
    body = models.BinaryField(null=True)
    leaf_hash = models.BinaryField(null=True)

    class Meta:
        db_table = "ledger_leaf"
        indexes = [
            models.Index(fields=["entry"], name="ledger_leaf_waiting", condition=models.Q(position=None)),
        ]


class Bookmark(models.Model):
    """How far a follower has read: the position it takes next."""

    follower = models.CharField(primary_key=True, max_length=80)
    position = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_bookmark"


class Cosignature(models.Model):
    """A witness's word on one checkpoint: the line of c2sp.org/tlog-cosignature, the latest that it gave for it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    witness = models.CharField(max_length=300)  # its whole verifier key
    head = models.BinaryField()  # SHA-256 of the checkpoint's text
    size = models.BigIntegerField()
    line = models.TextField()
    signed_at = models.DateTimeField()  # by the witness's clock, as it is signed

    class Meta:
        db_table = "ledger_cosignature"
        constraints = [models.UniqueConstraint(fields=["witness", "head"], name="ledger_cosignature_once")]
        indexes = [models.Index(fields=["head"], name="ledger_cosignature_head")]


class WitnessAsked(models.Model):
    """How it stands with a witness: when it was asked last, what it said instead of signing, which size it holds."""

    witness = models.CharField(primary_key=True, max_length=300)
    asked_at = models.DateTimeField()
    held = models.BigIntegerField(default=0)
    fault = models.CharField(max_length=200, default="", blank=True)  # empty: it signed

    class Meta:
        db_table = "ledger_witness_asked"


class SelfAudit(models.Model):
    """What came of checking our own public log as a stranger would, and every row against its tile."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    whole = models.BooleanField()  # the nightly audit; otherwise the short look of every ten minutes
    size = models.BigIntegerField()
    grade = models.SmallIntegerField()  # answerable_verify.audit.Grade
    findings = models.JSONField(default=list)  # [grade, code, sentence, index or null]

    class Meta:
        db_table = "ledger_self_audit"
        indexes = [models.Index(fields=["whole", "-at"], name="ledger_self_audit_last")]
