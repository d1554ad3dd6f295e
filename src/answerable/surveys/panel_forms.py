"""What is filled in for panels of volunteers, by whoever runs one and by whoever joins."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_PLACES = 2_000


class PanelForm(forms.Form):
    """A new panel; the bodies in whose name the actor may ask come as an argument."""

    body = forms.TypedChoiceField(label=_("In whose name"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(
        label=_("Who may join, and what they will be asked"),
        help_text=_("Whoever lives in the town; three or four short questions a year about safety on the street."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    places = forms.IntegerField(label=_("How many places"), min_value=10, max_value=MOST_PLACES, initial=200)

    def __init__(self, *args: Any, bodies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined] # a field of choices


class PulseForm(forms.Form):
    """A new question to a panel; what is asked is written in the editor afterwards."""

    title = forms.CharField(label=_("What you want to ask about"), max_length=200)


class JoinForm(forms.Form):
    """Somebody joins by themselves."""

    contact = forms.CharField(
        label=_("Where to write to you"),
        help_text=_("An e-mail address or a telephone number. Without it nobody writes to you: come by your own link."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "email"}),
    )
    agree = forms.BooleanField(
        label=_(
            "I know that volunteers speak for themselves: what we answer is counted, never taken for what all people think"
        )
    )
