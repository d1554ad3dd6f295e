"""Case 5: the batch commits but nobody says so; the sequencer ends and reads what became of it, and signs no size twice."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection

from answerable.ledger import files, sequencing, testing
from answerable.ledger.actions import appending
from answerable.ledger.models import Tree


def test_case05_an_unclear_commit_ends_the_process(wide_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    real = appending.append

    def grown_but_unheard(**given: object) -> Tree | None:
        real(**given)  # type: ignore[arg-type] # passed on as it came
        connection.close()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(appending, "append", grown_but_unheard)
    with pytest.raises(sequencing.UnclearCommitError):
        one.step(at=testing.AT, everything=True)
    monkeypatch.undo()
    signed = bytes(Tree.objects.get().note)
    again = testing.sequencer()
    tree = Tree.objects.get()
    assert bytes(tree.note) == signed
    published = again.folder.head()
    assert published is not None
    assert (published.size, published.root) == (tree.size, bytes(tree.root))
    assert files.head_of(signed).size == tree.size
    assert testing.sound(testing.audited(wide_home))


def test_case05_a_batch_that_failed_is_made_again(wide_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = testing.sequencer()
    testing.record_public_act(1)
    real = appending.append

    def broken(**given: object) -> None:
        del given
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(appending, "append", broken)
    with pytest.raises(sequencing.UnclearCommitError):
        one.step(at=testing.AT, everything=True)
    monkeypatch.setattr(appending, "append", real)
    connection.close()
    assert testing.sequencer().step(at=testing.AT, everything=True) > 0
    assert testing.sound(testing.audited(wide_home))
