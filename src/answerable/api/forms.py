"""What is typed on the pages of keys and webhooks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.api import wording
from answerable.api.terms import EVENTS
from answerable.base import dates
from answerable.people import queries as people_queries
from answerable.people.models import Body
from answerable.people.terms import ApiScope

LONGEST: Final = timedelta(days=1100)  # three years: a key that never ends is found by somebody else one day


def _bodies(form: forms.Form, bodies: Sequence[Body]) -> None:
    field: Any = form.fields["body"]
    field.choices = [(each.code, people_queries.body_name(each.id, dates.language())) for each in bodies]


class KeyForm(forms.Form):
    """A key: whose program, for which body, for what, until when."""

    name = forms.CharField(label=_("Whose program it is"), max_length=60)
    body = forms.ChoiceField(label=_("Unit"))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope.value, wording.SCOPES[scope]) for scope in ApiScope],
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most three years ahead."),
    )

    def __init__(self, *said: Any, bodies: Sequence[Body], today: date, **more: Any) -> None:
        super().__init__(*said, **more)
        self.today = today
        _bodies(self, bodies)

    def clean_ends_on(self) -> Any:
        """A day within three years that has not passed."""
        day = self.cleaned_data["ends_on"]
        if not self.today <= day <= self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day within three years that has not passed."))
        return day


class WebhookForm(forms.Form):
    """A webhook: which body, to which address, of what."""

    body = forms.ChoiceField(label=_("Unit"))
    address = forms.CharField(
        label=_("Address of their program"),
        max_length=500,
        help_text=_(
            "It begins with https://. It is told the number and the state of a message, never what was written."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Of what it is told"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(event.value, wording.EVENTS[event]) for event in EVENTS],
        help_text=_("Nothing marked: of everything."),
    )

    def __init__(self, *said: Any, bodies: Sequence[Body], **more: Any) -> None:
        super().__init__(*said, **more)
        _bodies(self, bodies)
