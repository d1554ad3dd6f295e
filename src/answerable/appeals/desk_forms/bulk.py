"""Acts on several appeals that were ticked in a list."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.desk_forms.choices import Pairs, id_or_none

MOST: Final = 100  # ticked at once: two pages of a list


class AssignMany(forms.Form):
    """To whom the ticked ones go."""

    to = forms.ChoiceField(
        label=_("Who works on them"),
        required=False,
        help_text=_("Only people who may work on every one of them."),
    )

    def __init__(self, *args: Any, people: Pairs, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = people  # type: ignore[attr-defined] # a choice field

    def clean_to(self) -> int | None:
        """The account, or nobody."""
        return id_or_none(self.cleaned_data["to"])
