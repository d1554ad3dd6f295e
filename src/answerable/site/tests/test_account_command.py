"""The shell's help for somebody who is locked out."""

import pytest
from click.testing import CliRunner

from answerable.ledger import queries as ledger_queries
from answerable.people import queries as people_queries
from answerable.people.testing import make_account
from answerable.site.commands.account import reset


@pytest.mark.django_db
def test_the_shell_resets_a_password_as_the_system_and_on_the_record() -> None:
    account = make_account("petrenko")
    said = CliRunner().invoke(reset, ["petrenko"]).output
    entry = ledger_queries.history_of(f"account/{account.id}")[-1]
    assert (entry.deed, entry.actor) == ("password.reset", "house")
    assert people_queries.account_by_login("petrenko").check_password(said.split(": ")[1].strip()) is True
    assert CliRunner().invoke(reset, ["nobody"]).exit_code == 1
