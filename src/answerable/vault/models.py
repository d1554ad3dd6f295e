"""Codes and sessions of residents, files, and what the sealed tier is opened with.

Nothing here is readable without a key that is elsewhere: the server key in a file, a person's password, a sender's
code. What it belongs to is a subject (`base.subject`) of a room above, which is not referred to by a foreign key: its
kind and its id stand side by side, and `record` alone is the id of a sealed one.
"""

from django.db import models
from django.db.models import Q

from answerable.base.ids import new_id
from answerable.base.subject import LONGEST_KIND, Subject


class FollowUpCode(models.Model):
    """The code by which the sender of one subject follows it.

    The secret is first kept sealed under the server key (an acknowledgement must not wait 0.3 s), then replaced by its
    slow hash by a job: exactly one of `sealed` and `hash` is there. Written with its subject, in one statement.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.BigIntegerField(unique=True, db_column="appeal")
    root = models.BigIntegerField()
    locator = models.CharField(max_length=7, unique=True)
    salt = models.BinaryField()
    params = models.CharField(max_length=60)
    hash = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    made_by = models.CharField(max_length=10)  # terms.MadeBy
    changed_at = models.DateTimeField(null=True)
    created_on = models.DateField()  # a day, never an instant

    class Meta:
        db_table = "vault_follow_up_code"
        indexes = [models.Index(fields=["id"], name="vault_code_waiting", condition=Q(hash=None))]
        constraints = [
            models.CheckConstraint(
                name="code_sealed_or_hashed",
                condition=Q(hash=None, sealed__isnull=False) | Q(hash__isnull=False, sealed=None),
            ),
            models.CheckConstraint(name="code_locator_is_digits", condition=Q(locator__regex=r"^[0-9]{7}$")),
        ]

    @property
    def subject(self) -> Subject:
        """What it opens."""
        return Subject(self.kind, self.subject_id)


class FormerCode(models.Model):
    """The code of a slip that an operator wrote, after another was made: it opens for reading until that was used elsewhere.

    The row stays when it has ended: whoever has the slip is told so, and can be heard in person.
    """

    subject_id = models.BigIntegerField(primary_key=True, db_column="appeal")
    kind = models.CharField(max_length=LONGEST_KIND)
    root = models.BigIntegerField()
    locator = models.CharField(max_length=7, unique=True)
    salt = models.BinaryField()
    params = models.CharField(max_length=60)
    hash = models.BinaryField()
    maker = models.BinaryField()  # SHA-256 of the cookie of the browser in which the new code was made
    changed_on = models.DateField()
    contested_on = models.DateField(null=True)  # whoever has the slip says that they did not make the new code
    ended_on = models.DateField(null=True)  # the new code was used from another browser: it opens nothing more
    heard = models.BinaryField(null=True)  # MAC of the digits that were given in person (`rules.returning`)
    heard_on = models.DateField(null=True)
    heard_slip = models.BooleanField(null=True)  # to whoever has this slip; otherwise to whoever has the newer code
    heard_tries = models.SmallIntegerField(default=0, db_default=0)  # wrong digits since

    sealed: None = None
    """It was slow-hashed before it became a former one."""

    class Meta:
        db_table = "vault_former_code"

    @property
    def subject(self) -> Subject:
        """What it opens."""
        return Subject(self.kind, self.subject_id)


class FailedAttempt(models.Model):
    """Failures in a row at one locator, whether a code has it or not: the limit must not tell which."""

    locator = models.CharField(primary_key=True, max_length=7)
    failures = models.IntegerField(default=0)
    slowed_until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "vault_knock"


class FollowSession(models.Model):
    """A short session of whoever holds a code. The cookie's value is nowhere: `id` is its SHA-256."""

    id = models.BinaryField(primary_key=True)
    kind = models.CharField(max_length=LONGEST_KIND)
    subject_id = models.BigIntegerField(db_column="appeal")
    root = models.BigIntegerField()
    must_change = models.BooleanField()  # the code went through an operator's hands and is not yet the sender's own
    slip = models.BooleanField(
        default=False, db_default=False
    )  # begun with a former code: it reads, and decides nothing
    opener = models.BinaryField(null=True)  # what the code opens in the sealed tier, sealed under the cookie's value
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "vault_follow_session"
        indexes = [
            models.Index(fields=["subject_id"], name="vault_follow_subject"),
            models.Index(fields=["expires_at"], name="vault_follow_expires"),
        ]

    @property
    def subject(self) -> Subject:
        """What is followed."""
        return Subject(self.kind, self.subject_id)


class File(models.Model):
    """One file. Its bytes are sealed on disk under a key of its own, which is sealed here.

    A draft (uploaded before the form is sent) has `draft`, the SHA-256 of the form token, and `expires_at`; attaching
    takes both away and sets `thing`.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField(default=0)
    thing = models.CharField(max_length=60, default="", blank=True)  # the subject, as in the ledger
    message = models.BigIntegerField(null=True)
    draft = models.BinaryField(null=True)
    expires_at = models.DateTimeField(null=True)
    name = models.BinaryField()  # sealed
    media = models.CharField(max_length=100)  # of the original, told by content
    size = models.IntegerField()  # bytes of the original, padded (`streams.told_size`); so are the next two sizes
    mark = models.BinaryField()  # keyed hash of the content: tells doubles, is no oracle
    key = models.BinaryField()  # sealed
    epoch = models.IntegerField(default=0)  # 0: sealed by the server key; n: by the record's key of epoch n
    state = models.CharField(max_length=10)  # terms.FileState
    reason = models.CharField(max_length=20, default="", blank=True)  # why it was refused after all
    tries = models.SmallIntegerField(default=0)  # how often the cleaning was begun
    copy_media = models.CharField(max_length=100, default="", blank=True)
    copy_size = models.IntegerField(null=True)
    thumb_size = models.IntegerField(null=True)
    scan = models.CharField(max_length=8, default="", blank=True)  # terms.Scan
    created_on = models.DateField()

    class Meta:
        db_table = "vault_file"
        indexes = [
            models.Index(fields=["thing", "id"], name="vault_file_thing"),
            models.Index(fields=["draft"], name="vault_file_draft", condition=Q(draft__isnull=False)),
            models.Index(fields=["id"], name="vault_file_pending", condition=Q(state="pending")),
            models.Index(fields=["id"], name="vault_file_unscanned", condition=Q(scan="", epoch=0)),
        ]
        constraints = [
            models.CheckConstraint(
                name="file_draft_or_attached",
                condition=Q(draft=None, expires_at=None) & ~Q(thing="")
                | Q(draft__isnull=False, expires_at__isnull=False, thing=""),
            ),
        ]


class Record(models.Model):
    """A subject of the sealed tier: its content is under a record key, of which only wraps exist."""

    id = models.BigIntegerField(primary_key=True)  # of the subject
    kind = models.CharField(max_length=LONGEST_KIND)
    root = models.BigIntegerField()
    epoch = models.IntegerField(default=1)  # of the record key that new content is sealed with
    inward = models.BinaryField()  # public key of that epoch: anybody may put in, only readers take out
    kept = models.BinaryField(null=True)  # the key under the server key, until somebody of the body holds a key
    sealed_on = models.DateField()

    class Meta:
        db_table = "vault_record"

    @property
    def subject(self) -> Subject:
        """What is sealed."""
        return Subject(self.kind, self.id)


class Wanted(models.Model):
    """A record whose list of wraps is not yet what it should be, for want of somebody's open private key.

    Worked off when the next person who can open it is at the desk. No deed of its own: what is then done has one.
    """

    record = models.BigIntegerField(primary_key=True)
    since = models.DateField()
    stale = models.BooleanField(default=False)  # somebody left meanwhile: a new epoch is to be begun

    class Meta:
        db_table = "vault_wanted"


class KeyPair(models.Model):
    """A pair of keys of a person, of a body for one epoch, of the quorum, or of a sender's code.

    A pair of a person counts only after a second person compared its fingerprint (`confirmed_by`).
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    holder = models.CharField(max_length=10)  # terms.Holder
    owner = models.BigIntegerField()  # account, body, or id of a sender's subject; 0 for the quorum
    epoch = models.IntegerField(default=1)
    public = models.BinaryField()
    enrolled_at = models.DateTimeField()
    enrolled_by = models.CharField(max_length=40)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, default="", blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vault_key_pair"
        constraints = [
            models.UniqueConstraint(name="one_living_pair", fields=["holder", "owner"], condition=Q(retired_at=None)),
            models.CheckConstraint(
                name="pair_confirmed_by_another",
                condition=Q(confirmed_by="") | ~Q(confirmed_by=models.F("enrolled_by")),
            ),
        ]


class Slot(models.Model):
    """One way to the private half of a pair: a password, a recovery sheet, a code, or the pair of a member.

    There is no slot for an administrator.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    pair = models.ForeignKey(KeyPair, on_delete=models.PROTECT, related_name="slots")
    kind = models.CharField(max_length=10)  # terms.SlotKind
    member = models.ForeignKey(KeyPair, on_delete=models.PROTECT, null=True, related_name="+")
    salt = models.BinaryField(default=b"")
    params = models.CharField(max_length=60, default="", blank=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "vault_slot"
        constraints = [
            models.UniqueConstraint(name="one_slot_of_a_kind", fields=["pair", "kind", "member"], nulls_distinct=False),
        ]


class Wrap(models.Model):
    """The record key of one epoch, wrapped to one pair. The list of wraps is the list of who can read."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=LONGEST_KIND)  # of the record: the deed of a change names it
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="wraps")
    epoch = models.IntegerField()
    pair = models.ForeignKey(KeyPair, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "vault_wrap"
        constraints = [models.UniqueConstraint(name="one_wrap_each", fields=["record", "epoch", "pair"])]


class Share(models.Model):
    """One of the three shares of the quorum's private key, sealed to its holder's own pair."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    pair = models.ForeignKey(KeyPair, on_delete=models.PROTECT, related_name="+")  # the quorum's
    holder = models.ForeignKey(KeyPair, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_share"
        constraints = [models.UniqueConstraint(name="one_share_each", fields=["pair", "holder"])]


class QuorumRequest(models.Model):
    """Two holders open a sealed record that nobody else can: a reason, a second holder, a wait, and the sender told."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    asked_by = models.BigIntegerField()
    reason = models.BinaryField()  # sealed under the server key
    asked_at = models.DateTimeField()
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    passed = models.BinaryField(null=True)  # the second holder's share, sealed to the one who asked
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # refused or withdrawn
    told_at = models.DateTimeField(null=True)  # when the sender saw the notice

    class Meta:
        db_table = "vault_quorum_request"
        constraints = [
            models.CheckConstraint(name="quorum_is_two", condition=~Q(approved_by=models.F("asked_by"))),
            models.CheckConstraint(
                name="quorum_open_after_approval", condition=Q(opened_at=None) | Q(approved_at__isnull=False)
            ),
        ]


class AccessRecord(models.Model):
    """One look at something sealed, written and committed before the thing is opened. A chain: nothing can be taken out.

    `name` is the reader's name at that time. No foreign keys: a look outlives the reader's account and the record. The
    first looks name no kind (`rules.looks`).
    """

    number = models.BigIntegerField(primary_key=True)  # gapless
    at = models.DateTimeField()
    root = models.BigIntegerField()
    record = models.BigIntegerField()
    kind = models.CharField(max_length=LONGEST_KIND, db_default="", blank=True)
    section = models.CharField(max_length=40)
    actor = models.CharField(max_length=40)  # Actor.word
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=40)
    allowed = models.BooleanField()
    before = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "vault_look"
        indexes = [
            models.Index(fields=["record", "number"], name="vault_look_record"),
            models.Index(fields=["actor", "number"], name="vault_look_actor"),
        ]
