"""What other tables say of the rows of a list: disputes that were taken down, answers that wait or came back."""

from collections.abc import Collection

from django.db.models import Q

from answerable.appeals.models import Draft
from answerable.appeals.queries.taken import disputes_taken


def marks(disputed: Collection[int], owed: Collection[int]) -> dict[int, list[str]]:
    """The flags of appeals in a list: of disputed ones, and of those that wait for an answer."""
    found = _of_drafts(owed)
    for appeal in disputes_taken(disputed):
        found.setdefault(appeal, []).append("taken")
    return found


def _of_drafts(appeals: Collection[int]) -> dict[int, list[str]]:
    """Whose answer waits for a signature, and whose came back with a remark."""
    if not appeals:
        return {}
    found: dict[int, list[str]] = {}
    kept = Draft.objects.filter(Q(offered_at__isnull=False) | Q(returned__isnull=False), appeal__in=list(appeals))
    for appeal, offered_at in kept.order_by("id").values_list("appeal", "offered_at"):
        found.setdefault(appeal, []).append("returned" if offered_at is None else "to-sign")
    return found
