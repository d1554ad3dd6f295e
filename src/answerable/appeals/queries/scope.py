"""The one entrance for reads: what an actor may see at all. What is missing and what is forbidden look the same."""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Q, QuerySet, Value

from answerable.appeals import policy
from answerable.appeals.models import Appeal, Sender
from answerable.appeals.sealed_fields import SENDER_CONTACT
from answerable.appeals.terms import Tier, subject_of
from answerable.base import row_scope
from answerable.base.actor import Actor, ActorKind
from answerable.base.subject import Subject
from answerable.base.verdict import MissingError
from answerable.people.terms import Power
from answerable.vault.sealing import open_text
from answerable.vault.terms import UnreadableError


def standing(appeal: Appeal) -> policy.AppealStanding:
    """What policy needs to know of an appeal."""
    return policy.AppealStanding(
        id=appeal.id,
        body=appeal.body_id,
        tier=appeal.tier,
        assignee=appeal.assignee_id,
        barred_bodies=frozenset(appeal.barred_bodies),
        barred_persons=frozenset(appeal.barred_persons),
        readers=frozenset(appeal.readers),
    )


def is_seen_by(actor: Actor, appeal: Appeal) -> bool:
    """Say whether the appeal exists for the actor. The same rule as `seen_by`, on one row; a test holds them equal."""
    return bool(policy.can_read(actor, standing(appeal)))


def into(appeal: Appeal) -> Subject | None:
    """The appeal when its words are for its readers alone (tier S); None when the server key seals them."""
    return subject_of(appeal.id) if appeal.tier == Tier.SEALED else None


def ids(values: Collection[int]) -> Value:
    """Ids as an array of 64-bit numbers, for `overlap` and `contains`.

    A plain list must not be given to these lookups: Django then takes each number for a 32-bit one and cuts it
    without a word, so that a bar would match nobody.
    """
    return Value(sorted(values), output_field=ArrayField(BigIntegerField()))


def unbarred(actor: Actor) -> Q:
    """The conflict rule as a condition: not about the actor, nor about anybody whose bars reach the actor."""
    return ~Q(barred_bodies__overlap=ids(actor.tied_to)) & ~Q(barred_persons__overlap=ids(actor.persons))


def seen_by(actor: Actor) -> QuerySet[Appeal]:
    """Every appeal that exists for the actor."""
    if actor.kind is ActorKind.SYSTEM:
        return Appeal.objects.all()
    if actor.kind is ActorKind.RESIDENT:
        return Appeal.objects.filter(id=actor.id)
    if actor.kind is not ActorKind.OFFICER:
        return Appeal.objects.none()
    own = sorted(actor.bodies)
    reach = Q(body__in=own) | Q(readers__overlap=ids(own)) | Q(body__in=sorted(actor.oversees), tier=Tier.WORKING)
    return Appeal.objects.filter(reach).filter(unbarred(actor))


def one_for(actor: Actor, number: str) -> Appeal:
    """The appeal of that number, if it exists for the actor; Missing otherwise."""
    found = seen_by(actor).filter(number=number.strip().upper()).select_related("category", "territory").first()
    if found is None:
        raise MissingError
    return found


def by_id_for(actor: Actor, ref: int) -> Appeal:
    """The appeal of that id, if it exists for the actor; Missing otherwise."""
    found = seen_by(actor).filter(id=ref).select_related("category", "territory").first()
    if found is None:
        raise MissingError
    return found


def to_bar(actor: Actor, number: str) -> Appeal:
    """The appeal of which somebody says late whom it is about: one that they see; a monitor need not. Missing otherwise."""
    if not actor.has_anywhere(Power.MONITOR):
        return one_for(actor, number)
    with row_scope.as_system():
        found = Appeal.objects.filter(number=number.strip().upper()).first()
    if found is None or policy.is_barred(actor, standing(found)):
        raise MissingError
    return found


def purpose_of(actor: Actor, ref: int) -> str:
    """The purpose for which an appeal is opened, where the system knows it; empty where the reader must say it."""
    assignee = Appeal.objects.filter(id=ref).values_list("assignee", flat=True).first()
    return policy.purpose_of_work(actor, policy.AppealStanding(id=ref, body=0, tier=Tier.SEALED, assignee=assignee))


def contact_of(appeal: Appeal) -> tuple[str, str]:
    """How the sender wants to be told that there is news: (way, address), both empty when they left none.

    For notices that the system sends in the course of an act; pages ask `case`, which asks the policy.
    """
    sender = Sender.objects.filter(appeal=appeal.id).first()
    if sender is None or not sender.way:
        return "", ""
    try:
        return sender.way, open_text(SENDER_CONTACT, sender.contact, root=appeal.root, ref=appeal.id)
    except UnreadableError:  # a damaged address keeps nobody from acting; the page shows it as damaged
        return "", ""
