"""What the keepers fill in: who they are, what they ask for; and what narrows the list of looks."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.vault import wording as vault_wording
from answerable.vault.queries.holders import KeyHolder
from answerable.vault.rules.quorum import SHARES

LONGEST: Final = 2000


class KeepersForm(forms.Form):
    """Three of the key holders."""

    keepers = forms.TypedMultipleChoiceField(
        label=_("Three keepers"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Best from three organisations, one of them outside the country. Any two of them open together."),
    )

    def __init__(self, *args: Any, ready: Iterable[KeyHolder], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["keepers"].choices = [(str(one.pair.id), one.name) for one in ready if one.pair]  # type: ignore[attr-defined] # a choice field

    def clean_keepers(self) -> list[int]:
        """Refuse any other number."""
        chosen: list[int] = self.cleaned_data["keepers"]
        if len(chosen) != SHARES:
            raise forms.ValidationError(_("Choose exactly three."))
        return chosen


class QuorumAskForm(forms.Form):
    """Which appeal, and why."""

    number = forms.CharField(
        label=_("Number of the appeal"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        label=_("Why it must be opened"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other keepers read this. The sender is told that you asked, not why."),
    )


class LooksForm(forms.Form):
    """What narrows the list of looks."""

    number = forms.CharField(label=_("Number of the appeal"), max_length=24, required=False)
    reader = forms.CharField(label=_("Name of the reader"), max_length=120, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    refused = forms.BooleanField(label=_("Only refused ones"), required=False)
    automatic = forms.BooleanField(label=_("Openings that the system made by itself, too"), required=False)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["purpose"].choices = [("", _("any")), *vault_wording.PURPOSES.items()]  # type: ignore[attr-defined] # as above

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return self.is_valid() and any(self.cleaned_data.values())
