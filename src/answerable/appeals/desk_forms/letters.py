"""Forms of the letters that wait for a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.desk_forms.choices import Pairs
from answerable.appeals.wording.terms import KINDS


class RegisterLetter(forms.Form):
    """As what, and in which language its sender is answered."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    language = forms.ChoiceField(label=_("The sender's language"), choices=[])

    def __init__(self, *args: Any, languages: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = languages  # type: ignore[attr-defined] # a choice field


class AttachLetter(forms.Form):
    """To which appeal."""

    number = forms.CharField(label=_("Number of the appeal"), max_length=40)
