"""What a list is narrowed to."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.appeals.desk_forms.choices import Pairs, id_or_none
from answerable.appeals.queries.worklist import Filters, WorkView
from answerable.appeals.wording.terms import KINDS


class Narrow(forms.Form):
    """The filters of a list. A bent value narrows nothing: it came from an old link, not from somebody's words."""

    view = forms.ChoiceField(choices=[(view.value, "") for view in WorkView], required=False, widget=forms.HiddenInput)
    body = forms.ChoiceField(label=_("Body"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("every kind")), *KINDS.items()])
    category = forms.ChoiceField(label=_("About"), required=False)
    incident = forms.ChoiceField(label=_("Incident"), required=False)
    care = forms.BooleanField(label=_("special care"), required=False)
    overdue = forms.BooleanField(label=_("overdue"), required=False)

    def __init__(self, *args: Any, bodies: Pairs, categories: Pairs, incidents: Pairs, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "narrow_%s", **options})
        self.fields["body"].choices = bodies  # type: ignore[attr-defined] # a choice field
        self.fields["category"].choices = categories  # type: ignore[attr-defined] # a choice field
        self.fields["incident"].choices = incidents  # type: ignore[attr-defined] # a choice field

    def read(self) -> tuple[WorkView, Filters]:
        """The list that is asked for, and what it is narrowed to."""
        self.is_valid()
        asked = self.cleaned_data
        return WorkView(asked.get("view") or WorkView.TODO), Filters(
            body=id_or_none(asked.get("body", "")),
            kind=asked.get("kind", ""),
            category=id_or_none(asked.get("category", "")),
            care=asked.get("care", False),
            overdue=asked.get("overdue", False),
            incident=id_or_none(asked.get("incident", "")),
        )

    def asks(self, **other: object) -> str:
        """The list and its filters as an address has them, with some of them otherwise; only what was understood."""
        said = {**self.cleaned_data, **other}
        kept = {name: "on" if said[name] is True else str(said[name]) for name in self.fields if said.get(name)}
        return urlencode(kept)

    @property
    def narrows(self) -> bool:
        """Whether anything but the list itself is asked for."""
        return any(self.cleaned_data.get(name) for name in ("body", "kind", "category", "care", "overdue", "incident"))
