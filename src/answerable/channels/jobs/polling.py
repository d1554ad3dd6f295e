"""Asking the channels that do not come by themselves, every minute."""

from procrastinate.contrib.django import app

from answerable.base import clock
from answerable.channels.integrations import INTEGRATIONS
from answerable.channels.queries import accounts


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]  # the library is not read by mypy
@app.task(queueing_lock="channels.poll_accounts", lock="channels.poll_accounts")  # type: ignore[untyped-decorator]  # as above
def poll_accounts(timestamp: int) -> None:
    """Ask every account whose channel has to be asked, one after the other; one that fails keeps nobody waiting."""
    del timestamp
    for integration in INTEGRATIONS.values():
        if integration.poll is not None:
            for account in accounts.accounts_of(integration.channel):
                integration.poll(account, clock.now())
