"""One answer to very many: signed once, sent by a job, each appeal in its own right and with its own deed.

A page can't wait for five thousand answers, and half of them must not hang on a browser that stays open.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.appeals import policy, queries
from answerable.appeals.actions.answering import answer_alike, answer_incident
from answerable.appeals.models import Appeal, Incident, Mailing
from answerable.appeals.sealed_fields import MAILING_TEXT
from answerable.appeals.terms import OPEN, Outcome
from answerable.base.actor import Actor
from answerable.base.ids import new_id
from answerable.base.verdict import InvalidError, MissingError, NotNowError, RefusedError, must
from answerable.law import queries as law_queries
from answerable.people.queries import actor_for
from answerable.vault.sealing import open_text, seal_text

AT_ONCE: Final = 50  # as many are answered while the page waits; more go by the job
STEP: Final = 20  # appeals answered by one transaction


@transaction.atomic
def answer_all(
    *, by: Actor, at: datetime, incident: int, text: str, outcome: str = Outcome.ANSWERED, ground: str = ""
) -> tuple[int, bool]:
    """Answer everybody of an incident: how many, and whether it is done or on its way.

    Refuses like `answer_incident`, before anything is on its way.
    """
    event = Incident.objects.select_for_update().filter(id=incident).first()
    if event is None:
        raise MissingError
    waiting = queries.seen_by(by).filter(incident=incident, state__in=OPEN)
    many = waiting.count()
    if many <= AT_ONCE:
        given = answer_incident(by=by, at=at, incident=incident, text=text, outcome=outcome, ground=ground)
        return len(given), True
    if Mailing.objects.filter(incident=incident, done_at=None).exists():
        raise NotNowError("incident.answer-on-its-way")
    _fit(waiting.order_by("id")[0], by=by, at=at, text=text, outcome=outcome, ground=ground)
    ref = new_id()
    Mailing.objects.create(
        id=ref,
        root=event.root,
        incident=incident,
        account=by.id,
        at=at,
        upto=waiting.order_by("-id").values_list("id", flat=True)[0],
        text=seal_text(MAILING_TEXT, text, root=event.root, ref=ref),
        outcome=outcome,
        ground=ground,
    )
    return many, False


def _fit(first: Appeal, *, by: Actor, at: datetime, text: str, outcome: str, ground: str) -> None:
    """Refuse what couldn't be sent: who may not sign, no words, a refusal without a ground."""
    must(policy.can_sign(by, queries.standing(first)))
    faults = {} if text.strip() else {"text": "field.needed"}
    if outcome not in {Outcome.ANSWERED, Outcome.REFUSED}:
        faults["outcome"] = "answer.choose-outcome"
    if outcome == Outcome.REFUSED and law_queries.ground("point", ground, body=first.body_id, at=at) is None:
        faults["ground"] = "answer.choose-ground"
    if faults:
        raise InvalidError(**faults)


@transaction.atomic
def send_mailing(*, at: datetime, ref: int) -> bool:
    """Send the next part of an answer to many; False when another process has it or all have been answered.

    The signer's rights are those of the moment of signing. Whoever they have no right over is left in the list.
    """
    mailing = Mailing.objects.select_for_update(skip_locked=True).filter(id=ref, done_at=None).first()
    if mailing is None:
        return False
    by = actor_for(mailing.account, mailing.at)
    text = open_text(MAILING_TEXT, mailing.text, root=mailing.root, ref=ref)
    rest = Appeal.objects.filter(incident=mailing.incident, state__in=OPEN, id__gt=mailing.next, id__lte=mailing.upto)
    refs = list(rest.order_by("id").values_list("id", flat=True)[:STEP])
    for appeal in refs:
        try:
            with transaction.atomic():
                answer_alike(
                    by=by,
                    at=at,
                    ref=appeal,
                    incident=mailing.incident,
                    text=text,
                    outcome=mailing.outcome,
                    ground=mailing.ground,
                )
            mailing.answered += 1
        except (MissingError, RefusedError, NotNowError):
            mailing.left_out += 1
        mailing.next = appeal
    if len(refs) < STEP:
        mailing.done_at = at
    mailing.save(update_fields=["answered", "left_out", "next", "done_at"])
    return bool(refs)
