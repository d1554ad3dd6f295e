"""What this room says: the reason for each no, what a key lets a program do, and what events are."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.api.terms import TEST
from answerable.appeals.terms import Deed as AppealDeed
from answerable.people.terms import ApiScope

REASONS: Final[Mapping[str, Promise]] = {
    "webhook.not-yours": _("Only whoever grants seats in the body says which programs are told of it."),
    "webhook.address": _(
        "The address must begin with https:// and lead to a server that everybody can reach, or be one that the operator allows."
    ),
    "webhook.is-shut": _("This address is told nothing any more."),
    "webhook.nothing-to-send-again": _("There is nothing to send again: it arrived, or is still being tried."),
}

SCOPES: Final[Mapping[ApiScope, Promise]] = {
    ApiScope.OPEN311: _("Send requests by Open311"),
    ApiScope.SEND: _("Send messages by the API"),
    ApiScope.READ: _("Read numbers, states and dates of the unit's messages"),
    ApiScope.WORDS: _("Read what was written there, never who wrote it"),
    ApiScope.SEALED: _("Read numbers, states and dates of sealed messages: takes a second person"),
}

EVENTS: Final[Mapping[str, Promise]] = {
    AppealDeed.REGISTERED: _("registered"),
    AppealDeed.ACCEPTED: _("taken into work"),
    AppealDeed.HANDED_ON: _("handed on within the authority"),
    AppealDeed.FORWARDED: _("forwarded to another authority"),
    AppealDeed.EXTENDED: _("term extended"),
    AppealDeed.TERM_SET: _("term set"),
    AppealDeed.ANSWERED: _("answered"),
    AppealDeed.EXAMINATION_REFUSED: _("refused on a lawful ground"),
    AppealDeed.DISPUTED: _("disputed by the sender"),
    AppealDeed.REOPENED: _("reopened"),
    AppealDeed.WITHDRAWN: _("withdrawn by the sender"),
    AppealDeed.CLOSED: _("closed"),
    AppealDeed.MERGED: _("joined with another one"),
    TEST: _("a test"),
}

FAULTS: Final[Mapping[str, Promise]] = {
    "no-connection": _("nobody answers there"),
    "no-answer": _("it broke off while we were speaking"),
    "inner-address": _("it leads into an inner network"),
    "elsewhere": _("it is no https address"),
    "no-address": _("it is no address"),
}


def fault(code: str, status: int) -> str:
    """What failed, in words."""
    if status:
        return str(_("the server said %(status)d") % {"status": status})
    return str(FAULTS.get(code, code))
