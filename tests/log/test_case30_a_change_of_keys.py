"""Case 30: two keys sign during a change; afterwards the old one counts up to the size of its end and no further."""

from datetime import timedelta
from pathlib import Path

import pytest

from answerable.ledger import keys, published, testing
from answerable.ledger import queries as ledger_queries
from answerable_verify import RejectedError, sign_note, verify_checkpoint


def test_case30_both_keys_then_the_old_one_only_up_to_its_size(home: Path):
    one = testing.sequencer()
    testing.record_public_act(1)
    one.step(at=testing.AT, everything=True)
    first, old = published.head().checkpoint, keys.signers()[0]
    keys.rotate_keys(at=testing.AT)
    one = testing.sequencer()
    testing.record_public_act(2)
    one.step(at=testing.AT, everything=True)
    both = published.head().checkpoint
    signed = both.raw.decode().rpartition("\n\n")[2]
    assert signed.count("\u2014 ") == 2
    size = ledger_queries.tree().size
    with pytest.raises(keys.NoKeysError, match="until"):
        keys.retire_key(at=testing.AT, size=size)
    later = testing.AT + timedelta(days=31)
    keys.retire_key(at=later, size=size)
    one = testing.sequencer()
    testing.record_public_act(3)
    one.step(at=later, everything=True)
    policy, now = published.published_policy(), published.head().checkpoint
    assert now.size > size
    assert now.raw.decode().rpartition("\n\n")[2].count("\u2014 ") == 1
    for kept in (first, both, now):
        assert verify_checkpoint(kept.raw, policy).size == kept.size
    stolen = sign_note(now.text, old)
    with pytest.raises(RejectedError, match="retired before this size"):
        verify_checkpoint(stolen, policy)
    assert testing.sound(testing.audited(home))
