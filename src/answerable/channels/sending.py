"""One notice on its way out: what it says, by which account, through which integration."""

from dataclasses import replace

from django.conf import settings

from answerable.base.verdict import MissingError
from answerable.channels import codes, queries, wording
from answerable.channels.integration import Integration
from answerable.channels.integrations import INTEGRATIONS
from answerable.channels.models import Notice
from answerable.channels.queries import accounts
from answerable.channels.terms import AccountFacts, Channel, NoticeKind, Outgoing, SendingRefusedError, Sent
from answerable.law import queries as law_queries


def send_notice(notice: Notice) -> Sent:
    """Send it. Raises a `terms.SendingError`; UnreadableError for an address that was damaged."""
    integration = integration_of(notice)
    if integration.send is None:
        raise SendingRefusedError("no-way-out")
    account = account_of(notice)
    if account is None and integration.needs_account:
        raise SendingRefusedError("no-account")
    sent = integration.send(outgoing_of(notice), account)
    return replace(sent, account=account.id if account else 0)


def integration_of(notice: Notice) -> Integration:
    """The integration of its way. Raises SendingRefusedError for a way that this installation no longer has."""
    found = INTEGRATIONS.get(Channel(notice.way))
    if found is None:
        raise SendingRefusedError("no-such-channel")
    return found


def account_of(notice: Notice) -> AccountFacts | None:
    """By which account it goes: the one to which was written, else the first of its tree, else the first; None: none is set."""
    integration = integration_of(notice)
    if notice.kind == NoticeKind.TEST:
        return accounts.account_by_id(int(notice.words["account"]))
    address = queries.address_of(notice)
    if integration.peers and "/" in address:
        try:
            return accounts.account_named(integration.channel, address.partition("/")[0])
        except MissingError:
            return None
    known = accounts.accounts_of(integration.channel)
    own = [each for each in known if each.root == notice.root]
    return next(iter([*own, *known]), None)


def outgoing_of(notice: Notice) -> Outgoing:
    """What is sent, in the reader's language."""
    words = dict(notice.words)
    if notice.kind == NoticeKind.ACKNOWLEDGED:
        words["code"] = codes.code_of(notice)
    letter = wording.letter(
        kind=notice.kind,
        language=notice.language,
        words=words,
        address=settings.ANSWERABLE.address,
        said=queries.said_in(notice),
        brief=integration_of(notice).brief,
        danger=law_queries.emergency_numbers(),
    )
    return Outgoing(
        notice=notice.id,
        address=queries.address_of(notice),
        subject=letter.subject,
        text=letter.text,
        language=notice.language,
        buttons=letter.buttons,
        answers=str(words.get("answers", "")),
        enclosed=queries.enclosed_in(notice),
    )
