"""The parts that forms and lists are put together from: a field with its label, hint and error; pills; code groups."""

from functools import lru_cache
from typing import Any, Final

import segno
from django import template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
GROUP: Final = 4  # digits of a code that the eye takes at once


def _kind(bound: BoundField) -> str:
    """How a field is drawn: a group of choices, one box to tick, or a line of its own."""
    widget = bound.field.widget
    if isinstance(widget, (CheckboxSelectMultiple, RadioSelect)):
        return "group"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


@register.inclusion_tag("site/_field.html")
def field(
    bound: BoundField, *, optional: bool = True, short: bool = False, most: int = 0, look: str = ""
) -> dict[str, Any]:
    """A field: label, hint and error stand together, and assistive technology is told so.

    optional  say "optional" beside the label of a field that is not required
    short     choices stand side by side where there is room
    look      how the choices are drawn instead: "kinds", big ones for a thumb
    most      characters allowed; a counter appears near the end where scripts run
    A form may give `field.hints`: {value: sentence} shown under each choice.
    """
    name = bound.auto_id or bound.html_name
    kind = _kind(bound)
    told = [f"{name}_hint"] if bound.help_text else []
    told += [f"{name}_fault"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(told)} if told else {}
    hints = getattr(bound.field, "hints", {})
    choices = []
    if kind == "group":
        choices = [(choice, hints.get(str(choice.data["value"]), "")) for choice in bound.subwidgets]
    return {
        "bound": bound,
        "kind": kind,
        "name": name,
        "widget": "" if kind == "group" else bound.as_widget(attrs=attrs),
        "choices": choices,
        "told": " ".join(told),
        "say_optional": optional and not bound.field.required,
        "look": look or ("short" if short else ""),
        "most": most,
    }


@register.inclusion_tag("site/_errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """Every fault of a form on top of it, each a link to its field."""
    faults = [
        (_first_id(form[name]) if name in form.fields else "", fault)
        for name, found in form.errors.items()
        for fault in found
    ]
    return {"faults": faults}


def _first_id(bound: BoundField) -> str:
    """The id that a link can go to: of a group, its first choice."""
    return f"{bound.auto_id}_0" if _kind(bound) == "group" else str(bound.id_for_label)


@register.filter
def groups(code: str) -> SafeString:
    """A follow-up code in groups of four, each kept together; copied, it comes with spaces."""
    digits = "".join(str(code).split())
    parts = ((digits[at : at + GROUP],) for at in range(0, len(digits), GROUP))
    return format_html('<span class="code">{}</span>', format_html_join(" ", "<span>{}</span>", parts))


@register.simple_tag
@lru_cache(maxsize=8)
def square(address: str) -> str:
    """An address as a square code (QR, ISO/IEC 18004), as the address of a picture: for paper and for another telephone.

    Never of an address that holds a code or a number: a picture on a slip is read by whoever finds it.
    """
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=2, light="#fff", omitsize=True))


@register.simple_tag
def bar(share: float, low: float | None = None, high: float | None = None) -> SafeString:
    """A share of a hundred as a bar, with its interval as a line on it. Says nothing to a screen reader: the number stands beside it."""
    drawn = format_html('<rect class="all" width="100" height="4"/><rect width="{}" height="4"/>', f"{share:.1f}")
    if low is not None and high is not None:
        span = '<rect class="span" x="{}" y="1.4" width="{}" height="1.2"/>'
        drawn += format_html(span, f"{low:.1f}", f"{max(high - low, 0.0):.1f}")
    svg = '<svg class="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>'
    return format_html(svg, drawn)


@register.filter
def paragraphs(text: str) -> list[str]:
    """Somebody's text in its own paragraphs."""
    return [part for part in str(text).split("\n\n") if part.strip()]


@register.simple_tag
def pill(words: str, look: str = "") -> SafeString:
    """A pill: `look` is nothing, late, soon, good or plain-pill. The words carry the meaning, the colour only helps."""
    return format_html('<span class="pill {}">{}</span>', look, words)


@register.filter
def bytes_said(size: int) -> str:
    """A file's size as people say it."""
    from django.template.defaultfilters import filesizeformat

    return filesizeformat(size)
