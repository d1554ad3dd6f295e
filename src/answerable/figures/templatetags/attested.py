"""What was attested, as templates of the desk show it."""

from django import template

from answerable.figures import saying_attested, wording
from answerable.figures.queries.attested import ReadAttested

register = template.Library()


@register.filter
def as_counted(read: ReadAttested) -> saying_attested.CountedPeriod:
    """An edition as a count of a period."""
    return saying_attested.counted(read)


@register.filter
def reason_attested(basis: str) -> str:
    """Why an edition was published anew."""
    return str(wording.REASONS_ATTESTED[basis])
