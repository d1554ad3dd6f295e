"""Fields drawn quickly are Django's own fields, but for white space between tags."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from answerable.site.form_renderer import FormRenderer

SHARP = "\"<b>&'"
CHOICES: list[tuple[Any, Any]] = [
    ("", "---"),
    (SHARP, SHARP),
    (7, lazystr(f"lazy {SHARP}")),
    ("safe", mark_safe("<i>kept</i>")),
    (f"group {SHARP}", [("a", "A"), ("b", "B")]),
]
FIELDS: dict[str, tuple[forms.Field, Any]] = {
    "select": (forms.ChoiceField(choices=CHOICES, widget=forms.Select(attrs={"class": SHARP, "hidden": False})), 7),
    "several": (forms.MultipleChoiceField(choices=CHOICES), ["a", SHARP]),
    "required": (forms.ChoiceField(choices=CHOICES, required=True, disabled=True), "safe"),
    "radio": (forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect), "a"),
    "boxes": (forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple), ["b"]),
    "line": (forms.CharField(max_length=9, widget=forms.TextInput(attrs={"data-x": 5, "required": True})), SHARP),
    "empty": (forms.CharField(), None),
    "zero": (forms.IntegerField(localize=False), 0),
    "hidden": (forms.CharField(widget=forms.HiddenInput), SHARP),
    "email": (forms.EmailField(), "a@example.org"),
    "password": (forms.CharField(widget=forms.PasswordInput), "never shown"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_drawn_as_django_draws_it(name: str) -> None:
    ours, djangos = (_drawn(name, renderer) for renderer in (FormRenderer(), DjangoTemplates()))
    assert ours == djangos


def _drawn(name: str, renderer: DjangoTemplates) -> str:
    """The field, and each of its choices by itself, without the white space around tags."""
    field, value = FIELDS[name]
    form = type("Sheet", (forms.Form,), {name: field})(initial={name: value}, renderer=renderer)
    tags = (choice.tag() for choice in form[name].subwidgets)
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", "".join((str(form[name]), *tags)))
