"""Case 20: a promise was given and the leaf is not in the log after its time; without a witness that saw that, nothing is proven."""

from datetime import timedelta
from pathlib import Path

import pytest

from answerable.appeals.models import Appeal
from answerable.appeals.queries import receipts
from answerable.appeals.testing import make_world
from answerable.base.testing import now
from answerable.ledger import keys, testing
from answerable_verify import sign_promise
from answerable_verify.cli import main
from answerable_verify.exits import UNWITNESSED


@pytest.mark.django_db(transaction=True)
def test_case20_the_verifier_finds_a_kept_promise_and_calls_no_unwitnessed_one_broken(
    wide_home: Path, tmp_path: Path, live_server, capsys
):
    """Against the real server: the file that the sender downloaded, the public address, and nothing else."""
    keys.ensure(at=testing.AT)
    world = make_world()
    appeal = Appeal.objects.get(id=world.sent(at=now()).appeal)
    (tmp_path / "given.promise").write_bytes(receipts.promise_of(appeal))
    one = testing.sequencer()
    one.step(at=now())  # a small body's act waits for others
    address = f"{live_server.url}/log"
    asked = ["audit", address, "--no-witnesses", "--promise"]
    assert main([*asked, str(tmp_path / "given.promise")]) == 0
    assert "is not in the log yet" in capsys.readouterr().out

    late = now() - timedelta(hours=1)
    broken = sign_promise(
        keys.promiser(),
        leaf=b"\x07" * 32,
        issued=int((late - timedelta(days=1)).timestamp()),
        by=int(late.timestamp()),
    )
    (tmp_path / "broken.promise").write_bytes(broken)
    one.step(at=now(), everything=True)
    assert main([*asked, str(tmp_path / "given.promise")]) == 0
    assert "The promised entry is in the log, at place" in capsys.readouterr().out
    assert main([*asked, str(tmp_path / "broken.promise")]) == UNWITNESSED
    assert "it proves nothing. Ask a witness." in capsys.readouterr().out
