"""How many appeals there are, for whoever publishes counts of them: numbers alone, of no single one."""

from collections import Counter
from datetime import datetime

from django.db.models import Count

from answerable.appeals.models import Appeal


def counted_by_matter_and_place(since: datetime, until: datetime) -> Counter[tuple[int | None, int | None]]:
    """Appeals registered from an instant up to another, by category and territory; as far as the caller's rows reach."""
    rows = Appeal.objects.filter(registered_at__gte=since, registered_at__lt=until).order_by()
    found = rows.values_list("category", "territory").annotate(count=Count("id"))
    return Counter({(category, territory): count for category, territory, count in found})
