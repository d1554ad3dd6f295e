"""One screen of a questionnaire as a form of Django: its fields bear labels, hints and faults as all forms here do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.surveys.questionnaire.form import Control, Node, NodeKind
from answerable.surveys.questionnaire.judging import Filled, choices_at
from answerable.surveys.questionnaire.screens import Screen, field_name

SEEN_AT_ONCE = 15  # choices; more stand in a list that opens
FAULTS: Mapping[str, str | Promise] = {
    "answer.missing": _("Please answer this."),
    "answer.type": _("This cannot be read as a number, a day or a time."),
    "answer.no-choice": _("This is none of the choices."),
    "answer.constraint": _("This answer does not fit here."),
}
_WIDGETS: Mapping[str, Any] = {
    "int": lambda: forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    "decimal": lambda: forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    "date": lambda: forms.DateInput(attrs={"type": "date"}),
    "time": lambda: forms.TimeInput(attrs={"type": "time"}),
    "dateTime": lambda: forms.DateTimeInput(attrs={"type": "datetime-local"}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a screen: a note, or a field with whether it may be left out."""

    note: str = ""
    field: BoundField | None = None
    is_optional: bool = True


class ScreenForm(forms.Form):
    """A screen, filled in with what is known. Nothing is refused here: the questionnaire judges by itself (`faults`)."""

    def __init__(self, of: Filled, screen: Screen, language: str, faults: Mapping[str, str] | None = None) -> None:
        data: dict[str, Any] = {}
        for asked in screen.asked:
            several = asked.node.control is Control.SEVERAL
            data[field_name(asked.key)] = asked.value.split() if several else asked.value
        super().__init__(data)
        self.lines: list[Line] = []
        asked_here = [one for one in screen.asked if one.node.kind is NodeKind.QUESTION]
        for asked in asked_here:
            self.fields[field_name(asked.key)] = _field(of, asked.node, asked.key, language)
        self.full_clean()
        self.errors.clear()
        for key, reason in (faults or {}).items():
            self.add_error(field_name(key), self._said(of, screen, key, reason, language))
        for asked in screen.asked:
            where = of.scope(asked.key)
            if asked.node.kind is NodeKind.NOTE:
                self.lines.append(Line(note=asked.node.label.said(language, where)))
            else:
                needed = asked.node.required is not None and asked.node.required.truth(where)
                self.fields[field_name(asked.key)].required = needed
                self.lines.append(Line(field=self[field_name(asked.key)], is_optional=not needed))

    @staticmethod
    def _said(of: Filled, screen: Screen, key: str, reason: str, language: str) -> str:
        """The form's own words about a fault, else ours."""
        node = next(asked.node for asked in screen.asked if asked.key == key)
        own = {"answer.constraint": node.says_constraint, "answer.missing": node.says_required}.get(reason)
        return (own.said(language, of.scope(key)) if own else "") or str(FAULTS[reason])


def _field(of: Filled, node: Node, key: str, language: str) -> forms.Field:
    where = of.scope(key)
    words: dict[str, Any] = {
        "label": node.label.said(language, where) or node.name,
        "help_text": node.hint.said(language, where),
        "required": False,
    }
    if node.control in {Control.ONE, Control.SEVERAL}:
        choices = [(one.value, one.label.said(language, where) or one.value) for one in choices_at(of, node, key)]
        if node.control is Control.SEVERAL:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
        if len(choices) > SEEN_AT_ONCE:
            return forms.ChoiceField(choices=[("", "–"), *choices], **words)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
    if node.control is Control.TICK:
        return forms.ChoiceField(choices=[("OK", str(_("Yes")))], widget=forms.RadioSelect, **words)
    if node.look == "multiline":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), **words)
    widget = _WIDGETS.get(node.type, lambda: forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}))
    return forms.CharField(widget=widget(), **words)
