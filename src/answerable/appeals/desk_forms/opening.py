"""What is asked before a sealed appeal is opened."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.terms import Purpose

STATED: Final = (*Purpose, "court")


class PurposeForm(forms.Form):
    """For what the appeal is opened."""

    purpose = forms.ChoiceField(
        label=_("What do you open it for?"),
        widget=forms.RadioSelect,
        choices=[
            (Purpose.HANDLE, _("To work on it")),
            (Purpose.ANSWER, _("To read, sign or send the answer")),
            (Purpose.OVERSEE, _("To oversee how it is handled")),
            (Purpose.REVIEW, _("To review an answer that was given")),
            ("court", _("For a court or a prosecutor")),
        ],
    )
