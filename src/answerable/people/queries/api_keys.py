"""Keys of other people's programs: who comes with one, and which there are."""

from datetime import datetime

from django.db.models import QuerySet

from answerable.people.models import ApiKey
from answerable.people.rules import api_key_digest
from answerable.people.terms import ApiScope


def holder_of(text: str, scope: ApiScope, at: datetime) -> ApiKey | None:
    """The key that a program came with, if it is one, was given for this, and has not ended."""
    found = ApiKey.objects.filter(digest=api_key_digest(text)).first()
    if found is None or found.revoked_at is not None or not found.issued_at <= at < found.ends_at:
        return None
    return found if scope in found.scopes else None


def api_keys() -> QuerySet[ApiKey]:
    """Every key there was, the newest first."""
    return ApiKey.objects.select_related("body").order_by("-issued_at", "-id")
