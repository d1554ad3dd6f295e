"""How pages are rendered: Django's templates, with each text that is in another language than its page marked as such."""

from typing import Any

from django.http import HttpRequest
from django.template.backends import django as backend
from django.utils.safestring import SafeString, mark_safe

from answerable.base import foreign


class Page(backend.Template):
    """A template of a page."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """Render it; what is marked becomes an element."""
        with foreign.marking():
            page = super().render(context, request)
        return mark_safe(foreign.spans(page))  # noqa: S308 -- what was safe, with elements of our own


class Pages(backend.DjangoTemplates):
    """Django's own engine; of letters and other plain text nothing is marked."""

    def get_template(self, template_name: str) -> backend.Template:
        """Find a template by its name; `name.html#part` is a part of one."""
        found = super().get_template(template_name)
        return Page(found.template, self) if template_name.partition("#")[0].endswith(".html") else found
