"""What the site itself says of a place: who answers there."""

from collections.abc import Mapping
from typing import Any

from answerable.figures.placing import answering
from answerable.people import queries as people_queries


def who_answers(territory: int) -> Mapping[str, Any] | None:
    """The bodies that answer for a territory, the nearest first; nothing where none does."""
    bodies = [people_queries.body(ref) for ref in answering(territory)]
    standing = [body for body in bodies if body.retired_on is None]
    return {"bodies": standing} if standing else None
