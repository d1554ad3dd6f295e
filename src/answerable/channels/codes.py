"""The follow-up code once more, for whoever wrote by a channel: in what is sent, or said on the line. It is kept nowhere."""

from typing import Final

from answerable.base import row_scope
from answerable.base.subject import Subject
from answerable.channels.models import Notice, RawDelivery
from answerable.channels.queries import deliveries
from answerable.vault import actions as vault_actions

CODES_TRIED: Final = 20  # as many codes as a registration tries before it gives up


@row_scope.as_system()
def code_of(notice: Notice) -> str:
    """The follow-up code once more, from the key of the delivery; it is kept nowhere (docs/decisions/0021)."""
    delivery = RawDelivery.objects.filter(id=int(notice.words.get("delivery") or 0)).first()
    if delivery is None:
        return ""
    token = deliveries.words_token(delivery, int(notice.words.get("part") or 0))
    return vault_actions.code_shown_again(token, subject=Subject.parse(notice.thing), attempts=CODES_TRIED)
