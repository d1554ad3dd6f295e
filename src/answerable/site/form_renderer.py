"""Fields of forms, drawn without a template for each choice.

Django renders every option of a list by a template that includes another one for its attributes. The list of places and
bodies of the public form has hundreds of options, and they were two thirds of what that page costs. What comes out is
Django's own, but for white space; a test holds it to that.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape

WIDGETS: Final = "django/forms/widgets/"


class FormRenderer(DjangoTemplates):
    """Django's renderer, quicker for lists of choices and for fields of one line (setting FORM_RENDERER)."""

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> str:
        """The field as HTML."""
        draw = _DRAWN.get(template_name)
        return super().render(template_name, context, request) if draw is None else draw(context["widget"])  # type: ignore[arg-type]


def _attributes(given: Mapping[str, Any]) -> str:
    """Attributes as Django's template writes them: nothing for False, the bare name for True."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_said(value)}"'
        for name, value in given.items()
        if value is not False
    )


def _said(value: object) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


def _select(widget: Mapping[str, Any]) -> str:
    parts = [f'<select name="{_said(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n<optgroup label="{_said(group)}">')
        parts += [
            f'\n<option value="{_said(one["value"])}"{_attributes(one["attrs"])}>{_said(one["label"])}</option>'
            for one in options
        ]
        if group:
            parts.append("\n</optgroup>")
    return "".join((*parts, "\n</select>"))


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_said(widget["value"])}"'
    kind, name = _said(widget["type"]), _said(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _choice(widget: Mapping[str, Any]) -> str:
    if not widget.get("wrap_label"):
        return _input(widget)
    named = f' for="{_said(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    return f"<label{named}>{_input(widget)} {_said(widget['label'])}</label>"


_DRAWN: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    f"{WIDGETS}select.html": _select,
    f"{WIDGETS}radio_option.html": _choice,
    f"{WIDGETS}checkbox_option.html": _choice,
    **{
        f"{WIDGETS}{kind}.html": _input for kind in ("input", "text", "hidden", "email", "password", "number", "search")
    },
}
