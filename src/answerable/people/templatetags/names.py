"""Names given in several languages, as templates show them."""

from collections.abc import Mapping

from django import template

from answerable.base import dates
from answerable.people import queries

register = template.Library()


@register.filter
def named(name: Mapping[str, str] | None) -> str:
    """A name in the language of the page, else in English."""
    return queries.in_language(name, dates.language()) if isinstance(name, Mapping) else ""


@register.filter
def name_in(name: Mapping[str, str] | None, language: str) -> str:
    """A name in a given language, else in English."""
    return queries.in_language(name, language) if isinstance(name, Mapping) else ""


@register.filter
def body_name(body_id: int | None) -> str:
    """The name of a body by its id, in the language of the page."""
    return queries.body_name(body_id, dates.language()) if body_id else ""
