"""What whoever runs focus groups fills in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from answerable.focus import rules, transcript, wording
from answerable.focus.masking import MaskKind
from answerable.focus.terms import Recording

LARGEST = 4 * 1024 * 1024  # bytes; what is longer is cut there, and has too many characters by far
LARGEST_PROJECT = 32 * 1024 * 1024


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class StudyForm(forms.Form):
    """A new study; the bodies in whose name the actor may ask come as an argument."""

    body = forms.TypedChoiceField(label=_("In whose name"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(label=_("What is to be understood"), max_length=4000, widget=_area(3))

    def __init__(self, *args: Any, bodies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined] # a field of choices


class StudyPlanForm(forms.Form):
    """How the study is made."""

    guide = forms.CharField(
        label=_("Guide"),
        help_text=_("Opening, introduction, three to five key questions with probes and minutes, and how it ends."),
        max_length=20_000,
        required=False,
        widget=_area(8),
    )
    cells = forms.CharField(
        label=_("Quota"),
        help_text=_(
            "A line for each cell: women of 18 to 35 who have called the police: 4. Written before recruiting."
        ),
        max_length=5_000,
        required=False,
        widget=_area(4),
    )
    recruitment = forms.CharField(
        label=_("How people are found"),
        help_text=_(
            "Where contacts come from, who asks them and in which words, what they get for it. No officer chooses."
        ),
        max_length=5_000,
        required=False,
        widget=_area(3),
    )
    limits = forms.CharField(label=_("What it cannot say"), max_length=2_000, required=False, widget=_area(2))

    def clean_cells(self) -> list[tuple[str, int]]:
        """The cells of the quota."""
        try:
            return rules.read_cells(self.cleaned_data["cells"])
        except rules.FocusError as wrong:
            raise forms.ValidationError(wording.said(wrong.reason, line=wrong.line)) from None


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(
        label=_("Segment"), help_text=_("Whom it is of: women of the village, for instance."), max_length=100
    )


class SessionForm(forms.Form):
    """How a session went."""

    held_on = forms.DateField(label=_("Held on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    moderator = forms.CharField(
        label=_("Who moderated"),
        help_text=_("What they are, not their name; never of the police."),
        max_length=200,
        required=False,
    )
    approached = forms.IntegerField(label=_("How many were approached"), min_value=0, max_value=100_000, initial=0)
    refused = forms.IntegerField(label=_("How many of them refused"), min_value=0, max_value=100_000, initial=0)
    recording = forms.TypedChoiceField(
        label=_("The recording"), choices=list(wording.RECORDINGS.items()), coerce=Recording, widget=forms.RadioSelect
    )
    delete_on = forms.DateField(label=_("Deleted by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ParticipantForm(forms.Form):
    """Somebody who sits there."""

    pseudonym = forms.RegexField(
        r"^[^\s:\[\]][^:\n\[\]]{0,39}$",
        label=_("Pseudonym"),
        help_text=_("As the transcript calls them: P3."),
        max_length=40,
    )
    cell = forms.ChoiceField(label=_("Cell of the quota"), required=False)
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Kept encrypted until the group is cleared, so that consent can be taken back."),
        max_length=200,
        required=False,
    )
    consents = forms.MultipleChoiceField(
        label=_("Has agreed"),
        choices=list(wording.CONSENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, cells: Sequence[rules.QuotaCell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(cell.name, f"{cell.name} ({cell.taken} / {cell.wanted})") for cell in cells]
        self.fields["cell"].choices = [("", "–"), *shown]  # type: ignore[attr-defined] # a field of choices

    def clean_consents(self) -> dict[str, bool]:
        """Each consent by itself."""
        return {name: name in self.cleaned_data["consents"] for name in wording.CONSENTS}


class TranscriptForm(forms.Form):
    """A transcript, typed or as a file; `text` when it is valid."""

    words = forms.CharField(
        label=_("The transcript"),
        help_text=_("Each turn of speech begins with a pseudonym and a colon: P3: I called twice."),
        max_length=transcript.LONGEST,
        required=False,
        strip=False,
        widget=_area(12),
    )
    file = forms.FileField(label=_("Or a file: TXT, VTT, SRT"), required=False)

    def clean(self) -> dict[str, Any]:
        """The text as it is kept."""
        cleaned = super().clean() or self.cleaned_data
        given: UploadedFile[bytes] | None = cleaned.get("file")
        try:
            read = transcript.read(given.read(LARGEST)) if given else transcript.fixed(cleaned.get("words", ""))
            cleaned["text"] = read
        except transcript.TranscriptError as wrong:
            self.add_error("words", wording.said(wrong.reason))
        return cleaned


class MaskForm(forms.Form):
    """What is masked: of what was found, and what somebody else found."""

    found = forms.MultipleChoiceField(label=_("Found"), required=False, widget=forms.CheckboxSelectMultiple)
    more = forms.CharField(
        label=_("What was missed"),
        help_text=_("A line each, exactly as it stands in the text."),
        max_length=5_000,
        required=False,
        widget=_area(3),
    )
    kind = forms.TypedChoiceField(
        label=_("These are"),
        choices=list(wording.MASKS.items()),
        coerce=MaskKind,
        widget=forms.RadioSelect,
        initial="person",
    )

    def __init__(self, *args: Any, hits: Sequence[tuple[MaskKind, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(f"{kind.value}:{words}", f"{words} – {wording.MASKS[kind]}") for kind, words in hits]
        self.fields["found"].choices = shown  # type: ignore[attr-defined] # a field of choices

    def words(self) -> list[tuple[MaskKind, str]]:
        """What is to be masked, of a valid form."""
        chosen = [each.partition(":") for each in self.cleaned_data["found"]]
        found = [(MaskKind(kind), words) for kind, _colon, words in chosen]
        lines = (" ".join(line.split()) for line in self.cleaned_data["more"].splitlines())
        return found + [(self.cleaned_data["kind"], line) for line in lines if len(line) > 1]


class NewCodeForm(forms.Form):
    """A new code."""

    name = forms.CharField(label=_("Code"), max_length=100)
    description = forms.CharField(
        label=_("When it is given, and when not"), max_length=2_000, required=False, widget=_area(2)
    )
    parent = forms.TypedChoiceField(label=_("Below"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, codes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "–"), *codes]  # type: ignore[attr-defined] # a field of choices


class MarkForm(forms.Form):
    """A stretch and its code, as the page counts them: codepoints of the text."""

    code = forms.IntegerField()
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


class MemoForm(forms.Form):
    """A memo."""

    title = forms.CharField(label=_("Memo"), max_length=100)
    text = forms.CharField(label=_("What you thought"), max_length=10_000, widget=_area(3))


class ThemeForm(forms.Form):
    """A theme."""

    title = forms.CharField(label=_("Theme"), max_length=200)
    text = forms.CharField(
        label=_("What was understood"),
        help_text=_("No percentages and no “most”: a group is no share of the population."),
        max_length=10_000,
        widget=_area(4),
    )
    codes = forms.TypedMultipleChoiceField(
        label=_("Of the codes"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, codes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = list(codes)  # type: ignore[attr-defined] # a field of choices


class ProjectForm(forms.Form):
    """A project or a codebook of another tool."""

    project = forms.FileField(label=_("A project (.qdpx) or a codebook (.qdc)"))

    def handed_in(self) -> bytes:
        """What was handed in, of a valid form; more than is taken is cut off, and refused where it is read."""
        given: UploadedFile[bytes] = self.cleaned_data["project"]
        read: bytes = given.read(LARGEST_PROJECT)
        return read


def initial_of(cells: Sequence[Sequence[object]], **words: str) -> Mapping[str, str]:
    """What a plan form shows of a study."""
    return {"cells": "\n".join(f"{name}: {count}" for name, count in cells), **words}
