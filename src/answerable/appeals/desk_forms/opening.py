"""What is asked before a sealed appeal is opened."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

STATED: Final = ("handle", "answer", "oversee", "review", "court")


class PurposeForm(forms.Form):
    """For what the appeal is opened."""

    purpose = forms.ChoiceField(
        label=_("What do you open it for?"),
        widget=forms.RadioSelect,
        choices=[
            ("handle", _("To work on it")),
            ("answer", _("To read, sign or send the answer")),
            ("oversee", _("To oversee how it is handled")),
            ("review", _("To review an answer that was given")),
            ("court", _("For a court or a prosecutor")),
        ],
    )
