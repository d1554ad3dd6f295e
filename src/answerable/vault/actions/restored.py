"""What a restored installation must not bring back to life: keys that were taken out of use, sessions of senders."""

from datetime import datetime

from django.db import transaction

from answerable.base import row_scope
from answerable.base.actor import SYSTEM
from answerable.vault.actions.pairs import close_pair
from answerable.vault.models import FollowSession, KeyPair
from answerable.vault.terms import Holder


@transaction.atomic
def retire_again(ref: int, *, at: datetime) -> bool:
    """A person's pair that was retired after the backup; False where it is younger than that, or retired already."""
    held = KeyPair.objects.select_for_update().filter(id=ref, holder=Holder.ACCOUNT, retired_at=None).first()
    if held is None:
        return False
    close_pair(held, by=SYSTEM, at=at)
    return True


@row_scope.as_system()
def drop_follow_sessions() -> int:
    """End every session of a sender; returns how many."""
    return FollowSession.objects.all().delete()[0]
