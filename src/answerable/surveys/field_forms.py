"""What is filled in while a sample is in the field: what came of asking again, and until when an interviewer is out."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.surveys import wording
from answerable.surveys.terms import BackCheckOutcome


class BackCheckForm(forms.Form):
    """What came of asking again whether somebody was interviewed."""

    outcome = forms.TypedChoiceField(
        label=_("It came to"), choices=list(wording.CHECKS.items()), coerce=BackCheckOutcome, widget=forms.RadioSelect
    )


def _hours(said: str) -> timedelta:
    return timedelta(hours=int(said))


class RoundForm(forms.Form):
    """For how many hours an interviewer goes out."""

    hours = forms.TypedChoiceField(
        label=_("Back in how many hours"), choices=[(str(count), str(count)) for count in range(1, 9)], coerce=_hours
    )
