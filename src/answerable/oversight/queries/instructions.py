"""Instructions and their dates: those a chair gave, those a body was given."""

from django.db.models import Q, QuerySet

from answerable.appeals.queries import seen_by
from answerable.base.actor import Actor, ActorKind
from answerable.base.verdict import MissingError
from answerable.oversight import policy
from answerable.oversight.models import Instruction
from answerable.oversight.sealed_fields import INSTRUCTION_EXPLANATION, INSTRUCTION_TEXT
from answerable.oversight.terms import Ask
from answerable.people.terms import Power
from answerable.vault.sealing import read_text

_TABLE = Instruction._meta.db_table  # noqa: SLF001 -- Django's public way to a table's name
_AT_WORK = (Power.SIGN, Power.HANDLE)


def _seen(actor: Actor) -> QuerySet[Instruction]:
    if actor.kind is not ActorKind.OFFICER:
        return Instruction.objects.none()
    return Instruction.objects.filter(appeal__in=seen_by(actor).values("id")).select_related("appeal")


def given_by(actor: Actor, *, open_only: bool = False, most: int = 200) -> list[Instruction]:
    """Instructions of the bodies that the actor chairs: open ones first by their day, then the newest."""
    rows = _seen(actor).filter(of__in=sorted(policy.chairs(actor)))
    waiting = list(rows.filter(done_at=None).order_by("due_at", "id")[:most])
    return waiting if open_only else [*waiting, *rows.exclude(done_at=None).order_by("-done_at", "-id")[:most]]


def asked_of(actor: Actor, *, most: int = 200) -> list[Instruction]:
    """Instructions to the bodies in which the actor works, open ones first by their day, then the newest."""
    bodies = sorted(seat.body for seat in actor.seats if seat.powers & set(_AT_WORK))
    rows = _seen(actor).filter(to__in=bodies)
    waiting = list(rows.filter(done_at=None).order_by("due_at", "id")[:most])
    return [*waiting, *rows.exclude(done_at=None).order_by("-done_at", "-id")[: most // 4]]


def waiting_on(actor: Actor) -> int:
    """How many instructions the actor's bodies still owe."""
    bodies = sorted(seat.body for seat in actor.seats if seat.powers & set(_AT_WORK))
    return _seen(actor).filter(to__in=bodies, done_at=None).count()


def instruction_for(actor: Actor, ref: int) -> Instruction:
    """One instruction for whoever gave it or was given it; Missing for everybody else."""
    mine = Q(of__in=sorted(policy.chairs(actor))) | Q(to__in=sorted(actor.bodies))
    found = _seen(actor).filter(mine, id=ref).first()
    if found is None:
        raise MissingError
    return found


def open_on(appeal: int, *, asks: Ask | None = None) -> QuerySet[Instruction]:
    """Instructions on an appeal that are not done."""
    rows = Instruction.objects.filter(appeal=appeal, done_at=None).order_by("id")
    return rows if asks is None else rows.filter(asks=asks)


def instruction_text(row: Instruction) -> str:
    """What was told."""
    return read_text(INSTRUCTION_TEXT, row.text, root=row.root, ref=row.id)


def explanation_of(row: Instruction) -> str:
    """What the body explained; empty when it has not."""
    return read_text(INSTRUCTION_EXPLANATION, row.explanation, root=row.root, ref=row.id)
