"""The people of the cases, with real keys; slow hashes are made quick by `light`."""

from datetime import UTC, datetime, timedelta

from answerable.base.actor import SYSTEM, Actor, ActorKind, SeatHeld
from answerable.base.ids import new_id
from answerable.base.subject import Subject
from answerable.vault import actions
from answerable.vault.models import FollowUpCode
from answerable.vault.terms import MadeBy, RecordBar

AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(days=2)
NOBODY = RecordBar()
MARK = "MARK7f3a"


def officer(ref, *powers, body=1):
    seat = SeatHeld(body=body, role="r", powers=frozenset(powers or ("keys",)))
    return Actor(
        ActorKind.OFFICER,
        id=ref,
        name=f"Officer {ref}",
        seats=(seat,),
        tied_to=frozenset({body}),
        persons=frozenset({ref}),
    )


OLENA, OMB, CHAIR, PETRENKO, IVANENKO = (officer(n, body=n) for n in (11, 12, 13, 14, 15))
AUD = officer(16, "audit")


def person(actor, *, confirmed_by=None):
    """A confirmed pair of an officer: (pair id, private key)."""
    made = actions.enrol_pair(by=actor, at=AT, password=f"pass {actor.id}")
    other = confirmed_by or (OMB if actor is not OMB else OLENA)
    actions.confirm_pair(by=other, at=AT, pair=made.pair, fingerprint=made.fingerprint)
    return made.pair, actions.open_pair(by=actor, password=f"pass {actor.id}")


def sealed_appeal(*pairs, bar=NOBODY):
    """An appeal with a code, sealed to these pairs: (its subject, code, record key)."""
    appeal, at = Subject("appeal", new_id()), LATER
    code = actions.code_for_form(f"form {appeal}", 0)
    FollowUpCode.objects.create(
        **actions.code_row(code=code, subject=appeal, root=5, made_by=MadeBy.SENDER, on=at.date())
    )
    return appeal, code, actions.seal_record(by=SYSTEM, at=at, subject=appeal, root=5, pairs=pairs, bar=bar)


def opens(actor, appeal, seed):
    return actions.open_record(by=actor, at=LATER, subject=appeal, section="text", purpose="handle", seed=seed)
