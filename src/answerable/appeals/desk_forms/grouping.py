"""Forms of incidents: many appeals about one event."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.desk_forms.acts import WordsForm
from answerable.appeals.desk_forms.choices import Pairs
from answerable.appeals.terms import Outcome

_BETWEEN: Final = re.compile(r"[\s,;]+")


class Numbers(forms.CharField):
    """Numbers of appeals, with spaces, commas or lines between them."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        """Each number once, in the order typed."""
        typed: str = super().clean(value)
        return list(dict.fromkeys(number.upper() for number in _BETWEEN.split(typed) if number))


class Begin(forms.Form):
    """A new incident."""

    title = forms.CharField(
        label=_("What happened, in a few words"),
        max_length=200,
        help_text=_("Colleagues see it in their lists. For example: no water on Soborna street, 3 March."),
    )
    numbers = Numbers(label=_("Numbers of the appeals"), help_text=_("With spaces, commas or lines between them."))


class Add(forms.Form):
    """More appeals into an incident."""

    numbers = Numbers(label=_("Numbers of the appeals"), help_text=_("With spaces, commas or lines between them."))


class Join(forms.Form):
    """One more appeal into an incident that there is."""

    incident = forms.ChoiceField(label=_("Which incident"))

    def __init__(self, *args: Any, incidents: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["incident"].choices = incidents  # type: ignore[attr-defined] # a choice field

    def clean_incident(self) -> int:
        """The incident."""
        return int(self.cleaned_data["incident"])


class AnswerMany(forms.Form):
    """One answer to everybody who wrote about the event."""

    text = WordsForm(
        label=_("The answer"),
        rows=10,
        help_text=_("Everybody gets these words, and each of their points is answered by them."),
    )
    outcome = forms.ChoiceField(
        label=_("What it does"),
        choices=[
            (Outcome.ANSWERED.value, _("answers what they asked")),
            (Outcome.REFUSED.value, _("refuses, on a ground")),
        ],
        widget=forms.RadioSelect,
        initial=Outcome.ANSWERED.value,
    )
    ground = forms.ChoiceField(label=_("Ground, if you refuse"), required=False)

    def __init__(self, *args: Any, grounds: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined] # a choice field
