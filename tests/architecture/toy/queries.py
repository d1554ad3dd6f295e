"""Every read of the toy room."""

from django.db.models import QuerySet

from answerable.base.actor import Actor
from answerable.base.verdict import MissingError
from answerable.toy.models import Find


def seen_by(actor: Actor) -> QuerySet[Find]:
    """What lies at the actor's bodies."""
    return Find.objects.filter(body__in=actor.bodies).order_by("id")


def one_for(actor: Actor, ref: int) -> Find:
    """One find. Raises MissingError alike for what there is not and for what lies elsewhere."""
    row = seen_by(actor).filter(id=ref).first()
    if row is None:
        raise MissingError
    return row


def locked_find(ref: int) -> Find:
    """A find, its row locked."""
    find = Find.objects.select_for_update().filter(id=ref).first()
    if find is None:
        raise MissingError
    return find
