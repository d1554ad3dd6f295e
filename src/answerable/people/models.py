"""Bodies, accounts, roles, seats and absences."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from answerable.base import dates, languages, shapes
from answerable.base.ids import new_id
from answerable.base.shapes import Lists, Names, ShapedField
from answerable.places.models import Territory


class Body(models.Model):
    """An organisation or a unit of one that answers, in a command tree: `parent` commands it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)  # police | prosecutor | council | monitor | service | chair
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="commands")
    root = models.BigIntegerField()  # the top of its tree; itself when nobody stands above
    name = ShapedField(Names)
    about = ShapedField(Names, default=dict)  # what it does, in a sentence
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.CharField(max_length=40)
    calendar = models.CharField(max_length=20)
    prefix = models.CharField(max_length=8, default="")  # of its appeals' numbers; only roots need one
    email = models.EmailField(default="", blank=True)
    answers = models.BooleanField(default=True)  # may have appeals of its own
    unsuitable_for_conflict = models.BooleanField(default=False)
    authority = models.BooleanField(default=False, db_default=False)  # in law; what it commands is inside, to the next
    known_by = ShapedField(Lists, default=dict, db_default=models.Value({}, models.JSONField()))  # terms.KnownBy
    retired_on = models.DateField(null=True)

    class Meta:
        db_table = "people_body"


class Role(models.Model):
    """What a kind of seat may do, as the pack says."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)
    name = ShapedField(Names)
    powers = ShapedField(list[str])  # words of terms.Power

    class Meta:
        db_table = "people_role"


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its sign-in name; makes none: accounts are made by an action, on the record."""


class Account(AbstractBaseUser):
    """A person who signs in. There is no superuser, no staff flag and no permission outside the seats."""

    last_login = None  # no column, so that signing in isn't a write without a deed
    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    names = ShapedField(Names, default=dict)  # the name as each language writes it, where somebody has said so
    post = ShapedField(Names, default=dict)  # as residents are shown it: "sergeant, patrol unit 2"
    known_by = ShapedField(Lists, default=dict, db_default=models.Value({}, models.JSONField()))  # terms.KnownBy
    email = models.EmailField(default="", blank=True)
    language = models.CharField(max_length=languages.LONGEST, default="uk")
    is_active = models.BooleanField(default=True)
    named = models.BooleanField(default=False)  # may be picked by a resident as the officer complained about
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "people_account"

    @property
    def said_name(self) -> str:
        """The name as the language of the page writes it; as it was first written where nobody has said."""
        return shapes.damaged() if shapes.is_damaged(self.names) else str(self.names.get(dates.language()) or self.name)


class Seat(models.Model):
    """A place in a body, held by a person from one day to another."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    heads = models.BooleanField(default=False)  # commands the body and all below it
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the last day
    granted_by = models.CharField(max_length=40)
    confirmed_by = models.CharField(max_length=40, default="", blank=True)
    ended_at = models.DateTimeField(null=True)  # taken away before its last day

    class Meta:
        db_table = "people_seat"
        indexes = [models.Index(fields=["account"], name="people_seat_account")]


class Absence(models.Model):
    """Somebody is away and somebody else has their desk meanwhile."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_absence"
        constraints = [
            models.CheckConstraint(name="absence_not_to_oneself", condition=~models.Q(account=models.F("substitute"))),
            models.CheckConstraint(name="absence_ends", condition=models.Q(until_on__gte=models.F("from_on"))),
        ]


class Inflection(models.Model):
    """The forms of a word that names and posts are made of, as the grammar gives them (`people.morphology`)."""

    word = models.CharField(primary_key=True, max_length=120)
    forms = ShapedField(list[str], default=list)
    common = models.BooleanField(default=False)  # an ordinary word besides: мороз is frost, too

    class Meta:
        db_table = "people_inflection"


class Identity(models.Model):
    """Whom the organisation's own sign-in means by somebody: a keyed digest of its issuer and its word for the person.

    Made by an act of whoever grants seats, never by an address or a name that a provider sends.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    linked_by = models.CharField(max_length=40)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "people_identity"
        indexes = [models.Index(fields=["account"], name="people_identity_account")]


class Session(models.Model):
    """A signed-in browser, or one on its way through the sign-in pages.

    The row holds the SHA-256 of the id in the cookie, never the id, and what the session remembers is boxed under a
    key made of the id itself: whoever copies the table can neither use a session nor read it.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    box = models.BinaryField()
    browser = models.CharField(max_length=60, default="", blank=True)  # "Firefox, Windows": staff only, for the list
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # whatever happens

    class Meta:
        db_table = "people_session"
        indexes = [
            models.Index(fields=["account"], name="people_session_account"),
            models.Index(fields=["ends_at"], name="people_session_ends"),
        ]


class UsedStep(models.Model):
    """The last time step whose one-time code an account has used: no process accepts that step or an earlier one."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    step = models.BigIntegerField()

    class Meta:
        db_table = "people_used_step"


class Limit(models.Model):
    """A bucket of tries that refills with time. The key is a keyed digest that changes every day, never an address."""

    key = models.CharField(primary_key=True, max_length=64)
    tries = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        db_table = "people_limit"
        indexes = [models.Index(fields=["filled_at"], name="people_limit_filled")]


class ApiKey(models.Model):
    """A key by which another's program comes in, for one body and for what it was given for; its digest alone is kept.

    A key is 192 bits of chance, so that no slow hash is needed.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)  # whose program it is, for people
    scopes = ArrayField(models.CharField(max_length=20))  # terms.Scope
    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40, default="", db_default="", blank=True)  # Actor.word
    confirmed_by = models.CharField(max_length=40, default="", db_default="", blank=True)  # where it takes two
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_api_key"


class Revision(models.Model):
    """One row, renewed with every change of bodies, seats, territories and rules, so that readers may keep a copy."""

    id = models.IntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        db_table = "people_revision"
        constraints = [models.CheckConstraint(name="one_revision", condition=models.Q(id=1))]
