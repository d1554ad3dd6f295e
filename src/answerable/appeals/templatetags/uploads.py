"""What the pages say of files that may be added."""

from django import template

from answerable.vault import wording as vault_wording

register = template.Library()


@register.simple_tag
def upload_limits() -> str:
    """What files are taken, in a sentence."""
    return vault_wording.limits()


@register.filter
def file_of(files: dict[int, object], row: object) -> object:
    """A file as the page shows it, by the row that a message carries."""
    return files.get(getattr(row, "id", 0))
