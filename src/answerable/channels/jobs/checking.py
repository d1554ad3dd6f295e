"""Looking every five minutes whether each account works, so that its light is red within fifteen."""

import logging

from procrastinate.contrib.django import app

from answerable.base import clock
from answerable.channels.actions import accounts as account_actions
from answerable.channels.integrations import INTEGRATIONS
from answerable.channels.queries import accounts

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="channels.check_accounts", lock="channels.check_accounts")  # type: ignore[untyped-decorator]  # as above
def check_accounts(timestamp: int) -> None:
    """Ask each channel that can say it whether its accounts work; a fault of ours is a fault of that account alone."""
    del timestamp
    for integration in INTEGRATIONS.values():
        if integration.check is None:
            continue
        for account in accounts.accounts_of(integration.channel):
            try:
                code = integration.check(account)
            except Exception as fault:
                log.exception("account %s was not looked at (%s)", account.name, type(fault).__name__)
                code = "check-broke"
            account_actions.note_fault(account=account.id, at=clock.now(), code=code)
