"""What whoever makes a survey fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from answerable.surveys import rules, wording
from answerable.surveys.calling import CallOutcome
from answerable.surveys.estimates.dispositions import Disposition
from answerable.surveys.terms import Method, SeedSource

LARGEST = 32 * 1024 * 1024


class SurveyForm(forms.Form):
    """A new survey; the bodies in whose name the actor may ask come as an argument."""

    body = forms.TypedChoiceField(label=_("In whose name"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=200)
    population = forms.CharField(
        label=_("For whom the answers are to speak"),
        help_text=_("For instance: people of 18 and older who live in the town."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    earlier = forms.TypedChoiceField(
        label=_("The next wave of"),
        help_text=_("The same questions asked again of the same people at large: what changed is shown then."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[tuple[int, str]],
        waves: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined] # a field of choices
        self.fields["earlier"].choices = [("", "–"), *waves]  # type: ignore[attr-defined] # the same


class PlanForm(forms.Form):
    """How many interviews: asked by GET, nothing is kept."""

    margin = forms.FloatField(label=_("Margin wanted, in points"), min_value=0.5, max_value=30, initial=4)
    population = forms.IntegerField(label=_("People in the list"), min_value=1, max_value=10**9, initial=20_000)
    response = forms.FloatField(label=_("Of 100 addresses, how many answer"), min_value=1, max_value=100, initial=50)
    per_cluster = forms.FloatField(label=_("Interviews at one sampling point"), min_value=1, max_value=500, initial=10)
    likeness = forms.FloatField(
        label=_("How alike neighbours answer, from 0 to 1"), min_value=0, max_value=1, initial=0.05
    )
    price = forms.FloatField(label=_("Cost of an interview"), min_value=0, max_value=10**6, initial=0, required=False)


class FrameForm(forms.Form):
    """A list to draw from, and how; `read` and `design` are there when it is valid."""

    frame = forms.FileField(
        label=_("The list to draw from, as CSV"),
        help_text=_("Columns: unit, then stratum and size where there are any. Codes only: no names, no addresses."),
    )
    method = forms.ChoiceField(label=_("How is drawn"), choices=list(wording.METHODS.items()), widget=forms.RadioSelect)
    design = forms.CharField(
        label=_("How many"),
        help_text=_("A line for each stratum: its name, how many, then reserves. Without strata the numbers alone."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean_frame(self) -> rules.ReadFrame:
        """The list, read; the first line that is wrong is told."""
        given: UploadedFile[bytes] = self.cleaned_data["frame"]
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError(str(wording.FAULTS["frame.too-many"]))
        try:
            return rules.read_frame(given.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(str(wording.FAULTS["frame.text"])) from None
        except rules.FrameError as wrong:
            raise forms.ValidationError(wording.said(wrong.fault)) from None

    def clean(self) -> dict[str, Any]:
        """The design, read for this very list."""
        cleaned = super().clean() or self.cleaned_data
        if {"frame", "method", "design"} <= cleaned.keys():
            try:
                cleaned["read_design"] = rules.read_design(
                    cleaned["design"], Method(cleaned["method"]), cleaned["frame"]
                )
            except rules.FrameError as wrong:
                self.add_error("design", wording.said(wrong.fault))
        return cleaned


class SeedForm(forms.Form):
    """The seed, as it was announced in public."""

    source = forms.ChoiceField(
        label=_("Where the seed came from"), choices=list(wording.SOURCES.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("The words or numbers, exactly as they were announced"),
        help_text=_("For instance: 4 1 6 6 2 3, thrown at the round table on 3 December 2026"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def clean_source(self) -> SeedSource:
        """The source as a term."""
        return SeedSource(self.cleaned_data["source"])


class WorkbookForm(forms.Form):
    """A questionnaire as an XLSForm. Its faults are many, and stand in a table of their own."""

    workbook = forms.FileField(
        label=_("The questionnaire, as XLSForm (.xlsx)"),
        help_text=_("Sheets: survey, choices, settings. Labels in several languages as label::English (en)."),
    )


class FieldForm(forms.Form):
    """Into the field: which draw, and by which questions an interview says whose it is."""

    draw = forms.TypedChoiceField(label=_("Which sample"), coerce=int)
    points = forms.TypedChoiceField(
        label=_("Drawn in which sampling points"),
        help_text=_("Where the sampling points were drawn first: each of them is a stratum of the sample."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    questions = forms.CharField(
        label=_("Questions that give the code of the address"),
        help_text=_("Their names, in the order of the code; its parts are joined by dashes: psu hh is psu-hh."),
        max_length=200,
        required=False,
    )

    def __init__(
        self, *args: Any, draws: Sequence[tuple[int, str]], points: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draw"].choices = list(draws)  # type: ignore[attr-defined] # a field of choices
        self.fields["points"].choices = [("", "–"), *points]  # type: ignore[attr-defined] # the same


class VisitForm(forms.Form):
    """What became of an address. Answers come in by themselves, so they are not among the choices."""

    code = forms.CharField(label=_("Code of the address"), max_length=64)
    disposition = forms.TypedChoiceField(
        label=_("It came to"),
        choices=[
            (code, name)
            for code, name in wording.DISPOSITIONS.items()
            if code not in {Disposition.INTERVIEW, Disposition.PARTIAL}
        ],
        coerce=Disposition,
        widget=forms.RadioSelect,
    )
    is_unsafe = forms.BooleanField(label=_("It is not safe there: nobody is sent again"), required=False)


class InterviewerForm(forms.Form):
    """Somebody who is to ask with a telephone."""

    name = forms.CharField(
        label=_("What to call them"),
        help_text=_("A number or a first name, as it is said in the team."),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class NumbersForm(forms.Form):
    """Telephone numbers of drawn addresses; `numbers` is code -> number when it is valid."""

    numbers = forms.CharField(
        label=_("Telephone numbers"),
        help_text=_("A line for each address: its code, a comma, the number: h-017,+380 57 123 45 67."),
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_numbers(self) -> dict[str, str]:
        """The numbers, read; the first line that is wrong is told."""
        try:
            return rules.read_numbers(self.cleaned_data["numbers"])
        except rules.FrameError as wrong:
            raise forms.ValidationError(wording.said(wrong.fault)) from None


class QuotasForm(forms.Form):
    """How many are wanted who answer so; `quotas` is question -> answer -> number when it is valid."""

    quotas = forms.CharField(
        label=_("Quotas"),
        help_text=_("A line each: question, answer, how many: sex F 160. These questions are asked first."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def clean_quotas(self) -> dict[str, dict[str, float]]:
        """The quotas by question and answer."""
        return _totals(self.cleaned_data["quotas"])


class CallForm(forms.Form):
    """What a call came to that was no interview."""

    outcome = forms.TypedChoiceField(
        label=_("The call came to"), choices=list(wording.CALLS.items()), coerce=CallOutcome, widget=forms.RadioSelect
    )
    agreed = forms.DateTimeField(
        label=_("Call again at"),
        help_text=_("As it was agreed, in the time of this place."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def _totals(text: str) -> dict[str, dict[str, float]]:
    try:
        return rules.read_totals(text)
    except rules.FrameError as wrong:
        raise forms.ValidationError(wording.said(wrong.fault)) from None


class TablesForm(forms.Form):
    """How results are worked out: told apart by what, and weighted to which totals."""

    by = forms.ChoiceField(label=_("Tell the answers apart by"), required=False)
    margins = forms.CharField(
        label=_("Totals of the population"),
        help_text=_(
            "A line each: question, answer, how many people: sex F 10400. Without any, answers are weighted as drawn."
        ),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    source = forms.CharField(
        label=_("Where the totals come from, and of which day"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    cells = forms.ChoiceField(
        label=_("Who did not answer is made up for"),
        choices=list(wording.CELLS.items()),
        initial="auto",
        widget=forms.RadioSelect,
        required=False,
    )
    adults = forms.ChoiceField(
        label=_("One of how many adults was asked"),
        help_text=_(
            "The question that says how many adults live there: where there are more, an answer speaks for more."
        ),
        required=False,
    )
    trim = forms.BooleanField(
        label=_("Cut weights that lie far out (3.5 interquartile ranges from the median)"), required=False
    )

    def __init__(
        self, *args: Any, by: Sequence[tuple[str, str]], counts: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [("", "–"), *by]  # type: ignore[attr-defined] # a field of choices
        self.fields["adults"].choices = [("", "–"), *counts]  # type: ignore[attr-defined] # the same

    def clean_margins(self) -> dict[str, dict[str, float]]:
        """The totals by question and answer."""
        return _totals(self.cleaned_data["margins"])

    def clean(self) -> dict[str, Any]:
        """Totals have a source."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("margins") and not cleaned.get("source"):
            self.add_error("source", str(_("Say where the totals come from.")))
        cleaned["weighing"] = {
            "margins": cleaned.get("margins", {}),
            "source": cleaned.get("source", ""),
            "cells": cleaned.get("cells") or "auto",
            "adults": cleaned.get("adults", ""),
            "trim": bool(cleaned.get("trim")),
        }
        return cleaned


class MicrodataForm(forms.Form):
    """Answers for researchers: by which answers people could know each other."""

    known_by = forms.MultipleChoiceField(
        label=_("By which answers somebody could be recognised"),
        help_text=_("Of each combination of them at least five people answered, or they are left blank."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, keys: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_by"].choices = list(keys)  # type: ignore[attr-defined] # a field of choices


class DisclosureForm(forms.Form):
    """What AAPOR wants to be disclosed, as far as it is not known already. Each line is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in wording.SHEET.items():
            self.fields[key] = forms.CharField(
                label=str(name), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
            )


class ErratumForm(forms.Form):
    """Whether results are published in place of earlier ones, and why; `erratum` when it is valid, None for results of their own."""

    corrects = forms.TypedChoiceField(
        label=_("They correct"),
        help_text=_("What was published stays, with a note that leads to what is published now."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    basis = forms.ChoiceField(label=_("Because"), choices=[("", "–"), *wording.BASES.items()], required=False)
    erratum = forms.CharField(
        label=_("What was wrong, in words"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, published: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrects"].choices = [("", _("nothing: these are further tables")), *published]  # type: ignore[attr-defined] # a field of choices

    def clean(self) -> dict[str, Any]:
        """A correction has its reason."""
        said = super().clean() or self.cleaned_data
        if said.get("corrects"):
            for name in ("basis", "erratum"):
                if not said.get(name):
                    self.add_error(name, str(_("Say why the results are corrected.")))
        return said
