"""The deed, its place in the order of deeds, and the bookmark of whoever reads them."""

from typing import Any

from django.db import models

from answerable.base.ids import new_id
from answerable.base.shapes import ShapedField


def _findings(found: list[list[Any]]) -> None:
    for _grade, _code, _sentence, _index in found:
        pass


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
    facts = ShapedField(dict[str, Any], default=dict)
    xact = models.BigIntegerField(editable=False)  # the transaction that wrote it, filled in by the database
    seal = models.BinaryField(db_default=b"")  # `ledger.seals`; empty: of before there were any, or not ours

    class Meta:
        db_table = "ledger_entry"
        indexes = [models.Index(fields=["thing", "id"], name="ledger_entry_thing")]


class Leaf(models.Model):
    """The place of a deed in the gapless order that followers read. The public log has an order of its own.

    Written in the deed's transaction with an empty position. One sequencer gives positions, by looking for empty ones
    and never by a watermark on an id: a transaction with a lower id may commit later.
    """

    entry = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField(null=True, unique=True)
    seal = models.BinaryField(null=True)  # `ledger.seals`, with the position; none: given before there were any

    class Meta:
        db_table = "ledger_leaf"
        indexes = [
            models.Index(fields=["entry"], name="ledger_leaf_waiting", condition=models.Q(position=None)),
        ]


class Bookmark(models.Model):
    """How far a room has read: the position it takes next, and when it was last known to have heard everything."""

    room = models.CharField(primary_key=True, max_length=40)
    position = models.BigIntegerField(default=0)
    current_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_room_bookmark"


class Parked(models.Model):
    """A deed that a follower could not take, or that waits behind such a one of the same subject.

    `retry_at` says when it is tried again by itself. Empty with tries: it waits for a person. Empty without: it is held
    back, and becomes due when the one before it is through. Nothing of the deed's contents is here.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    follower = models.CharField(max_length=120)  # room.name
    critical = models.BooleanField()
    entry = models.BigIntegerField()
    position = models.BigIntegerField()
    subject = models.CharField(max_length=60)
    tries = models.SmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=120, default="", blank=True)  # the error's class, never its message
    place = models.CharField(max_length=200, default="", blank=True)  # where in the code
    since = models.DateTimeField()
    tried_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_parked"
        constraints = [models.UniqueConstraint(fields=["follower", "entry"], name="ledger_parked_once")]
        indexes = [models.Index(fields=["follower", "subject", "position"], name="ledger_parked_order")]


class Case(models.Model):
    """What joins the public acts on one thing: a code unrelated to any number, and the number of the next act.

    Whoever adds an act holds this row. Place and group are fixed here for good (`terms.Place`).
    """

    thing = models.CharField(primary_key=True, max_length=60)
    code = models.BinaryField()  # 16 random bytes
    next = models.IntegerField()
    last_on = models.DateField()  # days never go back within a case
    territory = models.CharField(max_length=64)
    category_group = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_case"
        constraints = [models.UniqueConstraint(fields=["code"], name="ledger_case_code")]


class CaseKey(models.Model):
    """The key to everything committed to about one thing, sealed under the server key. Deleted: erased."""

    thing = models.CharField(primary_key=True, max_length=60)
    sealed = models.BinaryField()

    class Meta:
        db_table = "ledger_case_key"


class PublicLeaf(models.Model):
    """A leaf of the public log, written in its deed's transaction; the sequencer gives it its place, once.

    The bytes and their hash never change and the row never goes; the database checks the hash (`public.sql`).
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)  # of the deed; acts of the log itself have their own
    case = models.BinaryField(null=True, db_column="case_code")  # `case` is a word of SQL
    n = models.IntegerField(null=True)
    salted = models.IntegerField(null=True)  # the number its salts were made for, where it was numbered anew
    body = models.BinaryField()
    leaf_hash = models.BinaryField()
    slow = models.BooleanField(default=False)  # waits for others, so that no single one stands out
    idx = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_public_leaf"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "n"], name="ledger_public_act_once", condition=models.Q(case__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["idx"], name="ledger_public_place_once", condition=models.Q(idx__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["id"], name="ledger_public_waiting", condition=models.Q(idx=None))]


class Tile(models.Model):
    """A tile of the tree (c2sp.org/tlog-tiles); the last one of each level grows until it holds 256 hashes."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    level = models.SmallIntegerField()
    n = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "ledger_tile"
        constraints = [models.UniqueConstraint(fields=["level", "n"], name="ledger_tile_once")]


class Tree(models.Model):
    """The public log as it was signed last, and as it was published last. One row; only the sequencer changes it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()  # the signed checkpoint, without the witnesses' lines
    signed_at = models.DateTimeField()
    slow_since = models.DateTimeField(null=True)  # since when leaves of small bodies have been seen to wait
    waits_since = models.DateTimeField(null=True)  # when the first of those signed and not yet published was signed
    published_size = models.BigIntegerField(null=True)
    published_note = models.BinaryField(null=True)  # with the witnesses' lines
    published_at = models.DateTimeField(null=True)
    witnessed = models.BooleanField(default=False)  # the published one has its quorum
    frozen = models.CharField(max_length=300, default="", blank=True)  # why nothing may be signed; empty: it may

    class Meta:
        db_table = "ledger_tree"
        constraints = [models.CheckConstraint(name="one_tree", condition=models.Q(id=1))]


class Announced(models.Model):
    """What the log said last of a thing that it announces: the rules in force, the week of the private log."""

    name = models.CharField(primary_key=True, max_length=64)
    digest = models.CharField(max_length=64)
    document = models.BinaryField(default=bytes)  # what the digest is of, so that anybody can compare
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_announced"


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
    findings = ShapedField(list[list[Any]], reads=_findings, default=list)  # [grade, code, sentence, index or null]

    class Meta:
        db_table = "ledger_self_audit"
        indexes = [models.Index(fields=["whole", "-at"], name="ledger_self_audit_last")]

    @property
    def good(self) -> bool:
        """Nothing wrong was found."""
        return self.grade == 0
