"""Forms of single acts on an appeal: a word or two beside each field, and nothing that the page already knows."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.desk_forms.choices import Pairs, id_or_none
from answerable.appeals.wording.published import OVERRULED
from answerable.appeals.wording.terms import KINDS

LONGEST: Final = 20_000


class WordsForm(forms.CharField):
    """Several lines of somebody's own words."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("max_length", LONGEST)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class ReturnDraftForm(forms.Form):
    """Why an answer is not signed as it is."""

    text = WordsForm(
        label=_("Remark"),
        rows=3,
        help_text=_("What is to be changed. Who wrote the answer is told; the sender never sees it."),
    )


class Sure(forms.Form):
    """An act that asks nothing but to be meant."""


class MeantForm(forms.Form):
    """Whom of those that it names an appeal is about."""

    about = forms.MultipleChoiceField(
        label=_("It is about how they acted"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nobody if they are only mentioned. Whoever you tick stays barred, and what they command."),
    )
    text = WordsForm(label=_("Why"), rows=3, help_text=_("For the journal. Neither the sender nor the barred see it."))

    def __init__(self, *args: Any, people: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["about"].choices = people  # type: ignore[attr-defined] # a choice field


class About(forms.Form):
    """Whom an appeal is about, said late."""

    body = forms.ChoiceField(label=_("Which unit or service is it about?"), required=False)
    officer = forms.ChoiceField(label=_("A particular officer?"), required=False)
    text = WordsForm(label=_("Why"), rows=3, help_text=_("For the journal. Neither the sender nor the barred see it."))

    def __init__(self, *args: Any, bodies: Pairs, officers: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined] # as above
        self.fields["officer"].choices = officers  # type: ignore[attr-defined] # as above

    def clean(self) -> dict[str, Any]:
        """Those who were chosen, as the action takes them."""
        cleaned = dict(super().clean() or {})
        found = [f"body-{body}" for body in [cleaned.pop("body", "")] if body]
        found += [f"person-{officer}" for officer in [cleaned.pop("officer", "")] if officer]
        return {**cleaned, "about": found}


class Correct(About):
    """Which kind an appeal is, and whom it is about, set right."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    field_order = ("kind", "body", "officer", "text")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].help_text = _("Where the kind changes, the sender reads it. Whoever is barred never does.")


class Assign(forms.Form):
    """Who works on it."""

    to = forms.ChoiceField(
        label=_("Who works on it"),
        required=False,
        help_text=_(
            "Only people of this body who may work on appeals. Whoever the appeal is about is not in the list."
        ),
    )

    def __init__(self, *args: Any, people: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = people  # type: ignore[attr-defined] # a choice field

    def clean_to(self) -> int | None:
        """The account, or nobody."""
        return id_or_none(self.cleaned_data["to"])


class NoteForm(forms.Form):
    """A note among colleagues."""

    text = WordsForm(
        label=_("Note"), help_text=_("Only people at work who may read the appeal see it; the sender never does.")
    )


class AskForm(forms.Form):
    """A question to the sender."""

    text = WordsForm(
        label=_("Your question"),
        help_text=_("The sender reads it word for word. Ask for one thing at a time. The due date stays as it is."),
    )


class Recuse(forms.Form):
    """Stepping back."""

    text = WordsForm(
        label=_("Why you step back"),
        help_text=_(
            "For example: a relative, a quarrel, an earlier part in the matter. The sender does not see the words."
        ),
    )


class PublishForm(forms.Form):
    """The words that everybody is to read."""

    text = WordsForm(
        label=_("What everybody reads"),
        rows=8,
        help_text=_("Nothing that is somebody's own or tells who wrote. The sender's own words stay as they are."),
    )
    answer = WordsForm(
        label=_("What the body answered"),
        rows=8,
        required=False,
        help_text=_("Goes with it on the page of what was answered; empty while there is no answer to show."),
    )
    overruled = forms.ChoiceField(
        label=_("What was found may stand"),
        required=False,
        help_text=_(
            "Only where the check found something and you publish it all the same. It is written down who did, and why."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Nothing may stand")), *OVERRULED.items()]
        self.fields["overruled"].choices = choices  # type: ignore[attr-defined] # a choice field


class Unmerge(forms.Form):
    """Taking a merge back."""

    text = WordsForm(label=_("Why they are not one matter after all"), rows=3)


class Categorise(forms.Form):
    """What it is about and where; with a reason where that changes what was said before."""

    category = forms.ChoiceField(label=_("What it is about"), required=False)
    territory = forms.ChoiceField(
        label=_("Where"), required=False, help_text=_("Choosing a place moves nothing by itself.")
    )
    text = WordsForm(
        label=_("Why"),
        rows=3,
        required=False,
        help_text=_("Needed where it changes what was said before. The sender reads it."),
    )

    def __init__(self, *args: Any, categories: Pairs, territories: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].choices = categories  # type: ignore[attr-defined] # a choice field
        self.fields["territory"].choices = territories  # type: ignore[attr-defined] # a choice field

    def clean_category(self) -> int | None:
        """The category, or none."""
        return id_or_none(self.cleaned_data["category"])

    def clean_territory(self) -> int | None:
        """The place, or none."""
        return id_or_none(self.cleaned_data["territory"])


class MatterForm(forms.Form):
    """Which kind of the law it is."""

    matter = forms.ChoiceField(label=_("Kind in law"), required=False)
    text = WordsForm(label=_("Why"), rows=3, help_text=_("The sender reads it, with the new date."))

    def __init__(self, *args: Any, kinds: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["matter"].choices = kinds  # type: ignore[attr-defined] # a choice field


class StepForm(forms.Form):
    """That a step of the law was taken."""

    step = forms.ChoiceField(label=_("What was done"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number in the register"),
        max_length=60,
        required=False,
        help_text=_("For an entry in a register: the sender is told the number."),
    )
    text = WordsForm(label=_("To the sender"), rows=4)

    def __init__(self, *args: Any, steps: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = steps  # type: ignore[attr-defined] # a choice field
        if len(steps) == 1:
            self.fields["step"].initial = steps[0][0]


class _Grounded(forms.Form):
    """An act that needs a ground which the law knows."""

    ground = forms.ChoiceField(label=_("Ground"))
    text = WordsForm(label=_("Explain it to the sender"))

    def __init__(self, *args: Any, grounds: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined] # a choice field


class HandOn(forms.Form):
    """To another unit of the same authority."""

    to = forms.ChoiceField(
        label=_("To which unit"),
        help_text=_("Units of this authority, and its head. Whoever the appeal is about is not offered."),
    )
    text = WordsForm(label=_("Why it goes there"), rows=3, help_text=_("In a sentence. The sender can read it."))

    def __init__(self, *args: Any, bodies: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = bodies  # type: ignore[attr-defined] # a choice field

    def clean_to(self) -> int:
        """The body."""
        return int(self.cleaned_data["to"])


class TermByContent(forms.Form):
    """The other term of the law, because of what the appeal holds."""

    text = WordsForm(label=_("Why"), help_text=_("What you found in the appeal that decides it. The sender reads it."))


class Forward(_Grounded):
    """To the competent authority."""

    field_order = ("to", "ground", "text")
    to = forms.ChoiceField(
        label=_("To which authority, and which of its bodies"),
        help_text=_("Bodies that the appeal is about, and those they command, are not offered."),
    )

    def __init__(self, *args: Any, bodies: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = bodies  # type: ignore[attr-defined] # a choice field
        self.fields["text"].help_text = _("In a sentence or two: why it goes there. The sender reads it.")

    def clean_to(self) -> int:
        """The body."""
        return int(self.cleaned_data["to"])


class Extend(_Grounded):
    """A later due date."""

    field_order = ("until", "ground", "text")
    until = forms.DateField(label=_("New due date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].help_text = _("What keeps you, and what will be done by then. The sender reads it.")


class Refuse(_Grounded):
    """Refusing to examine."""

    field_order = ("ground", "earlier", "text")
    earlier = forms.CharField(
        label=_("Number of the earlier appeal"),
        required=False,
        max_length=24,
        help_text=_("Needed for a repeated appeal: the one that was answered before."),
    )


class Merge(forms.Form):
    """The same matter twice."""

    into = forms.CharField(
        label=_("Number of the other appeal"),
        max_length=24,
        help_text=_("That one goes on; this one is closed into it. Its sender follows the other one's answer."),
    )
    text = WordsForm(label=_("Why they are one matter"), rows=3)


class PointForm(forms.Form):
    """One thing that the appeal asks."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = WordsForm(label=_("What is asked"), required=False, rows=2, max_length=2000)
    answered = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answered = bool(self.initial.get("answered"))
        if self.answered:
            self.fields["text"].disabled = True


class PromiseEnds(forms.Form):
    """How a promise ended."""

    kept = forms.TypedChoiceField(
        label=_("The promise"),
        choices=[("yes", _("was kept")), ("no", _("will not be kept"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    evidence = WordsForm(
        label=_("What was done, or why not"),
        help_text=_("Name the day, the place, the number of a paper: whatever lets somebody else check it."),
    )
