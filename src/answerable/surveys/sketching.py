"""What the editor of questionnaires asks for: one question, and what the whole is called and in which languages it speaks."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.surveys import wording
from answerable.surveys.questionnaire import editing
from answerable.surveys.questionnaire.editing import Question, Sheets

_CODE: Final = {"spellcheck": "false", "autocomplete": "off"}
_WORDS: Final = {"rows": 2, "dir": "auto"}
MOST_LANGUAGES: Final = 8


class QuestionForm(forms.Form):
    """One row. Its labels and hints are a field for each language; `question` is what was typed, when it is valid."""

    name = forms.CharField(
        label=_("Name in the data"),
        help_text=_("Short, in Latin letters: age, good_job. Columns and conditions use it."),
        max_length=60,
        widget=forms.TextInput(attrs=_CODE),
    )
    is_required = forms.BooleanField(label=_("An answer is needed"), required=False)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("A line each: code | words | words in the next language. Codes have no blanks."),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
    )
    relevant = forms.CharField(
        label=_("Asked only when"),
        help_text=_("A condition of earlier answers: ${age} >= 18 and ${told} = 'no'."),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs=_CODE),
    )
    constraint = forms.CharField(
        label=_("What an answer must be"),
        help_text=_("The answer is the dot: . >= 18 and . <= 110; for several choices: count-selected(.) <= 3."),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs=_CODE),
    )
    calculation = forms.CharField(
        label=_("Worked out as"),
        help_text=_("For what is asked of nobody: if(${age} < 45, 'young', 'old')."),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs=_CODE),
    )

    count = forms.CharField(
        label=_("How many times"),
        help_text=_("A number, or an earlier answer that is one: ${times}."),
        max_length=2_000,
        widget=forms.TextInput(attrs=_CODE),
    )

    def __init__(self, *args: Any, sheets: Sheets, place: int | None, kind: str, **kwargs: Any) -> None:
        self.spoken, self.kind = editing.languages(sheets), kind
        self.taken = editing.names_but(sheets, place)
        if place is not None:
            kwargs["initial"] = _initial(editing.question_at(sheets, place), self.spoken)
        super().__init__(*args, **kwargs)
        for number, language in enumerate(self.spoken):
            said = {"language": language}
            self.fields[f"label{number}"] = forms.CharField(
                label=(_("Words, %(language)s") if language else _("Words")) % said,
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs=_WORDS),
            )
            self.fields[f"hint{number}"] = forms.CharField(
                label=(_("Hint, %(language)s") if language else _("Hint")) % said,
                required=False,
                max_length=5_000,
                widget=forms.Textarea(attrs=_WORDS),
            )
        for name in self._without():
            del self.fields[name]

    def _without(self) -> list[str]:
        """The fields that a row of this kind has no use for."""
        gone = [] if self.kind in editing.SELECTS else ["choices"]
        if self.kind != editing.REPEAT:
            gone.append("count")
        if self.kind in {"note", *editing.CONTAINERS, "calculate"}:
            gone += ["is_required", "constraint"]
        if self.kind == "calculate":
            gone += [name for name in self.fields if name.startswith(("label", "hint"))]
        elif self.kind in {*editing.KINDS}:
            gone.append("calculation")
        return gone

    @property
    def words(self) -> list[forms.BoundField]:
        """The labels and hints, language by language."""
        return [self[name] for name in self.fields if name.startswith(("label", "hint"))]

    def clean_name(self) -> str:
        """A name that no other row has."""
        name: str = self.cleaned_data["name"]
        if not editing.NAME.fullmatch(name):
            raise forms.ValidationError(wording.said_of_workbook("workbook.name", name))
        if name in self.taken:
            raise forms.ValidationError(wording.said_of_workbook("workbook.twice", name))
        return name

    def clean_choices(self) -> list[tuple[str, dict[str, str]]]:
        """The choices, read; the first line that is wrong is told."""
        try:
            found = editing.read_choices(self.cleaned_data["choices"], self.spoken)
        except ValueError as wrong:
            raise forms.ValidationError(wording.FAULTS["choices.line"] % {"line": wrong.args[0]}) from None
        return found

    def clean(self) -> dict[str, Any]:
        """The row that is meant."""
        said = super().clean() or self.cleaned_data
        said["question"] = Question(
            kind=self.kind,
            name=said.get("name", ""),
            labels={each: said.get(f"label{number}", "") for number, each in enumerate(self.spoken)},
            hints={each: said.get(f"hint{number}", "") for number, each in enumerate(self.spoken)},
            is_required=bool(said.get("is_required")),
            relevant=said.get("relevant", ""),
            constraint=said.get("constraint", ""),
            calculation=said.get("calculation", ""),
            count=said.get("count", ""),
            choices=said.get("choices", []),
        )
        return said


def _initial(said: Question, spoken: Sequence[str]) -> dict[str, object]:
    told: dict[str, object] = {
        "name": said.name,
        "is_required": said.is_required,
        "relevant": said.relevant,
        "constraint": said.constraint,
        "calculation": said.calculation,
        "count": said.count,
        "choices": editing.write_choices(said.choices, spoken),
    }
    for number, language in enumerate(spoken):
        told |= {f"label{number}": said.labels[language], f"hint{number}": said.hints[language]}
    return told


class SettingsForm(forms.Form):
    """What the form is called, and its languages: `spoken` when they are valid."""

    form_title = forms.CharField(
        label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    form_id = forms.RegexField(
        editing.NAME,
        label=_("Name of the form, as telephones know it"),
        max_length=60,
        strip=True,
        widget=forms.TextInput(attrs=_CODE),
    )
    version = forms.CharField(
        label=_("Version"),
        help_text=_("Left empty, or once it was released, the next one of the day is taken."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_CODE),
    )
    languages = forms.CharField(
        label=_("Languages"),
        help_text=_(
            "A line each, the first is shown first: Українська (uk). A language that you leave out goes with its words."
        ),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def clean_languages(self) -> list[str]:
        """The languages by lines; none: words of no language."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["languages"].splitlines()]
        found = list(dict.fromkeys(filter(None, lines)))
        if len(found) > MOST_LANGUAGES or any(":" in each for each in found):
            raise forms.ValidationError(_("Eight languages at most, and no colons in their names."))
        return found or [""]
