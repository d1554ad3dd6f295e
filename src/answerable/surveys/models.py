"""Surveys, the draws of their samples, the versions of what they ask, and what became of it in the field."""

from typing import Annotated, Any

from annotated_types import Len
from django.db import models
from typing_extensions import TypedDict

from answerable.base.ids import new_id
from answerable.base.shapes import ShapedField, has
from answerable.people.models import Body

Flag = Annotated[list[str], Len(2, 2)]
"""What the form does not allow: a key and why."""


class SheetMap(TypedDict):
    """One sheet of a questionnaire in the editor."""

    columns: list[str]
    rows: list[dict[str, Any]]


class Panel(models.Model):
    """Volunteers who may be asked between waves: nobody drew them, so they speak for themselves alone."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    about = models.TextField()  # who may join, and what they are asked about
    places = models.IntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "surveys_panel"


class Volunteer(models.Model):
    """Somebody on a panel: where to write to them, and by what they come. Nothing leads from here to what they answer."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    link = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the personal link; empty: has left
    contact = models.BinaryField(null=True)  # sealed; gone when they leave
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        db_table = "surveys_volunteer"
        indexes = [models.Index(fields=["panel"], name="surveys_volunteers")]
        constraints = [
            models.UniqueConstraint(
                fields=["link"], condition=~models.Q(link=""), name="surveys_one_volunteer_of_a_link"
            )
        ]


class Survey(models.Model):
    """What is to be measured, of whom, and in whose name."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    population = models.TextField()  # whom the answers speak for, in words
    asker = models.CharField(max_length=12)  # terms.Asker, as it was when the survey was opened
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")  # the wave before
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, null=True, related_name="+")  # of volunteers: a pulse
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_survey"
        indexes = [models.Index(fields=["body"], name="surveys_of_body")]
        constraints = [
            models.CheckConstraint(
                name="surveys_no_wave_of_volunteers",
                condition=models.Q(panel=None) | models.Q(earlier=None),
            )
        ]


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


class Questionnaire(models.Model):
    """One version of what a survey asks. Once released it stays as it is: answers refer to it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=100)  # the form's own id and version, as telephones know it
    version = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    workbook = models.BinaryField()  # the XLSForm, byte for byte
    digest = models.CharField(max_length=64)  # SHA-256 of it
    xform = models.BinaryField()  # what pyxform made of it
    uploaded_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "surveys_questionnaire"
        constraints = [
            models.UniqueConstraint(fields=["survey", "form", "version"], name="surveys_one_form_of_a_version"),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(released_at=None), name="surveys_one_version_not_released"
            ),
        ]


class Sketch(models.Model):
    """One state of a questionnaire in the editor; the earlier ones are there to be gone back to. Nothing of it is asked."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # of the state, in the order in which they were made
    is_current = models.BooleanField()
    sheets = ShapedField(
        dict[str, SheetMap], reads=has("survey", "choices", "settings")
    )  # as `questionnaire.editing` has them
    made_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_sketch"
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_one_sketch_of_a_number"),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(is_current=True), name="surveys_one_current_sketch"
            ),
        ]


class Fieldwork(models.Model):
    """That a sample is being asked, and by what the answers are told apart."""

    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, primary_key=True, related_name="+")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="+")  # None: volunteers
    points = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="+")  # draw of sampling points
    unit_questions = models.CharField(max_length=200)  # names of those that together give the code of a unit
    opened_at = models.DateTimeField()
    reserves = models.IntegerField(default=0, db_default=0)  # how many of them were opened, each whole

    class Meta:
        db_table = "surveys_fieldwork"


class Unit(models.Model):
    """One drawn unit, and what became of it. Nothing leads from here to what was answered."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    stratum = models.CharField(max_length=64)
    cluster = models.CharField(max_length=64, blank=True, default="", db_default="")  # its sampling point, if drawn
    chance = models.CharField(max_length=60)  # of being drawn, an exact fraction
    disposition = models.CharField(max_length=2, blank=True, default="")  # AAPOR's; empty: nobody has been there
    attempts = models.IntegerField(default=0)
    last_on = models.DateField(null=True)
    link = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the personal link; empty: spent
    draft = models.BinaryField(null=True)  # what was typed so far, sealed; gone with the last step
    telephone = models.BinaryField(null=True)  # sealed; gone once nobody is to call there any more
    caller = models.BigIntegerField(null=True)  # account that has the number, or had it last
    call_at = models.DateTimeField(null=True)  # nobody else calls before
    is_unsafe = models.BooleanField(default=False, db_default=False)  # nobody is sent there again

    class Meta:
        db_table = "surveys_unit"
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="surveys_one_unit_of_a_code"),
            models.UniqueConstraint(fields=["link"], condition=~models.Q(link=""), name="surveys_one_unit_of_a_link"),
        ]


class Response(models.Model):
    """What somebody answered. Its id tells no time; of the unit it keeps stratum, sampling point and chance alone."""

    id = models.BigIntegerField(primary_key=True)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10)  # terms.Mode
    stratum = models.CharField(max_length=64, blank=True, default="")
    cluster = models.CharField(max_length=64, blank=True, default="", db_default="")
    chance = models.CharField(max_length=60, blank=True, default="")  # empty: of no drawn unit, and never counted
    disposition = models.CharField(max_length=2)
    answers = models.BinaryField()  # sealed JSON, key -> answer
    flags = ShapedField(list[Flag], default=list)  # [key, reason]: what the form does not allow
    received_on = models.DateField()

    class Meta:
        db_table = "surveys_response"
        indexes = [models.Index(fields=["survey"], name="surveys_responses")]


class Quota(models.Model):
    """How many are wanted who answer a question so; whoever is asked at the telephone says it first."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=100)
    choice = models.CharField(max_length=60)
    wanted = models.IntegerField()
    taken = models.IntegerField(default=0)

    class Meta:
        db_table = "surveys_quota"
        constraints = [
            models.UniqueConstraint(fields=["survey", "question", "choice"], name="surveys_one_quota_of_an_answer")
        ]


class Interviewer(models.Model):
    """Somebody who asks with a telephone: a token for this survey alone, of which the digest is kept."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    token = models.CharField(max_length=64, unique=True)  # SHA-256
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    back_by = models.DateTimeField(null=True)  # out asking, and said when they will be back; None: is back

    class Meta:
        db_table = "surveys_interviewer"
        indexes = [models.Index(fields=["survey"], name="surveys_interviewers")]


class Submission(models.Model):
    """What a telephone sent, byte for byte: the same again is the same, another under its id is refused."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    interviewer = models.ForeignKey(Interviewer, on_delete=models.PROTECT, related_name="+")
    instance = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)  # SHA-256
    raw = models.BinaryField()  # sealed
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "surveys_submission"
        constraints = [models.UniqueConstraint(fields=["survey", "instance"], name="surveys_one_submission")]


class BackCheck(models.Model):
    """An interview that is looked into again by somebody else; which address it is, only the sealed submission says."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, blank=True, default="")  # terms.BackCheckOutcome; empty: is to be done
    checked_on = models.DateField(null=True)

    class Meta:
        db_table = "surveys_back_check"


class PaperEntry(models.Model):
    """A questionnaire that came on paper, as one of two people typed it; gone once both agree and the answers are taken."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    typist = models.BigIntegerField()  # account
    answers = models.BinaryField()  # sealed JSON, key -> answer
    is_done = models.BooleanField(default=False)

    class Meta:
        db_table = "surveys_paper_entry"
        constraints = [models.UniqueConstraint(fields=["unit", "typist"], name="surveys_one_entry_of_a_typist")]


class Result(models.Model):
    """What came of a survey: worked out as often as wanted, then published as it is."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    root = models.BigIntegerField()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    # tables without what may not be shown, rates, what the weights cost
    numbers = ShapedField(dict[str, Any], reads=has("answers", "tables"))
    weighting = ShapedField(dict[str, Any])  # margins, and where their totals come from
    worked_out_at = models.DateTimeField()
    sheet = ShapedField(dict[str, str], default=dict)  # what AAPOR wants to be disclosed
    document = models.BinaryField(null=True)  # as published
    digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of it
    published_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=10, blank=True, default="", db_default="")  # terms.Basis of a correction
    erratum = models.TextField(blank=True, default="", db_default="")  # what was wrong, in words

    class Meta:
        db_table = "surveys_result"
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"],
                condition=models.Q(corrects__isnull=False),
                name="surveys_one_correction_of_a_result",
            ),
            models.CheckConstraint(
                name="surveys_corrected_with_a_reason",
                condition=models.Q(corrects=None, basis="", erratum="")
                | (models.Q(corrects__isnull=False) & ~models.Q(basis="") & ~models.Q(erratum="")),
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(published_at=None), name="surveys_one_result_not_published"
            ),
        ]
